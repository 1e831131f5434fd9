"""A report of the first years: its local annex on the page, as printed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from lxml import html as markup

from gongkai.archive import Archive
from gongkai.browse.annex import annex_grid
from gongkai.browse.layout import Cell
from gongkai.browse.report_data import load_report
from gongkai.browse.report_json import report_json
from gongkai.browse.report_page import ReportPage, make_page
from gongkai.browse.server import make_datasette
from parsers.report import AnnexRow, CellNote, Check, Report, Section
from scraper.protocols import Fetched, Link

AGENCY, URL = "白石县人民政府", "https://www.baishi.gov.cn/nb/2009.html"


def report() -> Report:
    return Report(
        source="",
        title=f"{AGENCY}2009年政府信息公开工作年度报告",
        agency=AGENCY,
        year=2009,
        scope="own_agency",
        provenance="official",
        form="v2008",
        sections=[Section("overview", "一", "概述", "见附表。")],
        annex=[
            AnnexRow("主动公开信息数", "条", 1205, 4380),
            AnnexRow("申请总数", "件", 9, 31),
            AnnexRow("<b>网上咨询数</b>", None, None, None),
            AnnexRow("行政复议数", "件", 0, None),
        ],
        cells=[
            CellNote("annex", "2", "this_year", "", "blank", None),
            CellNote("annex", "2", "cumulative", "—", "dash", None),
            CellNote("annex", "3", "cumulative", "012", "ambiguous", None),
        ],
        checks=[Check("L-REQ", "annex", "this_year", "fail", 9, 8, "source", "WARN")],
    )


Stored = tuple[ReportPage, dict[str, Any]]


def store(path: Path) -> Path:
    with Archive.open(path) as archive:
        archive.put_source("baishi", AGENCY, cms="trs", level="county")
        run = archive.start_run("demo")
        link = Link(url=URL, kind="report", source_id="baishi", title=AGENCY)
        when = datetime(2010, 3, 1, tzinfo=UTC)
        archive.save_fetch(run, link, Fetched(URL, URL, when, 200, (), b"page", 0.1))
        archive.store_report(archive.queue("p1")[0], report(), "p1")
        archive.finish_run(run, "ok", {"reports": 1})
    return path


@pytest.fixture
def stored(tmp_path: Path) -> Stored:
    with Archive.open(store(tmp_path / "archive.db")) as archive:
        (report_id,) = archive.db.execute("select report_id from reports").fetchone()
        data = load_report(archive.db.conn, report_id)
        assert data is not None
        return make_page(data, {}), report_json(data)


def lines(page: ReportPage) -> list[list[str]]:
    assert page.annex is not None
    assert page.annex.grid is not None
    return [[cell.text for cell in line] for line in page.annex.grid.body]


def test_rows_are_shown_in_order_with_their_units(stored: Stored) -> None:
    assert lines(stored[0])[:2] == [
        ["主动公开信息数", "条", "1205", "4380"],
        ["申请总数", "件", "9", "31"],
    ]


def test_blank_dash_and_unread_are_told_apart(stored: Stored) -> None:
    page = stored[0]
    view = page.annex
    assert view is not None
    assert lines(page)[2][2:] == ["", "—"]
    assert lines(page)[3][2:] == ["0", "？"]
    assert (view.blanks, view.dashes) == (1, 1)
    assert "原文“012”" in view.notes[0].zh


def test_a_failing_hint_stands_under_the_annex(stored: Stored) -> None:
    page = stored[0]
    assert page.annex is not None
    assert not page.other_checks
    assert page.annex.doubts[0].zh.startswith("本年：申请总数应等于各渠道申请之和；左边 9，右边 8")


def test_the_json_has_the_rows(stored: Stored) -> None:
    assert stored[1]["annex"][0] == {
        "label": "主动公开信息数",
        "unit": "条",
        "this_year": 1205,
        "cumulative": 4380,
    }


async def test_the_page_prints_the_annex_and_escapes_it(tmp_path: Path) -> None:
    datasette = make_datasette(store(tmp_path / "archive.db"))
    await datasette.invoke_startup()
    response = await datasette.client.get(f"/report/{quote(AGENCY)}/2009/own_agency")
    tree = markup.fromstring(response.text)
    cells = [" ".join(cell.text_content().split()) for cell in tree.cssselect("table.annex td")]
    heads = [head.text_content() for head in tree.cssselect("table.annex th[scope=row]")]
    assert heads == ["主动公开信息数", "申请总数", "<b>网上咨询数</b>", "行政复议数"]
    assert cells[:3] == ["条", "1205", "4380"]
    assert cells[7:9] == ["空白 blank", "—"]
    assert tree.xpath("//nav//a[@href='#annex']")
    assert not tree.cssselect("table.annex b")
    datasette.executor.shutdown()
    for database in datasette.databases.values():
        database.close()


def test_an_annex_of_one_column_shows_one(stored: Stored) -> None:
    rows = [{"position": 0, "label": "申请总数", "unit": None}]
    grid = annex_grid(rows, ["this_year"], lambda row, column: Cell(f"{row}{column}"))
    assert [cell.text for cell in grid.head[0]] == ["指标 Indicator", "单位 Unit", "本年 this year"]
    assert [cell.text for cell in grid.body[0]] == ["申请总数", "", "0this_year"]
