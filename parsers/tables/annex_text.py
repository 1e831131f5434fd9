"""Local annexes in running text: a cell a line, lines of words, bars, or all run together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from parsers.document import Stream
from parsers.forms.annex import key_of, unit_of
from parsers.tables.annex_cuts import Field, cuts
from parsers.tables.annex_grid import Found
from parsers.tables.annex_header import TextHeader, headers_of
from parsers.tables.annex_items import Item, Shape, items_of
from parsers.tables.annex_rows import (
    CUMULATIVE,
    NUMERIC,
    THIS_YEAR,
    AnnexLine,
    Roles,
    figure,
    is_footer,
    is_heading,
    is_label,
    roles_of,
    tidy,
    unread,
)
from parsers.tables.grid import Cell

_SENTENCE = re.compile("[。;!?,]")
_LONGEST_LABEL = 60
#: More words than this without a number, and the annex is over.
_MOST_WORDS = 12
#: Words that begin with digits: 12345热线, 2009年.
_DIGITS_BELONG = re.compile("(?:热线|年|月|日|市长|政务服务|%|万|亿)")
_ORDINAL = re.compile("[.、:)]")
_REACH = 20_000
#: Two digits of a code and one of the label's own number.
_CODE_AND_ORDINAL = 3


def read_text_annexes(stream: Stream, year: int | None) -> Iterator[Found]:
    """The annexes of running text, each from its header on."""
    headers = headers_of(stream)
    ends = [*(header.start for header in headers[1:]), len(stream.text)]
    readers: list[_Reader] = []
    for header, end in zip(headers, ends, strict=True):
        if not roles_of(header.kinds, header.words, year).readable:
            continue
        # A table that goes on under a header of its own goes on counting.
        code = readers[-1].code if readers else 0
        tried = [_Reader(stream, one, year, code) for one in _readings(header)]
        for reader in tried:
            reader.read(min(end, header.end + _REACH))
        readers.append(max(tried, key=lambda reader: sum(reader.sure)))
    short = any(reader.short for reader in readers)
    for reader in readers:
        if short:
            reader.doubt_cuts()
        if lines := reader.kept():
            notes = [reader.roles.note] if reader.roles.note else []
            yield Found(lines, reader.header.start, reader.end, notes)


def _readings(header: TextHeader) -> list[TextHeader]:
    """The header, and what else its words can mean; how many numbers rows have decides.

    2009年累计 may be two columns; 统计数 and 数量 may be one, the first standing over the other.
    """
    found = [header]
    kinds = list(header.kinds)
    if header.doubtful and not header.glued:
        at = kinds.index("year_to_date")
        split = header.words[at].find("累计")
        words = (header.words[at][:split], header.words[at][split:])
        parts = [*kinds[:at], "this_year", "cumulative", *kinds[at + 1 :]]
        told = (*header.words[:at], *words, *header.words[at + 1 :])
        one = replace(header, doubtful=False)
        found = [one, replace(one, kinds=tuple(parts), words=told)]
    elif kinds.count("value") > 1 and not header.glued:
        at = kinds.index("value")
        fewer = tuple(kinds[:at] + kinds[at + 1 :])
        found.append(replace(header, kinds=fewer, words=header.words[:at] + header.words[at + 1 :]))
    return found


class _Text(NamedTuple):
    """A printed field: the item it is of, its own text, and the run it was cut out of."""

    item: Item
    text: str
    run: str | None = None


@dataclass(slots=True)
class _Row:
    """A row while its items come in."""

    words: list[Item]
    body: list[Item] = field(default_factory=list)
    ordinal: str = ""


class _Reader:
    """One pass over the words behind a header."""

    def __init__(self, stream: Stream, header: TextHeader, year: int | None, code: int = 0) -> None:
        self.stream, self.header = stream, header
        self.roles = roles_of(header.kinds, header.words, year)
        if header.doubtful:
            self.roles = Roles(-2, -2, None)
        self.behind, self.before = _around_label(header.kinds)
        self.has_unit = "unit" in header.kinds
        self.lines: list[AnnexLine] = []
        self.sure: list[bool] = []
        self.cut: list[int] = []
        self.short = False
        self.cuts = -1
        self.end = header.end
        self.code, self.width = code, 0
        self.ordinal: int | None = 0
        self.next_ordinal = ""

    def read(self, end: int) -> None:
        """Read rows until something that is no row."""
        words: list[Item] = []
        row: _Row | None = None
        glued = self.header.glued
        shape = Shape(glued, self.has_unit, "code" in self.behind)
        found = list(items_of(self.stream, self.header.end, end, shape))
        for at, item in enumerate(found):
            if item.kind == "text":
                if row is not None:
                    self._close(row, item, self._begins_row(found, at))
                    row, words = None, []
                if self._is_over(item, len(words)):
                    break
                words.append(item)
                continue
            if row is not None and self._in_next_row(row, item):
                self._close(row, None)
                row, words = None, []
            if row is None and words:
                self._lost(words[:-1])
                row = _Row(words, ordinal=self.next_ordinal)
                self.next_ordinal = ""
            if row is not None:
                row.body.append(item)
            elif item.kind == "number" and at + 1 < len(found):
                self._own_code(item, found[at + 1])
        if row is not None:
            self._close(row, None)

    def _begins_row(self, items: Sequence[Item], at: int) -> bool:
        """Whether a text is the next row's label, so that its code stands before it."""
        kinds = [item.kind for item in items[at + 1 : at + 3]]
        if is_footer(items[at].text):
            return False
        return key_of(items[at].raw) is not None or (self.has_unit and "unit" in kinds)

    def kept(self) -> list[AnnexLine]:
        """The rows, without what only looks like one behind the last known label."""
        last = max((at for at, line in enumerate(self.lines) if line.key), default=-1)
        return [
            line
            for at, line in enumerate(self.lines)
            if at <= last or line.unit or (self.sure[at] and len(line.cells) > 1)
        ]

    def _is_over(self, item: Item, waiting: int) -> bool:
        text = item.text
        return (
            waiting > _MOST_WORDS
            or len(text) > _LONGEST_LABEL
            or (_SENTENCE.search(text) is not None and key_of(text) is None)
            or is_footer(text)
        )

    def _in_next_row(self, row: _Row, item: Item) -> bool:
        """Whether an item stands in another table row than the label it follows."""
        blocks = self.stream.document.blocks
        label, here = blocks[row.words[-1].block], blocks[item.block]
        if not (label.is_cell and here.is_cell):
            return False
        return (label.table, label.row) != (here.table, here.row)

    def _own_code(self, item: Item, following: Item) -> None:
        """A number in front of a label: the first row's code, or that of a row of cells."""
        if not self.before:
            return
        number = item.text
        if self.header.glued and following.joined and _ORDINAL.match(following.text):
            number = number[:-1] if len(number) == _CODE_AND_ORDINAL else ""
        self.code = int(number) if number.isdecimal() and len(number) <= 3 else -1
        self.width = len(number) if number.startswith("0") else self.width

    def _lost(self, words: Sequence[Item]) -> None:
        """Known labels of counts without a number: their cells were blank, or were lost."""
        for word in words:
            if key_of(word.raw) is not None and word.text.endswith("数") and is_label(word.raw):
                self.short = True
                self._add(_Row([word]), None)

    def _close(self, row: _Row, following: Item | None, begins_row: bool = False) -> None:
        """Read a finished row; ``following`` is the text behind it, a row's label or not."""
        if not is_label(_label(row.words)):
            return
        fields = self._fields(following is not None)
        marked = following is not None and following.joined and _ORDINAL.match(following.text)
        if marked:
            fields.append(Field("ordinal", _ordinals(self.ordinal)))
        self.cuts = -1
        values = self._assign(row, fields, following)
        if self.before and following is not None and not begins_row:
            alone = self._assign(row, self._fields(False), following)
            if values is None:
                values = None if self._ends_in_code(row, following) else alone
            elif self.header.glued and alone is not None:
                values = None  # the digits may be all the row's own, or end in a code
        if values is None and self.cuts == 0 and not marked and self.code >= 0:
            self.short = True  # fewer digits than columns: blank cells leave no trace here
        if values is None and marked:
            self.ordinal = None
        if marked and following is not None:
            following.raw, following.text = following.raw[1:], following.text[1:]
            following.position += 1
        self._add(row, self._cells(row, *values) if values else None)

    def _ends_in_code(self, row: _Row, following: Item) -> bool:
        """Whether the row's last number is the next row's code, so that a value is missing."""
        last = row.body[-1] if row.body else None
        if last is None or last.kind != "number":
            return False
        begins_line = self.header.glued and following.joined and not last.joined
        return begins_line or last.text in _codes(self.code + 1, self.width)

    def _fields(self, with_code: bool) -> list[Field]:
        """What stands between a label and the next: values, unit, and the next row's code."""
        kinds = [*self.behind, *(self.before if with_code else ())]
        return [self._field(kind, self.code + 1) for kind in kinds]

    def _field(self, kind: str, code: int) -> Field:
        if kind != "code" or not self.header.glued:
            return Field(kind)
        if self.code < 0:
            return Field(kind, frozenset())
        return Field(kind, _codes(code, self.width))

    def _assign(
        self, row: _Row, fields: list[Field], following: Item | None
    ) -> tuple[list[Field], list[_Text]] | None:
        """What is printed in each field; None when the row has no single reading."""
        numbers = self._numbers(row, fields)
        if numbers is None or self.header.doubtful:
            return None
        wanted = [one for one in fields if one.kind != "unit"]
        while len(numbers) > len(wanted) and numbers[-1].kind == "blank":
            numbers.pop()
        filled = [item for item in numbers if item.kind != "blank"]
        numbers = filled if len(numbers) > len(wanted) == len(filled) else numbers
        if not numbers or self._digits_belong(row, numbers, following):
            return None
        if len(numbers) == len(wanted) and self._one_each(numbers, wanted):
            texts = [_Text(item, item.raw) for item in numbers]
        else:
            texts = self._cut(numbers, wanted) or []
        if not texts:
            return None
        return wanted, texts

    def _numbers(self, row: _Row, fields: list[Field]) -> list[Item] | None:
        """The row's numbers and blanks; digits of the label before its unit go to the label."""
        unit_at = next((at for at, i in enumerate(row.body) if i.kind == "unit"), None)
        numbers = [item for item in row.body if item.kind != "unit"]
        kinds = [one.kind for one in fields]
        if "unit" not in kinds or unit_at is None:
            plain = sum(kind != "unit" for kind in kinds)
            if "unit" in kinds and len(numbers) == plain + 1 and _is_empty(numbers[0]):
                numbers.pop(0)  # a dash or a blank stands for the unit
            return numbers
        before = kinds.index("unit")
        ahead = row.body[:unit_at]
        if self.header.glued and ahead and ahead[0].joined and len(ahead) == 1:
            return self._with_label_digits(row, fields[:before], numbers)
        filled = [item for item in ahead if item.kind != "blank"]
        if len(ahead) > before == len(filled):  # cells of white space around each number
            return [*filled, *row.body[unit_at + 1 :]]
        return numbers if len(ahead) == before else None

    def _with_label_digits(
        self, row: _Row, codes: list[Field], numbers: list[Item]
    ) -> list[Item] | None:
        """免予公开范围1 and its code 25 run together before the unit: 免予公开范围125件."""
        item = numbers[0]
        code = ""
        if codes:
            endings = [c for c in codes[0].allowed or () if item.text.endswith(c)]
            code = max(endings, key=len, default="")
            if not code or (len(endings) > 1 and len(item.text) > len(code)):
                return None
        length = len(item.text) - len(code)
        last = row.words[-1]
        if length and last.end == item.position:  # not yet taken in another attempt
            last.raw, last.text = last.raw + item.raw[:length], last.text + item.text[:length]
        rest = Item("number", item.raw[length:], code, item.position + length, item.block, True)
        return [rest, *numbers[1:]] if code else numbers[1:]

    def _digits_belong(self, row: _Row, numbers: list[Item], following: Item | None) -> bool:
        """Whether digits run together with words that may have digits of their own."""
        if not self.header.glued:
            return False
        if following is not None and following.joined and _DIGITS_BELONG.match(following.text):
            return True
        label = _label(row.words)
        first = numbers[0]
        starts = first.joined and first.position == row.words[-1].end and first.text[0] != "-"
        return starts and key_of(label + first.text[0]) is not None and first.text[0] != "0"

    def _one_each(self, numbers: list[Item], fields: list[Field]) -> bool:
        if not self.header.glued:
            return all(
                one.kind != "code" or (item.text.isdecimal() and len(item.text) <= 4)
                for item, one in zip(numbers, fields, strict=True)
            )
        return all(
            one.accepts(item.text) if item.text[:1].isdecimal() else one.allowed is None
            for item, one in zip(numbers, fields, strict=True)
        )

    def _cut(self, numbers: list[Item], fields: list[Field]) -> list[_Text] | None:
        """Digits run together, when they can be cut in one way only."""
        if not self.header.glued or len(numbers) >= len(fields):
            return None
        self.cuts = max(self.cuts, 0)
        found = cuts([item.text for item in numbers], fields)
        self.cuts = max(self.cuts, len(found))
        if len(found) != 1:
            return None
        parts = list(found[0])
        texts: list[_Text] = []
        for item in numbers:
            taken = [parts.pop(0)]
            while len("".join(taken)) < len(item.text):
                taken.append(parts.pop(0))
            run = item.raw if len(taken) > 1 else None
            texts += [_Text(item, part, run) for part in taken]
        return texts

    def _cells(self, row: _Row, fields: list[Field], texts: list[_Text]) -> dict[str, Cell]:
        """The cells of the value columns; the code and the ordinal are remembered."""
        cells: dict[str, Cell] = {}
        unit = _unit(row)
        for one, shown in zip(fields, texts, strict=True):
            if one.kind == "code" and shown.text.isdecimal():
                self.code = int(shown.text)
                self.width = len(shown.text) if shown.text.startswith("0") else self.width
            elif one.kind == "ordinal":
                self.ordinal, self.next_ordinal = int(shown.text), shown.text
        printed = [shown for one, shown in zip(fields, texts, strict=True) if one.kind in NUMERIC]
        columns = self._value_columns()
        for name, column in self._named():
            if column not in columns:
                continue
            item, text, run = printed[columns.index(column)]
            cell = figure(text, unit, item.position, item.pieces)
            solved = Cell(cell.value, "solved", run or "", item.position)
            cells[name] = cell if run is None else solved
        runs = [shown.item.position for shown in printed if shown.run is not None]
        if len(runs) > len(set(runs)):
            self.cut.append(len(self.lines))
        return cells

    def _value_columns(self) -> list[int]:
        """The header's value columns in the order in which a row prints them."""
        first = _first_panel(self.header.kinds)
        return [at for at in range(*first) if self.header.kinds[at] in NUMERIC]

    def _named(self) -> Iterator[tuple[str, int]]:
        for name, column in (
            (THIS_YEAR, self.roles.this_year),
            (CUMULATIVE, self.roles.cumulative),
        ):
            if column != -1:
                yield name, column

    def _add(self, row: _Row, cells: dict[str, Cell] | None) -> None:
        label, own_unit = tidy(row.ordinal + _with_mark(row) + _label(row.words))
        place = row.words[-1].position
        numbers = _values(row, self.behind)
        if self._is_heading(row, label, numbers, read=cells is not None):
            return
        if cells is None:
            self.short |= self.header.glued and not row.body
            self.code += "code" in self.header.kinds and self.code >= 0
        raw = " ".join(item.raw for item in numbers if item.raw)
        line = AnnexLine(label, _unit(row) or own_unit, place)
        for name, _ in self._named():
            found = cells.get(name) if cells else None
            line.cells[name] = found or unread(raw, numbers[0].position if numbers else place)
        self.lines.append(line)
        self.sure.append(cells is not None)
        self.end = max([self.end, row.words[-1].end, *(item.end for item in row.body)])

    def _is_heading(self, row: _Row, label: str, numbers: list[Item], *, read: bool) -> bool:
        """Whether words that look like a label have nothing of a row: no unit, no number."""
        printed = [item for item in row.body if item.text]
        if is_heading(label) and len(printed) <= len(self.before):
            if printed:
                self._code_behind_heading(printed[0].text)
            return True
        unit = any(item.kind == "unit" for item in row.body)
        return (
            self.has_unit and not unit and not read and len(numbers) < 2 and key_of(label) is None
        )

    def _code_behind_heading(self, text: str) -> None:
        """The next row's code, perhaps with its label's own number run on to it (133.)."""
        known = _codes(self.code + 1, self.width)
        if text in known:
            self.code += 1
        elif text[:-1] in known and text[-1].isdecimal():
            self.code, self.next_ordinal, self.ordinal = self.code + 1, text[-1], int(text[-1])
        elif self.header.glued:
            self.code = -1

    def doubt_cuts(self) -> None:
        """Where blank cells leave no trace, one number may be all that two cells print."""
        for at in self.cut:
            line = self.lines[at]
            for name, cell in line.cells.items():
                line.cells[name] = unread(cell.raw, cell.position)


