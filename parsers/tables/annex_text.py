"""Local annexes in running text: a cell a line, lines of words, bars, or all run together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.document import Stream
from parsers.forms.annex import key_of
from parsers.tables.annex_cuts import Field
from parsers.tables.annex_fields import (
    Matcher,
    Row,
    Text,
    around_label,
    codes_of,
    first_panel,
    label_of,
    ordinals_of,
    unit_in,
    values_of,
)
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
_ORDINAL = re.compile("[.、:)]")
_REACH = 20_000
#: Two digits of a code and one of the label's own number.
_CODE_AND_ORDINAL = 3


def read_text_annexes(stream: Stream, year: int | None) -> Iterator[Found]:
    """The annexes of running text, each from its header on."""
    headers = headers_of(stream)
    ends = [*(header.start for header in headers), len(stream.text)][1:]
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
            of_year = [reader.roles.year_note] if reader.roles.year_note else []
            yield Found(lines, reader.header.start, reader.end, notes, of_year)


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


class _Reader:
    """One pass over the words behind a header."""

    def __init__(self, stream: Stream, header: TextHeader, year: int | None, code: int = 0) -> None:
        self.stream, self.header = stream, header
        self.roles = roles_of(header.kinds, header.words, year)
        if header.doubtful:
            self.roles = Roles(-2, -2, None)
        self.behind, self.before = around_label(header.kinds)
        self.has_unit = "unit" in header.kinds
        self.lines: list[AnnexLine] = []
        self.sure: list[bool] = []
        self.cut: list[int] = []
        self.short = False
        self.matcher = Matcher(header)
        self.end = header.end
        self.code, self.width = code, 0
        self.ordinal: int | None = 0
        self.next_ordinal = ""

    def read(self, end: int) -> None:
        """Read rows until something that is no row."""
        words: list[Item] = []
        row: Row | None = None
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
                row = Row(words, ordinal=self.next_ordinal)
                self.next_ordinal = ""
            if row is not None:
                row.body.append(item)
            elif item.kind == "number" and at + 1 < len(found):
                self._own_code(item, found[at + 1])
        if row is not None:
            self._close(row, None)
        if self.matcher.filling:
            self._doubt_blanks()

    def _doubt_blanks(self) -> None:
        """Where cells of white space stand around numbers, a blank is in no certain column."""
        for line in self.lines:
            if any(cell.status == "blank" for cell in line.cells.values()):
                raw = " ".join(cell.raw for cell in line.cells.values() if cell.raw)
                line.cells = {name: unread(raw, line.position) for name in line.cells}

    def _begins_row(self, items: Sequence[Item], at: int) -> bool:
        """Whether a text is the next row's label, so that its code stands before it."""
        text, near = items[at], items[at + 1 : at + 3]
        kinds = [item.kind for item in near]
        if is_footer(text.text):
            return False
        if key_of(text.raw) is not None or (self.has_unit and "unit" in kinds):
            return True
        # Another row behind it means that a code is due, unless it is a heading or beside one.
        followed = kinds[:1] == ["number"] and kinds[1:] != ["text"]
        return not self.header.glued and followed and not is_heading(text.raw)

    def kept(self) -> list[AnnexLine]:
        """The rows, without what only looks like one behind the last known label."""
        last = max((at for at, line in enumerate(self.lines) if line.key), default=-1)
        return [
            line
            for at, line in enumerate(self.lines)
            if at <= last or line.unit or (self.sure[at] and self._counts(line))
        ]

    def _counts(self, line: AnnexLine) -> bool:
        """Whether an unknown row is one: by its two values, or by what its label counts."""
        return len(line.cells) > 1 or line.label.endswith(("数", "额", "量", "次", "费"))

    def _is_over(self, item: Item, waiting: int) -> bool:
        text = item.text
        return (
            waiting > _MOST_WORDS
            or len(text) > _LONGEST_LABEL
            or (_SENTENCE.search(text) is not None and key_of(text) is None)
            or is_footer(text)
        )

    def _in_next_row(self, row: Row, item: Item) -> bool:
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
                self._add(Row([word]), None)

    def _close(self, row: Row, following: Item | None, begins_row: bool = False) -> None:
        """Read a finished row; ``following`` is the text behind it, a row's label or not."""
        if not is_label(label_of(row.words)):
            return
        fields = self._fields(following is not None)
        marked = following is not None and following.joined and _ORDINAL.match(following.text)
        if marked:
            fields.append(Field("ordinal", ordinals_of(self.ordinal)))
        self.matcher.tried = -1
        values = self.matcher.assign(row, fields, following)
        if self.before and following is not None and not begins_row:
            alone = self.matcher.assign(row, self._fields(False), following)
            if values is None:
                values = None if self._ends_in_code(row, following) or self._lacks(row) else alone
            elif self.header.glued and alone is not None:
                values = None  # the digits may be all the row's own, or end in a code
        if values is None and self.matcher.tried == 0 and not marked and self.code >= 0:
            self.short = True  # fewer digits than columns: blank cells leave no trace here
        if values is None and marked:
            self.ordinal = None
        if marked and following is not None:
            following.raw, following.text = following.raw[1:], following.text[1:]
            following.position += 1
        self._add(row, self._cells(row, *values) if values else None)

    def _ends_in_code(self, row: Row, following: Item) -> bool:
        """Whether the row's last number is the next row's code, so that a value is missing."""
        last = row.body[-1] if row.body else None
        if last is None or last.kind != "number":
            return False
        begins_line = self.header.glued and following.joined and not last.joined
        return begins_line or last.text in codes_of(self.code + 1, self.width)

    def _lacks(self, row: Row) -> bool:
        """Whether a row of running text shows no unit though its header does: words were lost."""
        is_cell = self.stream.document.blocks[row.words[-1].block].is_cell
        return self.has_unit and unit_in(row) is None and not is_cell

    def _fields(self, with_code: bool) -> list[Field]:
        """What stands between a label and the next: values, unit, and the next row's code."""
        kinds = [*self.behind, *(self.before if with_code else ())]
        return [self._field(kind, self.code + 1) for kind in kinds]

    def _field(self, kind: str, code: int) -> Field:
        if kind != "code" or not self.header.glued:
            return Field(kind)
        if self.code < 0:
            return Field(kind, frozenset())
        return Field(kind, codes_of(code, self.width))

    def _cells(self, row: Row, fields: list[Field], texts: list[Text]) -> dict[str, Cell]:
        """The cells of the value columns; the code and the ordinal are remembered."""
        cells: dict[str, Cell] = {}
        unit = unit_in(row)
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
        first = first_panel(self.header.kinds)
        return [at for at in range(*first) if self.header.kinds[at] in NUMERIC]

    def _named(self) -> Iterator[tuple[str, int]]:
        for name, column in (
            (THIS_YEAR, self.roles.this_year),
            (CUMULATIVE, self.roles.cumulative),
        ):
            if column != -1:
                yield name, column

    def _add(self, row: Row, cells: dict[str, Cell] | None) -> None:
        label, own_unit = tidy(row.ordinal + ("." if row.ordinal else "") + label_of(row.words))
        place = row.words[-1].position
        numbers = values_of(row, self.behind)
        if self._is_heading(row, label, numbers, read=cells is not None):
            return
        if cells is None:
            self.short |= self.header.glued and not row.body
            self.code += "code" in self.header.kinds and self.code >= 0
        raw = " ".join(item.raw for item in numbers if item.raw)
        line = AnnexLine(label, unit_in(row) or own_unit, place)
        for name, _ in self._named():
            found = cells.get(name) if cells else None
            line.cells[name] = found or unread(raw, numbers[0].position if numbers else place)
        self.lines.append(line)
        self.sure.append(cells is not None)
        self.end = max([self.end, row.words[-1].end, *(item.end for item in row.body)])

    def _is_heading(self, row: Row, label: str, numbers: list[Item], *, read: bool) -> bool:
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
        known = codes_of(self.code + 1, self.width)
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
