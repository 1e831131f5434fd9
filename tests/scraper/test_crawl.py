"""Whole crawls on loopback: listings, reports, a second run, hosts that refuse."""

import asyncio

import pytest

from scraper.crawl import Crawler
from scraper.events import HostWaits, LinkLeftOut, ListingRead, PageFetched, SourceFinished
from scraper.outcomes import closing
from scraper.protocols import Fetched
from scraper.signs import named
from scraper.sources import Source

CITY = "www.muster.gov.cn"
LISTING = f"http://{CITY}/nb/"
TITLE = "木司特市{year}年政府信息公开工作年度报告"


def city(**changes):
    return Source(**({"id": "city", "name": "木司特市", "listings": (LISTING,)} | changes))


def rows(*years, host=""):
    return "".join(
        f"<li><a href='{host}/nb/{year}.html'>{TITLE.format(year=year)}</a>"
        f"<b>{year + 1}-01-30</b></li>"
        for year in years
    )


@pytest.fixture
def site(web, reply):
    """Two TRS listing pages, four reports with an ETag, no robots.txt."""
    script = '<script>createPageHTML(2, 0, "index", "html")</script>'
    web.routes[f"{CITY}/nb/"] = reply(f"<ul>{rows(2023, 2022)}</ul>{script}")
    web.routes[f"{CITY}/nb/index_1.html"] = reply(f"<ul>{rows(2021, 2020)}</ul>{script}")
    for year in range(2020, 2024):
        page = reply(f"<h1>{TITLE.format(year=year)}</h1>", headers={"ETag": f'"{year}"'})
        web.routes[f"{CITY}/nb/{year}.html"] = page
    return web


LISTINGS = ["/nb/", "/nb/index_1.html"]
LISTED = ["/robots.txt", *LISTINGS]
REPORTS = [f"/nb/{year}.html" for year in (2023, 2022, 2021, 2020)]


async def test_from_the_listing_to_the_store(site, memory, crawl):
    events = []
    [outcome] = await crawl(city(min_reports=4), on_event=events.append)
    assert (outcome.outcome, outcome.reason) == ("done", None)
    assert (outcome.listing_pages, outcome.links, outcome.new_links) == (2, 4, 4)
    assert (outcome.fetched, outcome.waiting, outcome.failed) == (4, 0, 0)
    assert site.paths() == LISTED + REPORTS
    assert set(memory.state.values()) == {"fetched"}
    link = memory.links[f"http://{CITY}/nb/2020.html"]
    assert (link.title, str(link.listed_on)) == (TITLE.format(year=2020), "2021-01-30")
    assert (link.kind, link.source_id, link.found_on) == (
        "report",
        "city",
        LISTING + "index_1.html",
    )
    assert [e.links for e in events if isinstance(e, ListingRead)] == [2, 2]
    kinds = [e.kind for e in events if isinstance(e, PageFetched)]
    assert kinds == ["robots", "listing", "listing"] + ["report"] * 4
    assert events[-1] == SourceFinished("city", "done", None, named=4)


async def test_a_second_crawl_fetches_only_the_listings(site, memory, crawl):
    await crawl(city())
    bodies = dict(memory.bodies)
    site.requests.clear()
    [outcome] = await crawl(city())
    assert site.paths() == LISTINGS
    assert (outcome.outcome, outcome.links, outcome.new_links, outcome.fetched) == ("done", 4, 0, 0)
    assert memory.bodies == bodies


async def test_a_new_report_is_the_only_one_fetched(site, reply, crawl):
    await crawl(city())
    site.requests.clear()
    site.routes[f"{CITY}/nb/index_1.html"] = reply(f"<ul>{rows(2021, 2020, 2019)}</ul>")
    site.routes[f"{CITY}/nb/2019.html"] = reply("old")
    [outcome] = await crawl(city())
    assert site.paths() == [*LISTINGS, "/nb/2019.html"]
    assert (outcome.new_links, outcome.fetched) == (1, 1)


async def test_a_report_saved_but_not_closed_is_asked_for_conditionally(site, reply, memory, crawl):
    await crawl(city())
    url = f"http://{CITY}/nb/2021.html"
    memory.state[url] = "failed"
    site.routes[f"{CITY}/nb/2021.html"] = reply(status=304)
    site.requests.clear()
    [outcome] = await crawl(city())
    assert site.requests[-1].headers["if-none-match"] == '"2021"'
    assert (outcome.fetched, memory.state[url]) == (1, "fetched")
    assert memory.saved[-1][1].not_modified


async def test_dry_run_remembers_nothing(site, memory, crawl):
    [outcome] = await crawl(city(), dry_run=True)
    assert site.paths() == LISTED
    assert (outcome.links, outcome.waiting, outcome.fetched) == (4, 4, 0)
    assert (memory.saved, memory.links) == ([], {})


