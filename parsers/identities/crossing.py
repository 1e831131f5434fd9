"""The one cell that explains why a row and a column of table 3 both fail.

A single misprint breaks its row (T3-ROW) and its column (T3-BAL, T3-TOT) by the same amount.
Where just one cell of a failing row does so, it is named with the number that would make all
of them hold; nothing is corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from parsers.forms import forms_with
from parsers.report import Number, Report

_TABLE = "requests"
_TOTAL = "total"
#: How a number too high by one changes left − right of T3-BAL; all other rows are outcomes.
_IN_BALANCE = {"received": 1, "carried_over": 1, "total_processed": -1, "carried_forward": -1}
_DONE = "total_processed"

Sides = Mapping[tuple[str, str], Number]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A cell at the crossing of sums that fail; ``fitting`` is what would make them hold."""

    table: str
    row: str
    column: str
    printed: Number
    fitting: Number


def crossings(report: Report) -> list[Crossing]:
    """At most one cell for each failing row of table 3, in the order of the form."""
    table = report.tables.get(_TABLE)
    form = report.table_forms.get(_TABLE)
    if not table or form is None:
        return []
    rows = [
        row.key for one in forms_with(_TABLE) if one.id == form for row in one.tables[_TABLE].rows
    ]
    differences = {
        (check.id, check.where): check.left - check.right
        for check in report.checks
        if check.table == _TABLE and check.left is not None and check.right is not None
    }
    found: list[Crossing] = []
    for row in rows:
        if differences.get(("T3-ROW", row)):
            fits = list(_fitting(table, row, differences))
            found += fits if len(fits) == 1 else []
    return found


def _fitting(
    table: Mapping[str, Mapping[str, Number | None]], row: str, differences: Sides
) -> Iterator[Crossing]:
    """The cells of a row whose sums all fail by the amount by which the row does."""
    off = differences["T3-ROW", row]
    for column, printed in table[row].items():
        if printed is None:
            continue
        excess = -off if column == _TOTAL else off
        balance = differences.get(("T3-BAL", column), 0)
        outcomes = differences.get(("T3-TOT", column), 0)
        expected = _IN_BALANCE.get(row, 0) * excess, _in_outcomes(row) * excess
        if (balance, outcomes) == expected and printed - excess >= 0:
            yield Crossing(_TABLE, row, column, printed, printed - excess)


def _in_outcomes(row: str) -> int:
    if row == _DONE:
        return -1
    return 0 if row in _IN_BALANCE else 1
