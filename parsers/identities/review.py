"""Table 4: each group's four results add up to its total."""

from __future__ import annotations

from parsers.identities.sides import domain, judge
from parsers.report import Check
from parsers.tables.grid import TableReading


def review_checks(reading: TableReading) -> list[Check]:
    """T4-SUM for each of the three groups, and T4-DOM."""
    checks = [
        judge(reading, "T4-SUM", row, cells[:-1], cells[-1:], total_cell=cells[-1])
        for row, cells in reading.rows.items()
    ]
    return checks + domain(reading, "T4-DOM")
