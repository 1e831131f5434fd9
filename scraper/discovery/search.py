"""The search itself: the most promising page first, until a column is confirmed."""

from __future__ import annotations

import asyncio
import heapq
from dataclasses import dataclass, replace
from itertools import count
from urllib.parse import urljoin, urlsplit, urlunsplit

from scraper.discovery.frugal import Frugal
from scraper.discovery.pointers import Pointer, pointers, sitemap
from scraper.discovery.result import Column, Discovery, Step
from scraper.discovery.site import Site, site_of
from scraper.discovery.words import is_annual, is_annual_path, score
from scraper.events import Event, Watcher
from scraper.hosts import host_of, normalise
from scraper.listings import Page, Request
from scraper.listings import column as column_names
from scraper.listings.judge import is_article
from scraper.protocols import Fetched, Link
from scraper.reading import is_markup, page_of, read_listing
from scraper.session import Web
from scraper.sources import Source
from scraper.walk import Walk

# A column may need a script, pages of an API that gives one entry at a time, a year below it.
_TRIAL = 6
_HOME = 200.0
_CANDIDATE = 85.0
_REDIRECT = 90.0
_REFUSALS = ("refused", "robots", "address", "url")
_DEPTH_COST = 4.0
_OTHER_HOST_COST = 15.0


@dataclass(frozen=True, slots=True)
class _Lead:
    """A page to be looked at: the way to it, and whether the page before was such a column."""

    trail: tuple[Step, ...]

    @property
    def step(self) -> Step:
        return self.trail[-1]


