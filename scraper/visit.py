"""One source from its listings to its report pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from scraper.events import ReportsWaiting
from scraper.fetcher import error_code
from scraper.protocols import Fetched, Frontier, Link
from scraper.session import Session, Web, unbroken
from scraper.settings import Result, SourceOutcome
from scraper.sources import Source
from scraper.walk import Findings, Walk

_GONE = (404, 410)
# Log-in walls and the answers with which web shields send a challenge.
_SHIELDS = (401, 403, 412, 451, 491, 521)
_OUTCOMES = {"refused": "blocked", "robots": "blocked", "address": "blocked"}
# The host as a whole is out of reach: nothing was learned about this page.
_HOST_ERRORS = ("robots_later", "busy")
_NOT_ASKED = ("refused", "robots", "url")


def frontier_outcome(fetched: Fetched) -> str | None:
    """What a report's address is closed with after this answer.

    ``fetched`` and ``gone`` are for good; after ``blocked`` and ``failed`` the next crawl
    asks again. None leaves the address as it was, because its host was not asked.
    """
    code = error_code(fetched)
    if code is not None:
        return None if code in _HOST_ERRORS else _OUTCOMES.get(code, "failed")
    if fetched.not_modified or (fetched.ok and fetched.body):
        return "fetched"
    if fetched.status in _GONE:
        return "gone"
    return "blocked" if fetched.status in _SHIELDS else "failed"


@dataclass(slots=True)
class _Tally:
    new_links: int = 0
    fetched: int = 0
    gone: int = 0
    failed: int = 0
    waiting: int = 0
    troubles: list[str] = field(default_factory=list)
    stopped: str | None = None
    blocked: str | None = None


class Visit:
    """The visit to one source within a crawl."""

    def __init__(self, source: Source, web: Web, frontier: Frontier) -> None:
        """``web`` is shared with the other sources of the crawl."""
        self._source = source
        self._web = web
        self._frontier = frontier
        self._session = Session(source, web)
        self._tally = _Tally()

    async def run(self) -> SourceOutcome:
        """Read the listings, remember their reports, fetch those that still wait."""
        settings = self._web.settings
        walk = Walk(self._source, self._session, self._web.watch, settings.listing_pages)
        found = await walk.read_all()
        links = list(found.links.values())
        if settings.dry_run:
            self._tally.waiting = len(links)
        else:
            self._tally.new_links = await unbroken(self._frontier.offer(links))
            waiting = await self._frontier.pending(self._source.id)
            self._tally.waiting = len(waiting)
            if found.blocked is None:
                await self._fetch_all(waiting[: settings.limit])
        return self._outcome(found)

    async def _fetch_all(self, links: list[Link]) -> None:
        self._web.watch(ReportsWaiting(self._source.id, len(links)))
        in_a_row = 0
        for link in links:
            fetched = await self._session.get(link, await self._web.store.validators(link.url))
            outcome = frontier_outcome(fetched)
            await unbroken(self._close(link, fetched, outcome))
            self._count(link, fetched, outcome)
            if error_code(fetched) not in _NOT_ASKED:
                in_a_row = 0 if outcome in ("fetched", "gone") else in_a_row + 1
            if self._must_stop(fetched, in_a_row):
                return

    async def _close(self, link: Link, fetched: Fetched, outcome: str | None) -> None:
        await self._session.record(link, fetched)
        if outcome is not None:
            await self._frontier.done(link, outcome)

    def _count(self, link: Link, fetched: Fetched, outcome: str | None) -> None:
        tally = self._tally
        tally.fetched += outcome == "fetched"
        tally.gone += outcome == "gone"
        if outcome in ("fetched", "gone"):
            tally.waiting -= 1
        else:
            tally.failed += 1
            tally.troubles.append(f"{link.url}: {fetched.error or _status(fetched)}")

    def _must_stop(self, fetched: Fetched, in_a_row: int) -> bool:
        closed = self._session.closed(fetched)
        if closed is not None or error_code(fetched) in _HOST_ERRORS:
            self._tally.blocked = closed or fetched.error
        elif in_a_row >= self._web.settings.failures_in_a_row:
            self._tally.stopped = f"{in_a_row} report pages in a row did not come"
        return self._tally.blocked is not None or self._tally.stopped is not None

    def _outcome(self, found: Findings) -> SourceOutcome:
        result, reason = self._verdict(found)
        return SourceOutcome(
            source_id=self._source.id,
            outcome=result,
            reason=reason,
            listing_pages=found.pages,
            links=len(found.links),
            new_links=self._tally.new_links,
            fetched=self._tally.fetched,
            gone=self._tally.gone,
            failed=self._tally.failed,
            waiting=self._tally.waiting,
            left_out=tuple(found.left_out.values()),
            problems=(*found.failures, *found.problems, *self._tally.troubles),
        )

    def _verdict(self, found: Findings) -> tuple[Result, str | None]:
        tally = self._tally
        blocked = found.blocked or tally.blocked
        if blocked is None and found.refused and not found.pages:
            blocked = found.failures[0]
        if blocked is not None:
            return "blocked", blocked
        reasons = [*found.failures[:1], *self._too_few(found)]
        reasons += [tally.stopped] if tally.stopped is not None else []
        if tally.failed:
            reasons.append(f"{tally.failed} report pages did not come, first {tally.troubles[0]}")
        return ("failed", "; ".join(reasons)) if reasons else ("done", None)

    def _too_few(self, found: Findings) -> list[str]:
        least = self._source.min_reports
        if least is not None and len(found.links) < least:
            return [f"expected at least {least} reports, the listings name {len(found.links)}"]
        if least is None and not found.links and not found.failures:
            return ["the listings name no report"]
        return []


def _status(fetched: Fetched) -> str:
    empty = "an empty page" if fetched.ok else f"status {fetched.status}"
    return f"answers {empty}"
