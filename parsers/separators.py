"""What separators between cells say: rows of cells as they must have stood in the source.

Tools differ in what they do with an empty cell. Some keep a field for it; some drop it, and
fill the row up with separators at its end; some write every separator twice. A row that is
short of values says which columns it lacks only in a text that is seen to keep its fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.normalise import matchable

#: So many distances between cells, all of them even, are no accident.
_FEWEST_GAPS = 12
#: Rows with fewer words are captions, or lines of text with a bar.
_FULL_ROW = 3
#: Fewer rows in a row are a menu, or lines of text with a bar.
_SHORTEST_RUN = 3
#: A label and a value.
_SHORTEST_ROW = 2
_VALUE = re.compile(
    r"(?![0-9]{1,2}[.、][\u4e00-\u9fff])[+\-]?[0-9][0-9,.]*[\u4e00-\u9fff]{0,2}|[-/\\*]{1,3}|无"
)

Cells = Sequence[tuple[int, str]]


@dataclass(slots=True)
class CellRow:
    """Cells with the line that each stands on; empty ones have no text."""

    cells: list[tuple[int, str]]
    #: Whether nothing but the separator at its end makes it a row.
    is_line: bool = False

    def filled(self) -> list[int]:
        """Which cells have text."""
        return [at for at, (_, text) in enumerate(self.cells) if text]


def settle(runs: Sequence[Sequence[CellRow]]) -> None:
    """Take doubled separators for one, and filling at the ends of rows for none.

    ``runs`` are the rows that follow one another. What the tool does with empty cells is told
    by its tables, not by a line of a menu among them.
    """
    rows = [row for run in runs for row in run]
    _unframe(rows)
    telling = [row for run in runs if len(run) >= _SHORTEST_RUN for row in run] or rows
    if _is_doubled(telling):
        for row in rows:
            _halve(row)
    if _keeps_fields(telling):
        _close(rows, telling)
    else:
        for row in rows:
            filled = row.filled()
            del row.cells[(filled[-1] + 1 if filled else len(row.cells)) :]
            row.is_line = len(row.cells) == 1
        _unfill_starts(rows)


def _unframe(rows: Sequence[CellRow]) -> None:
    """Take the bars of a frame for none: a table that was drawn inside the cell of another."""
    framed = [row for row in rows if _is_framed(row)]
    if len(framed) < _FEWEST_GAPS or len(framed) * 2 < len(rows):
        return
    for row in framed:
        row.cells, row.is_line = [row.cells[row.filled()[0]]], True


def _is_framed(row: CellRow) -> bool:
    filled = row.filled()
    return len(filled) == 1 and 0 < filled[0] < len(row.cells) - 1


def _close(rows: Sequence[CellRow], telling: Sequence[CellRow]) -> None:
    """Drop the empty fields that every row ends with: bars that close it, or an empty column.

    A row of fewer cells may end with fewer of them; what has words is never dropped.
    """
    full = [(row, filled) for row in telling if len(filled := row.filled()) >= _FULL_ROW]
    surplus = min((len(row.cells) - 1 - filled[-1] for row, filled in full), default=0)
    for row in rows if surplus else ():
        last = max(row.filled(), default=0)
        del row.cells[max(len(row.cells) - surplus, last + 1) :]


def _gaps(row: CellRow) -> Iterator[tuple[int, int]]:
    return pairwise(row.filled())


def _is_doubled(rows: Sequence[CellRow]) -> bool:
    distances = [after - before for row in rows for before, after in _gaps(row)]
    return len(distances) >= _FEWEST_GAPS and not any(gap % 2 for gap in distances)


def _halve(row: CellRow) -> None:
    filled = row.filled()
    if any((after - before) % 2 for before, after in _gaps(row)):
        return  # a line of a menu, with single bars
    offset = filled[0] % 2 if filled else 0
    row.cells = row.cells[offset::2]


def _keeps_fields(rows: Sequence[CellRow]) -> bool:
    """Whether an empty field stands between two values, or some before values and some behind.

    Rows are filled up at either end, but by no tool at both.
    """
    leads = False
    for row in rows:
        if all(text for _, text in row.cells):
            continue
        for before, after in _gaps(row):
            if after - before > 1 and _is_value(row, after):
                if _is_value(row, before):
                    return True
                leads = True
    return leads and len({_filling(row) for row in rows} - {None}) > 1


def _filling(row: CellRow) -> int | None:
    """How many empty fields stand behind the last value; None for a row that ends in words."""
    filled = row.filled()
    if len(filled) < _SHORTEST_ROW or not _is_value(row, filled[-1]):
        return None
    return len(row.cells) - 1 - filled[-1]


def _is_value(row: CellRow, at: int) -> bool:
    return _VALUE.fullmatch(matchable(row.cells[at][1])) is not None


def _unfill_starts(rows: Sequence[CellRow]) -> None:
    """Drop the empty fields before the values of rows that show fewer values than others.

    Whether they are blank cells or filling, nothing in such a text tells.
    """
    led: list[tuple[CellRow, int, int, int]] = []
    most = 0
    for row in rows:
        filled = row.filled()
        values = next((n for n, at in enumerate(reversed(filled)) if not _is_value(row, at)), None)
        count = len(filled) if values is None else values
        most = max(most, count)
        if count:
            first = filled[-count]
            before = filled[-count - 1] + 1 if count < len(filled) else 0
            if first > before:
                led.append((row, before, first, count))
    for row, before, first, count in led:
        if count < most or not before:
            del row.cells[before:first]
