"""One crawl from end to end: sources to archive."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from gongkai.archive.runs import RunKind
from gongkai.archive.visits import Proposal
from gongkai.pipeline.concluding import conclude
from gongkai.pipeline.keeper import Keeper
from gongkai.pipeline.ledger import Clock, Ledger, now
from gongkai.pipeline.lock import run_lock
from gongkai.pipeline.log import RunLog, default_path
from gongkai.pipeline.parsing import Tally, Watcher, Workers, drain_until
from gongkai.pipeline.rediscovery import rediscover
from gongkai.pipeline.worker import parse_workers
from scraper.crawl import Crawler, CrawlSettings, SourceOutcome
from scraper.events import Event
from scraper.events import Watcher as CrawlWatcher
from scraper.fetcher import user_agent
from scraper.sources import Source


@dataclass(slots=True)
class CrawlResult:
    """What a crawl did.

    ``new_snapshots`` counts report pages never seen before, ``set_aside`` the copies for
    which an official report speaks now and did not before, ``withdrawn`` and ``restored`` the
    reports found gone, and back again. ``log`` is the run's log file.
    """

    outcomes: list[SourceOutcome] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    new_snapshots: int = 0
    set_aside: int = 0
    withdrawn: int = 0
    restored: int = 0
    proposals: list[Proposal] = field(default_factory=list)
    log: Path | None = None

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
    log: Path | None = None,
    search_again: Collection[str] = (),
    proposals: Path | None = None,
    clock: Clock = now,
) -> CrawlResult:
    """Crawl the sources into the archive; raises ``RunLocked`` while another run writes.

    The run is logged to ``log``, by default to a file of its own beside the archive.
    SIGTERM stops the crawl as Ctrl-C does: ``KeyboardInterrupt`` once all is in order.
    ``search_again`` are the ids of sources whose column is searched for from the home page
    when it has died; what is found is written to the folder ``proposals`` and the archive.
    """
    again = _Again(frozenset(search_again), proposals)
    # The first page comes after robots.txt and the listing: till then their start would only
    # be in the way of ours.
    with run_lock(archive), parse_workers(at_once=False) as workers:
        run = _Run(archive, sources, settings, kind, workers, on_crawl, on_parse, log, again, clock)
        try:
            return asyncio.run(run.go())
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None


@dataclass(frozen=True, slots=True)
class _Again:
    """Which columns may be searched for again, and where proposals go."""

    ids: frozenset[str]
    folder: Path | None


@dataclass(slots=True)
class _Run:
    path: Path
    sources: Sequence[Source]
    settings: CrawlSettings
    kind: RunKind
    workers: Workers
    on_crawl: CrawlWatcher | None
    on_parse: Watcher | None
    log: Path | None
    again: _Again
    clock: Clock
    result: CrawlResult = field(default_factory=CrawlResult)

    async def go(self) -> CrawlResult:
        _stop_on_sigterm()
        async with Keeper(self.path, self.kind) as keeper:
            log = self.log or default_path(self.path, keeper.run_id, datetime.now(UTC))
            with RunLog(log) as lines:
                self.result.log = log
                await self._recorded(keeper, lines)
        return self.result

    async def _recorded(self, keeper: Keeper, lines: RunLog) -> None:
        """The crawl between the first and the last line of its run."""
        outcome = "interrupted"
        known = {
            "run_id": keeper.run_id,
            "kind": self.kind,
            "agent": user_agent(self.settings.contact),
        }
        lines.write("run_started", {**known, "sources": [one.id for one in self.sources]})
        try:
            await keeper.enter_sources(self.sources)
            aside = await keeper.copies_set_aside()
            await self._crawled(keeper, lines)
            self.result.set_aside = await keeper.copies_set_aside() - aside
            await keeper.do(lambda archive: conclude(archive, self.clock()))
            found = await keeper.read(lambda archive: archive.withdrawn_in(keeper.run_id))
            self.result.withdrawn, self.result.restored = found
            outcome = "failed" if self.result.failed else "done"
        finally:
            self.result.new_snapshots = keeper.new_snapshots
            counts = _counts(self.result)
            lines.write("run_finished", {"run_id": keeper.run_id, "outcome": outcome, **counts})
            await asyncio.shield(
                keeper.do(lambda archive: archive.finish_run(keeper.run_id, outcome, counts))
            )

    async def _crawled(self, keeper: Keeper, lines: RunLog) -> None:
        """Fetch, and parse meanwhile what has come."""
        finished = asyncio.Event()

        def watch(event: Event) -> None:
            lines.see(event)
            if self.on_crawl is not None:
                self.on_crawl(event)

        on_parse = self.on_parse or (lambda work, stored: None)
        parsing = asyncio.create_task(
            drain_until(finished, keeper, self.workers, self.result.tally, on_parse),
            name="parsing",
        )
        keeper.stored.set()  # what an interrupted run left in the queue comes first
        try:
            await self._visited(keeper, watch)
            finished.set()
            keeper.stored.set()
            await parsing
        finally:
            parsing.cancel()

    async def _visited(self, keeper: Keeper, watch: CrawlWatcher) -> None:
        """Crawl the sources that have listings, and search for columns that died."""
        listed = [source for source in self.sources if source.listings]
        ledger = Ledger(keeper, listed, watch, self.clock)
        dry = self.settings.dry_run
        crawler = Crawler(keeper, keeper, self.settings, watch if dry else ledger)
        try:
            outcomes = {one.source_id: one for one in await crawler.crawl(listed)}
        finally:
            await asyncio.shield(ledger.written())
        self.result.outcomes = [outcomes.get(one.id) or _homeless(one) for one in self.sources]
        if not dry:
            chosen = [source for source in self.sources if source.id in self.again.ids]
            self.result.proposals = await rediscover(
                keeper, chosen, self.settings, self.again.folder, self.clock()
            )


def _stop_on_sigterm() -> None:
    task = asyncio.current_task()
    assert task is not None
    # Only the main thread may, and only it gets signals.
    with suppress(ValueError, RuntimeError, NotImplementedError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


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
        "withdrawn": sum(outcome.withdrawn for outcome in result.outcomes),
        "unread": len(result.tally.unread),
    }
