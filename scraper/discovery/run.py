"""One discovery from end to end: the web that it needs, and a second try by the other scheme."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from scraper.addresses import AddressBook
from scraper.breakers import Breakers
from scraper.discovery.frugal import Frugal
from scraper.discovery.result import Discovery
from scraper.discovery.search import Search
from scraper.events import Event, Watcher
from scraper.fetcher import Fetcher
from scraper.nowhere import Nowhere
from scraper.politeness import Politeness
from scraper.session import Web
from scraper.settings import CrawlSettings
from scraper.sources import Source

#: Requests that a discovery makes at most, unless it is told otherwise.
PAGES = 12


async def discover(
    source: Source,
    settings: CrawlSettings,
    *,
    budget: int = PAGES,
    watch: Watcher | None = None,
) -> Discovery:
    """Find the annual-report column of a site from its home page.

    ``source`` names the home (or a listing, whose host then stands for it) and candidates,
    which are looked at first. ``budget`` is the number of requests at most. Nothing is
    remembered; robots.txt, host rules and politeness are those of a crawl.
    """
    found, unanswered = await _search(source, settings, budget, watch)
    if unanswered:
        # One scheme of a host may work where the other does not: it is asked as a new host.
        other = replace(source, home=_other_scheme(found.home))
        second, _ = await _search(other, settings, budget - found.pages, watch)
        if second.looked_at:
            return replace(second, pages=found.pages + second.pages)
    return found


async def _search(
    source: Source, settings: CrawlSettings, budget: int, watch: Watcher | None
) -> tuple[Discovery, bool]:
    """One search, and whether it ended because the home page did not answer at all."""
    nowhere = Nowhere()
    book = AddressBook(settings.connect_to, settings.allow_private)
    breakers = Breakers(nowhere, settings.failures_in_a_row, forgetful=True)
    politeness = Politeness(stretch=settings.stretch)
    async with Fetcher(
        contact=settings.contact, book=book, limits=settings.limits, roots=settings.roots
    ) as fetcher:
        relay = _Relay(watch)
        quiet = replace(settings, dry_run=True)
        web = Web(fetcher, nowhere, breakers, quiet, relay, politeness)
        search = Search(source, web, budget)
        relay.session = search.session
        return await search.run(), search.unanswered


class _Relay:
    """Passes events to the session that counts reports, and to whoever watches."""

    def __init__(self, watch: Watcher | None) -> None:
        self.session: Frugal | None = None
        self._watch = watch

    def __call__(self, event: Event) -> None:
        if self.session is not None:
            self.session.see(event)
        if self._watch is not None:
            self._watch(event)


def _other_scheme(url: str) -> str:
    parts = urlsplit(url)
    scheme = "http" if parts.scheme == "https" else "https"
    return urlunsplit((scheme, *parts[1:]))
