"""The page of a report before 2019: its own headings, and the table of 2014 as printed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html as markup

from gongkai.archive import Archive
from gongkai.browse.datasette_types import Datasette
from gongkai.browse.server import make_datasette
from parsers import forms
from parsers.report import CellNote, Check, Report, Section
from scraper.protocols import Fetched, Link

AGENCY, YEAR = "青溪市粮食局", 2016
ROWS = forms.load("v2014").tables["statistics"].rows
TABLE_TEXT = "统计表 0 0 0"


def early_report() -> Report:
    figures: dict[str, int | float | None] = {row.key: 0 for row in ROWS}
    figures |= {"req_received": 9, "req_online": 5, "req_letter": 3, "budget": 2.5}
    figures |= {"ch_weibo": None, "complaints": None}
    return Report(
        source="",
        title=f"{AGENCY}{YEAR}年政府信息公开工作年度报告",
        agency=AGENCY,
        year=YEAR,
        scope="own_agency",
        provenance="official",
        form="v2014",
        table_forms={"statistics": "v2014"},
        sections=[
            Section("overview", "一", "概述", "本局整理目录。"),
            Section(None, "二", "政府信息公开的收费及减免情况", "未收取检索费。"),
            Section(None, None, "附表", f"见下\n{TABLE_TEXT}", ((3, 3 + len(TABLE_TEXT)),)),
        ],
        tables={"statistics": figures},
        cells=[
            CellNote("statistics", "ch_weibo", "value", "", "blank", None),
            CellNote("statistics", "complaints", "value", "——", "dash", None),
            CellNote("statistics", "budget", "value", "25000", "unit_converted", 2.5),
        ],
        checks=[Check("S-REQ", "statistics", "req_received", "fail", 8, 9, "source")],
    )


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Datasette]:
    url = "https://www.qingxi.gov.cn/nb/2016.html"
    with Archive.open(tmp_path / "archive.db") as archive:
        run = archive.start_run("demo")
        archive.put_source("qingxi", "青溪市人民政府门户网站")
        moment = datetime(2017, 3, 1, 8, 0, tzinfo=UTC)
        link = Link(url=url, kind="report", source_id="qingxi", title="年报")
        archive.save_fetch(run, link, Fetched(url, url, moment, 200, (), b"page", 0.1))
        archive.store_report(archive.queue("1")[0], early_report(), "1")
    datasette = make_datasette(tmp_path / "archive.db")
    await datasette.invoke_startup()
    yield datasette
    datasette.executor.shutdown()
    for database in datasette.databases.values():
        database.close()


async def tree_of(site: Datasette) -> markup.HtmlElement:
    response = await site.client.get(f"/report/{quote(AGENCY)}/{YEAR}/own_agency")
    assert response.status_code == 200
    return markup.fromstring(response.text)


def words(element: markup.HtmlElement) -> str:
    return " ".join(element.text_content().split())


async def test_parts_keep_the_headings_that_are_printed(site: Datasette) -> None:
    tree = await tree_of(site)
    headings = [words(heading) for heading in tree.cssselect("section[id^=part] > h2")]
    assert headings == ["一、概述", "二、政府信息公开的收费及减免情况", "附表"]
    assert TABLE_TEXT not in words(tree)


async def test_every_indicator_stands_with_its_unit_in_the_official_order(
    site: Datasette,
) -> None:
    (table,) = (await tree_of(site)).cssselect("#part-2 table.statistics")
    assert [words(cell) for cell in table.cssselect("thead th")] == ["统计指标", "单位", "统计数"]
    lines = [line for line in table.cssselect("tbody tr") if line.cssselect("th[scope=row]")]
    assert [words(line.cssselect("th")[0]) for line in lines] == [row.label for row in ROWS]
    assert [words(line.cssselect("td")[0]) for line in lines] == [row.unit for row in ROWS]
    groups = [words(cell) for cell in table.cssselect("th[scope=rowgroup]")]
    assert groups[:2] == ["一、主动公开情况", "（二）通过不同渠道和方式公开政府信息的情况"]
    assert len(groups) == 7


async def test_blanks_dashes_conversions_and_failed_sums_are_marked(site: Datasette) -> None:
    tree = await tree_of(site)
    of = {
        row.key: line.cssselect("td")[1]
        for row, line in zip(
            ROWS,
            (li for li in tree.cssselect("table.statistics tbody tr") if li.cssselect("th.label")),
            strict=True,
        )
    }
    assert of["ch_weibo"].get("class") == "value blank"
    assert (of["complaints"].get("class"), words(of["complaints"])) == ("value dash", "——")
    assert words(of["budget"]) == "2.5注1"
    assert words(of["req_received"]) == "9✗1"
    assert "fails" in of["req_letter"].get("class", "")
    (failed,) = tree.cssselect(".remarks.failed li")
    assert "3.网络申请数 5" in words(failed)
    assert "相差 1" in words(failed)


async def test_the_json_has_the_contracts_shape(site: Datasette) -> None:
    response = await site.client.get(f"/report/{quote(AGENCY)}/{YEAR}/own_agency.json")
    tables = response.json()["tables"]
    assert tables == early_report().tables
    assert [section["key"] for section in response.json()["sections"]] == ["overview", None, None]


async def test_an_english_reader_reads_the_table_in_english(site: Datasette) -> None:
    address = f"/report/{quote(AGENCY)}/{YEAR}/own_agency?lang=en"
    tree = markup.fromstring((await site.client.get(address)).text)
    (table,) = tree.cssselect("table.statistics")
    cells = [words(cell) for cell in table.cssselect("th, td:not(.value)")]
    assert {"Requests online", "cases", "10,000 yuan", "I. Proactive disclosure"} <= set(cells)
    assert [text for text in cells if any("一" <= sign <= "鿿" for sign in text)] == []
