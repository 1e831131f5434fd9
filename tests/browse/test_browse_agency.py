"""The page of an agency: its numbers by year, breaks, chain, names, and what leads there."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html as markup
from sample_archive import CITY, HOSTILE, WATER, build

from gongkai.browse.charts import HEIGHT, Year, stacked
from gongkai.browse.datasette_types import Datasette
from gongkai.browse.server import make_datasette
from gongkai.browse.wording import Words

EVIL = "<script>alert(1)</script>"


def address(agency: str) -> str:
    return f"/agency/{quote(agency, safe='')}/"


@pytest.fixture
async def family(tmp_path: Path) -> AsyncIterator[Datasette]:
    """The city is the water bureau's parent and has a 2021 report whose carry-over breaks."""
    path = build(tmp_path / "archive.db")
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("update agencies set parent_id = ? where agency_id = ?", [CITY, WATER])
        connection.execute(
            "insert into agency_names (agency_id, name, first_year) values (?, ?, 2008)",
            [CITY, f"青溪县人民政府{EVIL}"],
        )
        connection.execute("update checks set \"where\" = 'total' where id = 'T3-BAL'")
        # The report on 2022 becomes that of 2021, so that it follows the one on 2020.
        connection.execute(
            "update reports set year = 2021 where agency_id = ? and year = 2022", [CITY]
        )
    connection.close()
    datasette = make_datasette(path)
    await datasette.invoke_startup()
    yield datasette


async def page(site: Datasette, path: str, status: int = 200) -> markup.HtmlElement:
    response = await site.client.get(path)
    assert response.status_code == status
    return markup.fromstring(response.text)


def cells(line: markup.HtmlElement) -> list[str]:
    return [words(cell) for cell in line.cssselect("th, td")]


def words(element: markup.HtmlElement) -> str:
    return " ".join(element.text_content().split())


async def test_numbers_stand_by_year_with_the_break_of_form(site: Datasette) -> None:
    tree = await page(site, address(CITY))
    lines = [cells(line) for line in tree.cssselect("table.years tbody tr")]
    assert lines[0] == [
        *("2020", "v2019", "31", "0", "31", "0", "0", "0", "0", "0", "31", "0", "0", "0"),
    ]
    assert "v2019→v2021" in lines[1][0]
    assert lines[2] == [
        *("2022", "v2021", "124", "4", "62", "0", "9", "49", "0", "0", "120", "8", "4", "0"),
    ]
    heads = [words(head) for head in tree.cssselect("table.years thead th")]
    assert heads[2] == "一、本年新收政府信息公开申请数量 New requests received this year"
    assert heads[6] == "（三）不予公开 Denied"


async def test_totals_that_fail_are_left_out_and_said_so(family: Datasette) -> None:
    tree = await page(family, address(WATER))
    [left_out] = tree.cssselect("tr.left-out")
    assert "勾稽关系不成立" in words(left_out)
    assert cells(tree.cssselect("table.years tbody tr")[0])[2:12] == ["—"] * 10


async def test_charts_have_their_table_and_no_colour_alone(site: Datasette) -> None:
    tree = await page(site, address(CITY))
    charts = tree.cssselect("figure.chart")
    assert [words(chart.cssselect("figcaption")[0]).split()[0] for chart in charts] == [
        *("申请", "办理结果", "行政复议"),
    ]
    outcomes = charts[1]
    fills = {rect.get("fill") for rect in outcomes.cssselect("svg[role=img] rect")}
    assert fills == {"url(#hatch-0)", "url(#hatch-2)", "url(#hatch-3)"}
    rows = [cells(row) for row in outcomes.cssselect("details tbody tr")]
    assert rows == [
        ["2020", "31", "0", "0", "0", "0", "0"],
        ["2021", *["—"] * 6],
        ["2022", "62", "0", "9", "49", "0", "0"],
    ]
    for fill in fills:
        assert tree.get_element_by_id(fill[5:-1]) is not None


async def test_chain_parent_children_and_names(family: Datasette) -> None:
    tree = await page(family, address(CITY))
    first = words(tree.get_element_by_id("chain-heading").getparent().cssselect("tbody tr")[0])
    assert "✗ 不等" in first
    assert tree.xpath("//ul[@class='names']//a/@href") == [address(WATER)]
    assert f"青溪县人民政府{EVIL} 2008–" in words(tree.cssselect("dl.facts")[0])
    assert not tree.cssselect("script")
    water = await page(family, address(WATER))
    assert water.xpath(f"//dl//a[text()='{CITY}']/@href") == [address(CITY)]


async def test_reports_and_tables_lead_to_the_agency(site: Datasette) -> None:
    tree = await page(site, f"/report/{quote(WATER)}/2022/own_agency")
    assert tree.cssselect("dl.facts dd a")[0].get("href") == address(WATER)
    for path, column in (
        ("/archive/reports?year=2022", "agency_id"),
        ("/archive/outcome_rates", "agency"),
        ("/archive/outcome_rates", "agency_id"),
    ):
        cells = (await page(site, path)).cssselect(f"td.col-{column}")
        assert cells
        for cell in cells:
            assert cell.cssselect("a")[0].get("href") == address(words(cell)), path


async def test_each_link_of_the_page_opens(site: Datasette) -> None:
    tree = await page(site, address(CITY))
    for link in {*tree.xpath("//main//a/@href")}:
        if link.startswith("/") and not link.startswith("/compare/"):
            assert (await site.client.get(link)).status_code == 200, link


@pytest.mark.parametrize("path", [address("无此机关"), address(EVIL), "/agency/%00/"])
async def test_an_unknown_agency_is_not_found(site: Datasette, path: str) -> None:
    tree = await page(site, path, 404)
    assert "没有这个机关" in words(tree)
    assert not tree.cssselect("script")


async def test_the_hostile_agency_is_only_text(site: Datasette) -> None:
    tree = await page(site, address(HOSTILE))
    assert "<script>document.title='owned'</script>2022年报告" in words(tree)
    assert not tree.cssselect("script, img")


def test_bars_stack_to_their_total_and_unknown_parts_draw_nothing() -> None:
    series = [Words("甲", "a"), Words("乙", "b")]
    years = [Year("2020", (3, 1)), Year("2021", (None, 2)), Year("2022", (0, 2), "x→y")]
    chart = stacked("k", Words("图", "chart"), "件", series, years)
    assert chart is not None
    first, second, third = chart.bars
    assert (first.total, second.total, third.total) == (4, None, 2)
    assert (len(first.parts), len(second.parts), len(third.parts)) == (2, 0, 1)
    below, above = first.parts
    assert below.y + below.height == pytest.approx(chart.base, abs=0.02)
    assert above.y + above.height == pytest.approx(below.y, abs=0.02)
    assert below.height == pytest.approx(3 * above.height, abs=0.05)
    assert 0 < above.y < chart.base < HEIGHT
    assert third.break_before == "x→y"
    assert chart.rows[1] == ("2021", (None, 2))
    assert stacked("k", Words("图", ""), "件", series, [Year("2020", (0, 0))]) is None
