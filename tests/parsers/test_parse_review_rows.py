"""Table 4 with several rows: last year's, changes, a total of several offices, column numbers."""

from __future__ import annotations

import pytest

import parsers
from tests.parsers.flat_reports import END, PART_3, TABLE_2, TITLE, codes, figures, read, table_3

_THIS = [0, 1, 4, 0, 5, 0, 0, 3, 0, 3, 2, 0, 0, 2, 4]
_LAST = [1, 1, 0, 0, 2, 0, 2, 0, 0, 2, 0, 0, 0, 0, 0]
_SUM = [a + b for a, b in zip(_THIS, _LAST, strict=True)]
_CHANGE = [a - b for a, b in zip(_THIS, _LAST, strict=True)]
_FIVE = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
_HEAD = [["行政复议", "行政诉讼"], [*_FIVE, "未经复议直接起诉", "复议后起诉"], [*_FIVE, *_FIVE]]

Rows = list[tuple[str, list[int]]]


def _text(rows: Rows, between: str, after: str) -> parsers.Report:
    own = figures()
    table = table_3(lambda k, label: "\t".join((label, *map(str, own[k]))))
    lines = [*_HEAD, *([label, *map(str, row)] for label, row in rows)]
    shown = after.join(between.join(filter(None, line)) for line in lines)
    part = "四、政府信息公开行政复议、行政诉讼情况\n"
    return read(TABLE_2, PART_3, table, f"{part}{shown}\n五、存在的主要问题\n无。")


def _page(rows: Rows) -> parsers.Report:
    wide, five = '<td colspan="5">', "".join(f"<td>{name}</td>" for name in _FIVE)
    head = (
        f'<tr><td rowspan="3">项目</td>{wide}行政复议</td><td colspan="10">行政诉讼</td></tr>'
        f"<tr>{five.replace('<td', '<td rowspan=2')}{wide}未经复议直接起诉</td>"
        f"{wide}复议后起诉</td></tr><tr>{five}{five}</tr>"
    )
    body = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in (label, *row))}</tr>" for label, row in rows
    )
    document = f"<html><body><h1>{TITLE}</h1><table>{head}{body}</table><p>{END}</p></body></html>"
    return parsers.parse(document.encode(), source="t.html")


def _values(report: parsers.Report) -> list[object]:
    return [v for row in report.tables["review_litigation"].values() for v in row.values()]


_SHAPES: list[tuple[Rows, list[int]]] = [
    ([("上年数", _LAST), ("本年数", _THIS)], _THIS),
    ([("上年数", _LAST), ("本年数", _THIS), ("增减", _CHANGE)], _THIS),
    ([("2022年", _LAST), ("2023年", _THIS)], _THIS),
    ([("2023年", _THIS), ("2022年", _LAST)], _THIS),
    ([("局机关", _THIS), ("下属单位", _LAST), ("合计", _SUM)], _SUM),
    ([("", list(range(1, 16))), ("", _THIS)], _THIS),
]


@pytest.mark.parametrize(("rows", "true"), _SHAPES)
def test_the_row_that_counts_is_read_in_a_table_of_cells(rows, true):
    assert _values(_page(rows)) == true
    assert _values(_text(rows, "\t", "\n")) == true


@pytest.mark.parametrize("rows", [rows for rows, true in _SHAPES if true is _THIS][:4])
@pytest.mark.parametrize(("between", "after"), [(" ", " "), ("\n", "\n"), ("", "")])
def test_no_figure_of_last_year_passes_for_this_years_in_running_text(rows, between, after):
    report = _text(rows, between, after)
    got = _values(report) if "review_litigation" in report.tables else []
    assert got in ([], _THIS, [None] * 15)
    assert (
        got == _THIS
        or codes(report, "review_litigation")
        or codes(report, "review_litigation.review")
    )


def test_a_total_that_is_not_the_sum_of_the_rows_is_not_believed():
    rows = [("局机关", _THIS), ("下属单位", _LAST), ("合计", _THIS)]
    assert set(_values(_page(rows))) == {None}


def test_last_years_row_alone_gives_nothing():
    report = _text([("上年数", _LAST)], " ", " ")
    assert set(_values(report)) <= {None}
    assert ("table_empty", "warning") in codes(report, "review_litigation")
