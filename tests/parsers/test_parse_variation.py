"""A sample page, changed the way real pages differ: numbers stay right, or are told."""

import re

import pytest

import fixtures
import parsers

PAGE, EXPECTED = next(
    (page, expected)
    for page, expected in fixtures.report_files()
    if "scjgj" in expected["url"] and expected["year"] == 2022
)
HTML = PAGE.read_bytes().decode("utf-8")


def read(html: str) -> parsers.Report:
    return parsers.parse(html.encode("utf-8"), source="page", url=EXPECTED["url"])


def codes(report: parsers.Report) -> set[str]:
    return {problem.code for problem in report.problems}


def replaced(old: str, new: str) -> str:
    assert old in HTML
    return HTML.replace(old, new)


def row_of(label: str) -> str:
    found = re.search(rf"<tr[^>]*>(?:(?!</tr>).)*?{label}.*?</tr>", HTML, re.DOTALL)
    assert found
    return found.group(0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("其他法律行政法规禁止公开", "法律行政止公开"),
        ("其他法律行政法规禁止公开", "其他法律、行政法规禁止公开"),
        ("属于国家秘密", "属于国家秘密的（请按实际情况填写，没有则填0）"),
        ("“三安全一稳定”", "三安全一稳定"),
        ("（七）总计", "（七）合计"),
        ("（四）无法提供", "（四）无<br>法提供"),
        ("重复申请", "重覆申请"),
        ("结果维持", "结果<br>维持"),
        ("3.其他", "3、其它"),
        ("本年新收政府信息公开申请数量", "本年新收政府信息公开<br>申请数量"),
        ("现行有效件数", "现行有效<br/>件 数"),
        ("第二十条第（一）项", "第二十条 第（一）项"),
    ],
)
def test_a_label_in_other_words_costs_no_cell(old, new):
    assert read(replaced(old, new)).tables == EXPECTED["tables"]


@pytest.mark.parametrize(
    ("key", "new"),
    [
        ("requests", "收到和处理政府信息公开的申请情况"),
        ("review_litigation", "因政府信息公开工作被申请行政复议、提起行政诉讼的情况"),
        ("review_litigation", "政府信息公开引发行政复议和行政诉讼情况"),
        ("review_litigation", "因政府信息公开申请行政复议、提起行政诉讼的情况"),
        ("problems", "存在的不足及改进措施"),
        ("problems", "存在的主要问题及下一步工作打算"),
        ("other_matters", "其他需要说明的事项"),
        ("overview", "工作基本情况"),
        ("proactive", "行政机关主动公开政府信息情况"),
    ],
)
def test_headings_vary(key, new):
    old = next(s["heading"] for s in EXPECTED["sections"] if s["key"] == key)
    report = read(replaced(f"、{old}", f"、{new}"))
    assert [section.key for section in report.sections] == [s["key"] for s in EXPECTED["sections"]]
    assert next(s for s in report.sections if s.key == key).heading == new


def test_a_missing_row_is_null_and_told():
    report = read(replaced(row_of("重复申请"), ""))
    assert set(report.tables["requests"]["not_processed_repeat"].values()) == {None}
    assert any(
        p.code == "row_missing" and p.where == "requests.not_processed_repeat"
        for p in report.problems
    )
    others = {
        row: cells
        for row, cells in EXPECTED["tables"]["requests"].items()
        if row != "not_processed_repeat"
    }
    assert {
        row: cells
        for row, cells in report.tables["requests"].items()
        if row != "not_processed_repeat"
    } == others


def test_an_added_row_is_told_and_moves_nothing():
    row = row_of("重复申请")
    added = re.sub(r">\d+<", ">7<", row.replace("2.重复申请", "行政检查事项"))
    report = read(replaced(row, row + added))
    assert report.tables == EXPECTED["tables"]
    assert "row_unknown" in codes(report)


def test_a_missing_table_is_absent_and_told():
    report = read(re.sub(r"<table.*?结果维持.*?</table>", "", HTML, flags=re.DOTALL))
    assert "review_litigation" not in report.tables
    assert ("table_missing", "review_litigation") in {(p.code, p.where) for p in report.problems}


def test_a_wrong_number_in_the_source_is_read_as_printed_and_reported():
    row = row_of("重复申请")
    value = EXPECTED["tables"]["requests"]["not_processed_repeat"]["total"]
    head, _, tail = row.rpartition(f">{value}<")
    report = read(replaced(row, f"{head}>{value + 40}<{tail}"))
    assert report.tables["requests"]["not_processed_repeat"]["total"] == value + 40
    failed = {(c.id, c.where): c for c in report.checks if c.outcome == "fail"}
    assert ("T3-ROW", "not_processed_repeat") in failed
    assert ("T3-TOT", "total") in failed
    assert {check.suspect for check in failed.values()} == {"source"}


def test_blank_and_dash_are_not_nought():
    row = row_of("重复申请")
    blank = re.sub(r">\d+<", "><", row)
    report = read(replaced(row, blank))
    assert set(report.tables["requests"]["not_processed_repeat"].values()) == {None}
    assert {n.status for n in report.cells if n.row == "not_processed_repeat"} == {"blank"}
    outcomes = {c.where: c.outcome for c in report.checks if c.id == "T3-ROW"}
    assert outcomes["not_processed_repeat"] == "not_assessable"


def test_a_cell_too_few_is_never_guessed():
    row = row_of("一、本年新收")
    short = re.sub(r"<td[^>]*>\s*\d+\s*</td>", "", row, count=1)
    assert short != row
    report = read(replaced(row, short))
    received = report.tables["requests"]["received"]
    truth = EXPECTED["tables"]["requests"]["received"]
    told = {n.column for n in report.cells if n.row == "received"}
    wrong = {c for c, value in received.items() if value is not None and value != truth[c]}
    assert wrong <= told
    assert any(p.code in ("ambiguous_cells", "row_missing") for p in report.problems)


def test_hidden_text_is_not_read():
    report = read(
        replaced(
            "<body",
            '<div style="display:none">一、本年新收政府信息公开申请数量 9 9 9 9 9 9 9</div><body',
        )
    )
    assert report.tables == EXPECTED["tables"]


def test_a_page_deeper_than_the_html_parser_goes_is_still_read():
    deep = replaced("<body", f"<body>{'<font>' * 5000}<p")
    report = read(deep)
    assert report.tables == EXPECTED["tables"]


def test_columns_are_read_by_their_header_and_moved_ones_never_summed():
    moved = HTML.replace("商业企业", "甲").replace("科研机构", "商业企业").replace("甲", "科研机构")
    row = row_of("一、本年新收")
    report = read(moved)
    assert "columns_moved" in codes(report)
    got, truth = (
        t["received"] for t in (report.tables["requests"], EXPECTED["tables"]["requests"])
    )
    assert (got["research"], got["business"]) == (truth["business"], truth["research"])
    short = re.sub(r"<td[^>]*>\s*\d+\s*</td>", "", row, count=1)
    report = read(moved.replace(row, short))
    assert set(report.tables["requests"]["received"].values()) == {None}
