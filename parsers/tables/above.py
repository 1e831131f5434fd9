"""Table 3 with the figures of a row before its label: on the line above, or in the cells before.

Read as they stand, every label would get the figures of the next one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import takewhile

from parsers.document import Stream
from parsers.normalise import matchable
from parsers.tables.doubts import Slots
from parsers.tables.grid import TableReading
from parsers.tables.items import Item, Slot, items_between

#: The figures of one row take no more characters.
_REACH = 60
#: How a value ends in running text, a unit or a sign for nothing included.
_ENDS_VALUE = re.compile(r"[0-9件宗项个条份次起人元余多\-/\\*○〇无空).%+~]")
#: One number alone before the first label is a page's.
_FEWEST = 2
#: The columns of table 3: so many blank cells before a label are a row's.
_REQUESTS = 7


def figures_before(stream: Stream, position: int) -> list[Item]:
    """The values that stand right before a place; the numbers of columns are none."""
    if stream.has_lines_only and not _ENDS_VALUE.match(stream.text, max(0, position - 1)):
        return []  # as nearly always
    items = list(items_between(stream, max(0, position - _REACH), position))
    last = [*takewhile(lambda item: item.is_value and item.text, reversed(items))][::-1]
    counted = [str(number) for number in range(1, len(last) + 1)]
    if len(last) < _FEWEST or [item.text for item in last] == counted:
        return _cells_before(stream, stream.block_at(position))
    return last


def _cells_before(stream: Stream, home: int) -> list[Item]:
    """The cells of a row, some of them blank, whose label is its last one; else nothing."""
    first, blocks = home - _REQUESTS, stream.document.blocks
    row = [(block.table, block.row) for block in blocks[max(0, first) : home + 2]]
    if first < 0 or not blocks[home].is_cell or len(set(row[: _REQUESTS + 1])) > 1:
        return []
    if row[-1] == row[0] and len(row) > _REQUESTS + 1:
        return []
    words = [" ".join(block.text.split()) for block in blocks[first:home]]
    places = enumerate(words, first)
    items = [Item(word, matchable(word), stream.begins[at], at, True) for at, word in places]
    return items if all(item.is_value for item in items) else []


def below_figures(reading: TableReading, slots: Slots, before: Sequence[Item]) -> Slots:
    """The labels with the figures before them, where nothing else is possible; else as it was.

    All rows of the form must be there, with one plain number a column, and every sum hold.
    """
    width = len(reading.table.columns)
    first = Slot(tuple(before[-width:]), slots[0][0].start)
    moved = [first, *(replace(slot, stray=None) for _, slot, _ in slots[:-1])]
    shifted = [(mark, slot, at) for (mark, _, at), slot in zip(slots, moved, strict=True)]
    rows = {mark.anchor.key: slot.items for mark, slot, _ in shifted}
    keys = [row.key for row in reading.table.rows]
    if not all(_is_plain(rows.get(key, ()), width) for key in keys):
        return slots
    figures = [[int(item.text) for item in rows[key]] for key in keys]
    if not _adds_up(figures):
        return slots
    reading.note("values_above", "info", None, "each row's figures stand before its label")
    return shifted


def _is_plain(items: Sequence[Item], width: int) -> bool:
    return len(items) == width and all(item.is_number for item in items)


def _adds_up(rows: Sequence[Sequence[int]]) -> bool:
    """T3-ROW, T3-TOT and T3-BAL."""
    received, carried, *outcomes, processed, left = rows
    summed = all(sum(row[:-1]) == row[-1] for row in rows)
    total = all(sum(column) == whole for *column, whole in zip(*outcomes, processed, strict=True))
    columns = zip(received, carried, processed, left, strict=True)
    return summed and total and all(a + b == c + d for a, b, c, d in columns)


def doubt_above(
    reading: TableReading,
    slots: Slots,
    before: Sequence[Item],
    groups: Collection[int],
    *,
    shows_blanks: bool,
) -> None:
    """Believe no row from figures that are nobody's to the next label without any.

    Such figures stand before the first label; in text also behind a group's, or another row's.
    There, labels before their figures' may lag, too: from one without any to one with two rows'.
    """
    if shows_blanks and not before:
        return
    width = len(reading.table.columns)
    keys = _shifted(slots, before, groups, width)
    for key in keys & reading.rows.keys():
        reading.pending.pop(key, None)
        reading.rows[key] = [
            replace(cell, value=None, status="ambiguous") for cell in reading.rows[key]
        ]
    if keys:
        shifted = len(keys & reading.rows.keys())
        detail = f"{shifted} rows may hold another's figures: some do not stand behind their label"
        reading.note("values_above", "warning", None, detail)


def _shifted(slots: Slots, before: Sequence[Item], groups: Collection[int], width: int) -> set[str]:
    if before and not slots[-1][1].items:
        return {mark.anchor.key for mark, _, _ in slots}
    found: set[str] = set()
    run: list[str] | None = [] if before else None
    late: list[str] = []
    for mark, slot, _ in slots:
        key, shown = mark.anchor.key, len(slot.items)
        if shown >= _FEWEST and (late or shown > width or mark.start in groups):
            shown = sum(not item.is_blank for item in slot.items)
        if mark.start in groups:
            run = [] if shown >= _FEWEST else None
        elif not slot.items:
            found.update([*run, key] if run is not None else [])
            late, run = ([*late, key] if run is None else []), None
        elif late and shown >= 2 * width:
            found.update([*late, key])
            late, run = [], None
        elif shown >= width + _FEWEST:
            run = [key]
        else:
            run = None if run is None else [*run, key]
            late = [*late, key] if late else []
    return found
