"""Local annexes by hand: tables, running text, glued digits, and what is no annex."""

from __future__ import annotations

import pytest

import parsers
from parsers.forms import all_forms
from parsers.forms.annex import column_kind, key_of
from parsers.report import Report

TITLE = "岚泽市人民政府2009年政府信息公开工作年度报告"
PARTS = (
    "<p>一、概述</p><p>本年公开各类信息120条。</p><p>二、主动公开政府信息的情况</p><p>见附表。</p>"
)
HEAD = "<tr><td>指标名称</td><td>计量单位</td><td>2009年度</td><td>历年累计</td></tr>"
ROWS = (
    ("主动公开信息数", "条", "1,205", "4380"),
    ("申请总数", "件", "9", "31"),
    ("当面申请数", "件", "4", "20"),
    ("信函申请数", "件", "5", "11"),
    ("答复总数", "件", "9", "30"),
    ("同意公开数", "件", "6", "22"),
    ("同意部分公开数", "件", "1", "3"),
    ("否决公开数", "件", "2", "5"),
)


def cells(*texts: str) -> str:
    return "<tr>" + "".join(f"<td>{text}</td>" for text in texts) + "</tr>"


def page(table: str, title: str = TITLE) -> Report:
    html = f"<html><body><h1>{title}</h1>{PARTS}{table}</body></html>"
    return parsers.parse(html.encode(), source="page.html", media_type="text/html")


def text(words: str, title: str = TITLE) -> Report:
    data = f"{title}\n一、概述\n见附表。\n二、主动公开政府信息的情况\n见附表。\n{words}"
    return parsers.parse(data.encode(), source="page.txt", media_type="text/plain")


def rows(report: Report) -> list[tuple[object, ...]]:
    return [(row.label, row.unit, row.this_year, row.cumulative) for row in report.annex]


def notes(report: Report) -> set[tuple[str, str, str, str]]:
    return {(note.row, note.column, note.raw, note.status) for note in report.cells}


def test_a_table_with_units_and_two_value_columns() -> None:
    report = page("<table>" + HEAD + "".join(cells(*row) for row in ROWS) + "</table>")
    assert rows(report)[0] == ("主动公开信息数", "条", 1205, 4380)
    assert rows(report)[7] == ("否决公开数", "件", 2, 5)
    assert len(report.annex) == len(ROWS)
    assert (report.form, report.tables, report.cells) == ("v2008", {}, [])
    assert "table_missing" not in {problem.code for problem in report.problems}


def test_columns_follow_their_headers_not_their_place() -> None:
    head = cells("历年累计", "单位", "指标", "本年度", "上年度")
    body = cells("31", "件", "申请总数", "9", "8") + cells("12", "件", "答复总数", "7", "6")
    body += cells("4380", "条", "主动公开信息数", "1205", "900")
    assert rows(page(f"<table>{head}{body}</table>")) == [
        ("申请总数", "件", 9, 31),
        ("答复总数", "件", 7, 12),
        ("主动公开信息数", "条", 1205, 4380),
    ]


def test_a_header_of_two_rows_and_groups_that_span_rows() -> None:
    head = (
        '<tr><th rowspan="2" colspan="2">指标名称</th><th rowspan="2">代码</th>'
        '<th colspan="2">统计数</th><th rowspan="2">备注</th></tr>'
        "<tr><th>本期实际</th><th>本年累计</th></tr>"
    )
    body = (
        '<tr><td colspan="2">主动公开信息数</td><td>01</td><td>5</td><td>9</td>'
        '<td rowspan="3">按月填报</td></tr>'
        '<tr><td rowspan="2">依申请</td><td>申请总数</td><td>10</td><td>2</td><td>3</td></tr>'
        "<tr><td>1.当面申请</td><td>11</td><td></td><td>/</td></tr>"
    )
    report = page(f"<table>{head}{body}</table>")
    assert rows(report) == [
        ("主动公开信息数", None, 5, 9),
        ("申请总数", None, 2, 3),
        ("1.当面申请", None, None, None),
    ]
    assert notes(report) == {("2", "this_year", "", "blank"), ("2", "cumulative", "/", "dash")}
    # 本期实际 and 本年累计 are filed as the domain reference has them, and that is said.
    assert "annex_columns" in {problem.code for problem in report.problems}


def test_the_year_to_date_alone_is_this_years_figure() -> None:
    head = cells("项目", "单位", "本年累计", "历年累计")
    report = page("<table>" + head + "".join(cells(*row) for row in ROWS) + "</table>")
    assert rows(report)[1] == ("申请总数", "件", 9, 31)
    report = page(
        "<table>"
        + cells("项目", "本年累计")
        + "".join(cells(row[0], row[2]) for row in ROWS)
        + "</table>"
    )
    assert rows(report)[1] == ("申请总数", None, 9, None)


