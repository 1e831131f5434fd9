"""Workbooks for tests, in our own words."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import xlsxwriter

TITLE = "松岭县2023年政府信息公开工作年度报告"
HEAD = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
RULES = ["规章", 1, 0, 11]
NORMS = ["行政规范性文件", 12, 3, 66]


def book(change: Callable[[Any, Any], None] = lambda book, sheet: None) -> bytes:
    """A report with one table; ``change(book, sheet)`` writes on. Row 4 holds 规章, in A to D."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("年报")
        sheet.merge_range(0, 0, 0, 3, TITLE)
        sheet.write_string(1, 0, "二、主动公开政府信息情况")
        for at, row in enumerate((HEAD, RULES, NORMS), 2):
            sheet.write_row(at, 0, row)
        change(made, sheet)
    return out.getvalue()
