"""From entries to cells: one value a row, or nothing that could be mistaken for one.

Where several value columns stand side by side, only a header that names exactly one of
them the total says which one counts. Digits that cannot be told from the next label's
number are read only where the ERROR identities of the form leave one reading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.document import Stream
from parsers.forms import Row
from parsers.numbers import MONEY_UNITS, read_number
from parsers.tables.anchors import Hit
from parsers.tables.entries import Entry, Value
from parsers.tables.grid import Cell, TableReading
from parsers.tables.running import begin_with_numbers
from parsers.tables.settling import settle_rows

_HEADER_REACH = 160
_UNIT_HEADER = re.compile("(?<!填报|报送|编制|下属|直属|所属)(?:计量)?单位(?![(名:负])")
_ONE = re.compile(
    r"(?:(?:本年度?|20[0-9]{2}年度?)?(?:统计)?(?:数[据量值字]?|结果|指标值|值)|合计|总计|本年度?|20[0-9]{2}年度?)?"
)
_TOTAL = re.compile("(?:合计|总计|总数|汇总)数?")
_NO_COLUMN = re.compile(r"备注|说明|\(.*\)|[-—]+")
#: Columns of other years, of shares, and of the rows' own numbers.
_OTHER = re.compile("上年|去年|上一年|往年|同期|同比|增减|增长|变化|占比|代码|编[号码]|序号|行次")
_OF_YEAR = re.compile("20[0-9]{2}(?=年)")
_HAN = re.compile("[\u4e00-\u9fff]")
_NAMED = re.compile("[0-9\u4e00-\u9fff]")
_MANY = re.compile(
    "本级|部门|乡镇|街道|直属|机关|[上去本今当]年|累计|同比|增减|合计|总计|[0-9]{4}年|[局镇乡办]$|"
    "代码|编[号码]|序号|行次|(?<![年度])统计数"
)
#: This share of rows with several values makes a table of several columns.
_SHARE = 0.25
_AMOUNTS = frozenset(("fees_charged", "budget"))
_SOME, _HALF, _NEARLY_ALL = 0.1, 0.5, 0.8


@dataclass(slots=True)
class _Shape:
    """The table's value columns: how many, and which one counts (None: not told): the total,
    or this year's.

    ``units`` is the share of the counts that have a unit. Where it is small but not 0, in
    running text, lines were dropped, and nothing tells what belongs to what.
    """

    width: int
    chosen: int | None
    is_total: bool
    units: float
    #: Share of the rows without a value.
    empty: float

    @property
    def loses_lines(self) -> bool:
        """Whether values are missing and no unit shows where."""
        return self.units == 0 and self.empty > _SOME

    def is_damaged(self, entry: Entry) -> bool:
        """Whether this entry's text lost the units of most rows."""
        return not entry.in_cells and 0 < self.units < _HALF


def fill(
    stream: Stream,
    reading: TableReading,
    entries: Mapping[str, Entry],
    marks: Mapping[str, Hit],
    hits: Sequence[Hit],
) -> None:
    """Put a cell for every entry into ``reading.rows``, in the official order, and say
    what is missing or could not be read."""
    shape = _shape(stream, entries, hits[0].start)
    sticking = _sticking(stream, marks, hits)
    before_gap = _before_gaps(reading, entries) if shape.loses_lines else set()
    before_gap |= _on_other_lines(stream, entries)
    before_gap |= _with_numbers(stream, entries, marks)
    pending: dict[str, list[int]] = {}
    for row in reading.table.rows:
        entry = entries.get(row.key)
        if entry is None:
            reading.note("row_missing", "warning", row.key, f"no row “{row.label}”")
            continue
        cell, choices = _cell(row, entry, shape, sticking.get(row.key))
        if row.key in before_gap and not entry.in_cells and cell.value is not None:
            cell, choices = replace(cell, value=None, status="ambiguous"), []
        reading.rows[row.key] = [cell]
        if choices:
            pending[row.key] = choices
        elif not entry.shown and cell.status != "blank":
            reading.note("row_empty", "warning", row.key, "no value stands behind this label")
    settle_rows(reading, pending)
    for key, (cell,) in reading.rows.items():
        if cell.status == "ambiguous":
            detail = f"“{cell.raw}” has no single reading"
            reading.note("ambiguous_cells", "warning", key, detail)


def _with_numbers(
    stream: Stream, entries: Mapping[str, Entry], marks: Mapping[str, Hit]
) -> set[str]:
    """Rows whose single value has their number (代码) glued to its front, if all have."""
    values = {
        key: (marks[key].anchor.order, entry.shown[0].token.text)
        for key, entry in entries.items()
        if key in marks and len(entry.shown) == 1 and entry.shown[0].token.text[:1].isdecimal()
    }
    if stream.document.is_html or not begin_with_numbers(sorted(values.values())):
        return set()
    return set(values)


