"""Table 3: balance, column totals, row totals, group subtotals."""

from __future__ import annotations

from parsers.identities.sides import domain, judge
from parsers.report import Check
from parsers.tables.grid import Cell, TableReading


def requests_checks(reading: TableReading) -> list[Check]:
    """T3-BAL and T3-TOT by column, T3-ROW, T3-SHAPE, T3-BLANKTOT by row, T3-GRP, T3-DOM."""
    checks = _columns(reading) + _rows(reading) + _groups(reading)
    return checks + domain(reading, "T3-DOM")


def _cell(reading: TableReading, row: str, column: int) -> Cell | None:
    cells = reading.rows.get(row)
    return cells[column] if cells else None


def _columns(reading: TableReading) -> list[Check]:
    rows = [row.key for row in reading.table.rows]
    outcomes = rows[2:-2]
    checks: list[Check] = []
    for c, column in enumerate(reading.table.columns):
        done = _cell(reading, "total_processed", c)
        received = [_cell(reading, row, c) for row in ("received", "carried_over")]
        closed = [done, _cell(reading, "carried_forward", c)]
        checks.append(judge(reading, "T3-BAL", column.key, received, closed, total_cell=done))
        parts = [_cell(reading, row, c) for row in outcomes]
        checks.append(judge(reading, "T3-TOT", column.key, parts, [done], total_cell=done))
    return checks


def _rows(reading: TableReading) -> list[Check]:
    checks: list[Check] = []
    for row, cells in reading.rows.items():
        *parts, last = cells
        checks.append(judge(reading, "T3-ROW", row, parts, [last], total_cell=last))
        readable = not any(cell.status == "ambiguous" for cell in cells)
        shape = "pass" if readable else "fail"
        suspect = None if readable else "parse"
        checks.append(Check("T3-SHAPE", "requests", row, shape, None, None, suspect))  # type: ignore[arg-type]
        if last.status == "blank" and any(cell.value for cell in parts):
            filled = sum(cell.value or 0 for cell in parts)
            checks.append(
                Check("T3-BLANKTOT", "requests", row, "fail", filled, None, "source", "WARN")
            )
    return checks


def _groups(reading: TableReading) -> list[Check]:
    checks: list[Check] = []
    for group, shown in reading.subtotals.items():
        children = [row.key for row in reading.table.rows if row.group == group]
        for c, column in enumerate(reading.table.columns):
            parts = [_cell(reading, row, c) for row in children]
            where = f"{group}.{column.key}"
            checks.append(judge(reading, "T3-GRP", where, parts, [shown[c]], severity="WARN"))
    return checks
