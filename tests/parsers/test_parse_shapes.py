"""Tables 2 to 4 in shapes that the form does not have; no figure moves without a word."""

from __future__ import annotations

import re

import pytest

import fixtures
import parsers
from tests.parsers import flat_reports

PAGE, EXPECTED = next(
    (page, expected)
    for page, expected in fixtures.report_files()
    if "scjgj" in expected["url"] and expected["year"] == 2022
)
HTML = PAGE.read_bytes().decode("utf-8")
REQUESTS = EXPECTED["tables"]["requests"]


def read(html: str) -> parsers.Report:
    return parsers.parse(html.encode(), source="page", url=EXPECTED["url"])


def row_of(label: str) -> str:
    found = re.search(rf"<tr[^>]*>(?:(?!</tr>).)*?{label}.*?</tr>", HTML, re.DOTALL)
    assert found
    return found.group(0)


def statuses(report: parsers.Report, row: str) -> set[str]:
    return {note.status for note in report.cells if note.row == row}


def test_a_row_at_another_place_is_read():
    first, second = row_of("2.重复申请"), row_of("3.要求提供公开出版物")
    report = read(HTML.replace(first + "\n" + second, second + first).replace(first, "", 0))
    assert report.tables["requests"] == REQUESTS


def test_the_last_two_rows_may_change_places():
    total, left = row_of("（七）总计"), row_of("四、结转下年度继续办理")
    moved = HTML.replace(left, "").replace(total, left + total)
    assert read(moved).tables["requests"] == REQUESTS


def test_a_row_printed_twice_counts_only_when_both_agree():
    row = row_of("2.重复申请")
    assert read(HTML.replace(row, row + row)).tables["requests"] == REQUESTS
    other = re.sub(r">\d+<", ">7<", row)
    report = read(HTML.replace(row, row + other))
    assert set(report.tables["requests"]["not_processed_repeat"].values()) == {None}
    assert statuses(report, "not_processed_repeat") == {"ambiguous"}


def test_a_figure_that_spans_rows_belongs_to_none_of_them_alone():
    first, second = row_of("2.重复申请"), row_of("3.要求提供公开出版物")
    spanning = re.sub(r"<td([^>]*)>(\s*\d+\s*)</td>", r'<td\1 rowspan="2">\2</td>', first)
    empty = re.sub(r"<td[^>]*>\s*\d+\s*</td>", "", second)
    report = read(HTML.replace(first, spanning).replace(second, empty))
    for row in ("not_processed_repeat", "not_processed_publication"):
        assert set(report.tables["requests"][row].values()) == {None}
        assert statuses(report, row) <= {"ambiguous", "unreadable"} or any(
            p.where == f"requests.{row}" for p in report.problems
        )


FORM_ROWS = {
    "received": ("一、本年新收政府信息公开申请数量", (5, 1, 2, 0, 0, 0, 8)),
    "carried_over": ("二、上年结转政府信息公开申请数量", (1, 0, 0, 0, 0, 0, 1)),
    "granted": ("（一）予以公开", (3, 1, 1, 0, 0, 0, 5)),
    "partly_granted": ("（二）部分公开", (1, 0, 0, 0, 0, 0, 1)),
    "denied_state_secret": ("1.属于国家秘密", (0, 0, 1, 0, 0, 0, 1)),
    "unavailable_not_held": ("1.本机关不掌握相关政府信息", (1, 0, 0, 0, 0, 0, 1)),
    "total_processed": ("（七）总计", (5, 1, 2, 0, 0, 0, 8)),
    "carried_forward": ("四、结转下年度继续办理", (1, 0, 0, 0, 0, 0, 1)),
}
HEAD = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
TITLE = "沙湾县水利局2022年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"


def text_of(head: tuple[str, ...], rows: list[tuple[str, ...]], mark: str) -> bytes:
    lines = [mark.join(("项目", *head)), *(mark.join(row) for row in rows)]
    return (TITLE + "\n".join(lines) + "\n五、存在的主要问题及改进情况\n").encode()


@pytest.mark.parametrize("mark", ["|", "\t"])
def test_rows_filled_up_at_their_end_are_told(mark):
    """Every row lacks 科研机构 and has a blank cell at its end: nothing is where it was."""
    rows = [
        (label, *(str(v) for at, v in enumerate(figures) if at != 2), "")
        for label, figures in FORM_ROWS.values()
    ]
    report = parsers.parse(text_of(HEAD, rows, mark), source="t")
    for row, cells in report.tables["requests"].items():
        if row in FORM_ROWS:
            truth = FORM_ROWS[row][1]
            assert all(v in (None, t) for v, t in zip(cells.values(), truth, strict=True))
            assert list(cells.values())[:6] == [None] * 6


@pytest.mark.parametrize("mark", ["|", "\t"])
def test_a_missing_column_is_named_and_the_others_read(mark):
    rows = [(label, *map(str, figures[:6])) for label, figures in FORM_ROWS.values()]
    report = parsers.parse(text_of(HEAD[:6], rows, mark), source="t")
    assert list(report.tables["requests"]["received"].values()) == [5, 1, 2, 0, 0, 0, None]
    assert [p.where for p in report.problems if p.code == "column_missing"] == ["requests"]