async def test_the_limit_leaves_the_rest_waiting(site, crawl):
    [outcome] = await crawl(city(), limit=1)
    assert site.paths() == [*LISTED, "/nb/2023.html"]
    assert (outcome.outcome, outcome.fetched, outcome.waiting) == ("done", 1, 3)


async def test_too_few_reports_fail_the_source(site, crawl):
    [outcome] = await crawl(city(min_reports=5))
    assert outcome.outcome == "failed"
    assert outcome.reason == "expected at least 5 reports, the listings name 4"
    assert outcome.fetched == 4


@pytest.mark.parametrize("body", ["", "<p>请稍候</p>", "<a href='/x'>通知公告通知公告</a>"])
async def test_a_listing_without_reports_fails_the_source(site, reply, crawl, body):
    site.routes[f"{CITY}/nb/"] = reply(body)
    [outcome] = await crawl(city())
    assert (outcome.outcome, outcome.reason) == ("failed", "the listings name no report")


async def test_robots_that_disallow_the_listing_block_the_source(site, reply, memory, crawl):
    site.routes[f"{CITY}/robots.txt"] = reply("User-agent: *\nDisallow: /\n")
    [outcome] = await crawl(city())
    assert site.paths() == ["/robots.txt"]
    assert outcome.outcome == "blocked"
    assert "robots.txt disallows /nb/" in outcome.reason
    assert memory.saved[-1][1].error == "robots: robots.txt disallows /nb/"


async def test_robots_that_disallow_one_report(site, reply, memory, crawl):
    site.routes[f"{CITY}/robots.txt"] = reply("User-agent: gongkai\nDisallow: /nb/2022\n")
    [outcome] = await crawl(city())
    assert "/nb/2022.html" not in site.paths()
    assert memory.state[f"http://{CITY}/nb/2022.html"] == "blocked"
    assert (outcome.fetched, outcome.failed) == (3, 1)
    # The host's word on one address is no failure of the source: the listing was read whole.
    assert (outcome.outcome, outcome.reason) == ("done", None)
    assert "robots.txt disallows /nb/2022.html" in outcome.problems[0]


async def test_robots_that_disallow_a_report_beside_one_that_fails(site, reply, crawl):
    site.routes[f"{CITY}/robots.txt"] = reply("User-agent: gongkai\nDisallow: /nb/2022\n")
    site.routes[f"{CITY}/nb/2021.html"] = reply("oops", status=500)
    [outcome] = await crawl(city())
    assert outcome.outcome == "failed"
    assert f"1 report pages did not come, first http://{CITY}/nb/2021.html" in outcome.reason


async def test_robots_that_disallow_every_report_block_the_source(site, reply, crawl):
    site.routes[f"{CITY}/robots.txt"] = reply("User-agent: gongkai\nDisallow: /nb/20\n")
    [outcome] = await crawl(city())
    assert outcome.outcome == "blocked"
    assert "every report is off limits" in outcome.reason


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_robots_in_trouble_block_the_source_for_now(site, reply, crawl, status):
    site.routes[f"{CITY}/robots.txt"] = reply("busy", status=status)
    [outcome] = await crawl(city(), tries=2)
    assert site.paths() == ["/robots.txt"] * 2
    assert outcome.outcome == "blocked"
    assert f"robots.txt answers {status}" in outcome.reason


async def test_foreign_links_and_derivatives_are_left_out(site, reply, crawl):
    foreign = rows(2018, host="http://www.foreign.gov.cn")
    picture = "<li><a href='p.html'>一图读懂2022年政府信息公开工作年度报告</a></li>"
    site.routes[f"{CITY}/nb/"] = reply(rows(2023) + foreign + picture)
    events = []
    [outcome] = await crawl(city(), on_event=events.append)
    assert outcome.links == 1
    reasons = {out.url: out.reason for out in outcome.left_out}
    assert reasons == {
        "http://www.foreign.gov.cn/nb/2018.html": "foreign host www.foreign.gov.cn",
        LISTING + "p.html": "derivative: 一图读懂",
    }
    assert sum(isinstance(event, LinkLeftOut) for event in events) == 2
    assert site.paths("www.foreign.gov.cn") == []


async def test_a_report_that_redirects_to_a_foreign_host(site, reply, memory, crawl):
    away = {"Location": "http://www.casino.com/"}
    site.routes[f"{CITY}/nb/2021.html"] = reply(status=302, headers=away)
    [outcome] = await crawl(city())
    assert site.paths("www.casino.com") == []
    assert memory.state[f"http://{CITY}/nb/2021.html"] == "blocked"
    assert "foreign host www.casino.com" in outcome.reason


