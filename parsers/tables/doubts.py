"""Rows of table 3 whose place is not the official one, or whose figures may be others'.

What was read plainly is taken back here where the table as a whole shows that it may be
something else: a row printed twice, a cell that spans rows, a row that lacks a cell.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.document import Stream
from parsers.report import Number
from parsers.tables.anchors import Hit
from parsers.tables.grid import Cell, TableReading, is_padded, lost
from parsers.tables.items import Slot
from parsers.tables.running import begin_with_numbers, end_with_numbers

#: Labels with their values, and where the values of each end at the latest.
Slots = list[tuple[Hit, Slot, int]]
#: How far behind the last row in order another can stand.
_BEHIND = 120
_FEWEST_PADDED = 3
#: So many rows that do not add up are no slips of the pen.
_FEWEST_FAILED = 4
_HAN = re.compile("[\u4e00-\u9fff]")
_NUMBERED = re.compile(
    r"\(?[0-9一二三四五六七]\)?[、.,]|\([0-9一二三四五六七]\)|[\u2460-\u249b\u3220-\u3229]"
)


def out_of_order(stream: Stream, hits: list[Hit], groups: list[Hit], found: list[Hit]) -> list[Hit]:
    """Numbered labels of the form within the table that the official order passes over.

    A row printed at another place, or twice.
    """
    taken = sorted((hit.start, hit.end) for hit in (*hits, *groups))
    starts = {start for start, _ in taken}
    low, high = hits[0].start - _BEHIND, hits[-1].end + _BEHIND
    tables = {stream.document.blocks[stream.block_at(hit.start)].table for hit in hits}
    again: list[Hit] = []
    for hit in found:
        if hit.start in starts or not low <= hit.start < high:
            continue  # nearly all are the rows themselves
        if not _NUMBERED.match(stream.text, hit.start):
            continue
        block = stream.document.blocks[stream.block_at(hit.start)]
        if not stream.is_border(hit.start) or block.table not in tables:
            continue
        if any(a < hit.end and hit.start < b for a, b in taken):
            continue
        taken.append((hit.start, hit.end))
        starts.add(hit.start)
        again.append(hit)
    return again


def without_strays(stream: Stream, hits: list[Hit], again: list[Hit]) -> list[Hit]:
    """The rows without words that are one's name only where its numbered label stands elsewhere.

    总计 in the header of table 4 is no row of table 3 whose totals stand before its outcomes.
    """
    numbered = {hit.anchor.key for hit in again}
    strays = [
        hit
        for hit in hits
        if hit.anchor.key in numbered
        and not _NUMBERED.match(stream.text, hit.start)
        and _HAN.match(stream.text, hit.end)
    ]
    return [hit for hit in hits if hit not in strays]


def apart(slots: Slots, twice: list[Hit]) -> tuple[Slots, Slots]:
    """The rows, and those whose label was read before.

    A label that is repeated over the columns it spans has its figures behind the last copy.
    """
    rows: Slots = []
    second: Slots = []
    for mark, slot, limit in slots:
        before, empty, _ = rows[-1] if rows else (None, slot, 0)
        if mark not in twice:
            rows.append((mark, slot, limit))
        elif before and before.anchor.key == mark.anchor.key and not empty.items and slot.items:
            rows[-1] = (before, slot, limit)
        else:
            second.append((mark, slot, limit))
    return rows, second


def is_whole(reading: TableReading) -> bool:
    """Whether every row of the form is there, of plain numbers that add up: nothing to doubt."""
    if reading.pending or len(reading.rows) != len(reading.table.rows):
        return False
    for cells in reading.rows.values():
        summed: Number = 0
        for cell in cells:
            if cell.status is not None or cell.value is None:
                return False
            summed += cell.value
        if summed != 2 * (cells[-1].value or 0):
            return False
    return True


def doubt_unconfirmed(
    stream: Stream, reading: TableReading, slots: Slots, repeated: Slots, *, shows_blanks: bool
) -> None:
    """Look for each way in which rows are misread, where the sums do not confirm them all."""
    if not shows_blanks:
        doubt_gathered(reading)
        doubt_shifted(reading)
    doubt_repeated(reading, slots, repeated)
    if stream.document.is_html:
        doubt_spanning(stream, reading, slots)
    doubt_stacked(reading)
    doubt_padded(reading, is_html=shows_blanks)


def doubt_repeated(reading: TableReading, slots: Slots, repeated: Slots) -> None:
    """A row printed twice with other values: nobody knows which of them count."""
    first = {mark.anchor.key: [item.text for item in slot.items] for mark, slot, _ in slots}
    for mark, slot, _ in repeated:
        key, shown = mark.anchor.key, [item.text for item in slot.items]
        if shown and key in reading.rows and shown != first.get(key):
            reading.rows[key] = lost(slot.items, reading.table.columns, mark.end)


def doubt_all(reading: TableReading, detail: str) -> None:
    """Believe no row: beside a header that lacks a column nobody knows whose figures they are.

    Sums prove nothing here: a column left out of a row may be one of zeros.
    """
    reading.pending.clear()
    for key, cells in reading.rows.items():
        if any(cell.raw for cell in cells):
            reading.rows[key] = _ambiguous(cells)
    reading.note("column_missing", "warning", None, detail)


def doubt_numbered(reading: TableReading, slots: Slots) -> None:
    """Solve no glued row whose figures begin or end with the number of its row."""
    glued = {mark.anchor.key: slot.items[0].text for mark, slot, _ in slots if _is_run(slot)}
    orders = {row.key: order for order, row in enumerate(reading.table.rows)}
    values = sorted((orders[key], text) for key, text in glued.items() if key in orders)
    if begin_with_numbers(values) or end_with_numbers(values):
        reading.pending.clear()


def _is_run(slot: Slot) -> bool:
    return slot.glued and len(slot.items) == 1 and slot.items[0].text.isdecimal()


def doubt_gathered(reading: TableReading) -> None:
    """Rows without values before one whose figures are not its own: labels put into one cell.

    The eight grounds one under another, then their figures: none of these rows is blank.
    """
    empty: list[str] = []
    for row in reading.table.rows:
        cells = reading.rows.get(row.key)
        if cells is None:
            continue
        if not any(cell.raw for cell in cells):
            empty.append(row.key)
            continue
        slot = reading.pending.get(row.key)
        several = slot is not None and len(slot.items) > len(cells)
        if empty and (several or not _adds_up(cells)):
            for key in (*empty, row.key):
                reading.rows[key] = _ambiguous(reading.rows[key])
        empty = []


def doubt_shifted(reading: TableReading) -> None:
    """A table of running text of which most rows do not add up: its figures stand elsewhere."""
    holding = failing = 0
    for cells in reading.rows.values():
        values = [cell.value or 0 for cell in cells]
        if sum(values) == 2 * values[-1]:
            holding += values[-1] != 0
        elif cells[-1].value is not None and not any(cell.is_lost for cell in cells):
            failing += 1
    if failing >= _FEWEST_FAILED and failing > holding:
        doubt_all(reading, "most rows do not add up: their figures may be other columns'")


def _adds_up(cells: list[Cell]) -> bool:
    *parts, total = (cell.value or 0 for cell in cells)
    return sum(parts) == total and not any(cell.is_lost for cell in cells)


def _ambiguous(cells: list[Cell]) -> list[Cell]:
    return [replace(cell, value=None, status="ambiguous") for cell in cells]


def doubt_unsummed(reading: TableReading, slots: Slots, *, has_total: bool) -> None:
    """Beside columns that the form does not have, seven figures are a row's only if they add up.

    Where the header names no total, nothing can.
    """
    width = len(reading.table.columns)
    other = {mark.anchor.key for mark, slot, _ in slots if len(slot.items) != width}
    for key, cells in reading.rows.items():
        *parts, total = (cell.value or 0 for cell in cells)
        if sum(parts) != total or key in other or not has_total:
            reading.rows[key] = [replace(cell, value=None, status="ambiguous") for cell in cells]


def doubt_stacked(reading: TableReading) -> None:
    """Blank rows below cells that hold several figures: some of those may be theirs."""
    waiting = 0
    for row in reading.table.rows:
        cells = reading.rows.get(row.key, [])
        if waiting and cells and all(cell.status == "blank" for cell in cells):
            waiting -= 1
            reading.rows[row.key] = [replace(cell, status="ambiguous") for cell in cells]
            continue
        several = [len(cell.raw.split()) for cell in cells if cell.status == "unreadable"]
        waiting = max(several) - 1 if several else 0


def doubt_padded(reading: TableReading, *, is_html: bool) -> None:
    """Rows that may lack a cell and be filled up at their end: their totals are blank.

    In flattened text such rows stand beside others that show their totals; anywhere, the
    last figure of a third of them is the sum of those before it.
    """
    padded = [key for key, cells in reading.rows.items() if is_padded(cells)]
    shown = any(cells[-1].value for cells in reading.rows.values())
    ending = sum(_ends_in_sum(reading.rows[key]) for key in padded)
    summed = ending >= _FEWEST_PADDED and ending * 3 >= len(padded)
    if not (summed or (shown and not is_html)):
        return
    for key in reading.rows if summed else padded:
        cells = reading.rows[key]
        if any(cell.raw for cell in cells):
            reading.rows[key] = [replace(cell, value=None, status="ambiguous") for cell in cells]


def _ends_in_sum(cells: list[Cell]) -> bool:
    *parts, last, _ = (cell.value or 0 for cell in cells)
    return sum(parts) == last > 0


def doubt_spanning(stream: Stream, reading: TableReading, slots: Slots) -> None:
    """A value that reaches down into rows without one of their own: it may be all of theirs."""
    blocks = stream.document.blocks
    short = {
        (blocks[home].table, blocks[home].row)
        for mark, slot, _ in slots
        if len(slot.items) < len(reading.table.columns)
        for home in (stream.block_at(mark.end - 1),)
    }
    for mark, slot, _ in slots:
        cells = reading.rows.get(mark.anchor.key, [])
        for item in slot.items:
            block = blocks[item.block]
            if block.down == 1:
                continue
            below = range(block.row + 1, block.row + block.down)
            if any((block.table, row) in short for row in below):
                reading.rows[mark.anchor.key] = cells = [
                    replace(cell, value=None, status="ambiguous")
                    if cell.position == item.position and cell.raw == item.raw
                    else cell
                    for cell in cells
                ]