def test_of_several_years_the_one_reported_on_is_read() -> None:
    head = cells("指标", "2008年", "2009年", "2010年")
    body = "".join(cells(label, "1", now, "3") for label, _, now, _ in ROWS)
    assert rows(page(f"<table>{head}{body}</table>"))[2] == ("当面申请数", None, 4, None)
    other = page(f"<table>{head.replace('2009', '2011')}{body}</table>")
    assert rows(other)[2] == ("当面申请数", None, None, None)
    assert ("2", "this_year") in {(row, column) for row, column, _, _ in notes(other)}


def test_a_number_that_spans_both_columns_is_in_neither() -> None:
    body = "".join(cells(*row) for row in ROWS)
    body += '<tr><td>行政复议数</td><td>件</td><td colspan="2">3</td></tr>'
    report = page(f"<table>{HEAD}{body}</table>")
    assert rows(report)[-1] == ("行政复议数", "件", None, None)
    assert ("8", "cumulative", "3", "ambiguous") in notes(report)


def test_a_row_with_a_cell_too_many_is_not_read() -> None:
    body = "".join(cells(*row) for row in ROWS) + cells("行政复议数", "件", "1", "2", "3")
    report = page(f"<table>{HEAD}{body}</table>")
    assert rows(report)[-1] == ("行政复议数", "件", None, None)
    assert {status for row, _, _, status in notes(report) if row == "8"} == {"ambiguous"}


def test_headings_footers_and_other_tables_are_no_rows() -> None:
    other = "<table>" + cells("项目名称", "本年度", "累计") + cells("河堤加固", "3", "8")
    other += cells("路灯更换", "20", "60") + cells("学校修缮", "2", "5") + "</table>"
    body = '<tr><td colspan="4">一、公开情况</td></tr>' + "".join(cells(*row) for row in ROWS)
    body += cells("填报人：周某", "", "审核人：李某", "2010")
    report = page(f"{other}<table>{HEAD}{body}</table>")
    assert [row.label for row in report.annex] == [row[0] for row in ROWS]


def test_several_annexes_follow_one_another() -> None:
    first, second = "".join(cells(*r) for r in ROWS[:4]), "".join(cells(*r) for r in ROWS[4:])
    report = page(f"<table>{HEAD}{first}</table><p>续表</p><table>{HEAD}{second}</table>")
    assert [row.label for row in report.annex] == [row[0] for row in ROWS]
    assert all("1,205" not in section.narrative for section in report.sections)


def test_two_halves_side_by_side() -> None:
    head = cells("指标", "数量", "指标", "数量")
    body = "".join(cells(a[0], a[2], b[0], b[2]) for a, b in zip(ROWS[:4], ROWS[4:], strict=True))
    report = page(f"<table>{head}{body}</table>")
    assert [(row.label, row.this_year) for row in report.annex] == [
        (label, int(now.replace(",", ""))) for label, _, now, _ in ROWS
    ]


@pytest.mark.parametrize("separator", ["\n", " ", "|", "\t", " | "])
def test_running_text_with_any_separator(separator: str) -> None:
    lines = [("指标名称", "计量单位", "本年度", "历年累计"), *ROWS]
    ends = "\n" if separator.strip() or separator == "\t" else separator
    report = text(ends.join(separator.join(line) for line in lines))
    assert rows(report)[0] == ("主动公开信息数", "条", 1205, 4380)
    assert rows(report)[7] == ("否决公开数", "件", 2, 5)
    assert len(report.annex) == len(ROWS)


def test_a_blank_that_left_no_trace_leaves_the_row_unread() -> None:
    report = text(
        "指标\n单位\n本年度\n累计\n主动公开信息数\n条\n5\n9\n申请总数\n件\n7\n答复总数\n件\n6\n8"
    )
    assert rows(report)[1] == ("申请总数", "件", None, None)
    assert ("1", "this_year", "7", "ambiguous") in notes(report)
    assert rows(report)[2] == ("答复总数", "件", 6, 8)


def test_digits_glued_to_one_value_column_are_plain() -> None:
    report = text("指标名称计量单位本年度主动公开信息数条1234申请总数件12答复总数件0")
    assert [row.this_year for row in report.annex] == [1234, 12, 0]
    assert report.cells == []


def test_two_columns_run_together_are_read_only_where_one_cut_exists() -> None:
    report = text("指标名称单位本年度历年累计主动公开信息数条12345678申请总数件06答复总数件40")
    assert rows(report) == [
        ("主动公开信息数", "条", None, None),
        ("申请总数", "件", 0, 6),
        ("答复总数", "件", None, None),  # or one 40, its neighbour blank
    ]
    assert ("0", "this_year", "12345678", "ambiguous") in notes(report)
    assert ("1", "cumulative", "06", "solved") in notes(report)


