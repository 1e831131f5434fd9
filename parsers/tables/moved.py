"""Rows that stand elsewhere than in the official form: read where they stand, and told.

Two rows pasted in the wrong order keep every sum of their table, so that only the order of
their labels gives them away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from parsers.document import Stream
from parsers.tables.anchors import Hit
from parsers.tables.grid import TableReading
from parsers.tables.likeness import nearest

#: From this share of rows on, another order is how the table is laid out.
_LAYOUT = 1 / 3


def note_moved(reading: TableReading) -> None:
    """Tell which rows, read by their labels, are printed out of the form's order."""
    places = {key: cells[0].position for key, cells in reading.rows.items()}
    keys = [row.key for row in reading.table.rows if row.key in places]
    moved = out_of_place(keys, places)
    if len(moved) > len(keys) * _LAYOUT:
        return  # printed in two columns of rows, or the like: nobody's slip
    for key in moved:
        _note(reading, key, _before(key, places))
    _note_unknown(reading)


def _note_unknown(reading: TableReading) -> None:
    """A row that is missing where it belongs, and like one that the form seems not to have."""
    lacking = [row for row in reading.table.rows if row.key not in reading.rows]
    for before, label, _ in reading.extras if lacking else ():
        row = nearest(label, lacking)
        if row is not None:
            _note(reading, row.key, before)


def note_passed_over(
    stream: Stream, reading: TableReading, rows: Mapping[str, int], found: Iterable[Hit]
) -> None:
    """Tell of rows that were not read because their label stands in another place.

    Those that were read all the same are left to ``note_moved``. ``rows`` are the labels that
    were taken, by row, with their places; ``found`` the form's labels wherever they stand.
    """
    tables = {_table(stream, at) for at in rows.values()}
    low, high = min(rows.values()), max(reading.end, *rows.values())
    for hit in found:
        key = hit.anchor.key.split(".")[-1]
        if hit.start in rows.values() or key in reading.rows:
            continue  # two rows of one name, or it was found there
        inside = low - _REACH < hit.start < high + _REACH and _table(stream, hit.start) in tables
        if key in rows or not inside or not _is_alone(stream, hit):
            continue
        _note(reading, key, _before(key, {**rows, key: hit.start}))
        rows = {**rows, key: hit.start}


#: A row before the first one that was taken, or behind the last, is at most so far away.
_REACH = 60


def _table(stream: Stream, at: int) -> int | None:
    return stream.document.blocks[stream.block_at(at)].table


def _is_alone(stream: Stream, hit: Hit) -> bool:
    """Whether the label is a cell or line of its own, not some words of a longer one."""
    return stream.is_border(hit.start) and stream.is_border(hit.end)


def out_of_place(keys: Sequence[str], places: Mapping[str, int]) -> list[str]:
    """The fewest keys without which the places of the others ascend, in the keys' order."""
    if all(places[one] <= places[then] for one, then in pairwise(keys)):
        return []  # as nearly always
    runs: list[list[str]] = []
    for key in keys:
        before = [run for run in runs if places[run[-1]] <= places[key]]
        runs.append([*max(before, key=len, default=[]), key])
    kept = max(runs, key=len)
    return [key for key in keys if key not in kept]


def _before(key: str, places: Mapping[str, int]) -> str | None:
    """The row that is printed before one."""
    earlier = {other: at for other, at in places.items() if at < places[key]}
    return max(earlier, key=lambda other: earlier[other], default=None)


def _note(reading: TableReading, key: str, before: str | None) -> None:
    labels = {row.key: row.label for row in reading.table.rows}
    after = f"behind “{labels[before]}”" if before else "before all others"
    detail = f"“{labels[key]}” stands {after}, out of the form's order"
    reading.note("rows_moved", "warning", key, detail)
