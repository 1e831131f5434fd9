"""Text in which the digits of one number come apart: ``2|50|398`` for 250, 398 and a blank.

Where many rows show more numbers than there are columns, a row with just as many is no
proof of anything: its sum decides. Where blank cells are lost as well, a row without a sum
is ambiguous.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from parsers.tables.grid import Cell, TableReading

#: Fewer such rows may be page numbers or rows that the form does not know.
_FEWEST_APART = 3
_SUMMED = frozenset(("requests", "review_litigation"))


def doubt_apart(readings: Iterable[TableReading]) -> None:
    """Take back what was read from rows that may be put together from parts of numbers."""
    found = list(readings)
    if sum(reading.apart for reading in found) < _FEWEST_APART:
        return
    blanks = any(reading.short for reading in found)
    for reading in found:
        for row, cells in reading.rows.items():
            if _is_doubtful(cells, blanks=blanks, summed=reading.table.key in _SUMMED):
                reading.rows[row] = [replace(c, value=None, status="ambiguous") for c in cells]
                raw = " ".join(cell.raw for cell in cells)
                detail = f"digits come apart in this text: “{raw}” has no single reading"
                reading.note("ambiguous_cells", "warning", row, detail)


def _is_doubtful(cells: list[Cell], *, blanks: bool, summed: bool) -> bool:
    """Whether a row that was read plainly can hold parts of numbers."""
    if any(cell.is_lost for cell in cells) or not any(cell.value for cell in cells):
        return False
    if not summed:
        return blanks and len(cells) > 1
    *parts, total = (cell.value or 0 for cell in cells)
    return sum(parts) != total
