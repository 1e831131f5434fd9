"""One row of the v2014 table: its unit, its values, and rows that hide behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from parsers.document import Stream
from parsers.normalise import matchable
from parsers.tables.items import Item, cells_beside, items_between
from parsers.tables.tokens import Token, tokens, unit_in

_TRIMMED = ' ()、,.:;。"“”《》'
#: Words of the table's header, which pages repeat, and what says no more than "of which".
_SKIPPED = frozenset(
    ("", "统计指标", "指标", "单位", "统计数", "数量", "续表", "续", "其中", "第", "页", "共")
)
#: Words by which offices lengthen a label; others glued to it are a label of their own.
_TAIL = re.compile("(?:的|总|合计|共计|[件次条人篇个]?数[量据]?|量|情况|次数|人次|范围)+")
_LONGEST_TAIL = 12
_NO_MARKS = dict.fromkeys(map(ord, '"“”《》、,()'))
_GUIDANCE = 260
_HAN = re.compile("[\u4e00-\u9fff]")
_NUMBER = re.compile("[0-9][0-9,.]*")


@dataclass(slots=True)
class Value:
    """A printed value (or dash, or blank cell) and the unit printed right behind it."""

    token: Token
    unit: str | None = None


@dataclass(slots=True)
class Entry:
    """What stands behind one label. ``label`` is set for a row that the form does not have.

    ``unit`` is None where the source prints none; ``values`` holds more than one value when
    the table has several columns or digits came apart; ``end`` is where they end.
    """

    end: int
    label: str = ""
    position: int = -1
    unit: str | None = None
    values: list[Value] = field(default_factory=list)
    strays: list[Entry] = field(default_factory=list)
    #: Digits stand between label and limit that none of the values holds.
    loose: bool = False
    #: It was read from the cells beside its label.
    in_cells: bool = False
    #: The label's brackets name another unit than the column of units.
    disputed: bool = False
    #: The value's cell reaches into the row below.
    spans: bool = False

    @property
    def shown(self) -> list[Value]:
        """The values that are not blank cells."""
        return [value for value in self.values if value.token.kind != "blank"]


def entry_after(
    stream: Stream,
    label_end: int,
    limit: int,
    rest: str,
    *,
    number: int = 0,
    is_last: bool = False,
) -> Entry:
    """Read up to ``limit``, the next label. ``rest``: what of the label may still follow;
    ``number``: the label's own, 0 when it has no digit.

    Beside a label that is a table cell stand its unit and values; rows below it, before
    the next label, are rows that the form does not have.
    """
    start, unit = _after_brackets(stream, label_end, limit)
    start += stream.text[start : start + 1] == ":"
    items = list(items_between(stream, start, limit))
    home = stream.block_at(max(start - 1, 0))
    beside = cells_beside(stream, home, items)
    beside_tokens = _bearing(beside) if beside is not None else []
    if not stream.document.is_html and all(token.kind == "blank" for token in beside_tokens):
        # Lines of a drawn table: the value may stand beside the label's second line.
        beside_tokens = _wrapped(items, start, rest, number) or beside_tokens
    if beside is not None and beside_tokens:
        found = _entry(beside_tokens, start, rest, glued=False)
        found.in_cells = True
        found.spans = any(_reaches_below(stream, home, value) for value in found.values)
        last = max(item.block for item in beside)
        last = max([last, *(token.block for token in beside_tokens)])
        table = stream.document.blocks[home].table
        below = [item for item in items if item.block > last]
        below = below if is_last else _without_row_number(stream, below, start, limit)
        same = [i for i in below if stream.document.blocks[i.block].table == table]
        _add_orphans(found, tokens(same), rest)
        found.strays += _strays(tokens(same if is_last else below))
    else:
        found = _entry(tokens(items, number), start, rest, glued=not stream.is_border(start))
        if is_last and not stream.document.blocks[home].is_cell:
            found.strays.clear()
    found.disputed = None not in (unit, found.unit) and unit != found.unit
    found.unit = found.unit or unit
    return found


def _without_row_number(stream: Stream, below: list[Item], start: int, limit: int) -> list[Item]:
    """Without the number (序号) that stands before the next label in its row: nobody's value.

    This label's row then has the number before it; else what stands there may be its value, in
    rows that were cut in the wrong places.
    """
    ahead = _row_at(stream, limit)
    if ahead in (None, _row_at(stream, start - 1)):
        return below
    own = [item for item in below if _row_at(stream, item.position) == ahead]
    texts = [item.text for item in own if _NUMBER.search(item.text)]
    if len(texts) > 1 or (texts and not _follows(stream, start - 1, texts[0])):
        return below
    return below[: len(below) - len(own)]


def _follows(stream: Stream, position: int, text: str) -> bool:
    """Whether the number before it stands before a label in the row of a place."""
    if not text.isdecimal():
        return False
    blocks, at = stream.document.blocks, stream.block_at(position)
    row, at = (blocks[at].table, blocks[at].row), at - 1
    while at >= 0 and (blocks[at].table, blocks[at].row) == row:
        shown = matchable(blocks[at].text).strip()
        if shown.isdecimal() and int(shown) + 1 == int(text):
            return True
        at -= 1
    return False


def _row_at(stream: Stream, position: int) -> tuple[int, int] | None:
    """The table and the row that hold a place."""
    block = stream.document.blocks[stream.block_at(min(position, len(stream.text) - 1))]
    return (block.table, block.row) if block.is_cell else None


def _reaches_below(stream: Stream, home: int, value: Value) -> bool:
    """Whether a number's cell spans more rows than its label's: it is no row's own."""
    blocks = stream.document.blocks
    return value.token.kind == "value" and blocks[value.token.block].down > blocks[home].down


