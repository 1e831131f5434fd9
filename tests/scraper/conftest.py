"""A loopback web that does as it is told, and memory in place of the archive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from hostile import HostileWeb, Reply

from scraper.crawl import Crawler, CrawlSettings
from scraper.fetcher import Limits
from scraper.protocols import Fetched, Known, Link, Rest, Saved, Validators
from scraper.sources import Source


@pytest.fixture
def reply() -> type[Reply]:
    return Reply


@pytest.fixture
async def web() -> AsyncIterator[HostileWeb]:
    loopback = HostileWeb()
    await loopback.start()
    yield loopback
    await loopback.stop()


class Memory:
    """Store and frontier in dictionaries, with the archive's semantics."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self.saved: list[tuple[Link, Fetched]] = []
        self.newest: dict[str, Fetched] = {}
        self.links: dict[str, Link] = {}
        self.state: dict[str, str] = {}
        self.aged = timedelta(0)
        self.rests: dict[str, Rest] = {}

    async def save(self, link: Link, fetched: Fetched, closes: str | None = None) -> Saved:
        await asyncio.sleep(0)
        self.saved.append((link, fetched))
        if closes is not None:
            await self.done(link, closes)
        if fetched.outcome != "ok":
            return Saved(None, False)
        digest = sha256(fetched.body).hexdigest()
        is_new = digest not in self.bodies
        self.bodies[digest] = fetched.body
        self.newest[link.url] = fetched
        return Saved(digest, is_new)

    async def validators(self, urls: Sequence[str]) -> list[Validators]:
        return [self._validators(url) for url in urls]

    def _validators(self, url: str) -> Validators:
        newest = self.newest.get(url)
        if newest is None:
            return Validators()
        return Validators(newest.header("etag"), newest.header("last-modified"))

    async def recall(self, url: str, since: datetime) -> Fetched | None:
        answers = [f for link, f in self.saved if link.url == url and f.fetched_at >= since]
        return next((f for f in reversed(answers) if f.outcome in ("ok", "gone")), None)

    async def offer(self, links: Sequence[Link]) -> int:
        new = [link for link in links if link.url not in self.links]
        self.links |= {link.url: link for link in new}
        return len(new)

    async def pending(self, source_id: str) -> list[Link]:
        mine = [link for link in self.links.values() if link.source_id == source_id]
        return [link for link in mine if self.state.get(link.url) not in ("fetched", "gone")]

    async def known(self, source_id: str) -> list[Known]:
        mine = [link for link in self.links.values() if link.source_id == source_id]
        settled = [link for link in mine if self.state.get(link.url) in ("fetched", "gone")]
        return [Known(link, max(self._looks(link)), min(self._looks(link))) for link in settled]

    def _looks(self, link: Link) -> list[datetime]:
        looks = [fetched.fetched_at for one, fetched in self.saved if one.url == link.url]
        return [look - self.aged for look in looks]

    async def rest(self, host: str) -> Rest | None:
        return self.rests.get(host)

    async def lay_to_rest(self, host: str, rest: Rest) -> None:
        self.rests[host] = rest

    async def answered(self, host: str) -> None:
        self.rests.pop(host, None)

    async def done(self, link: Link, outcome: str) -> None:
        self.state[link.url] = outcome


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def settings(web: HostileWeb) -> CrawlSettings:
    return CrawlSettings(
        contact="crawl@example.org",
        delay=0.0,
        connect_to=(web.rule,),
        limits=replace(Limits(), deadline=20.0),
        patience=0.0,
    )


@pytest.fixture
def crawl(memory: Memory, settings: CrawlSettings):
    """Crawl sources into ``memory``; keyword arguments change the settings."""

    async def run(*sources: Source, on_event=None, **changes):
        crawler = Crawler(memory, memory, replace(settings, **changes), on_event)
        return await crawler.crawl(sources)

    return run
