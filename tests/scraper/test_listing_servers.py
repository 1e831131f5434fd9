"""Whole lists through the crawler, from servers with any page size and any habit."""

import json
import random

import pytest

from fixtures import endpoints
from fixtures.build.families import columns
from fixtures.build.families.bodies import SITES
from fixtures.build.sites import Entry
from fixtures.endpoints import json_lists, records
from fixtures.endpoints.asked import Answer, page_of
from fixtures.server import SampleWeb
from scraper.addresses import ConnectTo
from scraper.events import ListingRead
from scraper.sources import Source

SCRIPTED = ("jpage", "jpaas", "truecms", "gkmlpt", "epoint", "lonsun", "ucap")
CAPS = {
    "jpage": (records, "JPAGE_CAP", (1, 300)),
    "jpaas": (records, "JPAAS_CAP", (1, 50)),
    "truecms": (records, "TRUECMS_CAP", (10, 100)),
    "lonsun": (records, "LONSUN_SIZE", (1, 40)),
    "ucap": (json_lists, "UCAP_CAP", (1, 30)),
    "gkmlpt": (json_lists, "GKMLPT_SIZE", (1, 100)),
    "epoint": (json_lists, "EPOINT_CAP", (1, 60)),
}


def site_folder(tmp_path, family, entries):
    site = SITES[family]
    for page in columns._COLUMNS[family](site, entries):
        file = tmp_path / site.host / page.path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(page.body)
    return site


def entries(count):
    return [
        Entry(
            f"甲县某局第{at}处{2009 + at % 15}年政府信息公开工作年度报告",
            f"/zwgk/nb/{100000 + at}.html",
            f"{2010 + at % 15}-01-{1 + at % 28:02d}",
        )
        for at in range(count)
    ]


async def listed(tmp_path, family, rows, crawl, **changes):
    site = site_folder(tmp_path, family, rows)
    seen = []
    with SampleWeb(tmp_path) as web:
        rules = tuple(ConnectTo.parse(rule) for rule in web.connect_to)
        source = Source(id="one", name="甲县", listings=(site.url,), **changes)
        [outcome] = await crawl(
            source, connect_to=rules, dry_run=True, listing_pages=500, on_event=seen.append
        )
    return outcome, [event for event in seen if isinstance(event, ListingRead)]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("family", SCRIPTED)
async def test_every_row_is_found_whatever_the_page_size(
    tmp_path, monkeypatch, crawl, family, seed
):
    dice = random.Random(f"{family}{seed}")
    module, name, bounds = CAPS[family]
    monkeypatch.setattr(module, name, dice.randint(*bounds))
    rows = entries(dice.randint(1, 90))
    outcome, read = await listed(tmp_path, family, rows, crawl)
    assert (outcome.outcome, outcome.links, outcome.problems) == ("done", len(rows), ())
    assert {event.family for event in read} == {family}


@pytest.mark.parametrize("habit", ["startrecord", "both", "get only"])
async def test_jpage_servers_of_other_habits(tmp_path, monkeypatch, crawl, habit):
    def answer(asked, rows):
        if habit == "get only" and (asked.method == "POST" or not asked.query.get("unitid")):
            return Answer("no", status=405)
        first = asked.number("startrecord") - 1
        shown = rows[first : min(first + 7, asked.number("endrecord"))]
        if habit == "get only":
            shown = page_of(rows, asked.number("page"), 7)
        total = "" if habit == "both" else len(rows)
        return Answer(records._recordset(shown, total), "text/xml")

    monkeypatch.setitem(endpoints._ENDPOINTS, "/jpage/dataproxy.jsp", answer)
    outcome, _ = await listed(tmp_path, "jpage", entries(38), crawl)
    assert (outcome.outcome, outcome.links) == ("done", 38)


async def test_a_jpage_server_that_sends_one_page_over_and_over_ends(tmp_path, monkeypatch, crawl):
    def answer(asked, rows):
        return Answer(records._recordset(rows[:5], len(rows)), "text/xml")

    monkeypatch.setitem(endpoints._ENDPOINTS, "/jpage/dataproxy.jsp", answer)
    outcome, read = await listed(tmp_path, "jpage", entries(38), crawl)
    assert outcome.links == 5
    assert len(read) <= 5
    assert outcome.outcome == "failed"
    assert "38" in outcome.reason


@pytest.mark.parametrize("family", SCRIPTED)
async def test_an_api_that_breaks_fails_the_source(tmp_path, monkeypatch, crawl, family):
    for part in endpoints._ENDPOINTS:
        if part not in ("/js/webBuilderCommon.js", "/public/column/"):
            monkeypatch.setitem(
                endpoints._ENDPOINTS, part, lambda asked, rows: Answer("oops", status=500)
            )
    if family == "lonsun":
        real = records.lonsun
        monkeypatch.setitem(
            endpoints._ENDPOINTS,
            "/public/column/",
            lambda asked, rows: real(asked, rows) and Answer("oops", status=500),
        )
    outcome, _ = await listed(tmp_path, family, entries(9), crawl)
    assert outcome.outcome == "failed"
    assert "answers 500" in outcome.reason


async def test_rows_that_are_no_reports_do_not_end_a_list(tmp_path, crawl):
    news = [
        Entry(f"我县召开第{n}次办公会", f"/xw/{500000 + n}.html", "2024-05-01") for n in range(9)
    ]
    outcome, _ = await listed(tmp_path, "ucap", [*news, *entries(4)], crawl)
    assert (outcome.outcome, outcome.links) == ("done", 4)


async def test_a_list_behind_a_token_is_blocked(tmp_path, crawl):
    site = site_folder(tmp_path, "ucap", entries(3))
    column = tmp_path / site.host / site.listing.lstrip("/")
    text = column.read_text("utf-8").replace("?_isAgg", "?token=' + sign() + '&_isAgg")
    column.write_text(text, "utf-8")
    with SampleWeb(tmp_path) as web:
        rules = tuple(ConnectTo.parse(rule) for rule in web.connect_to)
        [outcome] = await crawl(Source(id="x", name="x", listings=(site.url,)), connect_to=rules)
        asked = [path for _, path, _ in web.requests]
    assert (outcome.outcome, len(asked)) == ("blocked", 2)
    assert "token" in outcome.reason


def test_records_are_what_the_web_answers_from(tmp_path):
    site = site_folder(tmp_path, "jpage", entries(2))
    rows = json.loads((tmp_path / site.host / "_records.json").read_text("utf-8"))
    assert [row["url"] for row in rows] == [entry.href for entry in entries(2)]