def _first_panel(kinds: Sequence[str]) -> tuple[int, int]:
    """The columns up to where the labels begin again, when two tables stand side by side."""
    labels = [at for at, kind in enumerate(kinds) if kind == "label"]
    for at in labels[1:]:
        if any(kind in NUMERIC for kind in kinds[labels[0] : at]):
            return 0, at
    return 0, len(kinds)


def _around_label(kinds: Sequence[str]) -> tuple[list[str], list[str]]:
    """The kinds of columns behind the label and before it, notes left out."""
    first, after = _first_panel(kinds)
    shown = [kind for kind in kinds[first:after] if kind != "note"]
    labels = [at for at, kind in enumerate(shown) if kind == "label"]
    if not labels:
        at = 1 if shown[:1] == ["code"] else 0
        return shown[at:], shown[:at]
    return shown[labels[-1] + 1 :], [k for k in shown[: labels[0]] if k == "code"]


def _codes(code: int, width: int) -> frozenset[str]:
    """The ways to print a row's code; one where an earlier code had zeros in front."""
    if width:
        return frozenset((f"{code:0{width}}",))
    return frozenset((str(code), f"{code:02}", f"{code:03}"))


def _ordinals(last: int | None) -> frozenset[str]:
    """What may number a label: the next number, or the first of another group."""
    return frozenset(map(str, (1, last + 1) if last is not None else range(1, 21)))


def _is_empty(item: Item) -> bool:
    return item.kind == "blank" or not any(c.isdecimal() for c in item.text)


def _label(words: Sequence[Item]) -> str:
    """The label that the words before a number make: the last, or more where that is known."""
    last = words[-1].raw
    if key_of(last) is None:
        for count in range(min(4, len(words)), 1, -1):
            joined = "".join(word.raw for word in words[-count:])
            if key_of(joined) is not None:
                return joined
    return last


def _with_mark(row: _Row) -> str:
    return "." if row.ordinal else ""


def _values(row: _Row, kinds: Sequence[str]) -> list[Item]:
    """The numbers of a row; where a unit stands before its values, those behind the unit."""
    numbers = [item for item in row.body if item.kind != "unit"]
    at = next((at for at, item in enumerate(row.body) if item.kind == "unit"), None)
    leads = "unit" in kinds and not any(k in NUMERIC for k in kinds[: kinds.index("unit")])
    return row.body[at + 1 :] if leads and at is not None else numbers


def _unit(row: _Row) -> str | None:
    return next((unit_of(item.text) for item in row.body if item.kind == "unit"), None)
