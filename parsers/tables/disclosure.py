"""Table 2: what was disclosed, in blocks by the articles of the 2019 regulation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from parsers.document import Stream
from parsers.forms import Column, Form
from parsers.normalise import matchable
from parsers.tables import anchors
from parsers.tables.above_disclosed import doubt_above_blocks
from parsers.tables.anchors import Anchor, Hit, Lexicon
from parsers.tables.captions import is_later
from parsers.tables.cuts import cut_cells, printed, unrepeated
from parsers.tables.dropped import doubt_cuts as _doubt_cuts
from parsers.tables.grid import (
    Cell,
    TableReading,
    doubt_empty,
    fit,
    lost,
    nothing,
    read_cell,
    shows_cells,
)
from parsers.tables.heads import as_item
from parsers.tables.item_heads import column_orders, doubt_headers, is_foreign
from parsers.tables.items import Slot
from parsers.tables.money import unit_of
from parsers.tables.moved import note_passed_over
from parsers.tables.running import take_numbers
from parsers.tables.spread import Placed, Spread, block_of, spread
from parsers.tables.twice import doubt_rows, settle_rows, shared_figures
from parsers.tables.values import values_after

KEY = "disclosure"
_TAIL_REACH = 200
_FEWEST_ROWS = 2
#: Columns beside the form's; 上一年项目数量 is one of its own.
_ADDED = re.compile("上年|去年|上一年(?!项目)|同期|同比|序号|行次|备注|占比|比例|小计")
#: A change in words, which belongs to the column 本年增/减.
_CHANGE = re.compile("(?:新增|增加?|减少?|上升|下降)[0-9]")
_CAPTION, _COLUMN, _ROW = "caption", "column", "row"


def find_disclosure(stream: Stream, forms: tuple[Form, ...]) -> TableReading | None:
    """Read table 2 in the form whose column labels fit best; None when there is none."""
    hits_of_all = _lexicon(forms).find(stream)
    found = [
        (form, anchors.chain([h for h in hits_of_all if h.anchor.form == form.id]))
        for form in forms
    ]
    form, hits = max(
        found, key=lambda pair: (_signals(pair[0], stream, pair[1]), anchors.score(pair[1]))
    )
    columns = [hit for hit in hits if hit.anchor.key.startswith(_COLUMN)]
    if sum(hit.anchor.key.startswith(_ROW) for hit in hits) < _FEWEST_ROWS or not columns:
        return None
    of_form = [h for h in hits_of_all if h.anchor.form == form.id]
    outside = [h for h in of_form if not hits[0].start <= h.start <= hits[-1].end]
    second = anchors.chain(outside)
    is_double = sum(hit.anchor.key.startswith(_COLUMN) for hit in second) > len(columns) // 2
    if is_double and is_later(stream, *(_start(stream, one[0].start) for one in (hits, second))):
        hits = second
    rows = [hit for hit in hits if hit.anchor.key.startswith(_ROW)]
    take_numbers(stream, rows)
    reading = _read(stream, form, hits, of_form)
    doubt_above_blocks(stream, reading, _rows_of_blocks(hits))
    labels = [h for h in of_form if h.anchor.key.startswith(_ROW)]
    note_passed_over(stream, reading, {_row_of(hit): hit.start for hit in rows}, labels)
    if is_double:
        detail = "a second table of disclosed items stands on the page; one of the two was read"
        reading.note("several_reports", "warning", None, detail)
    return reading


def _row_of(hit: Hit) -> str:
    return hit.anchor.key.split(".")[-1]


@cache
def _lexicon(forms: tuple[Form, ...]) -> Lexicon:
    return Lexicon(anchor for form in forms for anchor in _anchors(form))


def _anchors(form: Form) -> list[Anchor]:
    found: list[Anchor] = []
    for number, block in enumerate(form.tables[KEY].blocks):
        if block.caption:
            cores = _caption_cores(block.caption)
            found.append(Anchor(f"{_CAPTION}.{number}", len(found), cores, None, form.id))
        for column in block.columns:
            key = f"{_COLUMN}.{number}.{column.key}"
            found.append(Anchor(key, len(found), column.cores, None, form.id))
        for row in block.rows:
            found.append(Anchor(f"{_ROW}.{number}.{row.key}", len(found), row.cores, None, form.id))
    return found


def _caption_cores(caption: str) -> tuple[str, ...]:
    """How an article is printed: 第二十条第(六)项, 20(6); its digits can stick to a value."""
    item = caption.removeprefix("第二十条第（").removesuffix("）项")
    short = f"20({' 一二三四五六七八九'.index(item)})"
    return f"第二十条第({item})项", f"第二十条({item})项", f"第20条第({item})项", short


def _signals(form: Form, stream: Stream, hits: list[Hit]) -> int:
    """How many of the labels that only this form has stand in the table."""
    if not hits:
        return 0
    text = stream.text[hits[0].start : hits[-1].end]
    return sum(signal in text for signal in form.tables[KEY].signals)


def _read(stream: Stream, form: Form, hits: list[Hit], found: list[Hit]) -> TableReading:
    hits, doubtful = settle_rows(stream, hits, found)
    table = form.tables[KEY]
    reading = TableReading(table, form.id, _start(stream, hits[0].start), hits[-1].end)
    of_block = _rows_of_blocks(hits)
    order = column_orders(stream, reading, of_block)
    before, settled, shared = reading.start, set[str](), dict[str, set[int]]()
    added = _ADDED.search(stream.text, reading.start, hits[-1].end) is not None
    for hit, following in zip(hits, [*hits[1:], None], strict=True):
        limit = following.start if following else min(hit.end + _TAIL_REACH, len(stream.text))
        kind, number, *key = hit.anchor.key.split(".")
        if kind != _ROW:
            continue
        slot = values_after(stream, hit.end, limit, is_last=following is None)
        columns = _with_unit(stream, order[int(number)], before, hit, slot, (hits[0], hits[-1]))
        before = max(slot.end, hit.end)
        shared[key[0]] = shared_figures(stream, hit, slot)
        _take(reading, columns, key[0], slot, hit.end, stream.text[hit.end : limit])
        if (added or (stream.document.is_html and len(slot.items) != len(columns))) and (
            _take_by_heads(stream, reading, found, hit, slot, columns, added=added)
        ):
            settled.add(key[0])
        official = [column.key for column in table.blocks[int(number)].columns]
        printed = [column.key for column in columns]
        reading.rows[key[0]] = [reading.rows[key[0]][printed.index(name)] for name in official]
        reading.end = max(reading.end, slot.end)
        if slot.stray:
            reading.note("row_unknown", "warning", None, f"“{slot.stray[0]}” is no row of the form")
    doubt_headers(stream, reading, of_block, settled)
    doubt_rows(reading, doubtful, shared)
    _doubt_cuts(reading)
    doubt_empty(reading, shows_blanks=shows_cells(stream, hits))
    for row in table.rows:
        if row.key not in reading.rows:
            reading.note("row_missing", "warning", row.key, f"no row “{row.label}”")
    return reading


def _take_by_heads(
    stream: Stream,
    reading: TableReading,
    hits: list[Hit],
    hit: Hit,
    slot: Slot,
    columns: tuple[Column, ...],
    *,
    added: bool,
) -> bool:
    """A row beside columns that the form does not have: its cells are those under its heads.

    Whether it was read so. In running text nothing tells which figures are whose where the
    header names such a column.
    """
    row = hit.anchor.key.split(".")[2]
    cells = _under_heads(stream, hits, hit, columns)
    if cells is not None:
        where = f"{reading.table.key}.{row}"
        gone = ("ambiguous_cells", "row_empty")
        reading.problems = [p for p in reading.problems if p.where != where or p.code not in gone]
        reading.rows[row] = cells
    elif added and slot.items and not all(item.whole for item in slot.items):
        reading.rows[row] = lost(slot.items, columns, hit.end)
        detail = "the table has columns that the form does not have"
        reading.note("ambiguous_cells", "warning", row, detail)
    return cells is not None


def _under_heads(
    stream: Stream, hits: list[Hit], hit: Hit, columns: tuple[Column, ...]
) -> list[Cell] | None:
    """The row's cells under the heads of its block; None where one is not exactly there."""
    number = hit.anchor.key.split(".")[1]
    home = block_of(stream, hit.start)
    grid = spread(stream, home)
    if grid is None or home not in grid.of:
        return None
    named: dict[str, Placed] = {}
    for one in hits:
        head = grid.of.get(block_of(stream, one.start)) if one.start < hit.start else None
        if head is not None and not is_foreign(matchable(head.block.text), one.anchor.cores):
            named[one.anchor.key] = head
    last = named.get(f"{_COLUMN}.{number}.{columns[-1].key}")
    if last is None or not _stands_under(grid, grid.of[home], last):
        return None
    found: list[Cell] = []
    for column in columns:
        over = named.get(f"{_COLUMN}.{number}.{column.key}")
        row = grid.rows[grid.of[home].row]
        under = [p for p in row if over is not None and over.left <= p.left < over.right]
        if over is None or len(under) != 1 or under[0].right > over.right or under[0].index == home:
            return None
        found.append(read_cell(as_item(stream, under[0]), column))
    return found


