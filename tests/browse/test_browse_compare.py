"""Two reports side by side: numbers with their change, text word by word, bounded work."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as markup
from sample_archive import CITY, HOSTILE, WATER, city_2020, city_2022

from gongkai.browse.compare_tables import compare_tables
from gongkai.browse.compare_text import ALL, Work, compare_texts
from gongkai.browse.datasette_types import Datasette
from gongkai.browse.report_data import ReportData

FIRST, SECOND = f"{CITY}/2020/own_agency", f"{CITY}/2022/own_agency"
TEXTS = st.text("公开申请答复。\n 12a", max_size=60)


def address(a: str, b: str) -> str:
    return f"/compare/?{urlencode({'a': a, 'b': b})}"


async def page(site: Datasette, path: str, status: int = 200) -> markup.HtmlElement:
    response = await site.client.get(path)
    assert response.status_code == status
    return markup.fromstring(response.text)


def words(element: markup.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def lines(tree: markup.HtmlElement) -> dict[str, list[str]]:
    """The changed numbers by the Chinese name of their row and column."""
    return {
        line.cssselect("th")[0].text_content().split(" New ")[0].strip(): [
            words(cell) for cell in line.cssselect("td")
        ]
        for line in tree.cssselect("section > div table.compared tbody tr")
    }


async def test_numbers_stand_side_by_side_with_their_change(site: Datasette) -> None:
    tree = await page(site, address(FIRST, SECOND))
    found = lines(tree)
    assert found["一、本年新收政府信息公开申请数量 总计"] == ["31", "124", "+93"]
    assert not any("自然人" in label for label in found)
    table = next(table for table in tree.cssselect("main section") if "表式不同" in words(table))
    assert "v2019、v2021" in words(table)
    heads = [words(head) for head in tree.cssselect("table.compared thead th")][:4]
    assert heads[1:3] == [f"{CITY} 2020", f"{CITY} 2022"]


async def test_text_is_compared_by_character_and_number(site: Datasette) -> None:
    tree = await page(site, address(FIRST, SECOND))
    overview = tree.cssselect("p.difference")[0]
    assert [mark.text for mark in overview.cssselect("del")] == ["2020"]
    assert [mark.text for mark in overview.cssselect("ins")] == ["2022"]
    assert "文字相同" in words(tree.cssselect("dl.facts")[0])


async def test_a_report_beside_itself_differs_in_nothing(site: Datasette) -> None:
    tree = await page(site, address(SECOND, SECOND))
    assert not lines(tree)
    assert not tree.cssselect("p.difference del, p.difference ins")
    assert "100%" in words(tree.cssselect("dl.facts")[0])


async def test_two_agencies_compare_and_markup_stays_text(site: Datasette) -> None:
    tree = await page(site, address(f"{WATER}/2022/own_agency", f"{HOSTILE}/2022/own_agency"))
    assert "<img src=x onerror=alert(1)>" in words(tree)
    assert not tree.cssselect("script, img, [onerror]")


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", "a/b", "'", '"><img src=x>'])
async def test_what_does_not_exist_is_said(site: Datasette, evil: str) -> None:
    tree = await page(site, address(SECOND, evil), 404)
    assert evil in words(tree.cssselect("p.warn")[0])
    assert not tree.cssselect("script, img")


async def test_with_one_report_the_others_of_its_agency_are_offered(site: Datasette) -> None:
    tree = await page(site, f"/compare/?{urlencode({'a': SECOND})}")
    links = tree.xpath("//main/p/a/@href")
    assert address(FIRST, SECOND) in links
    await page(site, "/compare/")


def test_numbers_of_unknown_unit_have_no_change() -> None:
    before, after = _data(city_2020()), _data(city_2022())
    place = ("fees", "amount")
    before.tables["disclosure"][place] = 251000
    after.tables["disclosure"][place] = 25.1
    before.notes.append(
        {"table": "disclosure", "row": "fees", "column": "amount", "status": "unit_unknown"}
    )
    [line] = [
        line
        for pair in compare_tables(before, after, ({}, {}))
        for line in pair.lines
        if line.label.zh == "fees.amount"
    ]
    assert (line.first.value, line.second.value, line.change) == (251000, 25.1, None)


def _data(report: object) -> ReportData:
    tables = {
        key: {(row, column): value for row, line in table.items() for column, value in line.items()}
        for key, table in report.tables.items()  # type: ignore[attr-defined]
    }
    return ReportData({"table_forms": "{}", "form": None}, [], tables, {}, [], [], [], [])


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_the_changes(first: str, second: str) -> None:
    found = compare_texts(first, second, Work())
    kept = {"same": ("", ""), "gone": ("", ""), "new": ("", "")}
    assert {kind for kind, _ in found.changes} <= set(kept)
    assert "".join(text for kind, text in found.changes if kind != "gone") == second
    assert "".join(text for kind, text in found.changes if kind != "new") == first


def test_a_number_that_changes_is_one_change() -> None:
    found = compare_texts("全年收到申请124件，答复120件。", "全年收到申请97件，答复95件。", Work())
    assert found.changes == [
        ("same", "全年收到申请"),
        ("gone", "124"),
        ("new", "97"),
        ("same", "件，答复"),
        ("gone", "120"),
        ("new", "95"),
        ("same", "件。"),
    ]


def test_text_that_costs_more_than_the_bound_is_shown_whole() -> None:
    work = Work()
    first, second = "甲乙" * 9_000, "乙丙甲" * 6_000
    assert compare_texts(first, second, work).changes == [("gone", first), ("new", second)]
    # Only the comparison of the two sentences was paid for, not that of their characters.
    assert ALL - work.left < 10
    assert Work(left=1).affords(["甲"], ["甲"]) is False


def test_long_text_is_cut_and_says_so() -> None:
    found = compare_texts("一二三四。" * 5_000, "一二三四。", Work())
    assert found.is_cut


def several(*reports: str) -> str:
    return f"/compare/?{urlencode(dict(zip('abcd', reports, strict=False)))}"


async def test_three_reports_stand_in_columns(site: Datasette) -> None:
    third = f"{WATER}/2022/own_agency"
    tree = await page(site, several(FIRST, SECOND, third))
    table = next(t for t in tree.cssselect("table.compared") if len(t.cssselect("thead th")) == 4)
    heads = [words(head) for head in table.cssselect("thead th")]
    assert heads[1:] == [f"{CITY} 2020", f"{CITY} 2022", f"{WATER} 2022"]
    whole = next(
        t
        for t in tree.cssselect("details table.compared")
        if heads == [words(head) for head in t.cssselect("thead th")]
    )
    received = next(
        row
        for row in whole.cssselect("tbody tr")
        if "本年新收" in words(row) and "总计" in words(row.cssselect("th")[0])
    )
    assert [words(cell) for cell in received.cssselect("td")][:2] == ["31", "124"]
    assert len(received.cssselect("td")) == 3
    assert tree.cssselect("input[name=c]")[0].get("value") == third


async def test_a_third_report_that_does_not_exist_is_named(site: Datasette) -> None:
    tree = await page(site, several(FIRST, SECOND, "x/2022/own_agency"), status=404)
    assert "x/2022/own_agency" in words(tree.cssselect("p.warn")[0])
    assert "31" in tree.text_content()
