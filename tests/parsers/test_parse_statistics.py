"""The 2014 table in every shape it comes in: right, or null with a word; never wrong."""

import re

import pytest

import parsers
from parsers.forms import load

TABLE = load("v2014").tables["statistics"]
TITLE = "墨桥市粮食局2016年政府信息公开工作年度报告"
FOOT = "单位负责人：略 审核人：略 填报人：略 联系电话：0999-3310042 填报日期：2017-03-02"
SHAPES = {
    "lines": ("\n", "\n"),
    "spaces": (" ", "\n"),
    "one_line": (" ", " "),
    "tabs": ("\t", "\n"),
    "pipes": ("|", "\n"),
    "glued": ("", ""),
}
FIGURES = {row.key: 0 for row in TABLE.rows} | {
    "disclosed_total": 312, "disclosed_normative": 4, "normative_made": 6, "ch_gazette": 12,
    "ch_website": 300, "ch_wechat": 41, "policy_explainers": 7, "req_received": 23,
    "req_in_person": 2, "req_online": 14, "req_letter": 7, "req_closed": 23,
    "req_closed_on_time": 21, "req_closed_extended": 2, "req_replied": 23, "rep_granted": 11,
    "rep_denied": 3, "den_privacy": 1, "den_other_law": 2, "rep_not_exist": 9, "review_total": 3,
    "review_upheld": 2, "review_corrected": 1, "lit_total": 2, "lit_upheld": 1, "lit_corrected": 1,
    "fees_charged": 0.06, "dedicated_offices": 1, "staff_total": 5, "staff_full_time": 1,
    "staff_part_time": 4, "budget": 2.5, "meetings": 3, "trainings": 1, "trainees": 46,
}  # fmt: skip


def lines(figures=FIGURES, column="统计数"):
    """The table's lines: key, label, unit, figure; headings have no key."""
    found = [(None, "统计指标", "单位", column)]
    groups, shown = {group.key: group for group in TABLE.groups}, set()
    for row in TABLE.rows:
        above, key = [], row.group
        while key in groups and key not in shown:
            shown.add(key)
            above.append(groups[key])
            key = groups[key].parent
        found += [(None, group.label, "——", "") for group in reversed(above)]
        found.append((row.key, row.label, row.unit, str(figures[row.key])))
    return found


def page(cells, shape):
    table = [[text for text in line[1:] if text is not None] for line in cells]
    if shape == "html":
        rows = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in table)
        return f"<html><body><h1>{TITLE}</h1><table>{rows}</table><p>{FOOT}</p></body></html>"
    between, after = SHAPES[shape]
    return f"{TITLE}\n{after.join([*(between.join(row) for row in table), FOOT])}"


def read(cells, shape):
    return parsers.parse(page(cells, shape).encode(), source="x")


def changed(key, *, label=None, unit=None, value=None):
    def change(line):
        old = line[1:]
        new = (label, unit, value)
        return (line[0], *(o if n is None else n for o, n in zip(old, new, strict=True)))

    return [change(line) if line[0] == key else line for line in lines()]


def notes(report):
    return {note.row: note.status for note in report.cells if note.table == "statistics"}


def codes(report):
    return {problem.code for problem in report.problems}


EVERY = [*SHAPES, "html"]


@pytest.mark.parametrize("shape", EVERY)
def test_all_58_indicators_in_every_shape(shape):
    report = read(lines(), shape)
    assert report.tables == {"statistics": FIGURES}
    assert (report.form, report.table_forms) == ("v2014", {"statistics": "v2014"})
    assert [c.id for c in report.checks if c.outcome == "fail"] == []
    assert not notes(report)
    assert set(report.origins) == {f"statistics.{key}.value" for key in FIGURES}


@pytest.mark.parametrize("shape", EVERY)
@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("disclosed_total", "（一）主动公开政府信息数"),
        ("disclosed_total", "（一）主动公开政府信息数（同一信息在几处公开的计1条）"),
        ("req_received", "（一）受理申请数"),
        ("req_received", "(一)收到申请总数（含往年结转2件）"),
        ("req_online", "3、网上申请数"),
        ("req_online", "③网络申请数"),
        ("den_not_gov_info", "不是“条例”所指政府信息"),
        ("den_three_security", "危及国家安全、公共安全、经济安全和社会稳定的"),
        ("lit_upheld", "（一）维持具体行政行为或驳回原告诉讼请求数"),
        ("ch_wechat", "4.政务微信公开政府信息数量"),
        ("policy_explainers", "3.政策解读稿件发布数(含转载)"),
        ("staff_full_time", "1.专职人员数"),
        ("reading_points", "（二）设置政府信息公开查阅点（室）数"),
        ("rep_told_to_amend", "7.告知做出更改、补充数"),
        ("hot_issue_responses", "（一）回应公众关注热点或重大與情数"),
    ],
)
def test_a_label_in_other_words_costs_no_figure(key, label, shape):
    report = read(changed(key, label=label), shape)
    got = report.tables["statistics"]
    assert {k: v for k, v in got.items() if v != FIGURES[k]} in ({}, {key: None})
    if key != "reading_points":
        assert got == FIGURES


