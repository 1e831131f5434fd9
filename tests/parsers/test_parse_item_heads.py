"""Table 2 where its headers, labels and spans say something else than the form."""

from __future__ import annotations

import pytest

import parsers
from parsers.report import Report

BLOCKS = {
    "one": (
        ("本年制发件数", "本年废止件数", "现行有效件数"),
        (("规章", "0", "0", "0"), ("行政规范性文件", "4", "1", "59")),
    ),
    "five": (("本年处理决定数量",), (("行政许可", "51"),)),
    "six": (("本年处理决定数量",), (("行政处罚", "212"), ("行政强制", "5"))),
    "eight": (("本年收费金额（单位：万元）",), (("行政事业性收费", "382.27"),)),
}
OLD = {
    "one": (
        ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
        (("规章", "0", "0", "0"), ("规范性文件", "8", "7", "51")),
    ),
    "five": (
        ("上一年项目数量", "本年增/减", "处理决定数量"),
        (("行政许可", "74", "-4", "110"), ("其他对外管理服务事项", "64", "2", "168")),
    ),
    "six": (
        ("上一年项目数量", "本年增/减", "处理决定数量"),
        (("行政处罚", "141", "-2", "79"), ("行政强制", "28", "0", "3")),
    ),
    "eight": (("上一年项目数量", "本年增/减"), (("行政事业性收费", "5", "-1"),)),
    "nine": (("采购项目数量", "采购总金额"), (("政府集中采购", "35", "623.05"),)),
}
NUMBERS = {"one": "一", "five": "五", "six": "六", "eight": "八", "nine": "九"}
Rows = tuple[tuple[str, ...], ...]


def block(name: str, heads: tuple[str, ...], rows: Rows) -> str:
    lines = [f"<td colspan=9>第二十条第（{NUMBERS[name]}）项</td>"]
    lines.append("".join(f"<td>{head}</td>" for head in ("信息内容", *heads)))
    lines += ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def page(form: dict = BLOCKS, **changed: str) -> Report:  # type: ignore[type-arg]
    """A report with table 2, some blocks written otherwise."""
    made = {name: changed.get(name) or block(name, *parts) for name, parts in form.items()}
    title = "石桥县交通运输局2023年政府信息公开工作年度报告"
    head = f"<html><title>{title}</title><body><h1>{title}</h1>"
    text = (
        f"{head}<h2>二、主动公开政府信息情况</h2>{''.join(made.values())}{changed.get('below', '')}"
    )
    return parsers.parse(f"{text}<h2>五、存在的主要问题</h2><p>无</p></body>".encode(), source="p")


def cell(report: Report, row: str, column: str) -> tuple[object, str | None]:
    table = report.to_dict()["tables"]["disclosure"]
    notes = {(n.row, n.column): n.status for n in report.cells}
    return table[row][column], notes.get((row, column))


def test_the_official_blocks_are_read_plainly() -> None:
    assert cell(page(), "fees", "amount") == (382.27, None)
    assert cell(page(), "normative_documents", "in_force") == (59, None)
    assert cell(page(OLD), "penalties", "items_change") == (-2, None)


FEES = (("行政事业性收费", "863000"),)
HEAD = ("本年收费金额",)


@pytest.mark.parametrize(
    "eight",
    [
        "<p>单位：元</p>" + block("eight", HEAD, FEES),
        block("eight", HEAD, FEES).replace("<table>", "<table><caption>单位：元</caption>"),
        block("eight", HEAD, (("行政事业性收费（元）", "863000"),)),
        block("eight", HEAD, FEES).replace("（八）项", "（八）项（单位：元）"),
        block("eight", ("本年收费金额（人民币：元）",), FEES),
        block("eight", ("本年收费总金额（元）",), FEES),
        block("eight", ("计量单位", *HEAD), (("行政事业性收费", "元", "863000"),)),
        block("eight", HEAD, (("行政事业性收费", "863000元"),)),
        block("eight", ("本年收费金额（百万元）",), (("行政事业性收费", "0.863"),)),
    ],
)
def test_the_unit_of_money_is_read_wherever_it_stands(eight: str) -> None:
    assert cell(page(eight=eight), "fees", "amount") == (86.3, "unit_converted")


def test_a_note_below_names_the_unit_and_an_amount_in_a_sentence_does_not() -> None:
    eight = block("eight", HEAD, FEES)
    note = page(eight=eight, below="<p>注：行政事业性收费金额单位为元。</p>")
    assert cell(note, "fees", "amount") == (86.3, "unit_converted")
    sentence = page(eight=eight, below="<p>全年收费5元，同比减少。</p>")
    assert cell(sentence, "fees", "amount") == (863_000, "unit_unknown")


