"""The front page's counts, and the language of the pages."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from lxml import html as markup
from sample_archive import CITY, WATER, build

from gongkai.archive import Archive
from gongkai.browse.datasette_types import Datasette
from gongkai.browse.front_page import front_context
from gongkai.browse.heat import Heat, load_health, load_heat
from gongkai.browse.language import COOKIE
from gongkai.browse.server import make_datasette


@pytest.fixture
def gappy(tmp_path: Path) -> Path:
    """The sample archive, where two reports are missing and one of them is judged."""
    path = build(tmp_path / "archive.db")
    with Archive.open(path) as archive:
        archive.db.execute(
            "INSERT INTO expectations (agency_id, year, expected, why) VALUES (?, 2021, 1, '名单')",
            [WATER],
        )
        archive.db.execute(
            "INSERT INTO report_gaps (agency_id, year, reason, checked_at)"
            " VALUES (?, 2021, 'blocked', '2023-01-01T00:00:00+00:00')",
            [CITY],
        )
        archive.db.conn.commit()
    return path


def test_the_grid_is_that_of_the_view_coverage(gappy: Path) -> None:
    connection = sqlite3.connect(gappy)
    grid = load_heat(connection)
    sql = """select tier, year, count(distinct case when report_id is not null then agency_id end),
        sum(report_id is null) from coverage group by 1, 2"""
    counted = {(tier, year): (held, gaps) for tier, year, held, gaps in connection.execute(sql)}
    shown = {
        (tier, year): (cell.held, cell.expected - cell.held)
        for tier, cells in grid.rows
        for year, cell in zip(grid.years, cells, strict=True)
        if cell
    }
    assert shown == counted
    assert shown["prefecture", 2021] == (0, 2)
    assert dict(grid.reasons) == {"blocked": 1, None: 1}
    connection.close()


@pytest.mark.parametrize(
    ("held", "missing", "shade"), [(0, 5, 0), (1, 999, 1), (1, 1, 2), (999, 1, 3), (7, 0, 4)]
)
def test_some_is_never_shaded_as_none_nor_as_all(held: int, missing: int, shade: int) -> None:
    assert Heat(held, (("blocked", missing),) if missing else ()).shade == shade


async def test_gaps_are_shown_with_their_reasons(gappy: Path) -> None:
    tree = await page(make_datasette(gappy), "/")
    line = next(line for line in tree.cssselect("table.heat tbody tr") if "地市级" in words(line))
    years = [words(head) for head in tree.cssselect("table.heat thead th")][1:]
    cell = line.cssselect("td")[years.index("2021")]
    assert "0/2" in words(cell)
    listed = await page(make_datasette(gappy), cell.cssselect("a")[0].get("href"))
    agencies = {words(name) for name in listed.cssselect("td.col-agency")}
    assert agencies == {CITY, WATER}
    assert "被网站拦截 1" in words(cell)
    assert "尚未判断 1" in words(cell)


async def test_health_counts_what_its_links_list(gappy: Path) -> None:
    datasette = make_datasette(gappy)
    tree = await page(datasette, "/")
    links = tree.cssselect("ul.health a")
    assert len(links) == 7
    counted = {link.get("href").split("?")[0]: int(link.cssselect("b")[0].text) for link in links}
    assert counted["/archive/missing_reports"] == 1
    assert counted["/archive/failed_checks"] == 1
    for link in links[1:]:
        path = link.get("href").replace("?", ".json?", 1)
        rows = (await datasette.client.get(path)).json()["rows"]
        assert len(rows) == int(link.cssselect("b")[0].text), path


def test_an_archive_without_the_newer_views_still_counts(tmp_path: Path) -> None:
    connection = sqlite3.connect(build(tmp_path / "archive.db"))
    for view in ("coverage", "missing_reports", "year_checks", "carry_breaks"):
        connection.execute(f"drop view {view}")
    assert load_heat(connection).rows == ()
    assert "year_checks" not in load_health(connection)
    assert load_health(connection)["failed_checks"] == 1
    connection.close()


async def test_counts_are_kept_until_the_file_changes(tmp_path: Path) -> None:
    path = build(tmp_path / "archive.db")
    datasette = make_datasette(path)
    await datasette.invoke_startup()
    first = (await front_context(datasette, "archive"))["front"]
    assert (await front_context(datasette, "archive"))["front"] is first
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("update reports set cells_read = cells_read + 1 where year = 2020")
    connection.close()
    second = (await front_context(datasette, "archive"))["front"]
    assert second.numbers["cells"] == first.numbers["cells"] + 1


async def test_the_switch_keeps_the_page_and_is_remembered(site: Datasette) -> None:
    response = await site.client.get("/-/gongkai/search", params={"q": "复议", "lang": "en"})
    assert f"{COOKIE}=en" in response.headers["set-cookie"]
    tree = markup.fromstring(response.text)
    assert tree.get("lang") == "en"
    links = {link.text: link.get("href") for link in tree.cssselect("nav.languages a")}
    assert links["中文"] == "?q=%E5%A4%8D%E8%AE%AE&lang=zh"
    later = await site.client.get("/", headers={"cookie": f"{COOKIE}=en"})
    assert words(markup.fromstring(later.text).cssselect("h1")[0]).startswith("Annual reports")
    assert "set-cookie" not in later.headers
    assert "Cookie" in later.headers["vary"]


@pytest.mark.parametrize("lang", ["zh", "en", "both", "<script>"])
async def test_each_language_says_its_words(site: Datasette, lang: str) -> None:
    tree = await page(site, f"/?lang={lang}")
    heading = words(tree.cssselect("h1")[0])
    assert ("政府信息公开" in heading) == (lang != "en")
    assert ("Annual reports" in heading) == (lang != "zh")
    assert not tree.cssselect("script")


async def page(site: Datasette, path: str) -> markup.HtmlElement:
    await site.invoke_startup()
    response = await site.client.get(path)
    assert response.status_code == 200
    return markup.fromstring(response.text)


def words(element: markup.HtmlElement) -> str:
    return " ".join(element.text_content().split())


async def test_queries_are_forms_with_lists_to_pick_from(site: Datasette) -> None:
    tree = await page(site, "/-/gongkai/queries")
    form = next(
        form for form in tree.cssselect("form") if form.get("action") == "/archive/denial_mix_where"
    )
    picks = {
        pick.get("name"): [option.text for option in pick.cssselect("option")]
        for pick in form.cssselect("select")
    }
    assert picks["year"] == [None, "2022", "2020", "2014"]
    assert "prefecture" in picks["tier"]
    assert all(field.getparent().tag == "label" for field in tree.cssselect("main input, select"))
    for form in tree.cssselect("main form"):
        assert (await site.client.get(form.get("action"))).status_code == 200
