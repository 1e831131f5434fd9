"""Fetches the report pages of a source, their attachments and the pages of flip-books."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from scraper.events import ReportsWaiting
from scraper.fetcher import error_code
from scraper.inside import Inside, look_inside
from scraper.listings import enumerated, flip_page
from scraper.outcomes import closing, told
from scraper.parts import NOTHING, Parts
from scraper.protocols import Fetched, Frontier, Link, Validators
from scraper.reading import is_markup
from scraper.session import Session, Web, unbroken

# The host as a whole is out of reach: nothing was learned about this page.
_HOST_ERRORS = ("robots_later", "busy")
_DONE = ("fetched", "gone", "withdrawn", "absent")
# A year that nobody has published on for so long is not asked for again.
_YEARS_OF_HOPE = 3


@dataclass(slots=True)
class Tally:
    """What came of the addresses that waited.

    ``kept_out`` are those of the failed ones that robots.txt disallows, at every visit: no
    trouble of the source. ``troubles`` tell of all, ``lost`` of the others. ``missing`` are those
    that were never there: the listing's link is broken, or the report was taken away.
    """

    new_links: int = 0
    fetched: int = 0
    gone: int = 0
    withdrawn: int = 0
    failed: int = 0
    kept_out: int = 0
    empty: int = 0
    attachments: int = 0
    waiting: set[str] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    blocked: str | None = None


@dataclass(slots=True)
class _Seen:
    """What a page proved to be: how its address is closed, as what it is stored, what it brings."""

    outcome: str | None
    link: Link
    fetched: Fetched
    more: list[Link] = field(default_factory=list)


class Harvest:
    """The fetching of what waits of one source."""

    def __init__(self, source_id: str, session: Session, web: Web, frontier: Frontier) -> None:
        """``session`` is the source's own, ``web`` what all sources share."""
        self._source_id = source_id
        self._session = session
        self._web = web
        self._frontier = frontier
        self.tally = Tally()
        self._parts = Parts(source_id, session, self.tally.troubles)
        self._led_to: set[str] = set()
        self._listed: dict[str, Link] = {}

    async def fetch_all(self, links: list[Link]) -> None:
        """Fetch reports and attachments, and what they bring along, until all are tried."""
        self._web.watch(ReportsWaiting(self._source_id, sum(x.kind == "report" for x in links)))
        queue, seen = deque(await self._with_validators(links)), {link.url for link in links}
        while self.tally.blocked is None and (queue or await self._take_listed(queue, seen)):
            more = [one for one in await self._fetch(*queue.popleft()) if one.url not in seen]
            seen.update(link.url for link in more)
            queue.extendleft(await self._with_validators(more))

    async def _take_listed(self, queue: deque[tuple[Link, Validators]], seen: set[str]) -> bool:
        """Queue the reports that only a page of the harvest named, once all others are done."""
        named, self._listed = self._listed, {}
        if not named:
            return False
        self.tally.new_links += await unbroken(self._frontier.offer(list(named.values())))
        if self._web.settings.limit is not None:
            return False
        waiting = await self._frontier.pending(self._source_id)
        new = [link for link in waiting if link.url in named and link.url not in seen]
        seen.update(link.url for link in new)
        queue.extend(await self._with_validators(new))
        return bool(new)

    async def take_inline(self, link: Link, fetched: Fetched) -> list[Link]:
        """Close a column that is a report itself, already stored; its attachments wait."""
        await unbroken(self._frontier.done(link, "fetched"))
        self.tally.fetched += 1
        inside = await look_inside(link.url, fetched, self._session.rules)
        return await self._offered(self._files(link, inside))

    async def _with_validators(self, links: list[Link]) -> list[tuple[Link, Validators]]:
        """The links, once each, with what to ask "changed since?" with: one question for all."""
        once = list({link.url: link for link in links}.values())
        known = await self._web.store.validators([link.url for link in once]) if once else []
        return list(zip(once, known, strict=True))

    async def _fetch(self, link: Link, validators: Validators) -> list[Link]:
        fetched = await self._session.get(link, validators)
        seen = _Seen(closing(fetched), link, fetched)
        if enumerated(link.url) and fetched.outcome in NOTHING:
            seen.outcome = _nothing_there(link)
        if fetched.outcome == "ok" and link.kind == "report":
            seen = await self._look_into(link, fetched)
        saved = await self._session.record(seen.link, seen.fetched, seen.outcome)
        self._count(link, fetched, "withdrawn" if saved.withdrawn else seen.outcome)
        closed = self._session.closed(fetched)
        if closed is not None or error_code(fetched) in _HOST_ERRORS:
            self.tally.blocked = closed or fetched.error
        return await self._offered(seen.more)

    async def _look_into(self, link: Link, fetched: Fetched) -> _Seen:
        """What a page proves to be, as what it is stored, and what belongs to it."""
        inside = await look_inside(link.url, fetched, self._session.rules)
        as_listing = replace(link, kind="listing")
        if inside.missing:
            return _Seen(_nothing_there(link), as_listing, fetched)
        if is_markup(fetched) and flip_page(link.url, 1) is not None:
            await self._parts.of_book(link)
            return _Seen("fetched", link, fetched)
        onward = self._onward(link, inside)
        if onward is not None:
            # The report stands there: on the pages of a flip-book, or where the page refreshes to.
            first = replace(link, url=onward, found_on=link.url)
            return _Seen("fetched", as_listing, fetched, [first])
        self._note_listed(link, inside)
        if inside.is_list:
            return _Seen("fetched", as_listing, fetched)
        belongs = await self._parts.beside(link, fetched, inside)
        kept = replace(fetched, notes=(*fetched.notes, *belongs))
        return _Seen("fetched", link, kept, self._files(link, inside))

    def _note_listed(self, link: Link, inside: Inside) -> None:
        """Keep what a page that is a list names: 各部门年报, a year's own page."""
        for one in inside.listed:
            found = Link(one.url, "report", self._source_id, one.title, one.listed_on, link.url)
            self._listed.setdefault(one.url, found)
        if inside.goes_on:
            self.tally.troubles.append(f"{link.url}: a list, its further pages are not read")

    def _onward(self, link: Link, inside: Inside) -> str | None:
        """The cover of a flip-book leads to its pages; a page that refreshes leads on, once."""
        if inside.book is not None or inside.onward is None:
            return inside.book
        refusal = self._session.rules.refusal(inside.onward)
        if refusal is None and link.url not in self._led_to:
            self._led_to.add(inside.onward)
            return inside.onward
        why = refusal or "one refresh after another"
        self.tally.troubles.append(f"{link.url}: not followed to {inside.onward}: {why}")
        return None

    def _files(self, link: Link, inside: Inside) -> list[Link]:
        return [
            Link(file.url, "attachment", self._source_id, file.title or None, found_on=link.url)
            for file in inside.files
        ]

    async def _offered(self, links: list[Link]) -> list[Link]:
        if links:
            await unbroken(self._frontier.offer(links))
        return links

    def _count(self, link: Link, fetched: Fetched, outcome: str | None) -> None:
        tally, good = self.tally, outcome in (*_DONE, "empty")
        if not good:
            tally.troubles.append(f"{link.url}: {told(fetched)}")
            tally.lost += [] if error_code(fetched) == "robots" else tally.troubles[-1:]
        if link.kind == "attachment":
            tally.attachments += outcome == "fetched"
            return
        tally.fetched += outcome == "fetched"
        tally.gone += outcome == "gone"
        if outcome == "gone" and not enumerated(link.url):
            tally.missing.append(link.url)
        tally.withdrawn += outcome == "withdrawn"
        tally.empty += outcome in ("empty", "absent")
        tally.failed += not good
        tally.kept_out += error_code(fetched) == "robots"
        if outcome in _DONE:
            tally.waiting.discard(link.url)


def _nothing_there(link: Link) -> str:
    years = re.findall(r"20\d\d", link.url)
    hopeless = bool(years) and int(years[-1]) < datetime.now(UTC).year - _YEARS_OF_HOPE
    return "absent" if hopeless else "empty"