@pytest.mark.parametrize("head", ["本年收费金额", "本年收费金额（元、万元）"])
def test_a_unit_that_nothing_or_two_things_say_is_unknown(head: str) -> None:
    eight = block("eight", (head,), FEES)
    assert cell(page(eight=eight), "fees", "amount") == (863_000, "unit_unknown")


@pytest.mark.parametrize(
    "head",
    [
        *("上年处理决定数量", "本年受理数量", "同比增长（%）", "1-6月处理决定数量"),
        *("上半年处理决定数量", "累计处理决定数量", "处理决定数量（万件）", "占比"),
    ],
)
def test_a_column_of_another_time_or_matter_is_not_believed(head: str) -> None:
    report = page(five=block("five", (head,), (("行政许可", "51"),)))
    assert cell(report, "licences", "decisions") == (None, "ambiguous")
    assert {"header_damaged"} <= {p.code for p in report.problems}
    # The blocks beside it are not touched.
    assert cell(report, "penalties", "decisions") == (212, None)


@pytest.mark.parametrize("head", ["本年度处理决定数", "行政处理决定数量", "办理数量", "数量"])
def test_another_wording_of_the_column_is_believed(head: str) -> None:
    report = page(five=block("five", (head,), (("行政许可", "51"),)))
    assert cell(report, "licences", "decisions") == (51, None)


def test_only_the_column_that_the_form_does_not_know_is_doubted() -> None:
    heads = ("本年制发件数", "本年废止件数", "本年公开件数")
    report = page(one=block("one", heads, BLOCKS["one"][1]))
    assert cell(report, "normative_documents", "made") == (4, None)
    assert cell(report, "normative_documents", "in_force") == (None, "ambiguous")


@pytest.mark.parametrize(
    ("head", "column"), [("本年减少", "items_change"), ("本年项目数量", "items_last_year")]
)
def test_a_head_that_says_half_of_the_column_is_not_it(head: str, column: str) -> None:
    official = {"items_change": 1, "items_last_year": 0}
    heads = list(OLD["five"][0])
    heads[official[column]] = head
    report = page(OLD, five=block("five", tuple(heads), OLD["five"][1]))
    assert cell(report, "licences", column) == (None, "ambiguous")
    assert cell(report, "licences", "decisions") == (110, None)


@pytest.mark.parametrize(
    "heads",
    [
        ("废止件数", "制发件数", "有效件数"),
        ("本年宣布失效件数", "本年制发件数", "现行有效件数"),
        ("本年废止件数", "本年制发件数", "现行有效件数"),
    ],
)
def test_columns_in_another_order_and_wording_are_read_by_their_heads(heads) -> None:
    rows = (("规章", "0", "0", "0"), ("行政规范性文件", "1", "4", "59"))
    report = page(one=block("one", heads, rows))
    read = [cell(report, "normative_documents", one)[0] for one in ("made", "repealed", "in_force")]
    assert read == [4, 1, 59]
    assert "columns_moved" in {p.code for p in report.problems}


def six(*rows: tuple[str, ...]) -> Report:
    return page(six=block("six", ("本年处理决定数量",), rows))


@pytest.mark.parametrize(
    "rows",
    [
        (("行政处罚", "212"), ("行政处罚（上年）", "888")),
        (("行政处罚（上年）", "888"), ("行政处罚", "212")),
        (("行政处罚", "212"), ("行政处罚（简易程序）", "30"), ("行政处罚（普通程序）", "182")),
        (("行政处罚（简易程序）", "30"), ("行政处罚（普通程序）", "182"), ("行政处罚合计", "212")),
        (("行政处罚", "212"), ("行政处罚", "212")),
    ],
)
def test_of_several_rows_with_one_label_the_whole_is_read(rows) -> None:
    report = six(*rows, ("行政强制", "5"))
    assert cell(report, "penalties", "decisions") == (212, None)
    assert cell(report, "administrative_compulsion", "decisions") == (5, None)


@pytest.mark.parametrize(
    "rows",
    [
        (("行政处罚", "212"), ("行政处罚", "888")),
        (("行政处罚（县本级）", "120"), ("行政处罚（乡镇）", "30")),
        (("行政处罚（上年）", "888"),),
    ],
)
def test_where_no_row_is_the_whole_none_is_believed(rows) -> None:
    report = six(*rows, ("行政强制", "5"))
    assert cell(report, "penalties", "decisions") == (None, "ambiguous")
    assert "disclosure.penalties" in {p.where for p in report.problems}


def test_a_figure_beside_two_rows_belongs_to_neither() -> None:
    spanned = block("six", ("本年处理决定数量",), (("行政处罚", "31"), ("行政强制",)))
    report = page(six=spanned.replace("<td>31", "<td rowspan=2>31"))
    assert cell(report, "penalties", "decisions") == (None, "ambiguous")
    assert cell(report, "administrative_compulsion", "decisions")[0] is None