def _stands_under(grid: Spread, label: Placed, head: Placed) -> bool:
    """Whether every figure of a row has a head over it in the header's row."""
    heads = [p for p in grid.rows[head.row] if p.block.text.strip()]
    return all(
        any(over.left <= p.left and p.right <= over.right for over in heads)
        for p in grid.rows[label.row]
        if p.left >= label.right and p.block.text.strip()
    )


def _rows_of_blocks(hits: Sequence[Hit]) -> dict[str, list[Hit]]:
    """The hits of rows, by the number of their block."""
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        kind, number, *_ = hit.anchor.key.split(".")
        if kind == _ROW:
            found.setdefault(number, []).append(hit)
    return found


def _start(stream: Stream, first: int) -> int:
    if stream.text.startswith("第二十条", first):
        return first  # what stands before it is another table's
    at = stream.text.rfind("信息内容", max(0, first - 40), first)
    caption = stream.text.rfind("第二十条", max(0, first - 40), first)
    return min([position for position in (at, caption) if position >= 0], default=first)


def _take(
    reading: TableReading,
    columns: tuple[Column, ...],
    row: str,
    slot: Slot,
    label_end: int,
    between: str,
) -> None:
    slot.items = unrepeated(slot.items, columns)
    if not slot.items:
        reading.rows[row] = nothing(between, columns, label_end)
        reading.note("row_empty", "warning", row, "no values stand behind this row's label")
    else:
        reading.count(slot.items, len(columns))
        cells = fit(slot.items, columns) or cut_cells(slot, columns)
        if slot.glued and _CHANGE.search(between) and not _CHANGE.search(printed(slot)):
            cells = None  # --增加22: a value in words that was taken for text behind the values
        reading.rows[row] = cells if cells is not None else lost(slot.items, columns, label_end)
    if any(cell.status == "ambiguous" for cell in reading.rows[row]):
        raw = reading.rows[row][0].raw
        reading.note("ambiguous_cells", "warning", row, f"“{raw}” has no single reading")


def _with_unit(
    stream: Stream,
    columns: tuple[Column, ...],
    before: int,
    hit: Hit,
    slot: Slot,
    ends: tuple[Hit, Hit],
) -> tuple[Column, ...]:
    """The columns with the unit of money that this page prints, not the form's."""
    if not any(column.kind == "amount" for column in columns):
        return columns
    row, table = (hit.end, max(slot.end, hit.end)), (ends[0].start, max(ends[1].end, slot.end))
    unit = unit_of(stream, (min(before, hit.start), hit.start), row, table)
    return tuple(replace(c, unit=unit) if c.kind == "amount" else c for c in columns)