def test_a_lost_blank_doubts_every_cut() -> None:
    report = text("指标名称单位本年度历年累计主动公开信息数条56申请总数件7答复总数件40")
    assert all(row.this_year is None for row in report.annex)
    assert {status for _, _, _, status in notes(report)} == {"ambiguous"}


def test_a_code_behind_the_label_is_no_digit_of_the_value() -> None:
    report = text(
        "指标名称代码计量单位本年度主动公开信息数01条7申请总数02件125答复总数03件12免予公开范围104件6"
    )
    assert rows(report) == [
        ("主动公开信息数", "条", 7, None),
        ("申请总数", "件", 125, None),
        ("答复总数", "件", 12, None),
        ("免予公开范围1", "件", 6, None),
    ]


def test_a_code_before_the_label_ends_the_row_above() -> None:
    report = text("序号指标名称单位本年度01主动公开信息数条702申请总数件12503答复总数件12")
    assert [row.this_year for row in report.annex][:2] == [7, 125]


def test_a_header_that_can_be_read_in_two_ways_decides_nothing() -> None:
    report = text("指标名称单位本年累计主动公开信息数条12申请总数件34答复总数件56")
    assert all(row.this_year is None for row in report.annex)


def test_the_channels_and_outcomes_are_added_up() -> None:
    report = page("<table>" + HEAD + "".join(cells(*row) for row in ROWS) + "</table>")
    told = {(c.id, c.where): (c.outcome, c.left, c.right, c.severity) for c in report.checks}
    assert told == {
        ("L-REQ", "this_year"): ("pass", 9, 9, "WARN"),
        ("L-REQ", "cumulative"): ("pass", 31, 31, "WARN"),
        ("L-REPLY", "this_year"): ("pass", 9, 9, "WARN"),
        ("L-REPLY", "cumulative"): ("pass", 30, 30, "WARN"),
    }


def test_a_sum_that_fails_is_a_hint_and_changes_nothing() -> None:
    body = "".join(cells(*row) for row in ROWS).replace(">4<", ">3<", 1)
    report = page(f"<table>{HEAD}{body}</table>")
    failed = [check for check in report.checks if check.outcome == "fail"]
    assert [(c.id, c.left, c.right, c.suspect) for c in failed] == [("L-REQ", 9, 8, "source")]
    assert rows(report)[1:3] == [("申请总数", "件", 9, 31), ("当面申请数", "件", 3, 20)]


def test_a_blank_total_cannot_be_assessed() -> None:
    body = "".join(cells(*row) for row in ROWS).replace(">9<", "><", 1)
    report = page(f"<table>{HEAD}{body}</table>")
    told = {(c.id, c.where): c.outcome for c in report.checks}
    assert told["L-REQ", "this_year"] == "not_assessable"
    assert told["L-REQ", "cumulative"] == "pass"


@pytest.mark.parametrize(
    "table",
    [
        "<table>"
        + cells("栏目", "数量")
        + cells("通知公告", "12")
        + cells("政策文件", "5")
        + "</table>",
        "<table>"
        + cells("单位", "本年度")
        + cells("财政局", "12")
        + cells("教育局", "5")
        + "</table>",
        "<p>项目数量较多，申请总数9件，答复总数9件，本年度主动公开信息数累计1205条。</p>",
        "<table>" + cells("首页", "信息公开", "依申请公开", "咨询投诉") + "</table>",
    ],
)
def test_other_tables_and_sentences_are_no_annex(table: str) -> None:
    report = page(table)
    assert report.annex == []
    assert report.form is None


def test_an_annex_alone_needs_more_rows_than_one_in_a_report() -> None:
    short = "<table>" + HEAD + "".join(cells(*row) for row in ROWS[:3]) + "</table>"
    assert len(page(short).annex) == 3
    assert page(short, title="信息公开栏目").annex == []
    whole = "<table>" + HEAD + "".join(cells(*row) for row in ROWS) + "</table>"
    alone = page(whole, title="信息公开栏目")
    assert alone.is_report
    assert len(alone.annex) == len(ROWS)


def test_decimals_keep_the_unit_that_is_printed() -> None:
    body = "".join(cells(*row) for row in ROWS) + cells("收费总额", "元", "12.5", "300元")
    assert rows(page(f"<table>{HEAD}{body}</table>"))[-1] == ("收费总额", "元", 12.5, 300)
    body = "".join(cells(*row) for row in ROWS) + cells("收费总额", "万元", "12.5元", "30%")
    assert rows(page(f"<table>{HEAD}{body}</table>"))[-1] == ("收费总额", "万元", None, None)