@pytest.mark.parametrize("shape", EVERY)
@pytest.mark.parametrize("after", ["req_in_person", "req_letter"])
def test_an_extra_channel_is_told_and_taken_for_no_other(after, shape):
    cells, added = [], (None, "5.电子邮件申请数", "件", "8")
    for line in lines(FIGURES | {"req_received": 31}):
        cells += [line, added] if line[0] == after else [line]
    report = read(cells, shape)
    assert report.tables["statistics"] == FIGURES | {"req_received": 31}
    assert "row_unknown" in codes(report)
    requests = [c for c in report.checks if c.id == "S-REQ"]
    assert [(c.outcome, c.left, c.right) for c in requests] == [("pass", 31, 31)]


@pytest.mark.parametrize("shape", EVERY)
@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("ch_wechat", "4.政务头条公开政府信息数"),
        ("req_closed_extended", "2.超期办结数"),
        ("den_trade_secret", "涉及工作秘密"),
        ("rep_granted", "2.部分同意公开答复数"),
    ],
)
def test_a_row_of_another_meaning_is_taken_for_no_row_of_the_form(key, label, shape):
    report = read(changed(key, label=label, value="999"), shape)
    assert report.tables["statistics"] == FIGURES | {key: None}
    assert {"row_unknown", "row_missing"} <= codes(report)


@pytest.mark.parametrize("shape", EVERY)
def test_rows_that_share_their_words_belong_to_their_heading(shape):
    """被依法纠错数 stands under 四 and 五: without the one heading, to neither."""
    without = [line for line in lines() if line[0] not in ("review_corrected", "review_other")]
    assert read(without, shape).tables["statistics"] == FIGURES | dict.fromkeys(
        ("review_corrected", "review_other")
    )
    renamed = [
        (line[0], "五、法院案件", *line[2:]) if line[0] == "lit_total" else line
        for line in without
        if line[0] != "lit_upheld"
    ]
    got = read(renamed, shape).tables["statistics"]
    for key in ("review_corrected", "review_other", "lit_total"):
        assert got[key] is None


@pytest.mark.parametrize("shape", EVERY)
def test_blanks_and_dashes_are_told_apart(shape):
    empty = changed("ch_weibo", value="")
    empty = [(*line[:3], "—") if line[0] in ("complaints", "lit_other") else line for line in empty]
    report = read(empty, shape)
    expected = FIGURES | dict.fromkeys(("ch_weibo", "complaints", "lit_other"))
    assert report.tables["statistics"] == expected
    assert notes(report) == {"ch_weibo": "blank", "complaints": "dash", "lit_other": "dash"}


@pytest.mark.parametrize("shape", EVERY)
@pytest.mark.parametrize(
    ("unit", "value", "status"),
    [
        ("元", "25000", "unit_converted"),
        ("万元", "25000元", "unit_converted"),
        ("万元", "2.5万元", None),
        ("万元", "2.50", None),
    ],
)
def test_amounts_by_the_unit_that_is_printed(unit, value, status, shape):
    report = read(changed("budget", unit=unit, value=value), shape)
    assert report.tables["statistics"] == FIGURES
    assert notes(report).get("budget") == status


def test_an_amount_without_any_unit_is_the_number_as_written():
    cells = [(line[0], line[1], "" if line[0] else line[2], line[3]) for line in lines()]
    report = read([line[:2] + line[3:] for line in cells], "lines")
    assert report.tables["statistics"]["budget"] == 2.5
    assert notes(report)["budget"] == "unit_unknown"


@pytest.mark.parametrize("shape", EVERY)
@pytest.mark.parametrize("columns", [("本级", "部门", "合计"), ("本级", "部门")])
def test_several_value_columns_give_the_total_or_nothing(columns, shape):
    cells = [(None, "统计指标", "单位", *columns)]
    for line in lines()[1:]:
        parts = [line[3], "0", line[3]][: len(columns)] if line[0] else [""] * len(columns)
        cells.append((*line[:3], *parts))
    report = read(cells, shape)
    got = report.tables["statistics"]
    if "合计" in columns and shape != "glued":
        assert got == FIGURES
    else:
        assert set(got.values()) == {None}
        assert set(notes(report).values()) == {"ambiguous"}


