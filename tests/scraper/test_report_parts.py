"""Reports that a page does not hold itself: on further pages, in frames, behind a refresh."""

import pytest

from scraper.listings import Page
from scraper.listings.continued import may_continue, next_part, refreshed
from scraper.sources import Source

CITY = "www.muster.gov.cn"
COLUMN = f"http://{CITY}/nb/"
TITLE = "木司特市2022年政府信息公开工作年度报告"
FIRST = f"{COLUMN}2022.html"
TEXT = (
    "<p>本报告的统计期限为2022年1月1日至2022年12月31日。</p>"
    "<p>一、总体情况</p><p>二、主动公开政府信息情况</p>"
)


@pytest.fixture
def site(web, reply):
    web.routes[f"{CITY}/nb/"] = reply(f"<li><a href='2022.html'>{TITLE}</a></li>")
    return web


@pytest.fixture
def city():
    return Source(id="city", name="木司特市", listings=(COLUMN,))


def kinds(memory):
    return [(link.kind, link.url.rpartition("/")[2]) for link, f in memory.saved if f.ok][1:]


async def test_the_pages_of_an_article_are_fetched_before_the_first_is_stored(
    site, reply, crawl, memory, city
):
    ways = {1: "<a href='2022_2.html'>2</a><a href='2022_3.html'>尾页</a>", 3: ""}
    ways[2] = "<a href='2022.html'>1</a><a href='2022_3.html'>下一页</a><a href='7.html'>下一篇</a>"
    for number, way in ways.items():
        name = "2022.html" if number == 1 else f"2022_{number}.html"
        site.routes[f"{CITY}/nb/{name}"] = reply(f"<h1>{TITLE}</h1>{TEXT}{way}")
    [outcome] = await crawl(city)
    assert (outcome.outcome, outcome.fetched, outcome.problems) == ("done", 1, ())
    assert kinds(memory) == [
        ("part", "2022_2.html"),
        ("part", "2022_3.html"),
        ("report", "2022.html"),
    ]
    notes = [f.notes for link, f in memory.saved if link.url == FIRST]
    assert notes == [(f"page {COLUMN}2022_2.html", f"page {COLUMN}2022_3.html")]


async def test_a_page_of_an_article_that_does_not_come_is_told(site, reply, crawl, memory, city):
    site.routes[f"{CITY}/nb/2022.html"] = reply(f"{TEXT}<a href='2022_2.html'>下一页</a>")
    [outcome] = await crawl(city)
    assert outcome.problems == (f"{COLUMN}2022_2.html: page 2 of a report: answers 404",)
    assert [f.notes for link, f in memory.saved if link.url == FIRST] == [()]


async def test_robots_and_host_rules_hold_for_parts(site, reply, crawl, city):
    site.routes[f"{CITY}/robots.txt"] = reply("User-agent: *\nDisallow: /nb/2022_\n")
    site.routes[f"{CITY}/nb/2022.html"] = reply(f"{TEXT}<a href='2022_2.html'>下一页</a>")
    [outcome] = await crawl(city)
    assert "/nb/2022_2.html" not in site.paths()
    assert "robots.txt disallows /nb/2022_2.html" in outcome.problems[0]


@pytest.mark.parametrize(
    ("html", "second"),
    [
        ("<a href='2022_2.html'>2</a>", "2022_2.html"),
        ("<a href='2022_1.html'>[2]</a><a href='2022_2.html'>[3]</a>", "2022_1.html"),
        ("<a href='2022-2.html'>下一页 &gt;</a>", "2022-2.html"),
        ("<a href='?page=2'>下一页</a>", "2022.html?page=2"),
        ("<script>createPageHTML(2, 0, '2022', 'html')</script>", "2022_1.html"),
        ("<script>createPageHTML(1, 0, '2022', 'html')</script>", None),
        ("<script>createPageHTML(3, 0, 'index', 'html')</script>", None),
        ("<a href='2021.html'>下一页</a><a href='2023.html'>下一篇</a>", None),
        ("<a href='2022_2.html'>附表</a>", None),
        ("<a href='http://x.gov.cn/nb/2022_2.html'>下一页</a>", None),
    ],
)
def test_what_is_page_two_of_an_article(html, second):
    found = next_part(Page(FIRST, html), FIRST, 2)
    assert found == (None if second is None else f"{COLUMN}{second}")
    assert second is None or may_continue(html)


