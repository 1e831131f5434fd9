"""One source from its listings to its report pages."""

from __future__ import annotations

from datetime import UTC, datetime

from scraper.findings import Findings
from scraper.harvest import Harvest
from scraper.protocols import Frontier, Link
from scraper.schedule import is_stale
from scraper.session import Session, Web, unbroken
from scraper.settings import Result, SourceOutcome
from scraper.sources import Source
from scraper.walk import Walk


class Visit:
    """The visit to one source within a crawl."""

    def __init__(self, source: Source, web: Web, frontier: Frontier) -> None:
        """``web`` is shared with the other sources of the crawl."""
        self._source = source
        self._web = web
        self._frontier = frontier
        self._session = Session(source, web)
        self._harvest = Harvest(source.id, self._session, web, frontier)

    async def run(self) -> SourceOutcome:
        """Read the listings, remember their reports, fetch those that still wait."""
        settings = self._web.settings
        walk = Walk(self._source, self._session, self._web.watch, settings.listing_pages)
        found = await walk.read_all()
        links = list(found.links.values())
        tally = self._harvest.tally
        if settings.dry_run or found.flapping is not None:
            tally.waiting = set(found.links)
        else:
            tally.new_links = await unbroken(self._frontier.offer(links))
            for link, fetched in found.inline:
                await self._harvest.take_inline(link, fetched)
            waiting = await self._frontier.pending(self._source.id)
            tally.waiting = {link.url for link in waiting if link.kind == "report"}
            if found.blocked is None:
                due = [*waiting, *await self._due()]
                await self._harvest.fetch_all(_limited(due, settings.limit))
        return self._outcome(found)

    async def _due(self) -> list[Link]:
        """Known reports whose last look is long ago: they may be changed or withdrawn."""
        now, revisit = datetime.now(UTC), self._web.settings.revisit
        known = await self._frontier.known(self._source.id)
        if revisit is None:
            stale = [one for one in known if is_stale(one.looked_at, one.settled_since, now)]
        else:
            stale = [one for one in known if now - one.looked_at >= revisit]
        return [one.link for one in stale]

    def _outcome(self, found: Findings) -> SourceOutcome:
        result, reason = self._verdict(found)
        tally = self._harvest.tally
        return SourceOutcome(
            source_id=self._source.id,
            outcome=result,
            reason=reason,
            listing_pages=found.pages,
            links=len(found.links),
            new_links=tally.new_links,
            fetched=tally.fetched,
            gone=tally.gone,
            withdrawn=tally.withdrawn,
            failed=tally.failed,
            waiting=len(tally.waiting),
            attachments=tally.attachments,
            left_out=tuple(found.left_out.values()),
            problems=(*found.failures, *found.problems, *tally.troubles, *self._missing()),
        )

    def _verdict(self, found: Findings) -> tuple[Result, str | None]:
        tally = self._harvest.tally
        blocked = found.blocked or tally.blocked
        if blocked is None and found.refused and not found.pages:
            blocked = found.failures[0]
        if blocked is None and tally.kept_out >= len(found.links) > 0:
            blocked = f"every report is off limits, first {tally.troubles[0]}"
        if blocked is not None:
            return "blocked", blocked
        if found.flapping is not None:
            return "failed", found.flapping
        reasons = [*found.failures[:1], *self._too_few(found)]
        # One report that is off limits says nothing of the others: it is told, by its address.
        if lost := tally.failed - tally.kept_out:
            reasons.append(f"{lost} report pages did not come, first {tally.lost[0]}")
        return ("failed", "; ".join(reasons)) if reasons else ("done", None)

    def _missing(self) -> list[str]:
        missing = self._harvest.tally.missing
        if not missing:
            return []
        reports = "1 report" if len(missing) == 1 else f"{len(missing)} reports"
        return [f"{reports} never gave a page (404), first {missing[0]}"]

    def _too_few(self, found: Findings) -> list[str]:
        least, named = self._source.min_reports, len(found.links) - self._harvest.tally.empty
        why = f": {found.shells[0]}; no script is run" if found.shells and not named else ""
        if least is not None and named < least:
            return [f"expected at least {least} reports, the listings name {named}{why}"]
        if least is None and not named and not found.failures:
            return [f"the listings name no report{why}"]
        return []


def _limited(waiting: list[Link], limit: int | None) -> list[Link]:
    """The first reports up to the limit, and every attachment that still waits."""
    reports = [link for link in waiting if link.kind == "report"]
    return [*reports[:limit], *(link for link in waiting if link.kind != "report")]