def test_a_number_glued_to_the_next_labels_number_is_read_only_where_a_sum_decides():
    cells = [(line[0], re.sub(r"^([1-9])\.", r"\1", line[1]), *line[2:]) for line in lines()]
    report = read(cells, "glued")
    got, told = report.tables["statistics"], notes(report)
    assert {k: v for k, v in got.items() if v not in (FIGURES[k], None)} == {}
    assert told["req_in_person"] == told["rep_granted"] == "solved"
    assert (got["ch_gazette"], told["ch_gazette"]) == (None, "ambiguous")


@pytest.mark.parametrize("shape", EVERY)
def test_the_footers_telephone_is_no_figure(shape):
    report = read(changed("trainees", value=""), shape)
    assert report.tables["statistics"] == FIGURES | {"trainees": None}
    assert all("3310042" not in section.narrative for section in report.sections)


@pytest.mark.parametrize(
    ("figures", "check", "where", "severity"),
    [
        ({"req_received": 24}, "S-REQ", "req_received", "ERROR"),
        ({"req_closed": 22}, "S-CLOSED", "req_closed", "ERROR"),
        ({"rep_granted": 12}, "S-REPLIED", "req_replied", "ERROR"),
        ({"den_privacy": 0}, "S-DENIED", "rep_denied", "ERROR"),
        ({"review_total": 2}, "S-REVIEW", "review_total", "ERROR"),
        ({"review_total": 4}, "S-REVIEW", "review_total", "WARN"),
        ({"lit_total": 3}, "S-LIT", "lit_total", "WARN"),
        ({"interviews_leader": 1}, "S-LEADER", "interviews_leader", "ERROR"),
        ({"staff_part_time": 9}, "S-STAFF", "staff_total", "ERROR"),
        ({"normative_made": 3}, "S-NORM", "normative_made", "WARN"),
        ({"disclosed_total": 400}, "S-CHAN", "disclosed_total", "WARN"),
        ({"disclosed_total": 299}, "S-CHAN", "s1_channels", "WARN"),
        ({"trainings": 0}, "S-TRAIN", "trainees", "INFO"),
    ],
)
def test_each_identity_fails_where_it_is_broken(figures, check, where, severity):
    report = read(lines(FIGURES | figures), "html")
    failed = [(c.id, c.where, c.severity, c.suspect) for c in report.checks if c.outcome == "fail"]
    assert failed == [(check, where, severity, "source")]


def test_a_narrative_in_the_words_of_the_form_is_no_table():
    said = "主动公开政府信息数312条，政府网站公开政府信息数300条。收到申请数23件，申请办结数23件。"
    report = parsers.parse(
        f"{TITLE}\n一、概述\n{said}\n二、主动公开情况\n{said}".encode(), source="x"
    )
    assert report.tables == {}


def test_no_table_of_2019_is_missed_in_a_report_before_it():
    report = read(lines(), "html")
    assert not {"table_missing", "form_mixed", "not_a_report"} & codes(report)


def test_values_before_their_labels_are_not_read_as_the_next_rows():
    first = [f"{figure}\n{unit}\n{label}" for key, label, unit, figure in lines()[1:] if key]
    report = parsers.parse(
        f"{TITLE}\n政府信息公开情况统计表\n{chr(10).join(first)}\n".encode(), source="x"
    )
    read_ = report.tables.get("statistics", {})
    told = {note.row for note in report.cells} | {
        (p.where or "").rpartition(".")[2] for p in report.problems
    }
    assert all(value in (None, FIGURES[key]) or key in told for key, value in read_.items())


def test_another_years_caption_is_told():
    html = page(lines(), "html").replace(
        "<table>", "<p>政府信息公开情况统计表（2015年度）</p><table>"
    )
    report = parsers.parse(html.encode(), source="x")
    assert ("year_conflict", "statistics") in {(p.code, p.where) for p in report.problems}
    same = parsers.parse(html.replace("2015", "2016").encode(), source="x")
    assert "year_conflict" not in {p.code for p in same.problems}


@pytest.mark.parametrize("shape", ["html", "lines", "pipes"])
def test_a_label_and_a_column_that_name_different_units_leave_no_amount(shape):
    cells = [
        (key, label.replace("依申请公开信息收取的费用", "依申请公开信息收取的费用（万元）"), *rest)
        for key, label, *rest in lines()
    ]
    cells = [(k, lab, "元" if k == "fees_charged" else unit, v) for k, lab, unit, v in cells]
    report = read(cells, shape)
    assert report.tables["statistics"]["fees_charged"] is None
    assert ("fees_charged", "unreadable") in {(n.row, n.status) for n in report.cells}
    assert report.tables["statistics"]["budget"] == 2.5