def test_every_cell_knows_where_it_stands() -> None:
    report = page("<table>" + HEAD + "".join(cells(*row) for row in ROWS) + "</table>")
    assert {key for key in report.origins if key.startswith("annex.3.")} == {
        "annex.3.this_year",
        "annex.3.cumulative",
    }


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("2009年度", "this_year"),
        ("本年度（件）", "this_year"),
        ("当年数", "this_year"),
        ("历年累计", "cumulative"),
        ("自2008年5月1日以来累计", "cumulative"),
        ("本年累计", "year_to_date"),
        ("本期实际", "period"),
        ("上年同期", "previous"),
        ("计量单位", "unit"),
        ("序号", "code"),
        ("指标 名称", "label"),
        ("年度工作", None),
        ("", None),
    ],
)
def test_headers_by_their_wording(header: str, kind: str | None) -> None:
    assert column_kind(header) == kind


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("申请总数", "requests"),
        ("（一）1.当面申请", "request_channel"),
        ("其中：（5）免于公开范围1", "denial_reason"),
        ("3.否决公开总数（件）", "denied"),
        ("路灯更换", None),
    ],
)
def test_labels_by_their_core(label: str, key: str | None) -> None:
    assert key_of(label) == key


def test_the_annexes_are_no_national_form() -> None:
    assert "v2008" not in {form.id for form in all_forms()}


@pytest.mark.parametrize(
    "hostile",
    [
        "指标名称单位本年度历年累计" + "7" * 300_000,
        "指标名称单位本年度历年累计" + "申请总数件7" * 20_000,
        "公开申请本年单位" * 30_000,
        "指标 单位 本年度 累计 公开 申请 " + "申请总数 " * 40_000,
        '<table><tr><td rowspan="9999" colspan="9999">申请</td></tr>' * 300 + "公开本年",
        "<table><tr>" + "<td>指标</td><td>公开申请本年度</td>" * 3_000,
    ],
)
def test_hostile_annexes_end(hostile: str) -> None:
    report = parsers.parse(hostile.encode(), source="x")
    assert "parser_error" not in {problem.code for problem in report.problems}


@pytest.mark.parametrize(
    ("head", "this_year", "cumulative"),
    [
        (("2009年度", "历年累计"), 7, 20),
        (("2008年度", "历年累计"), None, 20),
        (("2009年度", "截至2008年底累计"), 7, None),
        (("2009年度", "2008年5月1日以来累计"), 7, 20),
        (("2008年累计", "历年累计"), None, 20),
        (("本年度", "历年累计"), 7, 20),
    ],
)
@pytest.mark.parametrize("shape", ["html", "lines"])
def test_a_column_of_another_year_is_not_this_years(head, this_year, cumulative, shape) -> None:
    table = [("指标名称", "单位", *head)]
    table += [(name, "件", "7", "20") for name in ("主动公开信息数", "申请总数", "答复总数")]
    if shape == "html":
        lines = ("".join(f"<td>{cell}</td>" for cell in line) for line in table)
        report = page("<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>")
    else:
        report = text("\n".join(cell for line in table for cell in line))
    assert {row[2:] for row in rows(report)} == {(this_year, cumulative)}
    told = [p for p in report.problems if (p.code, p.where) == ("year_conflict", "annex")]
    assert bool(told) == (None in (this_year, cumulative))


@pytest.mark.parametrize(
    ("run", "values"),
    [("00", (0, 0)), ("05", (0, 5)), ("20", (None, None)), ("105", (None, None))],
)
def test_a_cut_that_could_be_one_number_and_a_blank_is_none(run, values) -> None:
    report = text(f"指标名称单位本年度历年累计主动公开信息数条00申请总数件{run}答复总数件00")
    assert rows(report)[1][2:] == values


def test_an_annex_whose_caption_names_another_year_is_told() -> None:
    caption = "<p>政府信息公开情况统计表（2008年度）</p>"
    report = page(caption + "<table>" + HEAD + "".join(cells(*row) for row in ROWS) + "</table>")
    assert ("year_conflict", "annex") in {(p.code, p.where) for p in report.problems}


@pytest.mark.parametrize("part", ["本季度", "本月", "第四季度", "下半年"])
def test_a_part_of_the_year_is_not_this_years_figure(part) -> None:
    head = f"<tr><td>指标名称</td><td>单位</td><td>{part}</td><td>本年累计</td></tr>"
    report = page("<table>" + head + "".join(cells(*row) for row in ROWS) + "</table>")
    assert rows(report)[0] == ("主动公开信息数", "条", 4380, None)
