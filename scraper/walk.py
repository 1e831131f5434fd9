"""Reads a source's listings request by request and gathers the reports that they name."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from scraper.events import ListingRead, Watcher
from scraper.fetcher import error_code
from scraper.findings import Findings
from scraper.hosts import normalise
from scraper.listings import ListingPage, Request
from scraper.outcomes import told
from scraper.protocols import Fetched, Link
from scraper.reading import read_listing
from scraper.session import Session
from scraper.signs import scripted
from scraper.sources import Source
from scraper.steadiness import Steadiness, difference, reports_of

# Page flips that bring nothing new before a listing counts as going in circles.
_BARREN_PAGES = 2
# Pages of a column of annual reports without one before it counts as a list of something else.
_IDLE_PAGES = 5
# Columns by tier, by year and by body lie below each other; more levels are a maze.
_DEEPEST = 3
_MOST_COLUMNS = 200
_HOST_ERRORS = ("robots_later", "busy", "address")
_REFUSALS = ("refused", "robots")


@dataclass(slots=True)
class _Listing:
    """Where the walk through one listing stands; pages of one series are judged together."""

    queue: deque[Request]
    family: str | None
    depth: int = 0
    items: dict[str, set[str]] = field(default_factory=dict)
    barren: dict[str, int] = field(default_factory=dict)
    idle: dict[str, int] = field(default_factory=dict)
    columns: list[Request] = field(default_factory=list)
    pages: int = 0
    guessed: bool = False
    surplus: int = 0
    steadiness: Steadiness = field(default_factory=Steadiness)

    def brings_news(self, request: Request, page: ListingPage) -> bool:
        """Whether the page lists anything that its series had not, and count it."""
        known = self.items.setdefault(request.series, set())
        news = bool(page.items - known)
        known |= page.items
        self.barren[request.series] = 0 if news else self.barren.get(request.series, 0) + 1
        return news

    def is_idle(self, request: Request, page: ListingPage) -> bool:
        """Whether the pages of a column of annual reports name none any more, as a calendar's.

        Only of pages that lead on one by one: a list that says how long it is will end.
        """
        names = page.links or page.left_out or page.columns or page.report is not None
        count = 0 if names or not page.annual else self.idle.get(request.series, 0) + 1
        self.idle[request.series] = count
        waiting = sum(one.series == request.series for one in self.queue)
        return count >= _IDLE_PAGES and waiting <= 1

    def drop(self, series: str, *, probes_only: bool) -> Request | None:
        """Take the waiting requests of a series out; returns the first of them."""
        dropped = [r for r in self.queue if r.series == series and (r.probe or not probes_only)]
        self.queue = deque(r for r in self.queue if r not in dropped)
        return dropped[0] if dropped else None


class Walk:
    """The walk through all listings of one source."""

    def __init__(self, source: Source, session: Session, watch: Watcher, most_pages: int) -> None:
        """``most_pages`` is the number of pages read of one listing at most."""
        self._source = source
        self._session = session
        self._watch = watch
        self._most_pages = most_pages
        self._asked: set[str] = set()
        self._columns = 0
        self._named: set[str] = set()
        self._shown: set[tuple[frozenset[str], tuple[str, ...]]] = set()
        self.found = Findings(source.id, session.rules, watch)

    async def read_all(self) -> Findings:
        """Read every listing; a failure of one does not stop the others."""
        for url in self._source.listings:
            # Some systems name the category in the fragment, which no server ever sees.
            first = Request(normalise(url)).noting(fragment=urlsplit(url).fragment)
            first = first if first.note("fragment") else replace(first, notes=())
            await self._read(_Listing(deque([first]), self._source.cms))
            if self.found.blocked is not None:
                break
        return self.found

    async def _read(self, listing: _Listing) -> None:
        while listing.queue and self.found.blocked is None:
            request = listing.queue.popleft()
            if request.key in self._asked:
                if request.otherwise:
                    listing.queue.appendleft(_next_way(request))
                continue
            if listing.pages >= self._most_pages:
                self.found.failures.append(
                    f"more than {self._most_pages} listing pages, at {request.url}"
                )
                break
            self._asked.add(request.key)
            came = await self._step(listing, request)
            if not came and listing.pages == 0 and not listing.queue:
                return
        await self._look_again(listing)
        await self._descend(listing)

    async def _look_again(self, listing: _Listing) -> None:
        """Ask once more for pages that overlap; `Findings.flapping` says when they moved."""
        for request, before in listing.steadiness.second_looks():
            fetched = await self._fetch(request)
            await self._session.record(_link(request, self._source.id), fetched)
            if not fetched.ok or self.found.flapping is not None:
                continue
            with suppress(Exception):  # an adapter that trips over the page told nothing new
                _, page = await asyncio.to_thread(read_listing, fetched, request, listing.family)
                self.found.flapping = difference(request.url, before, reports_of(page))

    async def _step(self, listing: _Listing, request: Request) -> bool:
        """Ask one request and take its answer in; whether an answer came."""
        fetched = await self._fetch(request)
        if not fetched.ok:
            await self._session.record(_link(request, self._source.id), fetched)
            self._note_failure(listing, request, fetched)
            return False
        read = await self._take(listing, request, fetched)
        if read is not None:
            self._go_on(listing, request, read)
        return read is not None

    async def _fetch(self, request: Request) -> Fetched:
        # Without validators: an unchanged listing must still be read.
        return await self._session.get(
            Link(request.url, "listing", self._source.id),
            method=request.method,
            data=request.body if request.form is None else dict(request.form),
            headers=dict(request.headers) or None,
        )

    async def _take(
        self, listing: _Listing, request: Request, fetched: Fetched
    ) -> ListingPage | None:
        link = _link(request, self._source.id)
        try:
            # Off the loop: a huge page must not stall the other hosts' timers.
            family, page = await asyncio.to_thread(read_listing, fetched, request, listing.family)
        except Exception as error:
            # An adapter that trips over one site's page must not end the crawl of all others.
            await self._session.record(link, fetched)
            kind = type(error).__name__
            self.found.failures.append(f"listing {fetched.url} cannot be read: {kind}: {error}")
            return None
        if not (page.links or page.requests or page.columns) and (script := scripted(fetched)):
            self.found.shells.append(f"{fetched.url} is an empty shell that {script} would fill")
        title = _report_title(listing, request, page)
        if title is not None:
            link = replace(link, kind="report", title=title or None)
            self.found.enter(link)
            self.found.inline.append((link, fetched))
        await self._session.record(link, fetched)
        listing.family = family
        listing.pages += 1
        self._asked.add(normalise(fetched.final_url) if request.method == "GET" else request.key)
        self.found.pages += 1
        listing.steadiness.note(request, page)
        below = title is not None and listing.depth > 0
        self._watch(ListingRead(self._source.id, fetched.url, family, len(page.links), below))
        return page

    def _go_on(self, listing: _Listing, request: Request, page: ListingPage) -> None:
        """Gather what the page names, and decide what is asked next."""
        news = listing.brings_news(request, page)
        self._tell_if_bare(listing, request, page)
        if not news and request.otherwise:
            listing.queue.appendleft(_next_way(request))
            return
        listing.guessed = listing.guessed or (news and bool(request.note("guessed")))
        self.found.gather(page_address(request), page)
        listing.columns += self._new_columns(listing, request, page)
        if not news and request.probe:
            self._end_probes(listing, request, page)
            return
        listing.queue.extend(r for r in page.requests if r.key not in self._asked)
        if listing.is_idle(request, page):
            self._stop(listing, request, f"{_IDLE_PAGES} listing pages in a row named no report")
        if listing.barren[request.series] >= _BARREN_PAGES:
            self._stop(
                listing, request, f"{_BARREN_PAGES} listing pages in a row brought nothing new"
            )

    def _stop(self, listing: _Listing, request: Request, why: str) -> None:
        waiting = listing.drop(request.series, probes_only=False)
        if waiting is not None:
            self.found.problems.append(f"{why}; stopped before {waiting.url}")

    def _new_columns(
        self, listing: _Listing, request: Request, page: ListingPage
    ) -> tuple[Request, ...]:
        """The columns of a page that none before had.

        None of a page that shows what another did: a server that makes no difference between
        paths (``2023/2023/2023/``) would have us read it without end.
        """
        titles = tuple(column.note("title") for column in page.columns)
        shown = (frozenset(link.url for link in page.links), titles)
        new = tuple(column for column in page.columns if column.key not in self._named)
        tells = bool(page.links) or len(titles) > 1
        if listing.depth and tells and new and shown in self._shown:
            self.found.problems.append(f"column {request.url}: shows what another does")
            return ()
        self._shown.add(shown)
        self._named.update(column.key for column in new)
        return new

    def _end_probes(self, listing: _Listing, request: Request, page: ListingPage) -> None:
        """Nothing new where nobody counted: the end, or a server that shows no more."""
        listing.drop(request.series, probes_only=True)
        total, seen = (
            int(request.note("total", "0") or 0),
            len(listing.items.get(request.series, ())),
        )
        if seen < total and (page.items or seen * 10 < total * 9):
            self.found.failures.append(
                f"listing {page_address(request)}: {total} rows announced, {seen} shown; "
                f"nothing new at {request.url}"
            )
        self._tell_of_form(request)
        if request.note("guessed"):
            # A count too high by one is a template's habit; no second page at all is a loss.
            told_in = self.found.problems if listing.guessed else self.found.failures
            told_in.append(
                f"listing {self._source.listings[0]}: counts more pages than it links to, and none"
                f" of the usual names leads to them; last tried {request.url}"
            )

    def _tell_of_form(self, request: Request) -> None:
        """A pager's form that led to nothing new, though more are counted or it is the first."""
        at, pages = int(request.note("at", "0")), int(request.note("pages", "0"))
        if 2 <= at <= pages or at == 2:
            told_in = self.found.failures if pages else self.found.problems
            told_in.append(
                f"listing {page_address(request)}: counts {pages or 'no'} pages, and its form"
                f" brings nothing new for page {at}"
            )

    def _note_failure(self, listing: _Listing, request: Request, fetched: Fetched) -> None:
        detail = f"listing {page_address(request)}: {told(fetched)}"
        if "foreign host" in detail:
            detail += "; if the site has moved there, name its new address in the source's listings"
        self.found.refused += error_code(fetched) in _REFUSALS
        if error_code(fetched) in _HOST_ERRORS or self._session.closed(fetched) is not None:
            self.found.blocked = detail
        elif request.otherwise:
            listing.queue.appendleft(_next_way(request))
        elif request.note("guessed"):
            self._end_probes(listing, request, ListingPage())
        elif _is_surplus(listing, request, fetched):
            # Templates often count a page more than there is, and not two.
            listing.surplus += 1
            told_in = self.found.problems if listing.surplus == 1 else self.found.failures
            told_in.append(detail)
        else:
            self.found.failures.append(detail)

    def _tell_if_bare(self, listing: _Listing, request: Request, page: ListingPage) -> None:
        """A column below another that gives nothing at all is said to."""
        given = page.links or page.requests or page.columns or page.report is not None
        if listing.depth and not (given or page.has_files or page.left_out):
            self.found.problems.append(f"column {request.url}: neither a list nor a report's text")

    async def _descend(self, listing: _Listing) -> None:
        for request in listing.columns:
            if request.key in self._asked or self.found.blocked is not None:
                continue
            refusal = self._session.rules.refusal(request.url)
            if refusal is not None or listing.depth >= _DEEPEST:
                why = refusal or f"more than {_DEEPEST} columns below each other"
                self.found.problems.append(f"column {request.url} not read: {why}")
                continue
            self._columns += 1
            if self._columns > _MOST_COLUMNS:
                self.found.failures.append(f"more than {_MOST_COLUMNS} columns, at {request.url}")
                return
            await self._read(_Listing(deque([request]), self._source.cms, listing.depth + 1))


def page_address(request: Request) -> str:
    """The address by which a page of a listing is told: the column's for an API's answers."""
    return request.base or request.url


def _report_title(listing: _Listing, request: Request, page: ListingPage) -> str | None:
    """The title under which a column's page itself is stored as a report; None when it is none.

    A column below another that lists nothing and has a file may be a report that is a PDF:
    the parser judges it.
    """
    if request.method != "GET":
        return None
    if page.report is not None:
        return page.report or request.note("title")
    bare = not (page.links or page.requests or page.columns)
    return request.note("title") if listing.depth and bare and page.has_files else None


def _is_surplus(listing: _Listing, request: Request, fetched: Fetched) -> bool:
    """A page after the first that is not there, and that no API's answer promised."""
    missing = fetched.outcome in ("gone", "soft_404")
    return missing and bool(listing.pages or listing.depth) and not request.base


def _next_way(request: Request) -> Request:
    first, *others = request.otherwise
    return replace(first, otherwise=tuple(others))


def _link(request: Request, source_id: str) -> Link:
    return Link(request.key, "listing", source_id)