@pytest.mark.parametrize("shape", ["html", "lines", "spaces", "pipes"])
def test_an_amount_in_words_and_digits_is_not_cut(shape):
    report = read(lines(FIGURES | {"budget": "8万5千"}), shape)
    assert report.tables["statistics"]["budget"] is None
    assert any(n.row == "budget" for n in report.cells)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("req_in_person", "req_fax"),
        ("press_conf", "press_conf_leader"),
        ("staff_full_time", "staff_part_time"),
        ("trainings", "trainees"),
    ],
)
@pytest.mark.parametrize("with_unit", [False, True])
def test_a_cell_that_spans_two_rows_is_neither_rows(first, second, with_unit):
    spanning = {2} | ({1} if with_unit else set())
    rows = []
    for key, *cells in lines():
        marks = [" rowspan=2" if key == first and at in spanning else "" for at in range(3)]
        kept = [at for at in range(3) if key != second or at not in spanning]
        cells_of_row = (f"<td{marks[at]}>{cells[at]}</td>" for at in kept)
        rows.append(f"<tr>{''.join(cells_of_row)}</tr>")
    document = f"<html><body><h1>{TITLE}</h1><table>{''.join(rows)}</table><p>{FOOT}</p></body>"
    report = parsers.parse(document.encode(), source="x")
    got = report.tables["statistics"]
    assert {key: got[key] for key in FIGURES if got[key] != FIGURES[key]} == {
        first: None,
        second: None,
    } or (FIGURES[second] == 0 and got[first] is got[second] is None)
    assert notes(report)[first] == "ambiguous"


def test_a_label_as_high_as_its_value_keeps_it():
    rows = "".join(
        f"<tr>{''.join(f'<td rowspan=2>{cell}</td>' for cell in cells)}</tr><tr></tr>"
        for _, *cells in lines()
    )
    document = f"<html><body><h1>{TITLE}</h1><table>{rows}</table><p>{FOOT}</p></body>"
    assert parsers.parse(document.encode(), source="x").tables["statistics"] == FIGURES


@pytest.mark.parametrize("key", ["trainees", "ch_weibo", "req_fax", "lit_other", "complaints"])
@pytest.mark.parametrize("number", ["12", "- 12 -", "第12页", "3"])
def test_a_page_number_behind_a_blank_row_is_not_its_value(key, number):
    table = []
    for name, *cells in changed(key, value=""):
        table.append(" ".join(cell for cell in cells if cell))
        table += [number] if name == key else []
    report = parsers.parse("\n".join([TITLE, *table, FOOT]).encode(), source="x")
    assert report.tables["statistics"] == FIGURES | {key: None}
    told = {problem.where for problem in report.problems}
    assert key in notes(report) or f"statistics.{key}" in told


def test_a_number_below_an_empty_line_is_doubted_where_others_follow_at_once():
    table = []
    for _key, label, unit, value in changed("trainees", value="\n7"):
        table += [label, unit, value]
    report = parsers.parse("\n".join([TITLE, *table, FOOT]).encode(), source="x")
    assert report.tables["statistics"] == FIGURES | {"trainees": None}


@pytest.mark.parametrize("first", ["序号", "行次"])
def test_a_column_of_row_numbers_costs_no_figure(first):
    rows = []
    for at, (_, *cells) in enumerate(lines()):
        numbered = [first if at == 0 else str(at), *cells]
        rows.append(f"<tr>{''.join(f'<td>{cell}</td>' for cell in numbered)}</tr>")
    document = f"<html><body><h1>{TITLE}</h1><table>{''.join(rows)}</table><p>{FOOT}</p></body>"
    got = parsers.parse(document.encode(), source="x").tables["statistics"]
    assert {key: got[key] for key in FIGURES if got[key] not in (None, FIGURES[key])} == {}
    assert sum(value is None for value in got.values()) <= 3


@pytest.mark.parametrize("shape", ["html", "lines", "tabs", "pipes"])
@pytest.mark.parametrize("column", ["上年统计数", "去年同期"])
def test_the_figures_of_last_year_alone_are_not_this_years(shape, column):
    titled = [(None, "政府信息公开情况统计表（2016年度）", "", ""), *lines(column=column)]
    report = read(titled, shape)
    assert set(report.tables["statistics"].values()) == {None}
    assert "header_damaged" in {p.code for p in report.problems}


@pytest.mark.parametrize("column", ["统计数", "2016年", "本年统计数"])
def test_a_header_of_this_year_is_believed(column):
    assert read(lines(column=column), "html").tables["statistics"]["req_received"] == 23
