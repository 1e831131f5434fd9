"""One source from its listings to its report pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from scraper.events import ReportsWaiting
from scraper.fetcher import error_code
from scraper.outcomes import closing, told
from scraper.protocols import Fetched, Frontier, Link
from scraper.session import Session, Web, unbroken
from scraper.settings import Result, SourceOutcome
from scraper.sources import Source
from scraper.walk import Findings, Walk

# The host as a whole is out of reach: nothing was learned about this page.
_HOST_ERRORS = ("robots_later", "busy")


@dataclass(slots=True)
class _Tally:
    new_links: int = 0
    fetched: int = 0
    gone: int = 0
    withdrawn: int = 0
    failed: int = 0
    troubles: list[str] = field(default_factory=list)
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
        self._waiting: set[str] = set()

    async def run(self) -> SourceOutcome:
        """Read the listings, remember their reports, fetch those that still wait."""
        settings = self._web.settings
        walk = Walk(self._source, self._session, self._web.watch, settings.listing_pages)
        found = await walk.read_all()
        if settings.dry_run:
            self._waiting = set(found.links)
        else:
            self._tally.new_links = await unbroken(self._frontier.offer(list(found.links.values())))
            waiting = await self._frontier.pending(self._source.id)
            self._waiting = {link.url for link in waiting}
            if found.blocked is None:
                await self._fetch_all([*waiting, *await self._due()][: settings.limit])
        return self._outcome(found)

    async def _due(self) -> list[Link]:
        """Known reports whose last look is long ago: they may be changed or withdrawn."""
        revisit = self._web.settings.revisit
        if revisit is None:
            return []
        return await self._frontier.due(self._source.id, datetime.now(UTC) - revisit)

    async def _fetch_all(self, links: list[Link]) -> None:
        self._web.watch(ReportsWaiting(self._source.id, len(links)))
        for link in links:
            fetched = await self._session.get(link, await self._web.store.validators(link.url))
            outcome = closing(fetched)
            saved = await self._session.record(link, fetched, outcome)
            self._count(link, fetched, "withdrawn" if saved.withdrawn else outcome)
            closed = self._session.closed(fetched)
            if closed is not None or error_code(fetched) in _HOST_ERRORS:
                self._tally.blocked = closed or fetched.error
                return

    def _count(self, link: Link, fetched: Fetched, outcome: str | None) -> None:
        tally = self._tally
        tally.fetched += outcome == "fetched"
        tally.gone += outcome == "gone"
        tally.withdrawn += outcome == "withdrawn"
        if outcome in ("fetched", "gone", "withdrawn"):
            self._waiting.discard(link.url)
        else:
            tally.failed += 1
            tally.troubles.append(f"{link.url}: {told(fetched)}")

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
            withdrawn=self._tally.withdrawn,
            failed=self._tally.failed,
            waiting=len(self._waiting),
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
