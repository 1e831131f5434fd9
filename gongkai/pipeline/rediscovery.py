"""When a column dies, the search from the home page begins anew; a person accepts the result."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.archive.health import SourceHealth
from gongkai.archive.visits import Proposal, Visit
from gongkai.pipeline.keeper import Keeper
from scraper.schedule import SEARCH_PAUSE, SLACK, fiscal_year
from scraper.settings import CrawlSettings
from scraper.source_files import to_yaml
from scraper.source_keys import Verified
from scraper.sources import Source

if TYPE_CHECKING:  # the search itself is loaded when a column has died
    from scraper.discovery import Discovery

#: What a proposal's file is called, so that no folder of sources reads it as one.
SUFFIX = ".yaml.proposed"
_AT_ONCE = 8


def needs_search(source: Source, health: SourceHealth, now: datetime) -> bool:
    """Whether the column of a source is to be searched for again.

    It is when no listing is known, when none of them names a report any more, or when one
    that did is gone or empty. A host that keeps us out, or does not answer, is left alone.
    """
    last = health.proposal
    if last is not None and now - last.proposed_at < SEARCH_PAUSE - SLACK:
        return False
    if not source.listings:
        return True
    if health.outcome == "blocked" or not health.listings:
        return False
    if any(one.most_named for one in health.dead):
        return True
    return len(health.dead) == len(health.listings)


async def rediscover(
    keeper: Keeper,
    sources: Sequence[Source],
    settings: CrawlSettings,
    folder: Path | None,
    now: datetime,
) -> list[Proposal]:
    """Search for the columns of those sources that need it; returns what was proposed.

    Every result is entered in the archive; a column found is written to ``folder`` as
    ``<id>.yaml.proposed`` too. Nothing is used before a person takes it in.
    """
    known = await keeper.do(lambda archive: archive.health(fiscal_year(now)))
    wanted = [one for one in sources if needs_search(one, known[one.id], now)]
    places = asyncio.Semaphore(_AT_ONCE)
    found = [_search(source, settings, places, now) for source in wanted]
    proposals = []
    for source, (discovery, proposal) in zip(wanted, await asyncio.gather(*found), strict=True):
        await _enter(keeper, source, proposal, now)
        proposals.append(proposal)
        if folder is not None and discovery is not None and proposal.listing is not None:
            seen = Verified(now.date(), proposal.detail)
            _write(discovery.source(source, seen), folder)
    return proposals


def _write(source: Source, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{source.id}{SUFFIX}").write_text(to_yaml(source), encoding="utf-8")


async def _search(
    source: Source, settings: CrawlSettings, places: asyncio.Semaphore, now: datetime
) -> tuple[Discovery | None, Proposal]:
    from scraper.discovery import discover

    async with places:
        try:
            found = await discover(source, settings)
        except Exception as error:
            # A page that trips the search must not end the crawl of all other sources.
            detail = f"the search broke off: {type(error).__name__}: {error}"
            return None, Proposal(source.id, now, source.home or "", None, detail)
    if found.column is None:
        return found, Proposal(source.id, now, found.home, None, found.reason or "nothing found")
    if found.column.url in source.listings:
        detail = f"the search ends at a known listing: {found.column.url}"
        return found, Proposal(source.id, now, found.home, None, detail)
    trail = tuple((step.words or step.how, step.url) for step in found.column.trail)
    column = found.column
    return found, Proposal(source.id, now, found.home, column.url, column.seen, trail)


async def _enter(keeper: Keeper, source: Source, proposal: Proposal, now: datetime) -> None:
    run = keeper.run_id
    await keeper.do(lambda archive: archive.put_proposal(run, proposal))
    if not source.listings:
        reason = "no listing is known"
        visit = Visit(source.id, now, "failed", reason, listing_pages=0, named=0, fetched=0)
        await keeper.do(lambda archive: archive.put_visit(run, visit, ()))
