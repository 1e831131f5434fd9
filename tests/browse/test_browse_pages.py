"""The pages of our own, asked of Datasette without a network."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html as markup
from sample_archive import CITY, COUNTY, HOSTILE, TABLE_TEXT, WATER

from gongkai.archive import Archive
from gongkai.browse.datasette_types import Datasette
from gongkai.browse.report_data import report_path


def address(agency: str, year: int) -> str:
    return f"/report/{quote(agency)}/{year}/own_agency"


async def page(site: Datasette, path: str, status: int = 200) -> markup.HtmlElement:
    response = await site.client.get(path)
    assert response.status_code == status
    return markup.fromstring(response.text)


def words(element: markup.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def cell(tree: markup.HtmlElement, table: str, label: str, number: int) -> str:
    """The text of the ``number``-th value cell on the line of a row label."""
    line = next(
        line
        for line in tree.cssselect(f"table.{table} tr")
        if any(words(head) == label for head in line.cssselect("th[scope=row]"))
    )
    return words(line.cssselect("td")[number - 1])


async def test_front_page_counts_what_the_archive_counts(
    site: Datasette, archive_path: Path
) -> None:
    with Archive.open(archive_path, read_only=True) as archive:
        summary = archive.summary()
    tree = await page(site, "/")
    shown = [words(number) for number in tree.cssselect("dl.numbers dd")]
    assert shown == [
        str(summary.reports),
        "4",
        "2014–2022",
        str(summary.cells),
        str(summary.failed_identities),
        str(summary.copies_set_aside),
    ]
    assert (summary.reports, summary.copies_set_aside) == (5, 1)


async def test_front_page_grid_links_each_report_with_its_state(site: Datasette) -> None:
    tree = await page(site, "/")
    lines = {
        words(line.cssselect("th")[0]): [words(place) for place in line.cssselect("td")]
        for line in tree.cssselect("table.coverage tbody tr")
    }
    assert lines[CITY] == ["·"] * 6 + ["2020 有", "·", "2022 有"]
    assert lines[WATER] == ["·"] * 8 + ["2022 ✗3"]
    assert lines[COUNTY] == ["2014 转"] + ["·"] * 8
    links = tree.xpath("//table[@class='coverage']//a/@href")
    assert address(WATER, 2022) in links
    for link in links:
        await page(site, link)


async def test_report_page_heads_with_what_the_archive_knows(site: Datasette) -> None:
    tree = await page(site, address(CITY, 2022))
    facts = words(tree.cssselect("dl.facts")[0])
    assert words(tree.cssselect("h1")[0]) == f"{CITY}2022年政府信息公开工作年度报告"
    for fact in (CITY, "2022", "2023-01-18", "本机关", "2023-03-01 08:00 UTC"):
        assert fact in facts
    source = tree.cssselect("a.source")[0]
    assert source.get("href") == "https://www.qingxi.gov.cn/nb/2022.html"
    assert {"noopener", "nofollow"} <= set(source.get("rel").split())
    assert "官方原页" in words(tree.cssselect(".badge")[0])


async def test_contents_lead_to_the_six_parts(site: Datasette) -> None:
    tree = await page(site, address(CITY, 2022))
    links = tree.cssselect("nav.contents a")
    assert len(links) == 6
    for link in links:
        target = tree.get_element_by_id(link.get("href")[1:])
        assert words(target.cssselect("h2")[0]) == words(link)


async def test_text_stands_without_the_raw_table_and_around_the_printed_one(
    site: Datasette,
) -> None:
    tree = await page(site, address(CITY, 2022))
    part = words(tree.get_element_by_id("part-1"))
    assert (
        part.index("公开的信息见下表。")
        < part.index("第二十条第（一）项")
        < part.index("规章已清理。")
    )
    assert TABLE_TEXT not in words(tree)


async def test_numbers_stand_in_their_cells(site: Datasette) -> None:
    tree = await page(site, address(CITY, 2022))
    assert cell(tree, "requests", "一、本年新收政府信息公开申请数量", 1) == "118"
    assert cell(tree, "requests", "一、本年新收政府信息公开申请数量", 7) == "124"
    assert cell(tree, "requests", "（七）总计", 2) == "6"
    review = tree.cssselect("table.review_litigation tbody td")
    assert [words(place) for place in review[:5]] == ["3", "1", "0", "0", "4"]


async def test_blank_dash_and_converted_cells_show_what_they_were(site: Datasette) -> None:
    tree = await page(site, address(CITY, 2022))
    assert cell(tree, "disclosure", "规章", 1) == "空白 blank"
    assert cell(tree, "requests", "1.属于国家秘密", 3) == "—"
    assert cell(tree, "disclosure", "行政事业性收费", 1) == "25.1 万元注1"
    assert "原文“251000元”，读作 25.1 万元（已换算单位）" in words(tree)
    assert "原文空白 1 格" in words(tree)


async def test_a_cell_that_could_not_be_read_is_no_number(site: Datasette) -> None:
    tree = await page(site, address(CITY, 2020))
    assert cell(tree, "disclosure", "政府集中采购", 2) == "？注1"
    assert "3l5.8" in words(tree)
    assert "一格数字无法确定" in words(tree.cssselect("section.problems")[0])


async def test_failed_sums_are_marked_and_spelled_out(site: Datasette) -> None:
    tree = await page(site, address(WATER, 2022))
    assert cell(tree, "requests", "（一）予以公开", 7) == "11✗2"
    assert cell(tree, "requests", "（七）总计", 1) == "10✗1"
    four_of_the_balance, seven_of_the_row = 4, 7
    assert len(tree.cssselect("td.fails")) == four_of_the_balance + seven_of_the_row + 5
    told = words(tree.get_element_by_id("requests-check-1"))
    assert "＝ 15，而" in told
    assert "＝ 14；相差 1" in told
    assert "原文如此" in told
    assert "总计 3；相差 1" in words(tree.get_element_by_id("review_litigation-check-1"))
    for link in tree.cssselect("a.check"):
        assert tree.get_element_by_id(link.get("href")[1:]) is not None


async def test_a_hint_is_told_but_marks_no_cell(site: Datasette) -> None:
    tree = await page(site, address(WATER, 2022))
    assert "规章：该机关无权制定规章，应为零；左边 1，右边 0" in words(tree)
    assert not tree.cssselect("table.disclosure td.fails")
    badges = [words(badge) for badge in tree.cssselect("p.badges .badge")]
    assert badges[1:] == ["3 项勾稽不符 sums fail", "2 项值得留意 worth a look"]


async def test_a_conflict_of_text_and_table_is_quoted(site: Datasette) -> None:
    told = words(await page(site, address(WATER, 2022)))
    assert "正文“全年共收到政府信息公开申请14件”，即 14；" in told
    assert "表中“一、本年新收政府信息公开申请数量 · 总计”为 12；相差 2" in told


async def test_a_copy_is_named_on_the_page_of_its_original(site: Datasette) -> None:
    tree = await page(site, address(CITY, 2022))
    assert "https://wenku.example.com/doc/7" in words(tree.cssselect("section.versions")[0])
    tree = await page(site, address(COUNTY, 2014))
    assert "poor" in tree.cssselect(".badge")[0].get("class")
    assert "页面不在政府网站上" in words(tree)


async def test_a_report_without_tables_claims_no_sums(site: Datasette) -> None:
    tree = await page(site, address(COUNTY, 2014))
    assert "未能核对" in words(tree.cssselect("p.badges")[0])
    assert "相符" not in words(tree.cssselect("p.badges")[0])
    assert not tree.cssselect("table.official")


@pytest.mark.parametrize("path", ["/", address(HOSTILE, 2022), "/-/gongkai/search?q=档案"])
async def test_markup_from_a_source_is_only_text(site: Datasette, path: str) -> None:
    tree = await page(site, path)
    assert "<script>document.title='owned'</script>" in words(tree)
    assert not tree.cssselect("script, img, i, u, [onerror]")
    assert not tree.xpath("//b[text()='5']")
    assert not tree.xpath("//@href[starts-with(., 'javascript')]")


async def test_an_address_that_no_browser_should_follow_is_text(site: Datasette) -> None:
    tree = await page(site, address(HOSTILE, 2022))
    assert not tree.cssselect("a.source")
    assert "javascript:alert(1)" in words(tree.cssselect("dl.facts")[0])


@pytest.mark.parametrize(
    "path",
    [
        address("无此机关", 2022),
        address(CITY, 1999),
        f"/report/{quote(CITY)}/二〇二二/own_agency",
        "/report/%3Cscript%3E/2022/x",
        "/report/a%2Fb/2022/%27",
    ],
)
async def test_unknown_reports_are_not_found(site: Datasette, path: str) -> None:
    tree = await page(site, path, status=404)
    assert "没有这份报告" in words(tree)
    assert not tree.cssselect("script")


async def test_the_same_report_as_json(site: Datasette) -> None:
    tree = await page(site, address(WATER, 2022))
    link = tree.xpath("//link[@type='application/json']/@href")[0]
    response = await site.client.get(link)
    data = response.json()
    assert response.headers["content-type"].startswith("application/json")
    assert data["agency"] == WATER
    assert data["tables"]["requests"]["received"]["natural_person"] == 12
    assert data["period"] == {"start": "2022-01-01", "end": "2022-12-31"}
    assert [section["key"] for section in data["sections"]][:2] == ["overview", "proactive"]
    [quoted] = [check for check in data["checks"] if check["quote"]]
    assert (quoted["id"], quoted["against"]) == ("N-NEW", "requests.received.total")
    assert {check["id"] for check in data["checks"]} == {
        "N-NEW",
        "T2-MADE",
        "T2-RULECAP",
        "T3-BAL",
        "T3-ROW",
        "T4-SUM",
    }
    missing = await site.client.get(f"{address(WATER, 1999)}.json")
    assert (missing.status_code, missing.json()["ok"]) == (404, False)


@pytest.mark.parametrize(
    "path", ["/", address(CITY, 2022), "/-/gongkai/search?q=x", "/report/x/1/y"]
)
async def test_our_pages_allow_and_load_nothing_but_their_style_sheet(
    site: Datasette, path: str
) -> None:
    response = await site.client.get(path)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    tree = markup.fromstring(response.text)
    assert not tree.xpath("//@style | //style | //script | //iframe")
    sheets = tree.xpath("//link[@rel='stylesheet']/@href")
    assert len(sheets) == 1
    sheet = await site.client.get(sheets[0])
    assert sheet.headers["content-type"].startswith("text/css")
    assert not re.search(r"url\(|@import|//[a-z]", sheet.text)


def test_addresses_are_percent_encoded() -> None:
    assert report_path("甲/2022/x y") == "/report/%E7%94%B2/2022/x%20y"
