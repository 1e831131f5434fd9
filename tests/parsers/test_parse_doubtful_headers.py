"""Headers and rows that contradict one another: nobody may be told a figure of another column."""

import pytest

import parsers
from parsers.forms import forms_with

FORM = next(form for form in forms_with("requests") if form.id == "v2021")
ROWS = FORM.tables["requests"].rows
NAMES = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
TITLE = "松坪县审计局2022年政府信息公开工作年度报告"
LABELS = {row.key: row.label for row in ROWS}


def figures(at):
    """Seven figures that add up, other ones in every row."""
    parts = [at + 2, at % 3 + 1, 4, at % 5 + 6, 11, 13 + at]
    return [*parts, sum(parts)]


FIGURES = {row.key: figures(at) for at, row in enumerate(ROWS)}


def table(names=NAMES, order=range(7)):
    """The header in one row, and all rows with the columns in that order."""
    rows = [["项目", *names]]
    for row in ROWS:
        cells = [str(FIGURES[row.key][at]) for at in order]
        rows.append([LABELS[row.key], *cells])
    return rows


def html(rows):
    body = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows)
    return f"<html><body><h1>{TITLE}</h1><table>{body}</table></body></html>"


def lines(rows):
    return TITLE + "\n" + "\n".join("\n".join(c for c in row if c) for row in rows)


def tabs(rows):
    return TITLE + "\n" + "\n".join("\t".join(row) for row in rows)


def filled_at_start(rows, width=10):
    """Empty cells dropped, and their number put between label and figures."""
    shown = [[cell for cell in row if cell] for row in rows]
    return (
        TITLE + "\n" + "\n".join("|".join([r[0], *[""] * (width - len(r)), *r[1:]]) for r in shown)
    )


FORMS = [html, lines, tabs]


def read(text):
    return parsers.parse(text.encode(), source="t")


def codes(report, table="requests"):
    return {p.code for p in report.problems if p.where and p.where.startswith(table)}


def values(report):
    return {key: list(row.values()) for key, row in report.tables["requests"].items()}


@pytest.mark.parametrize("printer", FORMS)
@pytest.mark.parametrize("gone", range(7))
def test_no_row_is_believed_beside_a_header_that_lacks_a_column(printer, gone):
    names = [name for at, name in enumerate(NAMES) if at != gone]
    report = read(printer(table(names)))
    assert {value for row in values(report).values() for value in row} == {None}
    assert "column_missing" in codes(report)


@pytest.mark.parametrize("printer", FORMS)
def test_a_column_in_other_words_is_not_lacking(printer):
    names = ["律师事务所" if name == "法律服务机构" else name for name in NAMES]
    assert values(read(printer(table(names)))) == FIGURES


@pytest.mark.parametrize("printer", FORMS)
@pytest.mark.parametrize(
    "order", [(0, 6, 1, 2, 3, 4, 5), (3, 0, 5, 6, 1, 4, 2), (6, 0, 2, 1, 3, 4, 5)]
)
def test_columns_stand_where_a_header_in_one_row_names_them(printer, order):
    report = read(printer(table([NAMES[at] for at in order], order)))
    assert values(report) == FIGURES
    assert "columns_moved" in codes(report)


@pytest.mark.parametrize("printer", [lines, tabs])
def test_a_sentence_before_the_header_is_no_header(printer):
    order = (1, 2, 0, 3, 4, 5, 6)
    rows = table([NAMES[at] for at in order], order)
    said = "下表中总计一栏由各列相加得出，自然人以申请人数计。"
    text = printer(rows).replace(TITLE, f"{TITLE}\n{said}", 1)
    assert values(read(text)) == FIGURES


def test_rows_filled_up_before_their_figures_tell_no_columns():
    rows = table()
    for row in rows[1:]:
        row[7] = ""  # the totals were blank, and were dropped
    found = values(read(filled_at_start(rows)))
    assert {value for row in found.values() for value in row} == {None}


def test_a_text_of_tabs_filled_up_at_its_end_tells_no_columns():
    rows = [[row[0], row[7], *[""] * 6] if at else row for at, row in enumerate(table())]
    report = read(tabs(rows))
    assert {value for row in values(report).values() for value in row} == {None}
    assert {cell.status for cell in report.cells if cell.column == "natural_person"} != {"blank"}


def gathered():
    """Eight labels one under another, then their figures, column by column."""
    at = [row.key for row in ROWS].index("denied_state_secret")
    rows = table()
    eight = rows[at + 1 : at + 9]
    column = [eight[r][c] for c in range(1, 8) for r in range(8)]
    return [*rows[: at + 1], [row[0] for row in eight], column, *rows[at + 9 :]]