def _wrapped(items: Sequence[Item], start: int, rest: str, number: int) -> list[Token]:
    """Everything up to the next label, when a value is among it; else nothing."""
    found = [token for token in tokens(items, number) if token.kind != "blank"]
    return found if _entry(found, start, rest, glued=False).values else []


def _add_orphans(made: Entry, below: Sequence[Token], rest: str) -> None:
    """Values on the table's next lines that no other label owns: a number that wraps in its
    narrow cell. They make the row ambiguous."""
    for token in below:
        if token.kind == "words" and not _belongs(token, rest):
            break
        if token.kind in ("value", "dash"):
            made.values.append(Value(token))


def _bearing(items: Sequence[Item]) -> list[Token]:
    """The tokens of a label's own table row, if it has any cell beside the label."""
    found = tokens(items)
    return found if any(token.kind != "words" for token in found) else []


def _after_brackets(stream: Stream, start: int, limit: int) -> tuple[int, str | None]:
    """Skip guidance in brackets; a unit that stands in them is told."""
    text, unit = stream.text, None
    while start < limit and text[start] in '("”》':
        if text[start] != "(":
            start += 1
            continue
        close = text.find(")", start, min(limit, start + _GUIDANCE))
        inner = text[start + 1 : close] if close > 0 else ""
        if close < 0 or inner.isdigit() or _holds_value(stream, start, close):
            break
        unit = unit or unit_in(inner)
        start = close + 1
    return start, unit


def _holds_value(stream: Stream, start: int, close: int) -> bool:
    """Whether a number stands by itself inside a label's brackets: the label is wrapped
    around its value. 计1条 is no value, also where its digit stands apart."""
    numbers = _NUMBER.finditer(stream.text, start, close)
    places = (number.start() for number in numbers)
    return any(stream.is_border(at) and stream.text[at - 1] != "计" for at in places)


def _entry(found: list[Token], start: int, rest: str, *, glued: bool) -> Entry:
    made = Entry(start)
    for at, token in enumerate(found):
        if token.kind == "words":
            first = at == 0 and not made.values and made.unit is None
            if _belongs(token, rest) or (first and glued and _is_tail(token)):
                continue
            made.strays += _strays(found[at:])
            break
        _take(made, token)
    made.loose = any(c.isdigit() for token in found for c in token.text) and not made.values
    return made


def _belongs(token: Token, rest: str) -> bool:
    """Whether words between label and value are part of the label, or of the header."""
    bare = token.text.strip(_TRIMMED)
    return bare in _SKIPPED or bare.translate(_NO_MARKS) in rest


def _is_tail(token: Token) -> bool:
    bare = token.text.strip(_TRIMMED)
    return len(bare) <= _LONGEST_TAIL and (token.closes or _TAIL.fullmatch(bare) is not None)


def _take(made: Entry, token: Token) -> None:
    if token.kind == "unit":
        last = made.values[-1] if made.values else None
        if last is not None and last.unit is None:
            last.unit = token.text
        made.unit = made.unit or unit_in(token.text)
        return
    made.values.append(Value(token))
    made.end = max(made.end, token.end)


def _strays(found: Sequence[Token]) -> list[Entry]:
    """Rows of words with a unit or a value behind them."""
    return [row for row in _rows(found) if row.label and (row.unit or row.shown)]


def _rows(found: Sequence[Token]) -> Iterator[Entry]:
    current: Entry | None = None
    for token in found:
        if token.kind != "words":
            if current is not None:
                _take(current, token)
            continue
        bare = token.text.strip(_TRIMMED)
        if bare in _SKIPPED or not _HAN.search(bare):
            continue  # lines of a drawn table, too, are no labels
        if current is not None and not current.values and current.unit is None:
            current.label += bare
            continue
        if current is not None:
            yield current
        current = Entry(token.end, bare, token.position)
    if current is not None:
        yield current
