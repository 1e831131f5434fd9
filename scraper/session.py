"""One source's way to the web: host rules, robots.txt, politeness, patience."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from scraper.breakers import Breakers
from scraper.events import HostClosed, HostWaits, PageFetched, Watcher
from scraper.fetcher import PRODUCT, Fetcher
from scraper.hosts import HostRules, host_of
from scraper.outcomes import PASSING, told
from scraper.politeness import DEFAULT_DELAY, Politeness, backoff, retry_after
from scraper.protocols import Fetched, Link, Saved, SnapshotStore, Validators
from scraper.robots import RobotsCache
from scraper.settings import CrawlSettings
from scraper.signs import named
from scraper.sources import Source

_T = TypeVar("_T")


@dataclass(slots=True)
class Web:
    """What all sources of a crawl share."""

    fetcher: Fetcher
    store: SnapshotStore
    breakers: Breakers
    settings: CrawlSettings
    watch: Watcher
    politeness: Politeness
    robots: RobotsCache = field(default_factory=lambda: RobotsCache(PRODUCT))
    # Only spreads requests: nobody has to be unable to guess it.
    chance: random.Random = field(default_factory=random.Random)


def delay_of(source: Source, settings: CrawlSettings) -> float:
    """Seconds between two requests of a source."""
    chosen = (settings.delay, source.delay, DEFAULT_DELAY)
    return next(delay for delay in chosen if delay is not None)


class Session:
    """Fetches for one source and records every request."""

    def __init__(self, source: Source, web: Web) -> None:
        """The source decides where to go and how fast."""
        self.rules = HostRules.of(source.listings)
        self._source_id = source.id
        self._tls = source.tls
        self._web = web
        self._delay = delay_of(source, web.settings)

    async def get(
        self,
        link: Link,
        validators: Validators | None = None,
        *,
        method: str = "GET",
        data: Mapping[str, str] | str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        """Fetch an address, waiting and asking again while its trouble may pass.

        The answer that is returned is not recorded yet; those before it are. A host that
        asks for too long a rest, or fails too often in a row, is closed for this run.
        """

        async def ask() -> Fetched:
            return await self._web.fetcher.fetch(
                link.url,
                gate=self._gate,
                validators=validators,
                method=method,
                data=data,
                headers=headers,
                tls=self._tls,
            )

        return await self._persist(link, ask)

    async def record(self, link: Link, fetched: Fetched, closes: str | None = None) -> Saved:
        """Hand a finished request to the store (not in a dry run) and to the watcher.

        ``closes`` is the outcome with which a report's address is closed in the same step.
        """
        saved = Saved(None, False)
        if not self._web.settings.dry_run:
            saved = await unbroken(self._web.store.save(link, fetched, closes))
        self._web.watch(_event(self._source_id, link, fetched, saved))
        return saved

    def closed(self, fetched: Fetched) -> str | None:
        """Why the host of this answer takes no more requests in this run, if so."""
        return self._web.breakers.why_open(host_of(fetched.final_url))

    async def _persist(self, link: Link, ask: Callable[[], Awaitable[Fetched]]) -> Fetched:
        settings = self._web.settings
        for tries in range(1, settings.tries + 1):
            fetched = named(await ask(), link.kind)
            host = host_of(fetched.final_url)
            wait = self._wait(fetched, tries)
            if wait > settings.longest_wait:
                detail = f"{told(fetched)}, wait {wait:g} s"
                await self._close(host, fetched.outcome, detail, wait)
            elif link.kind == "listing" and fetched.outcome == "challenge":
                # Where the listing is behind a challenge, all else is; each try makes it worse.
                await self._close(host, fetched.outcome, told(fetched), None)
            if tries == settings.tries or not self._may_pass(fetched, host):
                break
            await self.record(link, fetched)
            self._web.watch(HostWaits(self._source_id, host, wait))
            self._web.politeness.defer(host, wait)
        # An address counts once, however often it was tried.
        if link.kind != "robots":
            await self._note(host, fetched)
        return fetched

    def _may_pass(self, fetched: Fetched, host: str) -> bool:
        return fetched.outcome in PASSING and self._web.breakers.why_open(host) is None

    def _wait(self, fetched: Fetched, tries: int) -> float:
        """Seconds until the address may be asked for again; 0 when its trouble does not pass."""
        if fetched.outcome not in PASSING:
            return 0.0
        asked = retry_after(fetched.header("retry-after"), datetime.now(UTC))
        if asked is not None:
            return asked
        usual = backoff(self._web.settings.patience, tries, self._web.chance)
        return min(usual, self._web.settings.longest_wait)

    async def _note(self, host: str, fetched: Fetched) -> None:
        was_open = self._web.breakers.why_open(host) is not None
        await self._web.breakers.note(host, fetched)
        why = self._web.breakers.why_open(host)
        if why is not None and not was_open:
            self._web.watch(HostClosed(self._source_id, host, fetched.outcome, why))

    async def _close(self, host: str, kind: str, detail: str, seconds: float | None) -> None:
        await self._web.breakers.open(host, kind, detail, seconds)
        self._web.watch(HostClosed(self._source_id, host, kind, detail))

    @asynccontextmanager
    async def _gate(self, url: str) -> AsyncIterator[str | None]:
        refusal = await self._refusal(url)
        if refusal is not None:
            yield refusal
            return
        self._web.politeness.expect(host_of(url), self._delay)
        async with self._web.politeness.turn(host_of(url), self._delay):
            # While we waited for our turn, the host may have closed.
            why = self._web.breakers.why_open(host_of(url))
            yield None if why is None else f"busy: {why}"

    async def _refusal(self, url: str) -> str | None:
        refusal = await self._off_limits(url)
        if refusal is not None:
            return refusal
        robots = await self._web.robots.of(url, self._fetch_robots, self._recall, self._tls.names)
        if robots.crawl_delay is not None:
            asked = min(robots.crawl_delay, self._web.settings.longest_wait)
            self._web.politeness.at_least(host_of(url), asked)
        return robots.refusal(url)

    async def _off_limits(self, url: str) -> str | None:
        foreign = self.rules.refusal(url)
        if foreign is not None:
            return f"refused: {foreign}"
        why = await self._web.breakers.refusal(host_of(url))
        return None if why is None else f"busy: {why}"

    async def _recall(self, url: str, since: datetime) -> Fetched | None:
        return await self._web.store.recall(url, since)

    async def _fetch_robots(self, url: str) -> Fetched:
        link = Link(url, "robots", self._source_id)

        async def ask() -> Fetched:
            return await self._web.fetcher.fetch(url, gate=self._robots_gate, tls=self._tls)

        fetched = await self._persist(link, ask)
        await self.record(link, fetched)
        if fetched.outcome in PASSING:
            # RFC 9309 2.3.1.4: without a robots.txt the whole host has to wait.
            await self._close(host_of(url), fetched.outcome, f"robots.txt {told(fetched)}", None)
        return fetched

    @asynccontextmanager
    async def _robots_gate(self, url: str) -> AsyncIterator[str | None]:
        refusal = await self._off_limits(url)
        if refusal is not None:
            yield refusal
            return
        async with self._web.politeness.turn(host_of(url), self._delay):
            yield None


def _event(source_id: str, link: Link, fetched: Fetched, saved: Saved) -> PageFetched:
    return PageFetched(
        source_id=source_id,
        kind=link.kind,
        url=fetched.url,
        outcome=fetched.outcome,
        status=fetched.status,
        size=len(fetched.body),
        elapsed=fetched.elapsed,
        error=fetched.error or fetched.blocked,
        is_new=saved.is_new,
        notes=fetched.notes,
        change="withdrawn" if saved.withdrawn else "restored" if saved.restored else None,
    )


async def unbroken(work: Coroutine[Any, Any, _T]) -> _T:
    """Await work that a cancellation must not cut in two: it ends first, then we do."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        if not task.cancelled():
            # Looked at, or asyncio prints its trace; who cancelled us knows what went wrong.
            task.exception()
        raise
