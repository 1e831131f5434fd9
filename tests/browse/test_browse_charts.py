"""The charts of the whole archive: what is added up, what is not, and how it is said."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from chromium import PHONE, requested, shown_at
from lxml import html as markup
from sample_archive import city_2022, fill
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import url_contains
from selenium.webdriver.support.ui import Select, WebDriverWait
from serving import serving
from test_browse_browser import width_on_a_phone
from test_browse_report_around import put, words

from gongkai.archive import Archive
from gongkai.browse import charts_view, remembered
from gongkai.browse.datasette_types import Datasette
from gongkai.browse.remembered import Remembered
from gongkai.browse.server import make_datasette
from gongkai.browse.sums import MEASURES, Sum, Sums, load_sums, usable
from parsers.report import Check

#: Of npm's chart.js 4.6.1, `dist/chart.umd.min.js`, without its line about a source map.
CHART_JS = "c17f2ce49fb9c71ef7fb39c03f868804ac5ab34730149976eebe6b7f807bef0c"
EVIL = "<script>document.title='owned'</script>县档案局"
CITY, OFFICE, BUREAU = "青溪市人民政府", "青溪市人民政府办公室", "青溪市水务局"
CELLS = ("granted", "denied_third_party", "denied_state_secret", "unavailable_not_held")

#: Name, year, scope, tier, kind; then granted, two grounds of denial, not held; and of reviews
#: those upheld and corrected.
REPORTS: tuple[tuple[Any, ...], ...] = (
    ("甲局", 2022, "own_agency", "county", "department", 6, 2, 1, 1, 3, 1),
    ("乙局", 2022, "own_agency", "county", "department", 10, 0, 0, 0, 0, 0),
    ("错局", 2022, "own_agency", "county", "department", 500, 0, 0, 0, 9, 9),
    ("甲局", 2020, "own_agency", "county", "department", 3, 0, 0, 1, 0, 0),
    (EVIL, 2022, "own_agency", "county", "department", 0, 5, 0, 0, 1, 1),
    ("丙局", 2022, "own_agency", "prefecture", "department", 70, 7, 0, 0, 0, 0),
    (CITY, 2022, "aggregate", "prefecture", "government", 900, 0, 0, 100, 0, 0),
    (OFFICE, 2022, "aggregate", "prefecture", "office", 901, 0, 0, 0, 0, 0),
    (BUREAU, 2022, "aggregate", "prefecture", "department", 44, 0, 0, 0, 0, 0),
    ("某乡人民政府", 2022, "aggregate", "township", "township", 1, 0, 0, 0, 0, 0),
    ("某镇人民政府", 2022, "aggregate", "township", "township", 2, 0, 0, 0, 0, 0),
    ("不明市人民政府", 2022, "aggregate", None, "government", 33, 0, 0, 0, 0, 0),
    ("静局", 2022, "office_only", "county", "office", 0, 0, 0, 0, 0, 0),
    ("丁局", 2022, None, "county", "department", 22, 0, 0, 0, 0, 0),
)


def store(archive: Archive, row: tuple[Any, ...]) -> None:
    report = city_2022()
    report.agency, report.year, report.scope, report.tier, report.kind = row[0], *row[1:5]
    report.title = f"{report.agency}{report.year}年政府信息公开工作年度报告"
    report.period, report.cells, report.checks = None, [], [report.checks[0]]
    table = report.tables["requests"]
    for cells in table.values():
        fill(cells, **dict.fromkeys(cells, 0))
        cells["total"] = 0
    for name, number in zip(CELLS, row[5:9], strict=True):
        fill(table[name], natural_person=number)
    for name in ("received", "total_processed"):
        fill(table[name], natural_person=sum(row[5:9]))
    upheld, corrected = row[9:]
    ends = {"upheld": upheld, "corrected": corrected, "total": upheld + corrected}
    report.tables["review_litigation"]["review"].update(ends)
    if row[0] == "错局":
        report.checks += [
            Check("T3-BAL", "requests", "total", "fail", 500, 1, "source"),
            Check("T4-SUM", "review_litigation", "review", "fail", 18, 1, "source"),
        ]
    address = f"https://www.qingxi.gov.cn/c/{quote(row[0], safe='')}/{row[1]}.html"
    put(archive, address, report, body=f"{row[:3]}".encode())


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("charts") / "archive.db"
    with Archive.open(found) as archive:
        archive.put_source("qingxi", "青溪市人民政府门户网站", cms="trs", level="prefecture")
        for row in REPORTS:
            store(archive, row)
        for name, code in ((CITY, "130100"), (OFFICE, "130100"), (BUREAU, "130100")):
            sql = "UPDATE agencies SET division_code = ? WHERE name = ?"
            archive.db.execute(sql, [code, name])
        # A township bears the code of its county.
        sql = "UPDATE agencies SET division_code = '130121' WHERE kind = 'township'"
        archive.db.execute(sql)
    return found


@pytest.fixture(scope="module")
def sums(path: Path) -> Sums:
    with sqlite3.connect(path) as connection:
        return load_sums(connection)


@pytest.fixture(scope="module")
def archive_path(path: Path) -> Path:
    """What ``site`` serves here."""
    return path


async def shown(site: Datasette, query: str = "") -> markup.HtmlElement:
    response = await site.client.get(f"/charts/?lang=zh{query}")
    assert response.status_code == 200
    return markup.fromstring(response.text)


def table(tree: markup.HtmlElement, key: str) -> dict[str, list[str]]:
    rows = tree.cssselect(f"section[aria-labelledby='{key}-heading'] tbody tr")
    return {
        words(row.cssselect("th")[0]): [words(cell) for cell in row.cssselect("td")] for row in rows
    }


def chart(tree: markup.HtmlElement, key: str) -> dict[str, Any]:
    figure = tree.cssselect(f"section[aria-labelledby='{key}-heading'] figure")[0]
    return dict(json.loads(figure.get("data-chart")))


def test_sums_are_of_one_scope_and_one_tier(sums: Sums) -> None:
    assert sums.pairs() == {
        ("own_agency", "county"): 5,
        ("aggregate", "township"): 2,
        ("aggregate", "prefecture"): 1,
        ("office_only", "county"): 1,
        ("own_agency", "prefecture"): 1,
    }
    county, prefecture = ("own_agency", "county", 2022), ("own_agency", "prefecture", 2022)
    assert sums.added["outcomes"][county] == Sum(3, (16, 0, 8, 1, 0, 0))
    assert sums.added["outcomes"][prefecture] == Sum(1, (70, 0, 7, 0, 0, 0))
    assert sums.added["received"][county] == Sum(3, (25,))
    assert sums.added["denials"][county].values[0::3][:2] == (1, 7)
    assert sums.added["review"][county] == Sum(3, (4, 2, 0))
    assert sums.added["litigation"][county] == Sum(4, (0,) * 6)


def test_nobody_is_counted_twice_within_a_scope_and_tier(sums: Sums) -> None:
    # Neither what the office says again, nor the bureau that its city has counted.
    city = ("aggregate", "prefecture", 2022)
    assert sums.added["received"][city] == Sum(1, (1000,))
    assert sums.aside == {
        (city, "again"): 1,
        (city, "part"): 1,
        (("aggregate", "unknown", 2022), "tier"): 1,
        (("unknown", "county", 2022), "scope"): 1,
    }
    assert sums.added["received"]["aggregate", "township", 2022] == Sum(2, (3,))


def test_a_number_that_is_not_known_keeps_its_report_out() -> None:
    outcomes, denials = MEASURES["outcomes"], MEASURES["denials"]
    assert usable((1, 2, 3, 4, 5, 6, 21), outcomes) == (1, 2, 3, 4, 5, 6)
    assert usable((1, 2, 3, 4, 5, 6, 22), outcomes) is None
    assert usable((1, 2, 3, 4, 5, 6, None), outcomes) is None
    assert usable((1, 2, 3, 4, 5, None, 15), outcomes) is None
    assert usable((0,) * 8, denials) == (0,) * 8
    assert usable((*(0,) * 7, None), denials) is None


async def test_the_tables_say_what_the_charts_draw(site: Datasette) -> None:
    tree = await shown(site)
    assert table(tree, "outcomes") == {
        "2020": ["3 (75.0%)", *["0 (0.0%)"] * 2, "1 (25.0%)", *["0 (0.0%)"] * 2, "4", "1", "0"],
        "2021": ["—"] * 7 + ["0", "0"],
        "2022": [
            *("16 (64.0%)", "0 (0.0%)", "8 (32.0%)", "1 (4.0%)", "0 (0.0%)", "0 (0.0%)"),
            *("25", "3", "1"),
        ],
    }
    outcomes = chart(tree, "outcomes")
    assert [one["data"] for one in outcomes["series"][:4]] == [
        [75.0, None, 64.0],
        [0.0, None, 0.0],
        [0.0, None, 32.0],
        [25.0, None, 4.0],
    ]
    assert outcomes["series"][0]["name"] == ["予以公开"]
    denials = table(tree, "denials")
    assert list(denials.items())[:3] == [
        ("第三方权益", ["7", "87.5%"]),
        ("国家秘密", ["1", "12.5%"]),
        ("法律法规禁止", ["0", "0.0%"]),
    ]
    assert chart(tree, "denials")["series"][0]["data"] == [7, 1, *[0] * 6]
    assert len(denials) == 8


async def test_a_rate_without_a_closed_case_is_none_and_not_zero(site: Datasette) -> None:
    tree = await shown(site)
    rows = table(tree, "corrections")
    # Of the three that can be read; the one whose sum fails is left out of reviews alone.
    assert rows["2022"] == ["2", "6", "33.3%", "3", "1", "0", "0", "—", "4", "0"]
    assert rows["2020"] == ["0", "0", "—", "1", "0", "0", "0", "—", "1", "0"]
    assert rows["2021"] == ["—", "—", "—", "0", "0"] * 2
    said = words(tree.cssselect("[aria-labelledby='corrections-heading'] figcaption")[0])
    assert "复议：据 4 份报告，另有 1 份未列入" in said
    assert "诉讼：据 5 份报告，没有未列入的" in said
    drawn = chart(tree, "corrections")["series"]
    assert [one["data"] for one in drawn] == [[None, None, 33.333], [None, None, None]]


async def test_tiers_stand_side_by_side(site: Datasette) -> None:
    tree = await shown(site)
    assert table(tree, "received") == {"地市级": ["77", "1", "0"], "县级": ["25", "3", "1"]}
    assert chart(tree, "received")["labels"] == [["地市级 (1)"], ["县级 (3)"]]
    page = words(tree.cssselect("main")[0])
    assert "据 4 份报告，另有 1 份未列入" in page
    assert "口径不明 1；含他机关数字的报告而层级不明 1" in page


async def test_scope_tier_and_year_can_be_picked(site: Datasette) -> None:
    tree = await shown(site, "&of=aggregate/prefecture&year=2022")
    assert table(tree, "outcomes")["2022"][-3:] == ["1,000", "1", "0"]
    assert "同一政府的另一份 1" in words(tree)
    assert "没有可画的数字" in words(tree)  # nothing denied, nothing closed
    assert not tree.cssselect("[aria-labelledby='denials-heading'] canvas")
    quiet = await shown(site, "&of=office_only/county")
    assert table(quiet, "outcomes") == {"2022": [*["0"] * 7, "1", "0"]}
    assert not quiet.cssselect("[aria-labelledby='outcomes-heading'] canvas")
    before = await shown(site, "&of=own_agency/county&year=2020")
    assert words(before.cssselect("#denials-heading")[0]).startswith("2020")
    for odd in ("&of=';drop/x&year=1066", "&of=unknown/county", "&of=a/b/c&year=<b>"):
        tree = await shown(site, odd)
        assert tree.cssselect("select option[selected]")[0].get("value") == "own_agency/county"


@pytest.mark.parametrize("key", ["outcomes", "denials", "corrections", "received"])
async def test_the_view_behind_a_chart_holds_its_reports(site: Datasette, key: str) -> None:
    tree = await shown(site)
    links = tree.cssselect(f"[aria-labelledby='{key}-heading'] .legend a")
    html, table_of_it, objects = (link.get("href") for link in links)
    assert [(await site.client.get(one)).status_code for one in (html, table_of_it)] == [200, 200]
    rows = (await site.client.get(objects)).json()["rows"]
    expected = {"outcomes": 4, "denials": 3, "corrections": 5, "received": 4}
    assert len(rows) == expected[key]
    assert {row["scope"] for row in rows} == {"own_agency"}


async def test_the_view_of_outcomes_has_the_tier_of_the_agency(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE agencies SET tier = 'township' WHERE name = '丙局'")
        tier = "SELECT tier FROM {} WHERE agency = '丙局'"
        views = ("outcome_rates", "denial_mix", "remedy_rates")
        assert {connection.execute(tier.format(view)).fetchone()[0] for view in views} == {
            "township"
        }
        connection.rollback()


async def test_only_the_charts_may_run_scripts_and_only_ours(site: Datasette) -> None:
    response = await site.client.get("/charts/")
    policy = dict(
        one.split(" ", 1) for one in response.headers["content-security-policy"].split("; ")
    )
    assert policy["script-src"] == "'self'"
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == "'self'"
    tree = markup.fromstring(response.text)
    scripts = tree.cssselect("script")
    assert [urlsplit(one.get("src")).path for one in scripts] == [
        "/-/gongkai/chart.umd.min.js",
        "/-/gongkai/charts.js",
    ]
    assert not [one for one in scripts if one.text]
    assert not tree.xpath("//@style | //@*[starts-with(name(), 'on')]")
    for one in scripts:
        answer = await site.client.get(one.get("src"))
        assert answer.headers["content-type"].startswith("text/javascript")
        assert answer.headers["x-content-type-options"] == "nosniff"
    for other in ("/", "/provinces/"):
        headers = (await site.client.get(other)).headers
        assert "script-src" not in headers["content-security-policy"]


def test_chart_js_is_the_package_of_npm_and_asks_for_no_map() -> None:
    folder = files("gongkai.browse").joinpath("static", "vendor")
    body = folder.joinpath("chart.umd.min.js").read_bytes()
    assert hashlib.sha256(body).hexdigest() == CHART_JS
    assert b"Chart.js v4.6.1" in body[:100]
    assert b"sourceMappingURL" not in body
    assert "The MIT License" in folder.joinpath("chart.umd.min.LICENSE.md").read_text()


async def test_the_page_is_found(site: Datasette) -> None:
    front = markup.fromstring((await site.client.get("/")).text)
    assert len(front.cssselect("a[href='/charts/']")) == 2


async def test_an_empty_archive_and_one_that_is_being_counted_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.open(tmp_path / "archive.db"):
        pass
    datasette = make_datasette(tmp_path / "archive.db")
    await datasette.invoke_startup()
    try:
        tree = await shown(datasette)
        assert "还没有可以相加的报告" in words(tree)
        assert not tree.cssselect("script")
        slow: Remembered[Sums] = Remembered(fails)
        monkeypatch.setattr(charts_view, "_SUMS", slow)
        monkeypatch.setattr(remembered, "GRACE", 0.01)
        assert "正在统计整个存档" in words(await shown(datasette))
    finally:
        datasette.executor.shutdown()
        for database in datasette.databases.values():
            database.close()


def fails(connection: sqlite3.Connection) -> Sums:
    raise sqlite3.OperationalError("interrupted")


#: How many different colours a canvas shows, and the words said for it.
DRAWN = """
return [...document.querySelectorAll('figure canvas')].map(canvas => {
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const found = new Set(new Uint32Array(data.buffer));
  return [found.size, canvas.getAttribute('aria-label'), canvas.getBoundingClientRect().width];
})
"""


@pytest.mark.browser
def test_the_charts_are_drawn_and_their_tables_one_click_away(chrome: Chrome, path: Path) -> None:
    with serving(path) as (address, _):
        requested(chrome)
        for query in ("?lang=en", "?lang=both", "?lang=zh"):
            assert width_on_a_phone(chrome, f"{address}charts/{query}") <= PHONE
            canvases = chrome.execute_script(DRAWN)
            assert len(canvases) == 4
            assert all(colours > 5 and said and width > 250 for colours, said, width in canvases)
        folded = chrome.find_elements(By.CSS_SELECTOR, "details.behind")
        assert not any(one.get_attribute("open") for one in folded)
        folded[0].find_element(By.TAG_NAME, "summary").click()
        assert "16 (64.0%)" in folded[0].text
        Select(chrome.find_element(By.NAME, "of")).select_by_value("own_agency/prefecture")
        chrome.find_element(By.CSS_SELECTOR, "form.pick button").click()
        WebDriverWait(chrome, 30).until(url_contains("prefecture"))
        assert "70 (90.9%)" in (
            chrome.find_element(By.CSS_SELECTOR, ".behind tbody").get_attribute("textContent") or ""
        )
        assert chrome.get_log("browser") == []
        hosts = {urlsplit(one).hostname for one in requested(chrome) if one.startswith("http")}
        assert hosts == {"127.0.0.1"}


@pytest.mark.browser
def test_without_javascript_the_tables_are_open(chrome: Chrome, path: Path) -> None:
    with serving(path) as (address, _):
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        shown_at(chrome, PHONE)
        chrome.get(f"{address}charts/?lang=zh")
        tables = chrome.find_elements(By.CSS_SELECTOR, "details.behind table")
        assert len(tables) == 4
        assert all(table.is_displayed() for table in tables)
        assert not any(one.is_displayed() for one in chrome.find_elements(By.TAG_NAME, "canvas"))
