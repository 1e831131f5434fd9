"""The grid of the provinces: whose number stands in a tile, and what stands there without one."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from axe import findings
from chromium import PHONE
from lxml import html as markup
from sample_archive import build, city_2022, fill
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from serving import serving
from test_browse_browser import width_on_a_phone
from test_browse_report_around import put, words

from gongkai.archive import Archive
from gongkai.browse.datasette_types import Datasette
from gongkai.browse.provinces_view import shown
from gongkai.browse.server import make_datasette
from gongkai.browse.tile_places import PLACES

#: Governments of invented names, and the provinces whose tiles they take.
BODIES = {f"第{code}号人民政府": code for code in PLACES if not PLACES[code].is_apart}
OFFICE = "第11号人民政府办公厅"


def provinces(path: Path) -> Path:
    """Each province received a hundred times its code; 12 has failing sums, 13 no report."""
    build(path)
    with Archive.open(path) as archive:
        for name, code in BODIES.items():
            if code != "13":
                store(archive, name, int(code) * 100, "government")
        store(archive, OFFICE, 7, "office")
        store(archive, "第14号人民政府办公厅", 1400, "office")
        for name, code in (*BODIES.items(), (OFFICE, "11"), ("第14号人民政府办公厅", "14")):
            sql = "UPDATE agencies SET division_code = ? WHERE name = ?"
            archive.db.execute(sql, [f"{code}0000", name])
        sql = "UPDATE agencies SET division_code = ? WHERE name = ?"
        archive.db.execute(sql, ["110101", "青溪市人民政府"])
    return path


def store(archive: Archive, name: str, received: int, kind: str) -> None:
    report = city_2022()
    report.agency, report.kind, report.tier = name, kind, "province"
    report.title = f"{name}2022年政府信息公开工作年度报告"
    report.scope = "aggregate"
    tables = report.tables["requests"]
    fill(tables["received"], natural_person=received)
    fill(tables["carried_forward"], natural_person=received - 116)
    if name.startswith("第12号"):
        report.checks[0].outcome, report.checks[0].severity = "fail", "ERROR"
    put(archive, f"https://www.qingxi.gov.cn/p/{quote(name)}.html", report, body=name.encode())


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return provinces(tmp_path_factory.mktemp("provinces") / "archive.db")


@pytest.fixture(scope="module")
def archive_path(path: Path) -> Path:
    """What ``site`` serves here."""
    return path


async def tiles(site: Datasette, query: str = "") -> dict[str, markup.HtmlElement]:
    response = await site.client.get(f"/provinces/?lang=zh{query}")
    assert response.status_code == 200
    tree = markup.fromstring(response.text)
    return {words(tile.cssselect(".name")[0]): tile for tile in tree.cssselect(".tile")}


def printed(tile: markup.HtmlElement) -> str:
    return words(tile.cssselect("b")[0])


async def test_a_tile_prints_what_the_report_of_the_province_says(site: Datasette) -> None:
    found = await tiles(site)
    assert len(found) == 34
    assert printed(found["上海"]) == "3,100"
    report = await site.client.get(found["上海"].cssselect("a")[0].get("href"))
    assert "第31号人民政府2022年" in report.text
    assert printed(found["山西"]) == "1,400"  # its office says the same


async def test_a_tile_without_a_number_says_why(site: Datasette) -> None:
    found = await tiles(site)
    assert printed(found["北京"]) == "≠两份报告所载不一"
    assert printed(found["天津"]) == "—有报告而无可用之数"
    assert printed(found["河北"]) == "·存档中没有这份报告"
    assert not found["河北"].cssselect("a")
    assert printed(found["香港"]) == "/不适用"


async def test_shades_follow_the_numbers_but_are_not_needed(site: Datasette) -> None:
    found = await tiles(site)
    shades = {
        name: next(int(one[6:]) for one in tile.get("class").split() if one.startswith("shade-"))
        for name, tile in found.items()
    }
    assert (shades["山西"], shades["新疆"], shades["河北"], shades["北京"]) == (1, 4, 0, 0)
    by_code = [
        shades[place.name] for code, place in PLACES.items() if code not in ("11", "12", "13")
    ]
    known = [shade for shade in by_code if shade]
    assert known == sorted(known)
    assert {known.count(shade) for shade in (1, 2, 3, 4)} == {7}


async def test_values_and_scopes_can_be_picked(site: Datasette) -> None:
    shares = await tiles(site, "&value=any_disclosure&year=2022&scope=aggregate")
    assert printed(shares["上海"]) == "51.7%"
    days = await tiles(site, "&value=days_late")
    assert printed(days["上海"]) == "-72"
    held = await tiles(site, "&value=reports")
    assert (printed(held["北京"]), printed(held["河北"])) == ("3", "·存档中没有这份报告")
    none = await tiles(site, "&scope=own_agency")
    assert {printed(tile) for tile in none.values()} == {"·存档中没有这份报告", "/不适用"}
    odd = await tiles(site, "&value=';drop table x&year=1066&scope=<b>")
    assert printed(odd["上海"]) == "3,100"


async def test_the_table_behind_the_tiles_says_the_same(site: Datasette) -> None:
    response = await site.client.get("/provinces/?lang=zh")
    tree = markup.fromstring(response.text)
    rows = {
        words(row.cssselect("th")[0]): [words(cell) for cell in row.cssselect("td")]
        for row in tree.cssselect("details.behind tbody tr")
    }
    assert len(rows) == 31
    assert rows["上海"] == ["310000", "3,100", "第31号人民政府"]
    assert rows["北京"][2] == "第11号人民政府 1,100；第11号人民政府办公厅 7"
    assert len(tree.cssselect("form.pick label select")) == 3


async def test_the_page_is_found_and_empty_archives_have_it_too(
    site: Datasette, tmp_path: Path
) -> None:
    front = markup.fromstring((await site.client.get("/")).text)
    assert len(front.cssselect("a[href='/provinces/']")) == 2
    with Archive.open(tmp_path / "archive.db"):
        pass
    empty = make_datasette(tmp_path / "archive.db")
    await empty.invoke_startup()
    try:
        response = await empty.client.get("/provinces/")
        assert response.status_code == 200
        assert "存档里还没有可列的报告" in response.text
        assert 'class="tile ' not in response.text
    finally:
        empty.executor.shutdown()
        for database in empty.databases.values():
            database.close()


def test_tiles_do_not_share_a_place() -> None:
    places = {(place.line, place.column) for place in PLACES.values()}
    assert len(places) == len(PLACES) == 34


def test_numbers_fit_a_tile() -> None:
    assert (shown(0.5, "%"), shown(12345, "件"), shown(1234567, "件")) == (
        "50.0%",
        "12,345",
        "1234567",
    )


@pytest.mark.browser
def test_the_tiles_fit_a_phone_and_are_reached_by_keyboard(chrome: Chrome, path: Path) -> None:
    with serving(path) as (address, _):
        for query in ("?lang=en", "?lang=both"):
            assert width_on_a_phone(chrome, f"{address}provinces/{query}") <= PHONE
            wide = chrome.execute_script(
                "return [...document.querySelectorAll('.tile b, .tile .short')]"
                ".filter(t => t.getClientRects().length > 1"
                " || t.getBoundingClientRect().width > t.closest('.tile').clientWidth).length"
            )
            assert wide == 0
            assert findings(chrome) == []
        links = chrome.find_elements(By.CSS_SELECTOR, ".tile a")
        assert len(links) == 30
        chrome.execute_script("arguments[0].focus()", links[0])
        assert chrome.switch_to.active_element == links[0]
        assert chrome.get_log("browser") == []
