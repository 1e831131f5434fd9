"""One request at a time a host, with a pause between two, and longer when the host asks."""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

DEFAULT_DELAY = 1.0
# Weight of the newest answer in a host's usual response time.
_NEWEST = 0.5


@dataclass(slots=True)
class _Host:
    free_at: float = 0.0
    asked_delay: float = 0.0
    delay: float = 0.0
    ended_at: float = -math.inf
    usual: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Politeness:
    """The turns of every host. Clock and sleep are exchangeable, in seconds."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        stretch: float = 1.0,
    ) -> None:
        """Start with every host free.

        A host that answers slowly gets a pause as long as it usually takes to answer, at
        least the delay and at most ``stretch`` times the delay.
        """
        self._clock = clock
        self._sleep = sleep
        self._stretch = stretch
        self._hosts: dict[str, _Host] = {}

    def at_least(self, host: str, seconds: float) -> None:
        """A pause that the host itself asks for (Crawl-delay): only ever lengthens.

        It counts from the last request already: that was the one for robots.txt.
        """
        known = self._host(host)
        known.asked_delay = max(known.asked_delay, seconds)
        known.free_at = max(known.free_at, known.ended_at + known.asked_delay)

    def expect(self, host: str, delay: float) -> None:
        """Before any request: of the delays that sources ask for one host, the longest holds."""
        known = self._host(host)
        known.delay = max(known.delay, delay)

    def defer(self, host: str, seconds: float) -> None:
        """No request to the host before that many seconds from now (Retry-After)."""
        known = self._host(host)
        known.free_at = max(known.free_at, self._clock() + seconds)

    @asynccontextmanager
    async def turn(self, host: str, delay: float = DEFAULT_DELAY) -> AsyncIterator[None]:
        """Hold the host for one request, once the request before and its pause are over.

        ``delay`` is the shortest pause after this request, in seconds; a longer one that is
        expected of us at this host holds.
        """
        known = self._host(host)
        async with known.lock:
            # The host may be deferred further while we sleep.
            while (wait := known.free_at - self._clock()) > 0:
                await self._sleep(wait)
            started = self._clock()
            try:
                yield
            finally:
                now = known.ended_at = self._clock()
                pause = max(self._adapted(known, now - started, delay), known.asked_delay)
                known.free_at = max(known.free_at, now + pause)

    def _adapted(self, known: _Host, took: float, delay: float) -> float:
        delay = max(delay, known.delay)
        known.usual += (took - known.usual) * (_NEWEST if known.usual else 1.0)
        return max(delay, min(known.usual, delay * self._stretch))

    def _host(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host())


def backoff(patience: float, tries: int, chance: random.Random) -> float:
    """Seconds to wait after that many failed tries: doubling, and never in step with others.

    Between half and one and a half times ``patience × 2^(tries - 1)``.
    """
    return float(patience * 2 ** (tries - 1) * chance.uniform(0.5, 1.5))


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header (RFC 9110 10.2.3: seconds or a date).

    None when there is none or it cannot be read; a date that has passed is 0.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
