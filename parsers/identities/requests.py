"""Table 3: balance, column totals, row totals, group subtotals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from parsers.identities.sides import domain, judge
from parsers.report import Check
from parsers.tables.grid import Cell, TableReading


def requests_checks(reading: TableReading) -> list[Check]:
    """T3-BAL and T3-TOT by column, T3-ROW, T3-SHAPE, T3-BLANKTOT by row, T3-GRP, T3-DOM."""
    checks = _columns(reading) + _rows(reading) + _groups(reading)
    return checks + domain(reading, "T3-DOM")


def _by_column(reading: TableReading, rows: Iterable[str]) -> Iterator[tuple[Cell | None, ...]]:
    """The cells of some rows, column by column; None where a row is missing."""
    missing = [None] * len(reading.table.columns)
    return zip(*(reading.rows.get(row) or missing for row in rows), strict=True)


def _columns(reading: TableReading) -> list[Check]:
    checks: list[Check] = []
    rows = [row.key for row in reading.table.rows]
    for column, cells in zip(reading.table.columns, _by_column(reading, rows), strict=True):
        new, carried_over, *parts, done, carried_forward = cells
        left, right = (new, carried_over), (done, carried_forward)
        checks.append(judge(reading, "T3-BAL", column.key, left, right, total_cell=done))
        checks.append(judge(reading, "T3-TOT", column.key, parts, (done,), total_cell=done))
    return checks


def _rows(reading: TableReading) -> list[Check]:
    checks: list[Check] = []
    for row, cells in reading.rows.items():
        *parts, last = cells
        checks.append(judge(reading, "T3-ROW", row, parts, [last], total_cell=last))
        readable = "ambiguous" not in [cell.status for cell in cells]
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
    parents = {group.key: group.parent for group in reading.table.groups}
    for group, shown in reading.subtotals.items():
        children = [
            row.key
            for row in reading.table.rows
            # 三、本年度办理结果 holds groups, and the row that is their total.
            if group in (row.group, parents.get(row.group or "")) and row.key != "total_processed"
        ]
        columns = zip(reading.table.columns, _by_column(reading, children), shown, strict=True)
        for column, parts, total in columns:
            where = f"{group}.{column.key}"
            checks.append(judge(reading, "T3-GRP", where, parts, (total,), severity="WARN"))
    return checks
