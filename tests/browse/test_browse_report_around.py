"""What stands around a report: the year before, its deadline, its versions, how to cite it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html as markup
from sample_archive import CITY, PARSER, WATER, build, city_2022, fill, water_2022, zeros

from gongkai.archive import Archive
from gongkai.browse.datasette_types import Datasette
from parsers.report import CellNote, Report
from scraper.protocols import Fetched, Link


def put(archive: Archive, url: str, report: Report, *, body: bytes) -> None:
    """Store one more page, fetched a month after the others."""
    run = archive.start_run("demo")
    link = Link(url=url, kind="report", source_id="qingxi", title=report.title)
    fetched = Fetched(url, url, datetime(2023, 4, 1, 8, 0, tzinfo=UTC), 200, (), body, 0.1)
    archive.save_fetch(run, link, fetched)
    work = next(work for work in archive.queue(PARSER) if work.url == url)
    archive.store_report(work, report, PARSER)
    archive.finish_run(run, "ok", {"reports": 1})


def of(agency: str, year: int, form: str, published_on: str) -> Report:
    report = city_2022() if agency == CITY else water_2022()
    tables = zeros(form)
    fill(tables["requests"]["received"], natural_person=77)
    fill(tables["requests"]["granted"], business=5)
    tables["disclosure"]["fees"]["amount" if form == "v2021" else "items_last_year"] = 9
    report.tables, report.form = tables, form
    report.table_forms = dict.fromkeys(tables, form)
    report.year, report.published_on = year, published_on
    report.title = f"{agency}{year}年政府信息公开工作年度报告"
    report.period, report.cells, report.checks = None, [], []
    return report


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = "https://www.qingxi.gov.cn/nb"
    found = build(tmp_path_factory.mktemp("around") / "archive.db")
    with Archive.open(found) as archive:
        put(archive, f"{site}/2021.html", of(CITY, 2021, "v2021", "2022-04-05"), body=b"2021")
        put(archive, f"{site}/water2021.html", of(WATER, 2021, "v2019", "2022-02-03"), body=b"w")
        copy = of(CITY, 2019, "v2019", "2020-01-20")
        copy.provenance = "copy_unverified"
        put(archive, "https://wenku.example.com/doc/19", copy, body=b"c")
        unitless = of(CITY, 2023, "v2021", "2024-01-20")
        unitless.tables["disclosure"]["fees"]["amount"] = 5
        unitless.cells = [CellNote("disclosure", "fees", "amount", "5", "unit_unknown", 5)]
        unitless.sections = unitless.sections[:-1]
        put(archive, f"{site}/2023.html", unitless, body=b"2023")
        changed = city_2022()
        fill(changed.tables["requests"]["carried_forward"], natural_person=9)
        put(archive, f"{site}/2022.html", changed, body=b"changed")
    return found


@pytest.fixture(scope="module")
def archive_path(path: Path) -> Path:
    """What ``site`` serves here."""
    return path


async def page(site: Datasette, agency: str, year: int, lang: str = "both") -> markup.HtmlElement:
    response = await site.client.get(f"/report/{quote(agency)}/{year}/own_agency?lang={lang}")
    assert response.status_code == 200, response.text
    return markup.fromstring(response.text)


def words(element: markup.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def line(tree: markup.HtmlElement, table: str, label: str) -> list[str]:
    found = next(
        one
        for one in tree.cssselect(f"table.{table} tr")
        if any(words(head) == label for head in one.cssselect("th[scope=row]"))
    )
    return [words(cell) for cell in found.cssselect("td")]


RECEIVED = "一、本年新收政府信息公开申请数量"


async def test_numbers_of_the_year_before_stand_in_their_cells(site: Datasette) -> None:
    tree = await page(site, CITY, 2022)
    received = line(tree, "requests", RECEIVED)
    assert received[0] == "118 上年 2021: 77"
    assert received[1] == "6 上年 2021: 0"
    assert received[2] == "0"  # both are zero
    assert received[6] == "124 上年 2021: 77"
    assert line(tree, "requests", "（一）予以公开")[1] == "5 上年 2021: 5"
    assert line(tree, "disclosure", "行政事业性收费") == ["25.1 万元 上年 2021: 9注1"]
    legend = words(tree.cssselect("figure#requests")[0])
    assert "小字是上年报告所载之数" in legend


async def test_tables_of_different_forms_are_not_put_side_by_side(site: Datasette) -> None:
    tree = await page(site, WATER, 2022)
    assert "2021: 77" in line(tree, "requests", RECEIVED)[0]
    assert "2021" not in words(tree.cssselect("table.disclosure")[0])
    assert "2021 年用的是另一表式" in words(tree.cssselect("figure#disclosure")[0])


async def test_amounts_of_unknown_unit_and_copies_are_no_year_before(site: Datasette) -> None:
    tree = await page(site, CITY, 2023)
    assert line(tree, "disclosure", "行政事业性收费") == ["5注1"]
    assert "2022: 124" in line(tree, "requests", RECEIVED)[6]
    tree = await page(site, CITY, 2020)
    assert not tree.cssselect("small.before")


@pytest.mark.parametrize(
    ("agency", "year", "told"),
    [
        (CITY, 2022, "早于期限 72 天"),
        (CITY, 2021, "逾期 5 天"),
        (WATER, 2021, "逾期 3 天"),
        (WATER, 2022, "早于期限 1 天"),
    ],
)
async def test_a_report_says_whether_it_came_in_time(
    site: Datasette, agency: str, year: int, told: str
) -> None:
    assert told in words((await page(site, agency, year)).cssselect("dl.facts")[0])


async def test_an_english_reader_has_english_forms(site: Datasette) -> None:
    tree = await page(site, CITY, 2022, "en")
    heads = {words(head) for head in tree.cssselect("table.official th")}
    assert {"Granted", "(3) Denied", "Article 20, item (1)", "Natural persons"} <= heads
    printed = [head for head in heads if any("一" <= sign <= "鿿" for sign in head)]
    assert printed == []
    assert words(tree.cssselect("table.disclosure td.noted")[0]).startswith("25.1 ×10,000 yuan")
    assert tree.cssselect("th[title='（一）予以公开']")
    assert "Overview" in words(tree.cssselect("nav.contents")[0])
    assert tree.cssselect("section#part-0 p")[0].get("lang") == "zh-CN"


async def test_a_part_that_is_missing_is_told_in_the_contents(site: Datasette) -> None:
    tree = await page(site, CITY, 2023)
    items = [words(item) for item in tree.cssselect("nav.contents li")]
    assert len(items) == 6
    assert items[-1].startswith("原文未见：其他事项")


async def test_versions_stand_beside_each_other_cell_by_cell(site: Datasette) -> None:
    tree = await page(site, CITY, 2022)
    [section] = tree.cssselect("section.changes")
    assert "2023-03-01 08:00 UTC → 2023-04-01 08:00 UTC" in words(section)
    assert "网页有改动" in words(section)
    rows = {
        words(row.cssselect("th")[0]): [words(cell) for cell in row.cssselect("td")]
        for row in section.cssselect("tbody tr")
    }
    [total] = [cells for head, cells in rows.items() if "总计 Total" in head]
    assert total == ["8", "9"]
    data = await site.client.get(section.cssselect("p.legend a")[0].get("href"))
    assert data.status_code == 200
    assert not (await page(site, CITY, 2021)).cssselect("section.changes")


async def test_a_report_says_how_to_cite_it(site: Datasette, path: Path) -> None:
    tree = await page(site, CITY, 2022)
    [zh, en] = [words(text) for text in tree.cssselect("p.citation")]
    with Archive.open(path, read_only=True) as archive:
        row = archive.report(f"{CITY}/2022/own_agency")
    today = datetime.now(UTC).date().isoformat()
    address = f"http://localhost/report/{quote(CITY)}/2022/own_agency"
    facts = (CITY, row["title"], "2023-01-18", row["url"], row["snapshot_id"], today, address)
    for text in (zh, en):
        for fact in (*facts, str(row["version_id"]), PARSER):
            assert fact in text, fact


async def test_the_same_numbers_as_csv(site: Datasette) -> None:
    tree = await page(site, CITY, 2022)
    links = {words(link): link.get("href") for link in tree.cssselect("p.links a")}
    answer = await site.client.get(links["CSV"])
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    data = (await site.client.get(links["JSON"])).json()
    numbers = {
        (table, row, column): value
        for table, lines in data["tables"].items()
        for row, cells in lines.items()
        for column, value in cells.items()
    }
    assert len(rows) == len(numbers) > 180
    for row in rows:
        value = numbers[row["table"], row["row"], row["column"]]
        assert row["value"] == ("" if value is None else str(value))
    [fees] = [row for row in rows if row["row"] == "fees"]
    assert (fees["unit"], fees["status"], fees["printed"]) == (
        "万元",
        "unit_converted",
        "251000元",
    )
    [dash] = [row for row in rows if row["status"] == "dash"]
    assert (dash["value"], dash["printed"]) == ("", "—")
    assert (await site.client.get(f"/report/{quote(CITY)}/1999/own_agency.csv")).status_code == 404
