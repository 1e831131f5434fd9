"""Hosts that are busy, broken or closed to us: waits, breakers, rests, robots.txt."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hostile.answers import busy, redirect, reset, silence, slow

from scraper.breakers import REST_CAP
from scraper.events import HostClosed, HostWaits
from scraper.fetcher import Limits
from scraper.politeness import Politeness, backoff
from scraper.protocols import Rest
from scraper.sources import Source

CITY = "www.muster.gov.cn"
YEARS = (2023, 2022, 2021, 2020)
URLS = [f"http://{CITY}/nb/{year}.html" for year in YEARS]


def city(**changes):
    listings = (f"http://{CITY}/nb/",)
    return Source(**({"id": "city", "name": "木司特市", "listings": listings} | changes))


@pytest.fixture
def site(web, reply):
    rows = "".join(
        f"<li><a href='{year}.html'>木司特市{year}年政府信息公开工作年度报告</a></li>"
        for year in YEARS
    )
    web.routes[f"{CITY}/nb/"] = reply(f"<ul>{rows}</ul>")
    for year in YEARS:
        web.routes[f"{CITY}/nb/{year}.html"] = reply(f"<h1>{year}</h1>")
    return web


def waits(events):
    return [event.seconds for event in events if isinstance(event, HostWaits)]


async def test_retry_after_as_a_date(site, reply, crawl):
    date = format_datetime(datetime.now(UTC) - timedelta(seconds=5), usegmt=True)
    site.routes[f"{CITY}/nb/2023.html"] = [busy(date), reply("here")]
    events = []
    [outcome] = await crawl(city(), on_event=events.append, patience=99.0)
    assert (outcome.outcome, waits(events)) == ("done", [0.0])


@pytest.mark.parametrize("trouble", [busy(), busy(status=500), busy(status=503), reset, b""])
async def test_trouble_that_passes_is_waited_out(site, reply, crawl, trouble):
    site.routes[f"{CITY}/nb/2023.html"] = [trouble, trouble, reply("here")]
    events = []
    [outcome] = await crawl(city(), on_event=events.append, tries=3, patience=0.001)
    assert (outcome.outcome, outcome.fetched) == ("done", 4)
    first, second = waits(events)
    assert 0.0005 <= first <= 0.0015
    assert 0.001 <= second <= 0.003


async def test_silence_is_waited_out(site, reply, crawl):
    site.routes[f"{CITY}/nb/2023.html"] = [silence, reply("here")]
    [outcome] = await crawl(city(), limits=Limits(deadline=0.3))
    assert (outcome.outcome, outcome.fetched) == ("done", 4)


async def test_what_does_not_pass_is_asked_once(site, reply, memory, crawl):
    site.routes[f"{CITY}/nb/2023.html"] = reply("<script>$_ts=1</script>", status=412)
    [outcome] = await crawl(city(), tries=5)
    assert site.paths().count("/nb/2023.html") == 1
    assert memory.state[URLS[0]] == "blocked"
    assert "challenge" in outcome.reason


def test_backoff_doubles_and_is_never_in_step():
    chance = random.Random(1)
    drawn = [[backoff(10.0, tries, chance) for _ in range(200)] for tries in (1, 2, 3)]
    for middle, waits_ in zip((10.0, 20.0, 40.0), drawn, strict=True):
        assert min(waits_) >= middle / 2
        assert max(waits_) <= middle * 1.5
        assert len(set(waits_)) > 190


async def test_the_breaker_opens_for_every_source_of_the_host(site, web, reply, memory, crawl):
    for url in URLS:
        site.routes[url.removeprefix("http://")] = reply(
            "<p>您的请求已被网站防火墙拦截", status=403
        )
    other = city(id="other", listings=(f"http://{CITY}/nb/other/",))
    web.routes[f"{CITY}/nb/other/"] = reply("<li>")
    events = []
    first, second = await crawl(
        city(), other, failures_in_a_row=3, sources_at_once=1, on_event=events.append
    )
    assert (first.outcome, second.outcome) == ("blocked", "blocked")
    assert site.paths()[-3:] == ["/nb/2023.html", "/nb/2022.html", "/nb/2021.html"]
    [closed] = [event for event in events if isinstance(event, HostClosed)]
    assert (closed.host, closed.kind) == (CITY, "shield")
    rest = memory.rests[CITY]
    assert (rest.kind, rest.times) == ("shield", 1)
    assert rest.until > datetime.now(UTC) + timedelta(minutes=50)


async def test_a_good_page_in_between_keeps_the_breaker_closed(site, reply, memory, crawl):
    for year in (2023, 2021):
        site.routes[f"{CITY}/nb/{year}.html"] = reply("no", status=403)
    [outcome] = await crawl(city(), failures_in_a_row=2)
    assert (outcome.fetched, outcome.failed, memory.rests) == (2, 2, {})


async def test_pages_that_now_lead_home_are_answers_and_rest_no_host(site, reply, memory, crawl):
    for year in (2023, 2022, 2021):
        site.routes[f"{CITY}/nb/{year}.html"] = reply("", status=302, headers={"Location": "/"})
    site.routes[f"{CITY}/"] = reply("<title>木司特市人民政府</title><a href='/nb/'>年报</a>")
    [outcome] = await crawl(city(), failures_in_a_row=2)
    assert (outcome.failed, memory.rests) == (3, {})
    assert "leads to the front page" in outcome.reason


async def test_a_resting_host_is_left_alone_until_its_time(site, memory, crawl):
    now = datetime.now(UTC)
    memory.rests[CITY] = Rest("challenge", "status 521", now + timedelta(hours=1), 2)
    [outcome] = await crawl(city())
    assert (outcome.outcome, site.requests) == ("blocked", [])
    assert "rests until" in outcome.reason
    assert "challenge: status 521" in outcome.reason
    [outcome] = await crawl(city(), ask_resting=True)
    assert (outcome.outcome, memory.rests) == ("done", {})


async def test_the_first_request_after_a_rest_is_the_trial(site, reply, memory, crawl):
    over = Rest("challenge", "status 521", datetime.now(UTC) - timedelta(hours=1), 2)
    memory.rests[CITY] = over
    [outcome] = await crawl(city())
    assert (outcome.outcome, memory.rests) == ("done", {})
    memory.rests[CITY] = over
    site.routes[f"{CITY}/nb/"] = reply("", status=521)
    await crawl(city(), failures_in_a_row=1)
    # The third rest in a row: four hours.
    rest = memory.rests[CITY]
    assert rest.times == 3
    assert timedelta(hours=3.9) < rest.until - datetime.now(UTC) < timedelta(hours=4.1)


async def test_a_listing_behind_a_challenge_closes_the_host_at_once(site, reply, memory, crawl):
    site.routes[f"{CITY}/nb/"] = reply("<script>document.cookie='__jsl_clearance_s=1'</script>")
    [outcome] = await crawl(city())
    assert outcome.outcome == "blocked"
    assert "challenge" in outcome.reason
    assert site.paths() == ["/robots.txt", "/nb/"]
    assert memory.rests[CITY].kind == "challenge"


async def test_a_forbidden_listing_is_that_source_s_trouble_only(site, reply, memory, crawl):
    site.routes[f"{CITY}/nb/shut/"] = reply("no", status=403)
    shut = city(id="shut", listings=(f"http://{CITY}/nb/shut/",))
    first, second = await crawl(shut, city(), sources_at_once=1)
    assert (first.outcome, second.outcome, memory.rests) == ("failed", "done", {})
    assert "forbidden" in first.reason


async def test_what_a_host_asks_for_is_capped(site, memory, crawl):
    site.routes[f"{CITY}/nb/2023.html"] = busy("99999999999")
    [outcome] = await crawl(city())
    assert outcome.outcome == "blocked"
    assert memory.rests[CITY].until <= datetime.now(UTC) + REST_CAP


async def test_a_dry_run_lays_nobody_to_rest(site, reply, memory, crawl):
    site.routes[f"{CITY}/nb/"] = reply("", status=521)
    [outcome] = await crawl(city(), dry_run=True, failures_in_a_row=1)
    assert (outcome.outcome, memory.rests, memory.saved) == ("blocked", {}, [])


async def test_robots_that_time_out_defer_the_host(site, memory, crawl):
    site.routes[f"{CITY}/robots.txt"] = silence
    [outcome] = await crawl(city(), tries=1, limits=Limits(deadline=0.3))
    assert outcome.outcome == "blocked"
    assert site.paths() == ["/robots.txt"]
    assert memory.rests[CITY].kind == "timeout"


@pytest.mark.parametrize(("hops", "allowed"), [(5, False), (6, True)])
async def test_robots_behind_five_redirects(site, reply, crawl, hops, allowed):
    """RFC 9309 2.3.1.2: at least five are followed; beyond, there is no robots.txt."""
    site.routes[f"{CITY}/robots.txt"] = redirect("/r1")
    for hop in range(1, hops):
        site.routes[f"{CITY}/r{hop}"] = redirect(f"/r{hop + 1}")
    site.routes[f"{CITY}/r{hops}"] = reply("User-agent: *\nDisallow: /nb/\n")
    [outcome] = await crawl(city())
    assert (outcome.outcome == "done") == allowed


async def test_robots_that_pass_are_asked_once_a_day_over_runs(site, reply, memory, crawl):
    site.routes[f"{CITY}/robots.txt"] = reply("User-agent: *\nDisallow: /nb/2021\n")
    for _ in range(2):
        await crawl(city())
        assert "/nb/2021.html" not in site.paths()
    assert site.paths().count("/robots.txt") == 1
    _, old = next(one for one in memory.saved if one[0].kind == "robots")
    object.__setattr__(old, "fetched_at", datetime.now(UTC) - timedelta(hours=25))
    await crawl(city())
    assert site.paths().count("/robots.txt") == 2


async def test_crawl_delay_is_kept(site, reply, crawl, monkeypatch):
    asked = []
    at_least = Politeness.at_least

    def spy(self, host, seconds):
        asked.append((host, seconds))
        at_least(self, host, 0.0)

    monkeypatch.setattr(Politeness, "at_least", spy)
    site.routes[f"{CITY}/robots.txt"] = reply("User-agent: *\nCrawl-delay: 7000\n")
    await crawl(city(), longest_wait=60.0)
    assert set(asked) == {(CITY, 60.0)}  # capped


async def test_a_slow_host_gets_longer_pauses_between_bounds():
    class Clock:
        now = 0.0

        def __call__(self):
            return self.now

        async def sleep(self, seconds):
            self.now += seconds

    clock = Clock()
    politeness = Politeness(clock=clock, sleep=clock.sleep, stretch=10.0)

    async def pause_after(took, delay):
        async with politeness.turn("a", delay):
            clock.now += took
        ended = clock.now
        async with politeness.turn("a", 0.0):
            return clock.now - ended

    assert await pause_after(0.1, 1.0) == pytest.approx(1.0)
    assert await pause_after(60.0, 1.0) == pytest.approx(10.0)
    assert await pause_after(60.0, 0.0) == pytest.approx(0.0)


async def test_the_crawl_takes_the_hosts_own_pace(site, reply, crawl, monkeypatch):
    """Real sockets: the measured answer time reaches the politeness of the host."""
    seen = []
    adapted = Politeness._adapted

    def spy(self, known, took, delay):
        seen.append(took)
        return adapted(self, known, took, delay)

    monkeypatch.setattr(Politeness, "_adapted", spy)
    site.routes[f"{CITY}/nb/2020.html"] = slow(0.2, reply("slow"))
    await crawl(city())
    assert seen[-1] >= 0.2


async def test_known_reports_are_asked_for_again_after_a_while(site, reply, memory, crawl):
    await crawl(city())
    site.requests.clear()
    await crawl(city())
    assert site.paths() == ["/nb/"]
    await crawl(city(), revisit=timedelta(0))
    assert site.paths()[2:] == [f"/nb/{year}.html" for year in YEARS]
    site.requests.clear()
    await crawl(city(), revisit=timedelta(days=900))
    assert site.paths() == ["/nb/"]


async def test_by_default_the_age_of_a_page_decides(site, memory, crawl):
    await crawl(city())
    for days, again in ((5, False), (8, True)):
        memory.aged = timedelta(days=days)
        site.requests.clear()
        await crawl(city())
        reports = [f"/nb/{year}.html" for year in YEARS]
        assert site.paths() == ["/nb/", *(reports if again else [])]