async def test_a_host_that_is_no_government_may_be_named_by_the_source(web, reply, crawl):
    web.routes["copy.example.com/nb/"] = reply(rows(2020))
    web.routes["copy.example.com/nb/2020.html"] = reply("copy")
    [outcome] = await crawl(city(listings=("http://copy.example.com/nb/",)))
    assert (outcome.outcome, outcome.fetched) == ("done", 1)


async def test_gone_and_failed_reports(site, reply, memory, crawl):
    del site.routes[f"{CITY}/nb/2020.html"]
    site.routes[f"{CITY}/nb/2021.html"] = reply("oops", status=500)
    site.routes[f"{CITY}/nb/2022.html"] = reply("")
    site.routes[f"{CITY}/nb/2023.html"] = reply("challenge", status=412)
    [outcome] = await crawl(city())
    assert [memory.state[f"http://{CITY}{path}"] for path in REPORTS] == [
        "blocked",
        "failed",
        "failed",
        "gone",
    ]
    assert (outcome.outcome, outcome.gone, outcome.failed, outcome.waiting) == ("failed", 1, 3, 3)
    site.requests.clear()
    await crawl(city(), tries=1)
    assert site.paths() == LISTINGS + REPORTS[:3]


async def test_a_host_that_keeps_failing_is_left_alone(site, reply, crawl):
    for path in REPORTS:
        site.routes[CITY + path] = reply("oops", status=500)
    [outcome] = await crawl(city(), failures_in_a_row=2, tries=3)
    tried = [path for path in REPORTS[:2] for _ in range(3)]
    assert site.paths() == LISTED + tried
    assert (outcome.outcome, outcome.waiting) == ("blocked", 4)
    assert "2 times in a row, last: answers 500" in outcome.reason


async def test_a_busy_host_is_asked_again(site, reply, crawl):
    busy = reply("busy", status=429, headers={"Retry-After": "0"})
    site.routes[f"{CITY}/nb/2023.html"] = [busy, reply("here")]
    events = []
    [outcome] = await crawl(city(), on_event=events.append)
    assert (outcome.outcome, outcome.fetched) == ("done", 4)
    assert [e for e in events if isinstance(e, HostWaits)] == [HostWaits("city", CITY, 0.0)]


async def test_a_host_that_asks_for_a_long_rest_gets_it(site, reply, memory, crawl):
    busy = reply("busy", status=503, headers={"Retry-After": "86400"})
    site.routes[f"{CITY}/nb/2022.html"] = busy
    other = city(id="other", listings=(f"http://{CITY}/nb/index_1.html",))
    first, second = await crawl(city(), other, sources_at_once=1)
    assert site.paths() == [*LISTED, "/nb/2023.html", "/nb/2022.html"]
    assert (first.outcome, first.fetched, first.waiting) == ("blocked", 1, 3)
    assert "wait 86400 s" in first.reason
    assert (second.outcome, second.listing_pages) == ("blocked", 0)


async def test_a_listing_page_that_fails_is_told_and_the_rest_is_read(site, reply, crawl):
    site.routes[f"{CITY}/nb/index_1.html"] = reply("oops", status=500)
    [outcome] = await crawl(city())
    assert (outcome.outcome, outcome.fetched) == ("failed", 2)
    assert outcome.reason == f"listing {LISTING}index_1.html: answers 500"


async def test_a_page_counted_too_many_is_only_a_problem(site, crawl):
    del site.routes[f"{CITY}/nb/index_1.html"]
    [outcome] = await crawl(city())
    assert outcome.outcome == "done"
    assert outcome.problems == (f"listing {LISTING}index_1.html: answers 404",)


async def test_a_listing_that_ignores_its_page_number_does_not_go_on_forever(web, reply, crawl):
    for page in range(1, 30):
        following = f"<a href='/nb/list.shtml?page={page + 1}'>下一页</a>"
        path = "/nb/list.shtml" + (f"?page={page}" if page > 1 else "")
        web.routes[CITY + path] = reply(rows(2023) + following)
    web.routes[f"{CITY}/nb/2023.html"] = reply("x")
    [outcome] = await crawl(city(listings=(f"http://{CITY}/nb/list.shtml",)))
    assert outcome.listing_pages == 3
    assert "brought nothing new" in outcome.problems[0]


