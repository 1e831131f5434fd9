"""Two sides of an identity, built from cells, and the verdict on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from parsers.normalise import matchable
from parsers.report import Check, Number, Suspect
from parsers.tables.grid import Cell, TableReading

Severity = Literal["ERROR", "WARN", "INFO"]
Relation = Literal["=", "<="]
#: Amounts of money are compared with this tolerance (万元), counts exactly.
_TOLERANCE = 0.01
_DECIMAL = re.compile(r"([0-9]{1,9}\.[0-9]{1,4})[件宗项个条份次起人篇]?")


def total(cells: Iterable[Cell | None]) -> Number | None:
    """The sum of cells, blanks and dashes as 0; None when one is missing or unreadable."""
    result: Number = 0
    for cell in cells:
        if cell is None:
            return None
        if cell.value is not None:
            result += cell.value
        elif cell.is_lost:
            return None
    return result


def judge(
    reading: TableReading,
    check_id: str,
    where: str,
    left: Sequence[Cell | None],
    right: Sequence[Cell | None],
    *,
    total_cell: Cell | None = None,
    relation: Relation = "=",
    severity: Severity = "ERROR",
) -> Check:
    """Assess ``sum(left) relation sum(right)``; a blank ``total_cell`` cannot be assessed."""
    a, b = total(left), total(right)
    table = reading.table.key
    if a and a == b and (total_cell is None or total_cell.status != "blank"):  # as nearly always
        return Check(check_id, table, where, "pass", a, b, None, severity)
    if a is None or b is None or (total_cell and total_cell.status == "blank"):
        return Check(check_id, table, where, "not_assessable", a, b, None, severity)
    if not (a or b) and _all_blank(left) and _all_blank(right):
        return Check(check_id, table, where, "not_assessable", a, b, None, severity)
    holds = a <= b if relation == "<=" else _equal(a, b)
    suspect = None if holds else suspect_of(reading, [cell for cell in (*left, *right) if cell])
    return Check(check_id, table, where, "pass" if holds else "fail", a, b, suspect, severity)


def _all_blank(cells: Iterable[Cell | None]) -> bool:
    return all(cell is None or cell.status == "blank" for cell in cells)


def _equal(a: Number, b: Number) -> bool:
    return a == b if isinstance(a, int) and isinstance(b, int) else abs(a - b) <= _TOLERANCE


def suspect_of(reading: TableReading, cells: Iterable[Cell]) -> Suspect:
    """Whose error a failure is: ours if the reading had to be worked out, else the source's."""
    if any(cell.status in ("solved", "merged", "ocr_fixed") for cell in cells):
        return "parse"
    doubts = {"row_missing", "row_unknown", "ambiguous_cells", "header_damaged", "label_variant"}
    return "unknown" if any(p.code in doubts for p in reading.problems) else "source"


def as_decimal(cell: Cell) -> float | None:
    """The decimal number that is printed where a count belongs (12.5 for 万件), unread as such."""
    printed = _DECIMAL.fullmatch(matchable(cell.raw).strip()) if cell.value is None else None
    return float(printed.group(1)) if printed else None


def domain(reading: TableReading, check_id: str) -> list[Check]:
    """Every count is a whole number of 0 or more: a failure a cell, or one pass."""
    failures: list[Check] = []
    for row, cells in reading.rows.items():
        for column, cell in zip(reading.table.columns, cells, strict=True):
            value = as_decimal(cell) if cell.status == "unreadable" else cell.value
            if value and (value < 0 or value != int(value)):
                where = f"{row}.{column.key}"
                suspect = suspect_of(reading, [cell])
                failures.append(
                    Check(check_id, reading.table.key, where, "fail", value, 0, suspect)
                )
    return failures or [Check(check_id, reading.table.key, reading.table.key, "pass", None, None)]
