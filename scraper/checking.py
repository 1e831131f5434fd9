"""Looks at sources live: are their listings there, and do they name reports?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from scraper.crawl import Crawler, CrawlSettings, SourceOutcome
from scraper.events import Event, ListingRead
from scraper.nowhere import Nowhere
from scraper.source_keys import Verified
from scraper.sources import Source


@dataclass(frozen=True, slots=True)
class Checked:
    """What a live check of a source gave; ``verified`` is None when it cannot be trusted."""

    source: Source
    outcome: SourceOutcome
    families: tuple[str, ...]
    verified: Verified | None

    @property
    def detail(self) -> str:
        """What was seen, or why the source could not be verified, in one line."""
        if self.verified is not None:
            return self.verified.saw
        if not self.source.listings:
            return "no listing is known; discover it from the home page"
        return self.outcome.reason or "the listings name no report"


async def check(sources: Sequence[Source], settings: CrawlSettings) -> list[Checked]:
    """Read the listings of every source, fetch no report, remember nothing.

    A source counts as seen when all of its listings were read and they name a report.
    """
    families: dict[str, dict[str, None]] = {source.id: {} for source in sources}

    def watch(event: Event) -> None:
        if isinstance(event, ListingRead):
            families[event.source_id][event.family] = None

    nowhere = Nowhere()
    crawler = Crawler(nowhere, nowhere, replace(settings, dry_run=True), watch)
    outcomes = await crawler.crawl(sources)
    today = datetime.now(UTC).date()
    return [
        _checked(source, outcome, tuple(families[source.id]), today)
        for source, outcome in zip(sources, outcomes, strict=True)
    ]


def _checked(
    source: Source, outcome: SourceOutcome, families: tuple[str, ...], today: date
) -> Checked:
    verified = None
    if outcome.outcome == "done" and outcome.links:
        pages = f"{outcome.listing_pages} listing page{'s' * (outcome.listing_pages != 1)}"
        saw = f"{outcome.links} reports on {pages} ({', '.join(families)})"
        verified = Verified(today, saw)
    return Checked(source, outcome, families, verified)