async def test_pages_that_point_at_each_other_are_read_once(web, reply, crawl):
    pager = "<a href='/nb/a.html'>2</a><a href='/nb/b.html'>3</a><a href='/nb/'>4</a>"
    web.routes[f"{CITY}/nb/"] = reply(rows(2023) + pager)
    web.routes[f"{CITY}/nb/a.html"] = reply(rows(2022) + pager)
    web.routes[f"{CITY}/nb/b.html"] = reply(rows(2021) + pager)
    [outcome] = await crawl(city())
    assert [path for path in web.paths() if "20" not in path] == [
        "/robots.txt",
        "/nb/",
        "/nb/a.html",
        "/nb/b.html",
    ]
    assert (outcome.listing_pages, outcome.links) == (3, 3)


async def test_more_pages_than_allowed_fail_the_source(site, crawl):
    [outcome] = await crawl(city(), listing_pages=1)
    assert outcome.outcome == "failed"
    assert "more than 1 listing pages" in outcome.reason


async def test_a_listing_in_gbk_that_declares_gb2312(web, reply, crawl, memory):
    title = "陈镕镇2020年政府信息公开工作年度报告"
    html = f"<meta charset=gb2312><li><a href='a.html'>{title}</a></li>".encode("gbk")
    web.routes[f"{CITY}/nb/"] = reply(html, headers={"Content-Type": "text/html; charset=gb2312"})
    web.routes[f"{CITY}/nb/a.html"] = reply("x")
    await crawl(city())
    assert [link.title for link in memory.links.values()] == [title]


async def test_one_request_at_a_time_per_host_many_hosts_at_once(web, reply, crawl):
    async def slow(writer):
        await asyncio.sleep(0.05)
        writer.write(reply("report").raw())

    hosts = [f"www.ort{number}.gov.cn" for number in range(4)]
    for host in hosts:
        web.routes[f"{host}/nb/"] = reply(rows(2020, 2021))
        web.routes[f"{host}/nb/2020.html"] = web.routes[f"{host}/nb/2021.html"] = slow
    sources = [city(id=host, listings=(f"http://{host}/nb/",)) for host in hosts]
    await crawl(*sources)
    assert web.most_at_once > 1
    web.most_at_once = 0
    twins = [city(id=name, listings=(f"http://{CITY}/nb/{name}/",)) for name in ("a", "b", "c")]
    for twin in twins:
        web.routes[f"{CITY}/nb/{twin.id}/"] = slow
    await crawl(*twins)
    assert web.most_at_once == 1
    assert web.paths(CITY).count("/robots.txt") == 1


async def test_cancelling_leaves_every_saved_report_closed(site, memory, settings):
    class Slow(type(memory)):
        async def save(self, link, fetched, closes=None):
            saved = await super().save(link, fetched, closes)
            if link.kind == "report":
                saving.set()
                await asyncio.sleep(0.05)
            return saved

    saving = asyncio.Event()
    slow = Slow()
    task = asyncio.create_task(Crawler(slow, slow, settings).crawl([city()]))
    await saving.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    saved = [link.url for link, _ in slow.saved if link.kind == "report"]
    assert saved == [f"http://{CITY}/nb/2023.html"]
    assert slow.state == {saved[0]: "fetched"}
    site.requests.clear()
    await Crawler(slow, slow, settings).crawl([city()])
    assert site.paths() == LISTINGS + REPORTS[1:]


async def test_what_the_store_raises_ends_the_crawl(site, memory, settings):
    class Full(type(memory)):
        async def save(self, link, fetched, closes=None):
            raise OSError("no space left")

    with pytest.raises(ExceptionGroup) as caught:
        await Crawler(Full(), memory, settings).crawl([city()])
    assert caught.group_contains(OSError, match="no space left")


@pytest.mark.parametrize(
    ("error", "status", "outcome"),
    [
        ("timeout: slow", None, "failed"),
        ("truncated: cut", 200, "failed"),
        ("address: private", None, "blocked"),
        ("robots_later: robots.txt answers 500", None, None),
        ("busy: later", None, None),
        (None, 410, "gone"),
        (None, 521, "blocked"),
        (None, 500, "failed"),
        (None, 304, "failed"),
    ],
)
def test_how_an_address_is_closed(error, status, outcome):
    fetched = Fetched("u", "u", None, status, (), b"", 0.0, error)
    assert closing(named(fetched, "report")) == outcome


async def test_an_adapter_that_trips_fails_its_source_only(site, web, reply, crawl, monkeypatch):
    from scraper import walk

    read = walk.read_listing

    def trip(fetched, request, family):
        if "stolper" in fetched.url:
            raise RecursionError("too deep")
        return read(fetched, request, family)

    monkeypatch.setattr(walk, "read_listing", trip)
    web.routes["www.stolper.gov.cn/nb/"] = reply(rows(2020))
    bad = city(id="bad", listings=("http://www.stolper.gov.cn/nb/",))
    first, second = await crawl(bad, city())
    assert (first.outcome, second.outcome) == ("failed", "done")
    assert "RecursionError: too deep" in first.reason
