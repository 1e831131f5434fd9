"""Flattened reports for tests, in our own words: every sum of table 3 holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import parsers
from parsers import forms

FORM = forms.load("v2021")
COLUMNS = [column.key for column in FORM.tables["requests"].columns]
ROWS = [(row.key, row.label) for row in FORM.tables["requests"].rows]
_GROUPS = {
    "granted": "三、本年度办理结果",
    "denied_state_secret": "（三）不予公开",
    "unavailable_not_held": "（四）无法提供",
    "not_processed_petition": "（五）不予处理",
    "other_not_supplemented": "（六）其他处理",
}
TITLE = "松岭县水务局2023年政府信息公开工作年度报告"
TABLE_2 = """二、主动公开政府信息情况
第二十条第（一）项
信息内容
本年制发件数
本年废止件数
现行有效件数
规章
0
0
0
行政规范性文件
13
1
22
第二十条第（五）项
信息内容
本年处理决定数量
行政许可
812
第二十条第（六）项
信息内容
本年处理决定数量
行政处罚
44
行政强制
7
第二十条第（八）项
信息内容
本年收费金额（单位：万元）
行政事业性收费
15.5
"""
PART_3 = "三、收到和处理政府信息公开申请情况\n"
END = (
    "四、政府信息公开行政复议、行政诉讼情况\n无。\n五、存在的主要问题及改进情况\n队伍建设有待加强。"
)

Figures = dict[str, list[int]]


def figures() -> Figures:
    """Another row's figures for each row of table 3."""
    found: Figures = {}
    for at, (key, _) in enumerate(ROWS[2:-2]):
        parts = [at % 4, (at + 1) % 3, 0, at % 2, 0, 12 * (at % 5 == 0)]
        found[key] = [*parts, sum(parts)]
    processed = [sum(column) for column in zip(*found.values(), strict=True)]
    carried = [2, 0, 0, 1, 0, 0, 3]
    received = [whole - part for whole, part in zip(processed, carried, strict=True)]
    rest = {"total_processed": processed, "carried_forward": [0] * 7}
    return {"received": received, "carried_over": carried, **found, **rest}


def table_3(row: Callable[[str, str], str], *, groups: bool = True) -> str:
    """The table, each row made of its key and label."""
    lines = []
    for key, label in ROWS:
        if groups and key in _GROUPS:
            lines.append(_GROUPS[key])
        lines.append(row(key, label))
    return "\n".join(lines) + "\n"


def read(*parts: str) -> parsers.Report:
    text = "".join((TITLE, "\n发布时间：2024-01-18\n一、总体情况\n坚持依法公开。\n", *parts))
    return parsers.parse(text.encode(), source="t.txt")


def differing(report: parsers.Report, true: Mapping[str, Sequence[int | None]]) -> dict[str, int]:
    """How many cells of table 3 hold another number, and how many hold none."""
    cells = report.tables["requests"]
    pairs = [
        (cells[key][column], value)
        for key, row in true.items()
        for column, value in zip(COLUMNS, row, strict=True)
    ]
    wrong = sum(found is not None and found != value for found, value in pairs)
    return {"wrong": wrong, "null": sum(found is None for found, _ in pairs)}


def codes(report: parsers.Report, where: str = "requests") -> set[tuple[str, str]]:
    return {(p.code, p.severity) for p in report.problems if p.where == where}
