"""robots.txt as RFC 9309 reads it, one answer per origin and day."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from scraper.protocols import Fetched

# RFC 9309 2.5: at least 500 KiB must be read; 2.4: no copy older than 24 hours.
_PARSED_BYTES = 500 * 1024
_KEPT = timedelta(hours=24)
_NEVER = datetime.min.replace(tzinfo=UTC)

Fetch = Callable[[str], Awaitable[Fetched]]
Recall = Callable[[str, datetime], Awaitable[Fetched | None]]


@dataclass(frozen=True, slots=True)
class Robots:
    """What one origin's robots.txt says to us.

    ``unreachable`` is the reason when nothing may be fetched for now.
    """

    product: str
    rules: Protego | None = None
    unreachable: str | None = None

    def refusal(self, url: str) -> str | None:
        """Why the address may not be fetched, as an error of the fetcher; None when it may."""
        if self.unreachable is not None:
            return f"robots_later: {self.unreachable}"
        if self.rules is None or self.rules.can_fetch(url, self.product):
            return None
        return f"robots: robots.txt disallows {urlsplit(url).path or '/'}"

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between two requests that the host asks of us, if it does."""
        return None if self.rules is None else self.rules.crawl_delay(self.product)


def read_robots(fetched: Fetched, product: str) -> Robots:
    """Judge an answer for robots.txt (RFC 9309 2.3.1).

    A 4xx other than 429 and a redirect loop mean that there are no rules; 429, 5xx and
    no answer mean hands off for now.
    """
    code = (fetched.error or "").partition(":")[0]
    if code == "redirect":
        return Robots(product)
    if fetched.error is not None or fetched.status is None:
        return Robots(product, unreachable=f"robots.txt: {fetched.error or 'no answer'}")
    if 200 <= fetched.status < 300:
        text = fetched.body[:_PARSED_BYTES].decode("utf-8-sig", errors="replace")
        return Robots(product, rules=Protego.parse(text))
    if 400 <= fetched.status < 500 and fetched.status != 429:
        return Robots(product)
    return Robots(product, unreachable=f"robots.txt answers {fetched.status}")


class RobotsCache:
    """The robots.txt of every origin, fetched when first needed, kept for a day."""

    def __init__(
        self, product: str, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """``product`` is our name in robots.txt."""
        self._product = product
        self._clock = clock
        self._known: dict[tuple[str, tuple[str, ...]], tuple[datetime, Robots]] = {}
        self._locks: dict[tuple[str, tuple[str, ...]], asyncio.Lock] = {}

    async def of(
        self, url: str, fetch: Fetch, recall: Recall | None = None, way: tuple[str, ...] = ()
    ) -> Robots:
        """The rules of the address's origin, for all who reach it the same ``way``.

        ``recall`` is asked first for what an earlier run got since a time; ``fetch`` gets a
        robots.txt address when it is needed. Neither must ask this cache.
        """
        origin = urlsplit(url)
        root = f"{origin.scheme}://{origin.netloc}"
        key = (root, way)
        # Two sources of one host that start together must not both ask.
        async with self._locks.setdefault(key, asyncio.Lock()):
            at, robots = self._known.get(key, (_NEVER, None))
            if robots is None or self._clock() - at > _KEPT:
                at, robots = await self._learn(f"{root}/robots.txt", fetch, recall)
                self._known[key] = (at, robots)
            return robots

    async def _learn(
        self, url: str, fetch: Fetch, recall: Recall | None
    ) -> tuple[datetime, Robots]:
        kept = None if recall is None else await recall(url, self._clock() - _KEPT)
        if kept is not None:
            return kept.fetched_at, read_robots(kept, self._product)
        return self._clock(), read_robots(await fetch(url), self._product)