class Search:
    """One search from one home page; ``unanswered`` says that the home did not answer at all."""

    def __init__(self, source: Source, web: Web, budget: int) -> None:
        self.source = source
        self.home = normalise(home_of(source))
        addresses = (self.home, *source.addresses)
        self.session = Frugal(replace(source, listings=addresses), web, budget)
        self._web = web
        self._heap: list[tuple[float, int, _Lead]] = []
        self._number = count()
        self._known: set[str] = set()
        self._looked_at: list[Step] = []
        self._site: Site | None = None
        self._troubles: list[str] = []
        self._almost: list[str] = []
        self.unanswered = False

    async def run(self) -> Discovery:
        """Search until a column is confirmed, the leads end, or the budget does."""
        for url in self.source.candidates:
            self._push(_Lead((Step(normalise(url), "", "candidate"),)), _CANDIDATE)
        await self._enter()
        column = await self._search()
        if column is None and self.session.asked < self.session.budget:
            await self._read_sitemap()
            column = await self._search()
        return Discovery(
            home=self.home,
            site=self._site or Site(host_of(self.home)),
            pages=self.session.asked,
            column=column,
            reason=None if column is not None else self._reason(),
            looked_at=tuple(self._looked_at),
        )

    async def _enter(self) -> None:
        """Look at the home page first: it says whose site it is."""
        fetched = await self._fetch(self.home)
        self.unanswered = fetched.status is None and fetched.outcome not in _REFUSALS
        self._push(_Lead((Step(self.home, "", "home"),)), _HOME)

    async def _search(self) -> Column | None:
        while self._heap:
            _, _, lead = heapq.heappop(self._heap)
            column = await self._look(lead)
            if column is not None:
                return column
        return None

    async def _look(self, lead: _Lead) -> Column | None:
        fetched = await self._fetch(lead.step.url)
        if not fetched.ok or not is_markup(fetched):
            self._troubles.append(f"{lead.step.url} {fetched.error or f'answers {fetched.status}'}")
            return None
        self._known.add(normalise(fetched.final_url))
        self._looked_at.append(lead.step)
        page = await asyncio.to_thread(page_of, fetched)
        if self._site is None:
            self._site = site_of(page)
        annual = self._is_annual(lead.step, page)
        column = await self._confirm(lead, page, fetched, annual=annual)
        if column is None:
            self._follow(lead, page, annual=annual)
        return column

    def _is_annual(self, step: Step, page: Page) -> bool:
        named = is_annual(step.words) and score(step.words, "") > _CANDIDATE
        return named or column_names.is_annual(page) or is_annual_path(page.url)

    async def _confirm(
        self, lead: _Lead, page: Page, fetched: Fetched, *, annual: bool
    ) -> Column | None:
        if is_article(page.url):
            return None
        if lead.step.how == "home":
            annual = column_names.is_annual(page)
        if not annual and not await self._lists_nothing_else(fetched):
            return None
        self.session.try_column(_TRIAL)
        family: list[str] = []
        candidate = replace(self.source, listings=(page.url,), cms=None)
        walk = Walk(candidate, self.session, self._noting(family), _TRIAL)
        found = await walk.read_all()
        self.session.tried()
        name = family[0] if family else "generic"
        if len(found.links) >= Frugal.ENOUGH or found.inline:
            own = any(normalise(link.url) == page.url for link, _ in found.inline)
            is_report = own and len(found.links) == 1
            return Column(page.url, name, len(found.links), is_report, lead.trail)
        if annual:
            why = found.blocked or f"names {len(found.links)} reports"
            self._almost.append(f"{page.url} {why}")
        return None

    async def _lists_nothing_else(self, fetched: Fetched) -> bool:
        try:
            return await asyncio.to_thread(_lists_nothing_else, fetched)
        except Exception as error:
            # An adapter that trips over one page must not end the search; that it did is told.
            kind = type(error).__name__
            self._almost.append(f"{fetched.url} cannot be read: {kind}: {error}")
            return False

    def _noting(self, family: list[str]) -> Watcher:
        def watch(event: Event) -> None:
            found = getattr(event, "family", None)
            if found is not None:
                family.append(found)
            self._web.watch(event)

        return watch

    def _follow(self, lead: _Lead, page: Page, *, annual: bool) -> None:
        for pointer in pointers(page):
            self._consider(lead, pointer, annual=annual)

    def _consider(self, lead: _Lead, pointer: Pointer, *, annual: bool) -> None:
        value = self._value(lead, pointer, annual=annual)
        if value > 0 and self.session.rules.refusal(pointer.url) is None:
            step = Step(pointer.url, pointer.words, pointer.how)
            self._push(_Lead((*lead.trail, step)), value)

    def _value(self, lead: _Lead, pointer: Pointer, *, annual: bool) -> float:
        if pointer.how == "redirect":
            return _REDIRECT
        value = score(pointer.words, pointer.url, below_annual=annual)
        if pointer.how == "frame":
            # A frame is a part of the page that it stands in.
            value = max(value, 78.0 if annual else score(lead.step.words, "") - 1, 20.0)
        if value == 0:
            return 0.0
        if host_of(pointer.url) != host_of(self.home):
            value -= _OTHER_HOST_COST
        return value - _DEPTH_COST * (len(lead.trail) - 1)

    async def _read_sitemap(self) -> None:
        url = urljoin(self.home, "/sitemap.xml")
        fetched = await self._fetch(url)
        if not fetched.ok:
            return
        lead = _Lead((Step(self.home, "", "home"),))
        for pointer in sitemap(page_of(fetched)):
            self._consider(lead, pointer, annual=False)

    async def _fetch(self, url: str) -> Fetched:
        return await self.session.get(Link(url, "listing", self.source.id))

    def _push(self, lead: _Lead, value: float) -> None:
        if lead.step.url not in self._known:
            self._known.add(lead.step.url)
            heapq.heappush(self._heap, (-value, next(self._number), lead))

    def _reason(self) -> str:
        if not self._looked_at:
            return f"the home page did not come: {self._troubles[0]}"
        parts = [f"no column confirmed on {self.session.asked} pages"]
        if self._almost:
            parts.append(f"closest: {self._almost[0]}")
        if self._troubles:
            parts.append(f"did not come: {self._troubles[0]}")
        return "; ".join(parts)


def home_of(source: Source) -> str:
    """The home page of a source: the one it names, else that of its first listing's host."""
    if source.home is not None:
        return source.home
    parts = urlsplit(source.listings[0])
    return urlunsplit((parts.scheme, parts.netloc, "/", "", ""))


def _lists_nothing_else(fetched: Fetched) -> bool:
    """Whether most of what a page lists is annual reports, whatever it calls itself."""
    _, read = read_listing(fetched, Request(fetched.final_url), None)
    return len(read.links) >= 3 and len(read.links) >= 0.6 * len(read.items)
