"""Table 3 with two years under each column: the later one is the report's."""

from __future__ import annotations

import pytest

import parsers
from tests.parsers.flat_reports import END, ROWS, TITLE, codes, differing, figures

_FIVE = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]


def _page(heads: list[str], rows: dict[str, list[int]], last: int) -> parsers.Report:
    """``last``: which of the columns holds the report's year; the others hold another figure."""
    wide = len(heads)
    head = (
        f'<tr><td rowspan="4">项目</td><td colspan="{7 * wide}">申请人情况</td></tr>'
        f'<tr><td rowspan="2" colspan="{wide}">自然人</td><td colspan="{5 * wide}">法人或其他组织'
        f'</td><td rowspan="2" colspan="{wide}">总计</td></tr>'
        f"<tr>{''.join(f'<td colspan={wide}>{name}</td>' for name in _FIVE)}</tr>"
        f"<tr>{''.join(f'<td>{name}</td>' for name in heads * 7)}</tr>"
    )
    body = ""
    for key, label in ROWS:
        cells = [[str(value + 3)] * wide for value in rows[key]]
        for cell, value in zip(cells, rows[key], strict=True):
            cell[last] = str(value)
        shown = "".join(f"<td>{text}</td>" for cell in cells for text in cell)
        body += f"<tr><td>{label}</td>{shown}</tr>"
    document = f"<html><body><h1>{TITLE}</h1><table>{head}{body}</table><p>{END}</p></body></html>"
    return parsers.parse(document.encode(), source="t.html")


@pytest.mark.parametrize(
    ("heads", "last"),
    [
        (["2023年", "2022年"], 0),
        (["2022年", "2023年"], 1),
        (["2022年度", "2023年度", "同比"], 1),
        (["2021", "2022", "2023"], 2),
    ],
)
def test_the_later_year_is_read(heads, last):
    rows = figures()
    report = _page(heads, rows, last)
    assert differing(report, rows) == {"wrong": 0, "null": 0}
    assert ("columns_added", "info") in codes(report)


def test_a_plan_for_a_year_to_come_is_no_years_column():
    report = _page(["2023年", "2024年计划"], figures(), 0)
    assert differing(report, figures())["wrong"] == 0
