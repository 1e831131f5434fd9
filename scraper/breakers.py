"""A circuit breaker for every host: when it fails again and again, it is left alone.

An open breaker stays open for the rest of the run, and in the archive until its rest is
over. The first request after that is the trial: a page closes the breaker for good.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from scraper.outcomes import GOOD, NOT_ASKED, told
from scraper.protocols import Fetched, Frontier, Rest

#: What the first rest lasts; each further one in a row doubles it, up to the cap.
FIRST_REST = timedelta(hours=1)
REST_CAP = timedelta(days=7)


@dataclass(slots=True)
class Breakers:
    """The breakers of one crawl. ``limit`` failures in a row open one.

    With ``forgetful`` (a dry run) nothing is written to the frontier; with ``ask_again``
    the rests of earlier runs do not count.
    """

    frontier: Frontier
    limit: int
    forgetful: bool = False
    ask_again: bool = False
    _open: dict[str, str] = field(default_factory=dict)
    _in_a_row: dict[str, int] = field(default_factory=dict)
    _rests: dict[str, int] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)

    def why_open(self, host: str) -> str | None:
        """Why the host takes no more requests in this run, in one line; None when it does."""
        return self._open.get(host)

    async def refusal(self, host: str) -> str | None:
        """Like `why_open`, after a look at what earlier runs left; asked before a request."""
        if host not in self._known:
            self._known.add(host)
            rest = await self.frontier.rest(host)
            if rest is not None:
                self._rests[host] = rest.times
                if rest.until > datetime.now(UTC) and not self.ask_again:
                    self._open[host] = f"{host} rests until {rest.until:%Y-%m-%d %H:%M} UTC: " + (
                        f"{rest.kind}: {rest.detail}"
                    )
        return self._open.get(host)

    async def note(self, host: str, fetched: Fetched) -> None:
        """Count what came of a request to the host."""
        outcome = fetched.outcome
        if outcome in GOOD:
            self._in_a_row[host] = 0
            if self._rests.pop(host, 0) and not self.forgetful:
                await self.frontier.answered(host)
        elif outcome == "soft_404" and fetched.final_url != fetched.url:
            # A site that moved leads its old addresses on, all of them in a row.
            return
        elif outcome not in NOT_ASKED:
            self._in_a_row[host] = self._in_a_row.get(host, 0) + 1
            if self._in_a_row[host] >= self.limit:
                times = f"{self._in_a_row[host]} times in a row"
                await self.open(host, outcome, f"{times}, last: {told(fetched)}")

    async def open(self, host: str, kind: str, detail: str, seconds: float | None = None) -> None:
        """Leave the host alone for this run, and ``seconds`` (capped) or the usual rest."""
        if host in self._open:
            return
        self._open[host] = f"{host}: {detail}"
        if self.forgetful:
            return
        times = self._rests.get(host, 0) + 1
        usual = FIRST_REST * 2 ** min(times - 1, 10)
        asked = usual if seconds is None else timedelta(seconds=min(seconds, 10.0**7))
        until = datetime.now(UTC) + min(asked, REST_CAP)
        await self.frontier.lay_to_rest(host, Rest(kind, detail, until, times))
