"""Reads a source's listings page by page and gathers the reports that they name."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field

from parsers.decode import charset_of, decode
from scraper.events import LinkLeftOut, ListingRead, Watcher
from scraper.fetcher import error_code
from scraper.hosts import normalise
from scraper.listings import LeftOut, ListedLink, ListingPage, Page, by_name, detect
from scraper.outcomes import told
from scraper.protocols import Fetched, Link
from scraper.session import Session
from scraper.sources import Source

# Page flips that bring nothing new before a listing counts as going in circles.
_BARREN_PAGES = 2
_HOST_ERRORS = ("robots_later", "busy", "address")
_REFUSALS = ("refused", "robots")


@dataclass(slots=True)
class Findings:
    """What the listings of a source gave.

    ``failures`` make the source's outcome a failure, ``problems`` are only told;
    ``blocked`` is the reason when the host takes no request at all, ``refused`` counts
    the pages that robots.txt or the host rules keep us from.
    """

    links: dict[str, Link] = field(default_factory=dict)
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    pages: int = 0
    failures: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    refused: int = 0
    blocked: str | None = None


@dataclass(slots=True)
class _Listing:
    """Where the walk through one listing stands."""

    queue: deque[str]
    family: str | None
    asked: set[str] = field(default_factory=set)
    items: set[str] = field(default_factory=set)
    pages: int = 0
    barren: int = 0


class Walk:
    """The walk through all listings of one source."""

    def __init__(self, source: Source, session: Session, watch: Watcher, most_pages: int) -> None:
        """``most_pages`` is the number of pages read of one listing at most."""
        self._source = source
        self._session = session
        self._watch = watch
        self._most_pages = most_pages
        self.found = Findings()

    async def read_all(self) -> Findings:
        """Read every listing; a failure of one does not stop the others."""
        for url in self._source.listings:
            await self._read(_Listing(deque([normalise(url)]), self._source.cms))
            if self.found.blocked is not None:
                break
        return self.found

    async def _read(self, listing: _Listing) -> None:
        while listing.queue and listing.barren < _BARREN_PAGES:
            url = listing.queue.popleft()
            if url in listing.asked:
                continue
            if listing.pages >= self._most_pages:
                self.found.failures.append(f"more than {self._most_pages} listing pages, at {url}")
                return
            listing.asked.add(url)
            fetched = await self._fetch(url, first=listing.pages == 0)
            if fetched is not None:
                await self._take(listing, fetched)
            elif listing.pages == 0 or self.found.blocked is not None:
                return
        if listing.barren >= _BARREN_PAGES and listing.queue:
            self.found.problems.append(
                f"{_BARREN_PAGES} listing pages in a row brought nothing new; "
                f"stopped before {listing.queue[0]}"
            )

    async def _fetch(self, url: str, *, first: bool) -> Fetched | None:
        # Without validators: an unchanged listing must still be read.
        link = Link(url, "listing", self._source.id)
        fetched = await self._session.get(link)
        await self._session.record(link, fetched)
        if fetched.ok:
            return fetched
        detail = f"listing {url}: {told(fetched)}"
        self.found.refused += error_code(fetched) in _REFUSALS
        if error_code(fetched) in _HOST_ERRORS or self._session.closed(fetched) is not None:
            self.found.blocked = detail
        elif fetched.outcome in ("gone", "soft_404") and not first:
            # Templates often count a page more than there is.
            self.found.problems.append(detail)
        else:
            self.found.failures.append(detail)
        return None

    async def _take(self, listing: _Listing, fetched: Fetched) -> None:
        try:
            # Off the loop: a huge page must not stall the other hosts' timers.
            family, page = await asyncio.to_thread(_read_page, fetched, listing.family)
        except Exception as error:
            # An adapter that trips over one site's page must not end the crawl of all others.
            kind = type(error).__name__
            self.found.failures.append(f"listing {fetched.url} cannot be read: {kind}: {error}")
            return
        listing.family = family
        listing.pages += 1
        listing.asked.add(normalise(fetched.final_url))
        listing.barren = 0 if page.items - listing.items else listing.barren + 1
        listing.items |= page.items
        listing.queue.extend(url for url in page.next_urls if url not in listing.asked)
        self._gather(fetched.final_url, page)
        self.found.pages += 1
        self._watch(ListingRead(self._source.id, fetched.url, family, len(page.links)))

    def _gather(self, listing_url: str, page: ListingPage) -> None:
        for listed in page.links:
            foreign = self._session.rules.refusal(listed.url)
            if foreign is not None:
                self._leave_out(LeftOut(listed.url, listed.title, foreign))
            else:
                self.found.links.setdefault(listed.url, self._link(listed, listing_url))
        for left_out in page.left_out:
            self._leave_out(left_out)

    def _link(self, listed: ListedLink, listing_url: str) -> Link:
        return Link(
            url=listed.url,
            kind="report",
            source_id=self._source.id,
            title=listed.title,
            listed_on=listed.listed_on,
            found_on=listing_url,
        )

    def _leave_out(self, entry: LeftOut) -> None:
        if entry.url not in self.found.left_out:
            self.found.left_out[entry.url] = entry
            self._watch(LinkLeftOut(self._source.id, entry.url, entry.title, entry.reason))


def _read_page(fetched: Fetched, family: str | None) -> tuple[str, ListingPage]:
    declared = charset_of(fetched.header("content-type"))
    page = Page(fetched.final_url, decode(fetched.body, declared).text)
    name = family or detect(page)
    return name, by_name(name).read(page)
