"""One source's way to the web: host rules, robots.txt, politeness and patience around each GET."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from scraper.events import HostWaits, PageFetched, Watcher
from scraper.fetcher import PRODUCT, Fetcher
from scraper.hosts import HostRules, host_of
from scraper.politeness import DEFAULT_DELAY, Politeness, retry_after
from scraper.protocols import Fetched, Link, SnapshotStore, Validators
from scraper.robots import RobotsCache
from scraper.settings import CrawlSettings
from scraper.sources import Source

_BUSY = (429, 503)
_T = TypeVar("_T")


@dataclass(slots=True)
class Web:
    """What all sources of a crawl share."""

    fetcher: Fetcher
    store: SnapshotStore
    settings: CrawlSettings
    watch: Watcher
    politeness: Politeness = field(default_factory=Politeness)
    robots: RobotsCache = field(default_factory=lambda: RobotsCache(PRODUCT))
    closed_hosts: dict[str, str] = field(default_factory=dict)


class Session:
    """Fetches for one source and records every request."""

    def __init__(self, source: Source, web: Web) -> None:
        """The source decides where to go and how fast."""
        self.rules = HostRules.of(source.listings)
        self._source_id = source.id
        self._web = web
        chosen = (web.settings.delay, source.delay, DEFAULT_DELAY)
        self._delay = next(delay for delay in chosen if delay is not None)

    async def get(
        self,
        link: Link,
        validators: Validators | None = None,
        *,
        method: str = "GET",
        data: Mapping[str, str] | str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        """Fetch an address, waiting and asking again while the host is busy.

        The answer that is returned is not recorded yet; those before it are. A host that
        is still busy in the end, or asks for too long a rest, is closed for this run.
        """
        settings = self._web.settings
        for tries_left in reversed(range(settings.tries)):
            fetched = await self._web.fetcher.fetch(
                link.url,
                gate=self._gate,
                validators=validators,
                method=method,
                data=data,
                headers=headers,
            )
            if fetched.status not in _BUSY:
                break
            wait = self._asked_wait(fetched)
            host = host_of(fetched.final_url)
            if not tries_left or wait > settings.longest_wait:
                self._web.closed_hosts[host] = f"{host} answers {fetched.status}, wait {wait:g} s"
                break
            await self.record(link, fetched)
            self._web.watch(HostWaits(self._source_id, host, wait))
            self._web.politeness.defer(host, wait)
        return fetched

    async def record(self, link: Link, fetched: Fetched, kind: str | None = None) -> None:
        """Hand a finished request to the store (not in a dry run) and to the watcher."""
        is_new = False
        if not self._web.settings.dry_run:
            is_new = (await unbroken(self._web.store.save(link, fetched))).is_new
        self._web.watch(
            PageFetched(
                source_id=self._source_id,
                kind=kind or link.kind,
                url=fetched.url,
                status=fetched.status,
                size=len(fetched.body),
                elapsed=fetched.elapsed,
                error=fetched.error,
                is_new=is_new,
            )
        )

    def closed(self, fetched: Fetched) -> str | None:
        """Why the host of this answer takes no more requests in this run, if so."""
        return self._web.closed_hosts.get(host_of(fetched.final_url))

    def _asked_wait(self, fetched: Fetched) -> float:
        asked = retry_after(fetched.header("retry-after"), datetime.now(UTC))
        return self._web.settings.patience if asked is None else asked

    @asynccontextmanager
    async def _gate(self, url: str) -> AsyncIterator[str | None]:
        refusal = await self._refusal(url)
        if refusal is not None:
            yield refusal
            return
        async with self._web.politeness.turn(host_of(url), self._delay):
            yield None

    async def _refusal(self, url: str) -> str | None:
        foreign = self.rules.refusal(url)
        if foreign is not None:
            return f"refused: {foreign}"
        host = host_of(url)
        if host in self._web.closed_hosts:
            return f"busy: {self._web.closed_hosts[host]}"
        robots = await self._web.robots.of(url, self._fetch_robots)
        if robots.crawl_delay is not None:
            asked = min(robots.crawl_delay, self._web.settings.longest_wait)
            self._web.politeness.at_least(host, asked)
        return robots.refusal(url)

    async def _fetch_robots(self, url: str) -> Fetched:
        fetched = await self._web.fetcher.fetch(url, gate=self._robots_gate)
        await self.record(Link(url, "listing", self._source_id), fetched, "robots")
        return fetched

    @asynccontextmanager
    async def _robots_gate(self, url: str) -> AsyncIterator[str | None]:
        foreign = self.rules.refusal(url)
        if foreign is not None:
            yield f"refused: {foreign}"
            return
        async with self._web.politeness.turn(host_of(url), self._delay):
            yield None


async def unbroken(work: Coroutine[Any, Any, _T]) -> _T:
    """Await work that a cancellation must not cut in two: it ends first, then we do."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise
