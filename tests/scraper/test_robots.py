"""robots.txt as RFC 9309 2.3.1 reads it."""

from datetime import UTC, datetime, timedelta

import pytest

from scraper.protocols import Fetched
from scraper.robots import RobotsCache, read_robots

PAGE = "http://www.muster.gov.cn/zwgk/index.html"


def answer(status=200, body=b"", error=None):
    return Fetched(
        url="http://www.muster.gov.cn/robots.txt",
        final_url="http://www.muster.gov.cn/robots.txt",
        fetched_at=datetime.now(UTC),
        status=status,
        headers=(),
        body=body,
        elapsed=0.0,
        error=error,
    )


def refusal(url=PAGE, **kwargs):
    return read_robots(answer(**kwargs), "gongkai").refusal(url)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_no_robots_file_means_no_rules(status):
    assert refusal(status=status) is None


@pytest.mark.parametrize("status", [429, 500, 502, 503, 304])
def test_a_server_in_trouble_means_hands_off_for_now(status):
    assert refusal(status=status).startswith("robots_later: ")


def test_no_answer_means_hands_off_for_now():
    assert "timeout" in refusal(status=None, error="timeout: no complete answer within 1 s")
    assert refusal(status=200, error="truncated: peer closed").startswith("robots_later: ")


def test_a_redirect_loop_counts_as_no_file():
    assert refusal(status=302, error="redirect: more than 5 in a row") is None


def test_rules_for_us_beat_rules_for_all():
    body = b"User-agent: *\nDisallow: /\n\nUser-agent: gongkai\nDisallow: /zwgk/old/\nAllow: /\n"
    assert refusal(body=body) is None
    assert refusal("http://www.muster.gov.cn/zwgk/old/a.html", body=body) == (
        "robots: robots.txt disallows /zwgk/old/a.html"
    )


def test_a_byte_order_mark_and_odd_bytes_do_not_hide_the_rules():
    assert (
        refusal(body=b"\xef\xbb\xbfUser-agent: *\nDisallow: /zwgk\n# \xc4\xea\xb1\xa8") is not None
    )


def test_what_lies_behind_500_kib_is_not_read():
    padding = b"# " + b"x" * (500 * 1024) + b"\n"
    assert refusal(body=padding + b"User-agent: *\nDisallow: /\n") is None


def test_crawl_delay():
    robots = read_robots(answer(body=b"User-agent: *\nCrawl-delay: 7\n"), "gongkai")
    assert robots.crawl_delay == 7.0


async def test_one_request_an_origin_and_day():
    asked = []
    now = [datetime(2026, 1, 1, tzinfo=UTC)]

    async def fetch(url):
        asked.append(url)
        return answer(404)

    cache = RobotsCache("gongkai", clock=lambda: now[0])
    await cache.of(PAGE, fetch)
    await cache.of("http://www.muster.gov.cn/other", fetch)
    await cache.of("https://www.muster.gov.cn/other", fetch)
    assert asked == [
        "http://www.muster.gov.cn/robots.txt",
        "https://www.muster.gov.cn/robots.txt",
    ]
    now[0] += timedelta(hours=25)
    await cache.of(PAGE, fetch)
    assert len(asked) == 3