def test_rows_before_the_figures_of_several_are_not_blank():
    report = read(lines(gathered()))
    for row in ROWS:
        statuses = {c.status for c in report.cells if c.table == "requests" and c.row == row.key}
        assert statuses == ({"ambiguous"} if row.key.startswith("denied_") else set())


def test_labels_of_a_page_that_are_no_cells_have_no_blank_ones():
    text = "<br>".join(row[0] for row in table()[1:])
    report = read(f"<html><body><h1>{TITLE}</h1><p>{text}</p></body></html>")
    statuses = {c.status for c in report.cells if c.table == "requests"}
    assert "blank" not in statuses


def test_a_block_of_table_2_whose_header_lacks_a_column_is_not_believed():
    rows = [
        ["第二十条第（一）项"],
        ["信息内容", "本年制发件数", "现行有效件数"],
        ["规章", "1", "2", "3"],
        ["行政规范性文件", "4", "5", "6"],
        ["第二十条第（五）项"],
        ["信息内容", "本年处理决定数量"],
        ["行政许可", "70"],
    ]
    for printer in FORMS:
        report = read(printer(rows))
        found = report.tables["disclosure"]
        assert set(found["rules"].values()) | set(found["normative_documents"].values()) == {None}
        assert found["licences"] == {"decisions": 70}
        assert "column_missing" in codes(report, "disclosure")


RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def review(groups, data, before=()):
    """Table 4 with the five results of each group in some order."""
    first, *others = groups
    return [
        [*before, "行政复议", "行政诉讼"],
        [*["" for _ in before], *first, "未经复议直接起诉", "复议后起诉"],
        [*["" for _ in before], *others[0], *others[1]],
        *data,
    ]


@pytest.mark.parametrize("printer", [lines, tabs])
@pytest.mark.parametrize(
    "odd", [["结果纠正", "结果维持", "其他结果", "尚未审结", "总计"], RESULTS[:3] + RESULTS[4:]]
)
def test_a_group_of_table_4_with_other_results_is_not_believed(printer, odd):
    data = [["1", "2", "3", "4", "10", "5", "6", "0", "1", "12", "7", "8", "2", "0", "17"]]
    report = read(printer([*table(), *review([RESULTS, RESULTS, odd], data)]))
    found = report.tables["review_litigation"]
    assert {value for row in found.values() for value in row.values()} == {None}
    assert "header_damaged" in codes(report, "review_litigation")


def test_last_years_row_is_known_behind_an_empty_cell():
    this = ["1", "2", "3", "4", "10", "5", "6", "0", "1", "12", "7", "8", "2", "0", "17"]
    last = ["9"] * 4 + ["36"] + ["8"] * 4 + ["32"] + ["7"] * 4 + ["28"]
    data = [["", "上年", *last], ["", "本年", *this]]
    report = read(tabs([*table(), *review([RESULTS] * 3, data, before=("", "年度"))]))
    found = report.tables["review_litigation"]
    assert [str(value) for row in found.values() for value in row.values()] == this


#: Table 2 in the columns of 2019: its units and last year's column are none of table 3's.
DISCLOSED = [
    ["第二十条第（五）项"],
    ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
    ["行政许可", "3", "1", "5"],
    ["其他对外管理服务事项", "2", "0", "4"],
    ["第二十条第（八）项"],
    ["信息内容", "上一年项目数量", "本年增/减"],
    ["行政事业性收费", "6", "0"],
    ["第二十条第（九）项"],
    ["信息内容", "采购项目数量", "采购总金额（单位：万元）"],
    ["政府集中采购", "7", "3.5"],
]


@pytest.mark.parametrize("printer", FORMS)
def test_table_two_in_the_same_run_of_rows_is_no_header_of_table_three(printer):
    rows = [[label, "", *cells] for label, *cells in table()]
    report = read(printer([*DISCLOSED, *rows]))
    assert values(report) == FIGURES
    assert report.tables["disclosure"]["procurement"]["amount"] == 3.5


@pytest.mark.parametrize("printer", FORMS)
def test_last_year_in_the_header_itself_is_seen_behind_table_two(printer):
    rows = table([*NAMES, "上年总计"])
    rows = [rows[0], *([*row, "9"] for row in rows[1:])]
    found = values(read(printer([*DISCLOSED, *rows])))
    for key, cells in found.items():
        assert all(got in (None, cell) for got, cell in zip(cells, FIGURES[key], strict=True))