@pytest.mark.parametrize("mark", [" ", "\n"])
def test_seven_figures_beside_a_column_of_last_year_must_add_up(mark):
    head = (*HEAD, "上年总计")
    rows = [
        (label, *map(str, (*figures[:3], *figures[4:], 9))) for label, figures in FORM_ROWS.values()
    ]
    report = parsers.parse(text_of(head, rows, mark), source="t")
    assert set(report.tables["requests"]["received"].values()) == {None}


@pytest.mark.parametrize("mark", ["|", " ", "\n"])
def test_natural_persons_may_come_last(mark):
    head = ("法人或其他组织", "自然人", "总计", *HEAD[1:6])
    rows = [
        (label, *map(str, (*figures[1:6], figures[0], figures[6])))
        for label, figures in FORM_ROWS.values()
    ]
    report = parsers.parse(text_of(head, rows, mark), source="t")
    read_rows = report.tables["requests"]
    for key, (_, figures) in FORM_ROWS.items():
        assert list(read_rows[key].values()) == list(figures)


RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
CASES = {
    "行政复议": (4, 1, 0, 2, 7),
    "未经复议直接起诉": (1, 0, 0, 0, 1),
    "复议后起诉": (0, 3, 0, 0, 3),
}


def matrix() -> list[tuple[str, ...]]:
    return [("", *RESULTS), *((name, *map(str, figures)) for name, figures in CASES.items())]


def figure_rows() -> list[tuple[str, ...]]:
    pairs = [(name, at) for name in CASES for at in range(5)]
    return [
        (*((name,) if at == 0 else ()), RESULTS[at], str(CASES[name][at])) for name, at in pairs
    ]


@pytest.mark.parametrize("mark", ["|", " ", "\n", "\t"])
@pytest.mark.parametrize(
    "rows",
    [matrix(), list(zip(*matrix(), strict=True)), figure_rows()],
    ids=["rows", "turned", "single"],
)
def test_table_4_is_read_in_its_other_shapes(rows, mark):
    lines = [mark.join(row) for row in rows]
    text = TITLE.partition("\n")[0] + "\n四、政府信息公开行政复议、行政诉讼情况\n"
    report = parsers.parse((text + "\n".join(lines)).encode(), source="t")
    found = [list(row.values()) for row in report.tables["review_litigation"].values()]
    assert found == [list(figures) for figures in CASES.values()]


def test_two_rows_of_figures_without_a_name_are_nobodys():
    cells = "".join(f"<td>{result}</td>" for result in RESULTS * 3)
    names = ("行政复议", "未经复议直接起诉", "复议后起诉")
    heads = "".join(f'<td colspan="5">{name}</td>' for name in names)
    figures = ["".join(f"<td>{(n + k) % 3}</td>" for n in range(15)) for k in (0, 1)]
    rows = "".join(f"<tr>{row}</tr>" for row in (heads, cells, *figures))
    old = re.search(r"<table(?:(?!</table>).)*?结果维持.*?</table>", HTML, re.DOTALL)
    assert old
    report = read(HTML.replace(old.group(0), f"<table>{rows}</table>"))
    values = {v for row in report.tables["review_litigation"].values() for v in row.values()}
    assert values == {None}


def test_a_column_that_table_2_does_not_have_keeps_its_figures():
    text = (
        "沙湾县水利局2022年政府信息公开工作年度报告\n二、主动公开政府信息情况\n"
        "第二十条第（五）项\n信息内容 本年处理决定数量 上年\n行政许可67\n"
        "第二十条第（六）项\n信息内容 本年处理决定数量 上年\n行政处罚18\n行政强制00\n"
    )
    report = parsers.parse(text.encode(), source="t")
    assert {v for row in report.tables["disclosure"].values() for v in row.values()} == {None}
    assert any(p.code == "ambiguous_cells" for p in report.problems)


def test_two_stars_are_a_figure_that_is_kept_back():
    rows = [(label, *map(str, figures)) for label, figures in FORM_ROWS.values()]
    rows[0] = (rows[0][0], "5", "**", *rows[0][3:])
    report = parsers.parse(text_of(HEAD, rows, "\n"), source="t")
    assert report.tables["requests"]["received"]["business"] is None
    assert report.tables["requests"]["received"]["natural_person"] in (5, None)


@pytest.mark.parametrize("mark", ["|", "\t"])
def test_a_cell_that_is_repeated_over_the_columns_it_spans_is_one(mark):
    figures = flat_reports.figures()
    rows = flat_reports.table_3(
        lambda key, label: mark.join((*[label] * 3, *map(str, figures[key]))), groups=False
    )
    disclosed = flat_reports.TABLE_2.replace("行政强制\n7\n", "行政强制\n7\n7\n8\n")
    for value in ("812", "44", "15.5"):
        disclosed = disclosed.replace(f"\n{value}\n", f"\n{value}\n{value}\n{value}\n")
    for label in ("规章", "行政", "第", "信息内容"):
        disclosed = disclosed.replace(f"\n{label}", f"\r{label}")
    disclosed = disclosed.replace("\n", mark).replace("\r", "\n").rstrip(mark) + "\n"
    report = flat_reports.read(disclosed, flat_reports.PART_3, rows, flat_reports.END)
    assert flat_reports.differing(report, figures) == {"wrong": 0, "null": 0}
    found = report.tables["disclosure"]
    assert found["licences"]["decisions"] == 812
    assert found["fees"]["amount"] == 15.5
    assert found["administrative_compulsion"]["decisions"] is None
