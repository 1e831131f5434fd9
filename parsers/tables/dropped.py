"""Glued digits where blank cells leave no trace: a cut into one number a column proves nothing.

Table 3 has sums with which fewer numbers are compared; tables 2 and 4 are doubted where that
table, or their own rows, show that cells are missing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from parsers.tables.grid import TableReading


def doubt_cuts(reading: TableReading, *, drops: bool = False) -> None:
    """Believe no cut of digits where blank cells leave no trace."""
    if not (drops or _drops(reading)):
        return
    # All groups of table 4 can stand in one run of digits.
    columns = Counter(cell.position for cells in reading.rows.values() for cell in cells)
    for row, cells in reading.rows.items():
        raw, shown = cells[0].raw, columns[cells[0].position]
        if any(cell.status == "solved" for cell in cells) and _fewest(raw) < shown:
            reading.rows[row] = [replace(cell, value=None, status="ambiguous") for cell in cells]
            detail = f"“{raw}” has no single reading"
            reading.note("ambiguous_cells", "warning", row, detail)


def _fewest(raw: str) -> int:
    """How many numbers these digits are at the least: each 0 before the first other is one."""
    rest = raw.lstrip("0 ")
    return raw.count("0", 0, len(raw) - len(rest)) + bool(rest)


def _drops(reading: TableReading) -> bool:
    """Whether a row of table 2 shows fewer digits than it has columns, or is not there."""
    if len(reading.rows) < len(reading.table.rows):
        return True
    return any(
        not any(cell.raw for cell in cells) or (cells[0].is_lost and len(cells[0].raw) < len(cells))
        for cells in reading.rows.values()
    )
