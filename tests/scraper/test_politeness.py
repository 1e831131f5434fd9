"""Turns of a host under a clock that only sleeping moves."""

import asyncio
from datetime import UTC, datetime

import pytest

from scraper.politeness import Politeness, retry_after
from scraper.sources import Source


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.now += seconds
        await asyncio.sleep(0)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def politeness(clock):
    return Politeness(clock=clock, sleep=clock.sleep)


async def starts(politeness, clock, host, delay, times=3):
    seen = []
    for _ in range(times):
        async with politeness.turn(host, delay):
            seen.append(clock.now)
    return seen


async def test_a_pause_between_two_requests_to_one_host(politeness, clock):
    assert await starts(politeness, clock, "a", 2.0) == [100.0, 102.0, 104.0]
    assert await starts(politeness, clock, "b", 1.0, 1) == [104.0]


async def test_the_pause_counts_from_the_end_of_the_request(politeness, clock):
    async with politeness.turn("a", 2.0):
        clock.now += 7.0
    assert await starts(politeness, clock, "a", 2.0, 1) == [109.0]


async def test_crawl_delay_only_lengthens(politeness, clock):
    politeness.at_least("a", 5.0)
    politeness.at_least("a", 3.0)
    assert await starts(politeness, clock, "a", 1.0) == [100.0, 105.0, 110.0]
    assert await starts(politeness, clock, "a", 9.0, 2) == [115.0, 124.0]


async def test_crawl_delay_counts_from_the_request_for_robots_txt(politeness, clock):
    assert await starts(politeness, clock, "a", 0.1, 1) == [100.0]
    politeness.at_least("a", 4.0)
    assert await starts(politeness, clock, "a", 0.1, 2) == [104.0, 108.0]


async def test_of_several_delays_for_one_host_the_longest_holds(politeness, clock):
    politeness.expect("a", 0.5)
    assert await starts(politeness, clock, "a", 0.25) == [100.0, 100.5, 101.0]
    assert await starts(politeness, clock, "a", 2.0, 2) == [101.5, 103.5]
    politeness.expect("a", 0.3)
    assert await starts(politeness, clock, "a", 0.25, 2) == [105.5, 106.0]


async def test_a_crawl_knows_the_delays_of_all_its_sources_before_it_asks(crawl, monkeypatch):
    told = []
    monkeypatch.setattr(Politeness, "expect", lambda _, host, delay: told.append((host, delay)))
    sources = [
        Source(id=str(delay), name="木司特市", listings=("http://a.gov.cn/nb/",), delay=delay)
        for delay in (0.3, 0.5)
    ]
    await crawl(*sources, delay=None, dry_run=True)
    assert told[:2] == [("a.gov.cn", 0.3), ("a.gov.cn", 0.5)]


async def test_a_deferred_host_rests(politeness, clock):
    politeness.defer("a", 60.0)
    politeness.defer("a", 10.0)
    assert await starts(politeness, clock, "a", 1.0, 1) == [160.0]


async def test_a_failed_request_pauses_too(politeness, clock):
    with pytest.raises(RuntimeError):
        async with politeness.turn("a", 4.0):
            raise RuntimeError
    assert await starts(politeness, clock, "a", 0.0, 1) == [104.0]


async def test_one_request_at_a_time(politeness):
    running = []

    async def one():
        async with politeness.turn("a", 0.0):
            running.append(1)
            await asyncio.sleep(0)
            assert len(running) == 1
            running.pop()

    await asyncio.gather(*(one() for _ in range(5)))


NOW = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("Sat, 01 Mar 2025 12:01:30 GMT", 90.0),
        ("Sat, 01 Mar 2025 11:00:00 GMT", 0.0),
        ("Sat, 01 Mar 2025 12:01:30 -0000", 90.0),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("１２", None),
    ],
)
def test_retry_after(value, seconds):
    assert retry_after(value, NOW) == seconds
