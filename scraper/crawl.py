"""The crawler: every source from its listings to stored report pages."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from scraper.addresses import AddressBook
from scraper.breakers import Breakers
from scraper.events import Event, SourceFinished, SourceStarted, Watcher
from scraper.fetcher import Fetcher
from scraper.hosts import host_of
from scraper.politeness import Politeness
from scraper.protocols import Frontier, SnapshotStore
from scraper.session import Web, delay_of
from scraper.settings import CrawlSettings, SourceOutcome
from scraper.sources import Source
from scraper.visit import Visit

__all__ = ["CrawlSettings", "Crawler", "SourceOutcome"]


class Crawler:
    """Crawls sources: many hosts at a time, one request at a time per host.

    A page is handed to the store before its address is closed in the frontier, and a
    cancellation ends no request between the two, so that a later crawl goes on where
    this one stopped.
    """

    def __init__(
        self,
        store: SnapshotStore,
        frontier: Frontier,
        settings: CrawlSettings | None = None,
        on_event: Watcher | None = None,
    ) -> None:
        """``on_event`` is called on the event loop with every `scraper.events.Event`."""
        self._store = store
        self._frontier = frontier
        self._settings = settings or CrawlSettings()
        self._watch = on_event or _nobody

    async def crawl(self, sources: Sequence[Source]) -> list[SourceOutcome]:
        """Visit every source; the outcomes come in the order of the sources.

        What a host does ends up in its source's outcome. What store or frontier raise
        ends the crawl, as an ExceptionGroup.
        """
        settings = self._settings
        book = AddressBook(settings.connect_to, settings.allow_private)
        places = asyncio.Semaphore(settings.sources_at_once)
        fetcher = Fetcher(
            contact=settings.contact, book=book, limits=settings.limits, roots=settings.roots
        )
        with _imports_left_alone():
            async with fetcher:
                web = self._web(fetcher)
                self._expect(sources, web)
                async with asyncio.TaskGroup() as group:
                    tasks = [group.create_task(self._visit(one, web, places)) for one in sources]
        return [task.result() for task in tasks]

    def _web(self, fetcher: Fetcher) -> Web:
        settings = self._settings
        breakers = Breakers(
            self._frontier,
            settings.failures_in_a_row,
            forgetful=settings.dry_run,
            ask_again=settings.ask_resting,
        )
        politeness = Politeness(stretch=settings.stretch)
        return Web(fetcher, self._store, breakers, settings, self._watch, politeness)

    def _expect(self, sources: Sequence[Source], web: Web) -> None:
        """Of sources of one host, the longest delay holds from the first request on."""
        for source in sources:
            for url in source.listings:
                web.politeness.expect(host_of(url), delay_of(source, self._settings))

    async def _visit(self, source: Source, web: Web, places: asyncio.Semaphore) -> SourceOutcome:
        async with places:
            self._watch(SourceStarted(source.id, source.name))
            outcome = await Visit(source, web, self._frontier).run()
            self._watch(SourceFinished(source.id, outcome.outcome, outcome.reason, outcome.links))
            return outcome


@contextmanager
def _imports_left_alone() -> Iterator[None]:
    """Spare the garbage collector what is there before the crawl: a fifth of its time."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _nobody(_event: Event) -> None:
    """The watcher of a crawl that nobody watches."""