def _before_gaps(reading: TableReading, entries: Mapping[str, Entry]) -> set[str]:
    """Rows behind which a row of the form is missing: where lines were dropped, its label
    may have been one of them, and the value be its own."""
    keys = [row.key for row in reading.table.rows]
    return {key for key, following in pairwise(keys) if following not in entries}


def _on_other_lines(stream: Stream, entries: Mapping[str, Entry]) -> set[str]:
    """Rows whose value stands where hardly any other's does: at the beginning of a line, or
    below an empty one. A number there may be the page's behind a row that is blank."""
    if stream.document.is_html:
        return set()
    gaps = {
        key: gap
        for key, entry in entries.items()
        if not entry.in_cells and entry.shown and (gap := _gap_before(stream, entry)) is not None
    }
    usual = Counter(gaps.values()).most_common(1)
    if not usual or usual[0][1] < _NEARLY_ALL * len(gaps):
        return set()
    return {key for key, gap in gaps.items() if gap > usual[0][0]}


def _gap_before(stream: Stream, entry: Entry) -> int | None:
    """How many lines a row's first value begins below what stands before it; 0: the same."""
    token = entry.shown[0].token
    blocks, at = stream.document.blocks, stream.block_at(token.position)
    if stream.block_start(at) != token.position or not at:
        return 0
    line, before = blocks[at].line, blocks[stream.block_at(token.position - 1)].line
    return None if line is None or before is None else line - before


def _shape(stream: Stream, entries: Mapping[str, Entry], first: int) -> _Shape:
    printed = [entry.shown for entry in entries.values() if not _is_dash(entry)]
    counts = Counter(len(shown) for shown in printed if shown)
    rows = sum(counts.values()) or 1
    usual = max(counts, key=lambda n: (counts[n], -n), default=1)
    several = sum(count for width, count in counts.items() if width > 1)
    names = _columns(stream, first)
    width = 1
    if names is not None and len(names) > 1:
        width = len(names)
    elif usual > 1 or (names is None and several > rows * _SHARE):
        width = max(usual, 2)
    chosen, is_total = None, False
    if names is not None and 1 < width == len(names):
        chosen, is_total = _counting(names)
    counted = [entry.unit is not None for key, entry in entries.items() if key not in _AMOUNTS]
    empty = sum(not entry.shown for entry in entries.values())
    units, lost = sum(counted) / (len(counted) or 1), empty / (len(entries) or 1)
    return _Shape(width, chosen, is_total, units, lost)


def _counting(names: Sequence[str]) -> tuple[int | None, bool]:
    """Which of several columns holds the table's values, and whether it is their total.

    Of years side by side the latest counts: no report shows figures of a year to come.
    """
    totals = [at for at, name in enumerate(names) if _TOTAL.fullmatch(name)]
    if len(totals) == 1:
        return totals[0], True
    own = [at for at, name in enumerate(names) if not _OTHER.search(name)]
    years = {at: found.group() for at in own if (found := _OF_YEAR.match(names[at]))}
    own = [at for at in own if years.get(at, "") == max(years.values(), default="")]
    return (own[0] if len(own) == 1 and _ONE.fullmatch(names[own[0]]) else None), False


def _is_dash(entry: Entry) -> bool:
    """Whether nothing but dashes is printed, however many characters long."""
    shown = entry.shown
    return bool(shown) and all(value.token.kind == "dash" for value in shown)


def _columns(stream: Stream, first: int) -> list[str] | None:
    """What the header calls the value columns; None when it is not there or says nothing."""
    low = max(0, first - _HEADER_REACH)
    marks = list(_UNIT_HEADER.finditer(stream.text, low, first))
    if not marks:
        return None
    start = marks[-1].end()
    edges = [at for at in range(start + 1, first) if _is_edge(stream, at)]
    parts = [stream.text[a:b] for a, b in zip([start, *edges], [*edges, first], strict=True)]
    names = [part for part in parts if _NAMED.search(part) and not _NO_COLUMN.fullmatch(part)]
    joined = "".join(names)
    if _ONE.fullmatch(joined):
        return ["value"]
    if len(_MANY.findall(joined)) > 1:
        return names if len(names) > 1 else ["?", "?"]
    return None


def _is_edge(stream: Stream, at: int) -> bool:
    """Whether words end here that are no part of one cell (统 计 数)."""
    if not stream.is_border(at):
        return False
    block = stream.block_at(at)
    return not stream.document.blocks[block].is_cell or stream.block_start(block) == at


