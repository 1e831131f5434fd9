"""The rows of a local annex as a table: no form stands behind it, so it is shown as printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.browse.layout import Cell, Grid, Values

ANNEX_VALUES = ("this_year", "cumulative")
ANNEX_NAMES = {"this_year": ("本年", "this year"), "cumulative": ("累计", "cumulative")}


def annex_grid(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], value: Values) -> Grid:
    """A line a row: label, unit, and a cell for each of ``columns`` that the annex has.

    ``value`` is asked for the cells by position, as text, and column.
    """
    names = [f"{ANNEX_NAMES[column][0]} {ANNEX_NAMES[column][1]}" for column in columns]
    head = [Cell(text, scope="col") for text in ("指标 Indicator", "单位 Unit", *names)]
    body = [
        [
            Cell(row["label"], scope="row"),
            Cell(row["unit"] or "", css="unit"),
            *(value(str(row["position"]), column) for column in columns),
        ]
        for row in rows
    ]
    return Grid([head], body)
