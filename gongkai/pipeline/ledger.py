"""Watches a crawl and writes down, source by source, what came of each visit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from gongkai.archive.visits import Listing, ListingState, Visit
from gongkai.pipeline.keeper import Keeper
from scraper.events import Event, ListingRead, PageFetched, SourceFinished
from scraper.events import Watcher as CrawlWatcher
from scraper.hosts import normalise
from scraper.sources import Source

_GONE = ("gone", "soft_404")
_CAME = ("ok", "unchanged", "empty_page")
Clock = Callable[[], datetime]


def now() -> datetime:
    """The time, as the pipeline tells it."""
    return datetime.now(UTC)


@dataclass(slots=True)
class _Column:
    """What was seen of one listing, its further pages and the columns below it."""

    url: str
    outcome: str | None = None
    trouble: str | None = None
    answered: bool = False
    named: int = 0

    def state(self) -> ListingState:
        if self.named:
            return "alive"
        if self.answered:
            return "empty"
        return "gone" if self.outcome in _GONE else "unreachable"


@dataclass(slots=True)
class _Turn:
    columns: dict[str, _Column]
    current: _Column | None = None
    pages: int = 0
    fetched: int = 0


class Ledger:
    """Passes events on, and enters each visit when its source is finished.

    A visit is entered as soon as it ends, so that an interrupted crawl does not visit the
    same sources again.
    """

    def __init__(
        self,
        keeper: Keeper,
        sources: Iterable[Source],
        watch: CrawlWatcher | None,
        clock: Clock = now,
    ) -> None:
        self._keeper = keeper
        self._watch = watch
        self._clock = clock
        self._turns = {
            source.id: _Turn({normalise(url): _Column(url) for url in source.listings})
            for source in sources
        }
        self._writing: set[asyncio.Task[None]] = set()

    def __call__(self, event: Event) -> None:
        """See an event; called on the event loop."""
        if self._watch is not None:
            self._watch(event)
        turn = self._turns.get(getattr(event, "source_id", ""))
        if turn is None:
            return
        if isinstance(event, PageFetched):
            _see_page(turn, event)
        elif isinstance(event, ListingRead):
            turn.pages += 1
            if turn.current is not None:
                turn.current.named += event.links + event.is_report
        elif isinstance(event, SourceFinished):
            self._finish(turn, event)

    async def written(self) -> None:
        """Wait until every visit is entered."""
        await asyncio.gather(*self._writing)

    def _finish(self, turn: _Turn, event: SourceFinished) -> None:
        visit = Visit(
            source_id=event.source_id,
            visited_at=self._clock(),
            outcome=event.outcome,
            reason=event.reason,
            listing_pages=turn.pages,
            named=event.named,
            fetched=turn.fetched,
        )
        columns = [
            Listing(one.url, one.state(), one.named, one.trouble) for one in turn.columns.values()
        ]
        # What was not asked for is not known to be in any state.
        asked = [
            one
            for one, column in zip(columns, turn.columns.values(), strict=True)
            if column.answered or column.trouble is not None
        ]
        run = self._keeper.run_id
        task = asyncio.create_task(
            self._keeper.do(lambda archive: archive.put_visit(run, visit, asked))
        )
        self._writing.add(task)


def _see_page(turn: _Turn, event: PageFetched) -> None:
    column = turn.columns.get(normalise(event.url))
    good = event.outcome in _CAME
    if column is not None and event.kind != "robots":
        turn.current = column
        column.outcome = event.outcome
        column.answered = column.answered or good
        column.trouble = None if good else event.error or event.outcome
        if event.kind == "report" and good:
            # The column is a report itself.
            column.named += 1
    elif event.kind == "report" and good:
        turn.fetched += 1