def _sticking(
    stream: Stream, marks: Mapping[str, Hit], hits: Sequence[Hit]
) -> dict[str, tuple[int, str]]:
    """Rows behind which a label begins without its number: where, and the digit it lacks.

    That digit may be the last of the value before it (``24`` + ``2政府网站…``), unless the
    page prints no such numbers at all.
    """
    found: dict[str, tuple[int, str]] = {}
    without = 0
    for hit, follows in pairwise(hits):
        ordinal, text = follows.anchor.ordinal or "", stream.text
        if not ordinal.isdecimal() or not _HAN.match(text[follows.start]):
            continue
        before = text[follows.start - 1]
        if not before.isdecimal() or stream.is_border(follows.start):
            without += 1
        elif hit.anchor.key in marks:
            found[hit.anchor.key] = follows.start, ordinal
    return {} if without else found


def _cell(
    row: Row, entry: Entry, shape: _Shape, sticky: tuple[int, str] | None
) -> tuple[Cell, list[int]]:
    """The cell, and where it is ambiguous the numbers that it could be."""
    if sticky:
        _drop_number(entry, *sticky)
    shown = _values(entry, shape)
    raw = " ".join(value.token.raw for value in entry.shown)
    place = shown[0].token.position if shown else entry.end
    lost: tuple[Cell, list[int]] = Cell(None, "ambiguous", raw, place), []
    if shown is None or entry.spans or (shown and shape.is_damaged(entry)):
        return lost
    if not shown:
        return _nothing(entry, shape, place), []
    if shape.width > 1:
        return _read(row, entry, shown[0]), []
    if len(shown) > 1:
        texts = [value.token.text for value in shown]
        plain = all(text.isdecimal() for text in texts) and row.kind == "count"
        joined = "".join(texts)
        choices = [joined, *texts] if len(texts) == 2 and texts[0] != "0" else texts
        return lost[0], [int(text) for text in choices] if plain and len(texts) == 2 else []
    (value,) = shown
    token = value.token
    if sticky and token.end == sticky[0] and token.text.endswith(sticky[1]):
        return lost[0], _cuts(token.text)
    if token.text[:1] == "0" and token.text[1:2].isdecimal():
        return lost
    cell = _read(row, entry, value)
    candidate = read_number(token.raw).candidate if cell.status == "unreadable" else None
    return cell, [candidate] if candidate is not None and row.kind == "count" else []


def _drop_number(entry: Entry, end: int, ordinal: str) -> None:
    """Behind the value, set off from it, stands the number of the next label."""
    last = entry.values[-1].token if len(entry.values) > 1 else None
    if last is not None and last.end == end and last.opens and last.text == ordinal:
        entry.values.pop()


def _cuts(text: str) -> list[int]:
    """All of the digits, or all but the last; no number begins with a zero."""
    if not text.isdecimal():
        return []
    return [int(part) for part in (text, text[:-1]) if part == "0" or part[:1] not in ("", "0")]


def _values(entry: Entry, shape: _Shape) -> list[Value] | None:
    """The values that can be this row's; of columns side by side the one that counts, or None."""
    shown = entry.shown
    if _is_dash(entry):
        return shown[:1]
    if shape.width == 1:
        # A dash in the column of units is no value.
        holder = len(shown) == 2 and entry.unit is None and shown[0].token.kind == "dash"
        return shown[1:] if holder and shape.units > _HALF else shown
    row = entry.values if len(entry.values) == shape.width else shown
    if not shown:
        return []
    if shape.chosen is None or len(row) != shape.width:
        return None
    chosen = row[shape.chosen]
    numbers = [int(v.token.text) for v in row if v.token.text.isdecimal()]
    too_small = chosen.token.text.isdecimal() and int(chosen.token.text) < max(numbers)
    too_small = too_small and shape.is_total
    return None if too_small or chosen.token.kind == "blank" else [chosen]


def _nothing(entry: Entry, shape: _Shape, place: int) -> Cell:
    """A blank where the source shows the row's cell, or its unit; else nobody knows."""
    told = entry.unit is not None and shape.units >= _NEARLY_ALL
    is_blank = any(value.token.kind == "blank" for value in entry.values) or told
    is_blank = is_blank and not entry.loose and not shape.is_damaged(entry)
    return Cell(None, "blank" if is_blank else "unreadable", "", place)


def _read(row: Row, entry: Entry, value: Value) -> Cell:
    token = value.token
    printed = [unit for unit in (value.unit, entry.unit) if unit]
    kind = row.kind or "count"
    money = [unit for unit in printed if unit in MONEY_UNITS]
    reading = read_number(token.raw, kind, money[0] if money else None)
    number, status = reading.value, reading.status
    scaled = any(unit.startswith("万") for unit in printed) and kind == "count"
    negative = number is not None and number < 0
    disputed = entry.disputed and value.unit is None and bool(money)
    if scaled or negative or disputed or (kind == "count" and money):
        number, status = None, "unreadable"
    if status is None and token.pieces > 1 and token.whole and len(token.raw) > 1:
        status = "merged"
    return Cell(number, status, token.raw, token.position)