async def test_a_frame_that_holds_the_text_comes_with_its_page(site, reply, crawl, memory, city):
    site.routes[f"{CITY}/nb/2022.html"] = reply(
        f"<h1>{TITLE}</h1><iframe src='/text/1.html'></iframe><iframe src='/tongji.html'></iframe>"
        "<iframe src='http://www.casino.com/x.html'></iframe>"
    )
    site.routes[f"{CITY}/text/1.html"] = reply(TEXT)
    [outcome] = await crawl(city)
    assert kinds(memory) == [("part", "1.html"), ("report", "2022.html")]
    assert memory.saved[-1][1].notes == (f"frame http://{CITY}/text/1.html",)
    assert outcome.outcome == "done"
    assert site.paths("www.casino.com") == []


async def test_frames_beside_a_text_are_left_alone(site, reply, crawl, city):
    frame = "<iframe src='/text/1.html'></iframe>"
    site.routes[f"{CITY}/nb/2022.html"] = reply(f"<h1>{TITLE}</h1>{TEXT}{frame}")
    await crawl(city)
    assert "/text/1.html" not in site.paths()


def refresh(url, wait=0):
    return f"<meta http-equiv=refresh content='{wait};url={url}'><title>{TITLE}</title>"


async def test_a_report_behind_a_refresh_is_followed_once(site, reply, crawl, memory, city):
    site.routes[f"{CITY}/nb/2022.html"] = reply(refresh("/real/9.html"))
    site.routes[f"{CITY}/real/9.html"] = reply(f"<h1>{TITLE}</h1>{TEXT}")
    await crawl(city)
    assert kinds(memory) == [("listing", "2022.html"), ("report", "9.html")]
    assert memory.links[f"http://{CITY}/real/9.html"].found_on == FIRST
    site.routes[f"{CITY}/nb/"] = reply(f"<li><a href='b.html'>{TITLE}</a></li>")
    site.routes[f"{CITY}/nb/b.html"] = reply(refresh("/c.html"))
    site.routes[f"{CITY}/c.html"] = reply(refresh("/d.html"))
    [outcome] = await crawl(city)
    assert "/d.html" not in site.paths()
    assert "one refresh after another" in outcome.problems[0]


async def test_a_refresh_to_a_foreign_host_is_named_and_not_followed(site, reply, crawl, city):
    site.routes[f"{CITY}/nb/2022.html"] = reply(refresh("http://www.casino.com/"))
    [outcome] = await crawl(city)
    assert site.paths("www.casino.com") == []
    assert "not followed to http://www.casino.com/: foreign host" in outcome.problems[0]


@pytest.mark.parametrize(
    ("html", "onward"),
    [
        ("<META HTTP-EQUIV='Refresh' CONTENT=\"0; URL='/a.html'\">", "/a.html"),
        ("<meta http-equiv=refresh content='3,/a.html'>", "/a.html"),
        (refresh("2022.html"), None),
        (refresh("/a.html", 600), None),
        ("<meta http-equiv=refresh content=300>", None),
    ],
)
def test_where_a_page_refreshes_to(html, onward):
    assert refreshed(Page(FIRST, html)) == (onward and f"http://{CITY}{onward}")


async def test_a_listing_behind_a_refresh_is_read(site, reply, crawl, city):
    site.routes[f"{CITY}/nb/"] = reply("<meta http-equiv=refresh content='0;url=/xxgk/nb.html'>")
    site.routes[f"{CITY}/xxgk/nb.html"] = reply(f"<li><a href='/nb/2022.html'>{TITLE}</a></li>")
    [outcome] = await crawl(city, dry_run=True)
    assert outcome.links == 1
