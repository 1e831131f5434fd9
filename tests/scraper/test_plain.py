"""Listings that are JSON, JSONP or a feed themselves."""

import json
from datetime import date

import pytest

from scraper.listings import Page, by_name, detect
from scraper.sources import Source

CITY = "www.muster.gov.cn"
HERE = f"http://{CITY}/api/list?channel=nb"
TITLE = "木司特市{year}年政府信息公开工作年度报告"


def rows(*years):
    return [
        {"id": 7, "infoTitle": TITLE.format(year=year), "cover": "/a.png", "imgUrl": "/b.jpg",
         "infoUrl": f"/nb/{year}.html", "publishDate": f"{year + 1}-01-29 09:00"}
        for year in years
    ]  # fmt: skip


def dumped(value):
    return json.dumps(value, ensure_ascii=False)


def atom(year):
    return (
        f"<entry><title>{TITLE.format(year=year)}</title><link href='/nb/{year}.html'/>"
        f"<updated>{year + 1}-01-29T09:00:00Z</updated></entry>"
    )


def rss(year):
    return (
        f"<item><title><![CDATA[{TITLE.format(year=year)}]]></title><link>/nb/{year}.html</link>"
        f"<pubDate>{year + 1}-01-29</pubDate></item>"
    )


@pytest.mark.parametrize(
    "answer",
    [
        dumped({"code": 0, "data": {"total": 2, "records": rows(2023, 2022)}}),
        dumped(rows(2023, 2022)),
        f"callback({dumped({'rows': rows(2023, 2022)})});",
        f"<?xml version='1.0'?><rss><channel>{rss(2023)}{rss(2022)}</channel></rss>",
        f"<?xml version='1.0'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>{atom(2023)}{atom(2022)}",
    ],
)
def test_rows_are_titles_beside_addresses(answer):
    page = Page(HERE, answer)
    found = by_name(detect(page)).read(page).links
    assert [(link.url, link.title, link.listed_on) for link in found] == [
        (f"http://{CITY}/nb/{year}.html", TITLE.format(year=year), date(year + 1, 1, 29))
        for year in (2023, 2022)
    ]


def test_mark_up_inside_json():
    answer = dumped({"html": f"<li><a href='/nb/2023.html'>{TITLE.format(year=2023)}</a></li>"})
    page = Page(HERE, answer)
    assert [one.url for one in by_name(detect(page)).read(page).links] == [
        f"http://{CITY}/nb/2023.html"
    ]


@pytest.mark.parametrize("answer", ["{}", "[]", "null", '{"a":' * 900, "<rss", "42", '"x"'])
def test_answers_without_rows(answer):
    page = Page(HERE, answer)
    assert by_name(detect(page)).read(page).links == ()


@pytest.mark.parametrize("total", [3, 9])
async def test_further_pages_where_the_address_counts_them(web, reply, crawl, total):
    pages = (rows(2023, 2022), rows(2021), [])
    for number, found in enumerate(pages, 1):
        body = dumped({"total": total, "rows": found})
        web.routes[f"{CITY}/api/list?channel=nb&page={number}"] = reply(
            body, headers={"Content-Type": "application/json"}
        )
    source = Source(id="city", name="木司特市", listings=(f"{HERE}&page=1",))
    [outcome] = await crawl(source, dry_run=True)
    assert outcome.links == 3
    assert outcome.outcome == ("done" if total == 3 else "failed")
    assert total == 3 or "9 rows announced, 3 shown" in outcome.reason
