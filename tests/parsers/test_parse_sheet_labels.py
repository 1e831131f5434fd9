"""Labels of rows in a workbook: figures beside two of them, and labels that look like headings."""

from __future__ import annotations

import sys

import pytest

from parsers.forms import load
from parsers.spreadsheet.hiding import Hidden
from parsers.spreadsheet.sheet import Sheet, blocks_of
from tests.parsers.sheets import HEAD, RULES, TITLE, book
from tests.parsers.test_parse_spreadsheet import firsts, noted, parse, pasted, rows_of


@pytest.mark.parametrize(
    "labels",
    [
        ("规章", "行政规范性文件"),
        ("规章", "行政规范性文件（件）"),
        ("规章", "行政规范", "性文件"),
        ("规章", "地方性法规"),
        ("行政许可", "其他对外管理服务事项"),
        ("行政处罚", "行政强制"),
        ("国家秘密", "其他"),
        ("主动公开信息", "其中：政府网站公开"),
        ("主动公开信息", "１．政府网站公开"),
    ],
)
def test_a_figure_beside_two_labels_makes_no_label_of_them(labels):
    assert firsts(pasted(*labels))[0] == (labels[0], 1)


@pytest.mark.parametrize(
    "lines",
    [
        ("行政", "规范性文件"),
        ("2.没有现成信息需要", "另行制作"),
        ("（二）部分公开", "（区分处理的，只计这一情形，不计", "其他情形）"),
        ("5.要求行政机关", "确认或重新出具", "已获取信息"),
        ("二、上年结转", "政府信息公开申请数量"),
        ("2.其他", "法律行政法规禁止公开"),
    ],
)
def test_a_label_whose_lines_look_like_labels_is_one(lines):
    assert firsts(pasted(*lines))[0] == ("\n".join(lines), len(lines))


def test_figures_over_two_rows_are_no_figures_of_the_second():
    def merge(_, sheet):
        sheet.write_row(3, 0, ["规章", "", "", ""])
        sheet.write_row(4, 0, ["行政规范性文件", "", "", ""])
        for column, figure in enumerate((12, 3, 66), 1):
            sheet.merge_range(3, column, 4, column, figure)

    report = parse(book(merge))
    assert rows_of(report, "rules", "normative_documents") == [[None] * 3, [None] * 3]
    assert {status for status, _ in noted(report).values()} == {"unreadable"}
    assert len(noted(report, "normative_documents")) == 3
    assert "row_empty" in {problem.code for problem in report.problems}


def test_a_figure_over_rows_of_several_labels_is_nobodys():
    def merge(_, sheet):
        sheet.merge_range("B4:B5", 7)

    report = parse(book(merge))
    assert rows_of(report, "rules") == [[None, 0, 11]]
    assert noted(report)["made"] == ("unreadable", None)
    assert rows_of(report, "normative_documents")[0][0] is None


def test_a_figure_as_high_as_its_label_is_read():
    def merge(_, sheet):
        for column, text in enumerate(("行政规范性文件", 12, 3, 66)):
            sheet.merge_range(4, column, 6, column, text)

    assert rows_of(parse(book(merge)), "normative_documents") == [[12, 3, 66]]


def requests(blank: str) -> Sheet:
    """Table 3 in cells, one row with its label alone."""
    table = load("v2021").tables["requests"]
    head = ["", *(column.label for column in table.columns)]
    lines = [[TITLE], ["三、收到和处理政府信息公开申请情况"], head]
    lines += [[row.label, *([] if row.key == blank else "1111116")] for row in table.rows]
    texts = {(r, c): text for r, line in enumerate(lines) for c, text in enumerate(line) if text}
    return Sheet("s", texts)


@pytest.mark.parametrize("blank", ["received", "carried_over", "carried_forward"])
def test_a_label_numbered_like_a_heading_ends_no_table(blank):
    found = blocks_of(requests(blank), 0)
    assert {block.table for block in found if block.is_cell} == {0}
    assert len([block for block in found if not block.is_cell]) == 2


def test_a_heading_ends_a_table():
    lines = (HEAD, RULES, ["三、收到和处理政府信息公开申请情况"], HEAD, RULES)
    texts = {(r, c): str(text) for r, line in enumerate(lines) for c, text in enumerate(line)}
    assert {block.table for block in blocks_of(Sheet("s", texts), 0)} == {0, -1, 1}


def test_hidden_places_are_counted():
    hidden = Hidden({0, 3, 4, 9})
    seen = [at for at in range(20) if at not in hidden]
    assert [hidden.seen_at(at) for at in seen] == list(range(len(seen)))
    assert [hidden.in_file(at) for at in range(len(seen))] == seen
    assert Hidden().in_file(7) == Hidden().seen_at(7) == 7


def steps(hidden: int) -> int:
    """How many calls the blocks of so many hidden rows, and as many that are seen, take."""
    texts = {(row, column): "1" for row in range(hidden, 2 * hidden) for column in (0, 2)}
    sheet = Sheet("s", texts, hidden_rows=Hidden(range(hidden)))
    count = 0

    def tick(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tick)
    try:
        blocks_of(sheet, 0)
    finally:
        sys.setprofile(None)
    return count


def test_hidden_rows_cost_each_cell_nothing():
    small, large = steps(100), steps(400)
    assert large <= 5 * small
