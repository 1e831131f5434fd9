"""One crawl from end to end: sources to archive."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.archive.runs import RunKind
from gongkai.archive.visits import Proposal
from gongkai.pipeline.keeper import Keeper
from gongkai.pipeline.ledger import Clock, Ledger, now
from gongkai.pipeline.lock import run_lock
from gongkai.pipeline.parsing import Tally, Watcher, drain_until
from gongkai.pipeline.rediscovery import rediscover
from gongkai.pipeline.worker import ParseWorker
from scraper.crawl import Crawler, CrawlSettings, SourceOutcome
from scraper.events import Watcher as CrawlWatcher
from scraper.sources import Source


@dataclass(slots=True)
class CrawlResult:
    """What a crawl did.

    ``new_snapshots`` counts report pages never seen before, ``set_aside`` the copies for
    which an official report speaks now and did not before.
    """

    outcomes: list[SourceOutcome] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    new_snapshots: int = 0
    set_aside: int = 0
    proposals: list[Proposal] = field(default_factory=list)

    @property
    def failed(self) -> list[SourceOutcome]:
        """Sources that did not end well."""
        return [outcome for outcome in self.outcomes if outcome.outcome != "done"]


def crawl(
    archive: Path,
    sources: Sequence[Source],
    settings: CrawlSettings,
    *,
    kind: RunKind = "crawl",
    on_crawl: CrawlWatcher | None = None,
    on_parse: Watcher | None = None,
    search_again: Collection[str] = (),
    proposals: Path | None = None,
    clock: Clock = now,
) -> CrawlResult:
    """Crawl the sources into the archive; raises ``RunLocked`` while another run writes.

    ``search_again`` are the ids of sources whose column is searched for from the home page
    when it has died; what is found is written to the folder ``proposals`` and the archive.
    """
    again = _Again(frozenset(search_again), proposals)
    with run_lock(archive), ParseWorker() as worker:
        return asyncio.run(
            _crawl(archive, sources, settings, kind, worker, on_crawl, on_parse, again, clock)
        )


@dataclass(frozen=True, slots=True)
class _Again:
    """Which columns may be searched for again, and where proposals go."""

    ids: frozenset[str]
    folder: Path | None


async def _crawl(
    path: Path,
    sources: Sequence[Source],
    settings: CrawlSettings,
    kind: RunKind,
    worker: ParseWorker,
    on_crawl: CrawlWatcher | None,
    on_parse: Watcher | None,
    again: _Again,
    clock: Clock,
) -> CrawlResult:
    result = CrawlResult()
    finished = asyncio.Event()
    async with Keeper(path, kind) as keeper:
        await keeper.enter_sources(sources)
        aside = await keeper.copies_set_aside()
        watch = on_parse or (lambda work, stored: None)
        parsing = asyncio.create_task(
            drain_until(finished, keeper, worker, result.tally, watch), name="parsing"
        )
        keeper.stored.set()  # what an interrupted run left in the queue comes first
        outcome = "interrupted"
        try:
            result.outcomes = await _visit(keeper, sources, settings, on_crawl, clock)
            if not settings.dry_run:
                chosen = [source for source in sources if source.id in again.ids]
                result.proposals = await rediscover(keeper, chosen, settings, again.folder, clock())
            finished.set()
            keeper.stored.set()
            await parsing
            result.set_aside = await keeper.copies_set_aside() - aside
            outcome = "failed" if result.failed else "done"
        finally:
            parsing.cancel()
            result.new_snapshots = keeper.new_snapshots
            counts = _counts(result)
            await asyncio.shield(
                keeper.do(lambda archive: archive.finish_run(keeper.run_id, outcome, counts))
            )
    return result


async def _visit(
    keeper: Keeper,
    sources: Sequence[Source],
    settings: CrawlSettings,
    watch: CrawlWatcher | None,
    clock: Clock,
) -> list[SourceOutcome]:
    """Crawl the sources that have listings; the others cannot end well."""
    listed = [source for source in sources if source.listings]
    ledger = Ledger(keeper, listed, watch, clock)
    seen = watch if settings.dry_run else ledger
    try:
        outcomes = await Crawler(keeper, keeper, settings, seen).crawl(listed)
    finally:
        await asyncio.shield(ledger.written())
    by_id = {outcome.source_id: outcome for outcome in outcomes}
    return [by_id.get(source.id) or _homeless(source) for source in sources]


def _homeless(source: Source) -> SourceOutcome:
    reason = f"no listing is known; gongkai discover {source.id} looks for one"
    return SourceOutcome(source.id, "failed", reason)


def _counts(result: CrawlResult) -> dict[str, int]:
    return {
        "sources": len(result.outcomes),
        "new_snapshots": result.new_snapshots,
        "parsed": result.tally.parsed,
        "reports": result.tally.reports,
        "changed": result.tally.changed,
        "set_aside": result.set_aside,
        "unread": len(result.tally.unread),
    }
