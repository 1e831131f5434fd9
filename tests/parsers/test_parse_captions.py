"""Two tables of one kind, or one of another year: what the words above them say decides."""

from __future__ import annotations

import re

import pytest

import fixtures
import parsers
from parsers.document import Block, Document, Stream
from parsers.tables.captions import caption_of

PAGE, EXPECTED = next(
    (page, expected)
    for page, expected in fixtures.report_files()
    if "scjgj" in expected["url"] and expected["year"] == 2022
)
HTML = PAGE.read_bytes().decode("utf-8")
NAMES = ("disclosure", "requests", "review_litigation")
TABLES = dict(zip(NAMES, re.findall(r"<table.*?</table>", HTML, re.DOTALL), strict=True))


def read(html: str) -> parsers.Report:
    return parsers.parse(html.encode(), source="page", url=EXPECTED["url"])


def told(report: parsers.Report) -> set[tuple[str, str | None]]:
    return {(p.code, p.where) for p in report.problems if p.severity == "warning"}


def as_text(name: str, above: str, figure: str | None = None) -> str:
    """A table with a line above it; ``figure`` for all of its numbers."""
    table = TABLES[name]
    if figure is not None:
        table = re.sub(r"(<td[^>]*>)\d+(?:\.\d+)?(</td>)", rf"\g<1>{figure}\g<2>", table)
    return f"<p>{above}</p>{table}"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("last", "this"),
    [
        ("上年度数据", "本年度数据"),
        ("2021年度（上年）", "2022年度（本年）"),
        ("（2021年）", "（2022年）"),
        ("附表：2021年统计表", "2022年统计表"),
    ],
)
def test_of_two_tables_this_years_is_read(name, last, this):
    both = as_text(name, last, "3") + as_text(name, this)
    report = read(HTML.replace(TABLES[name], both))
    assert report.tables[name] == EXPECTED["tables"][name]
    assert ("several_reports", name) in told(report)
    assert ("year_conflict", name) not in told(report)


@pytest.mark.parametrize("name", NAMES)
def test_of_two_tables_this_years_is_read_though_it_stands_first(name):
    both = as_text(name, "2022年数据") + as_text(name, "2021年数据", "3")
    assert read(HTML.replace(TABLES[name], both)).tables[name] == EXPECTED["tables"][name]


def test_all_tables_of_last_year_before_all_of_this_years():
    start, end = HTML.index("<h2>二、"), HTML.index("<h2>五、")
    earlier = "".join(
        as_text(name, "2021年数据" if name == NAMES[0] else "", "3") for name in NAMES
    )
    report = read(f"{HTML[:start]}{earlier}<p>2022年数据</p>{HTML[start:end]}{HTML[end:]}")
    assert report.tables["disclosure"] == EXPECTED["tables"]["disclosure"]
    assert report.tables["requests"] == EXPECTED["tables"]["requests"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "above",
    [
        "附：2021年数据",
        "2021年度",
        "上年度数据",
        "表1：2021年收到和处理政府信息公开申请情况表",
        "政府信息公开情况统计表（2021年度）",
    ],
)
def test_a_table_of_another_year_is_told(name, above):
    report = read(HTML.replace(TABLES[name], as_text(name, above)))
    assert ("year_conflict", name) in told(report)


@pytest.mark.parametrize(
    "above",
    [
        "2022年数据",
        "本年度数据",
        "2021年结转政府信息公开申请4件。",
        "上年结转政府信息公开申请数量",
        "2021年度结转情况",
        "2023年工作计划",
        "2021年1月1日起施行",
        "2021年，我局收到申请37件",
        "单位：件",
        "今年以来的工作",
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_other_words_above_a_table_raise_nothing(name, above):
    report = read(HTML.replace(TABLES[name], as_text(name, above)))
    assert "year_conflict" not in {p.code for p in report.problems}
    assert report.tables == EXPECTED["tables"]


def test_a_unit_and_a_heading_may_stand_between():
    lines = [
        "2021年度",
        "三、收到和处理政府信息公开申请情况",
        "单位：件",
        "（本列数据的勾稽关系为）",
    ]
    stream = Stream(Document([Block(line, line=at) for at, line in enumerate(lines, 1)]))
    found = caption_of(stream, stream.block_start(3))
    assert found is not None
    assert (found.year, found.turn) == (2021, 0)


def test_words_glued_to_a_table_name_its_year():
    stream = Stream(Document([Block("见下表。上年度数据申请人情况自然人", line=1)]))
    found = caption_of(stream, stream.text.index("申请人"))
    assert found is not None
    assert found.turn == -1


@pytest.mark.parametrize(
    ("name", "own", "other"),
    [
        ("disclosure", "本年处理决定数量", "2021年处理决定数量"),
        ("requests", "自然人", "2021年自然人"),
        ("review_litigation", "行政复议", "2021年行政复议"),
    ],
)
def test_a_header_that_names_another_year_is_told(name, own, other):
    table = TABLES[name].replace(own, other, 1)
    assert table != TABLES[name]
    assert ("year_conflict", name) in told(read(HTML.replace(TABLES[name], table)))
    this = TABLES[name].replace(own, other.replace("2021", "2022"), 1)
    assert ("year_conflict", name) not in told(read(HTML.replace(TABLES[name], this)))
