"""robots.txt: never raises; a delay is a number of seconds; a refusal says why."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime

import fixtures
from scraper.protocols import Fetched
from scraper.robots import read_robots

MAX_LEN = 256
_AT = datetime(2026, 1, 1, tzinfo=UTC)
_URL = "http://www.jichuan-sample.gov.cn/robots.txt"
_ADDRESSES = (
    "http://www.jichuan-sample.gov.cn/zwgk/a%20b/第1页.html?x=%zz&*$#top",
    "http://www.jichuan-sample.gov.cn",
)


def seeds() -> Iterator[bytes]:
    for path in sorted(fixtures.web_folder().glob("*/robots.txt")):
        yield path.read_bytes()
    yield b"User-agent: gongkai\nCrawl-delay: 2.5\nRequest-rate: 1/10s 0900-1730\nAllow: /*.html$\n"
    yield b"\xef\xbb\xbfuser-agent:*\rDisallow: /%E4%B8%AD\nSitemap: x\nCrawl-delay: nan"


def check(data: bytes) -> None:
    fetched = Fetched(_URL, _URL, _AT, 200, (), data, 0.0)
    robots = read_robots(fetched, "gongkai")
    for url in _ADDRESSES:
        refused = robots.refusal(url)
        assert refused is None or refused.startswith(("robots: ", "robots_later: ")), refused
    delay = robots.crawl_delay
    assert delay is None or (math.isfinite(delay) and delay >= 0), delay
