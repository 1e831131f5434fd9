"""Fetches the report pages of a source, their attachments and the pages of flip-books."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from scraper.events import ReportsWaiting
from scraper.fetcher import error_code
from scraper.listings import Page, attachments, enumerated, flip_page, report_title
from scraper.protocols import Fetched, Frontier, Link
from scraper.reading import is_markup, page_of
from scraper.session import Session, Web, unbroken

_GONE = (404, 410)
# Log-in walls and the answers with which web shields send a challenge.
_SHIELDS = (401, 403, 412, 451, 491, 521)
_OUTCOMES = {"refused": "blocked", "robots": "blocked", "address": "blocked"}
# The host as a whole is out of reach: nothing was learned about this page.
HOST_ERRORS = ("robots_later", "busy")
_NOT_ASKED = ("refused", "robots", "url")
_GOOD = ("fetched", "gone", "empty", "absent")
# A year that nobody has published on for so long is not asked for again.
_YEARS_OF_HOPE = 3
_MOST_PARTS = 120


def frontier_outcome(fetched: Fetched) -> str | None:
    """What a report's address is closed with after this answer.

    ``fetched`` and ``gone`` are for good; after ``blocked`` and ``failed`` the next crawl
    asks again. None leaves the address as it was, because its host was not asked.
    """
    code = error_code(fetched)
    if code is not None:
        return None if code in HOST_ERRORS else _OUTCOMES.get(code, "failed")
    if fetched.not_modified or (fetched.ok and fetched.body):
        return "fetched"
    if fetched.status in _GONE:
        return "gone"
    return "blocked" if fetched.status in _SHIELDS else "failed"


@dataclass(slots=True)
class Tally:
    """What came of the addresses that waited."""

    new_links: int = 0
    fetched: int = 0
    gone: int = 0
    failed: int = 0
    waiting: int = 0
    empty: int = 0
    attachments: int = 0
    troubles: list[str] = field(default_factory=list)
    stopped: str | None = None
    blocked: str | None = None


class Harvest:
    """The fetching of what waits of one source."""

    def __init__(self, source_id: str, session: Session, web: Web, frontier: Frontier) -> None:
        """``session`` is the source's own, ``web`` what all sources share."""
        self._source_id = source_id
        self._session = session
        self._web = web
        self._frontier = frontier
        self._in_a_row = 0
        self.tally = Tally()

    async def fetch_all(self, links: list[Link]) -> None:
        """Fetch reports and attachments, and what they bring along, until all are tried."""
        self._web.watch(ReportsWaiting(self._source_id, sum(x.kind == "report" for x in links)))
        queue, seen = deque(links), {link.url for link in links}
        while queue and self.tally.blocked is None and self.tally.stopped is None:
            link = queue.popleft()
            for more in await self._fetch(link):
                if more.url not in seen:
                    seen.add(more.url)
                    queue.appendleft(more)

    async def take_inline(self, link: Link, fetched: Fetched) -> list[Link]:
        """Close a column that is a report itself, already stored; its attachments wait."""
        await unbroken(self._frontier.done(link, "fetched"))
        self.tally.fetched += 1
        return await self._offered(self._files(link, fetched))

    async def _fetch(self, link: Link) -> list[Link]:
        fetched = await self._session.get(link, await self._web.store.validators(link.url))
        outcome = frontier_outcome(fetched)
        more: list[Link] = []
        if outcome == "gone" and enumerated(link.url):
            outcome = _nothing_there(link)
        if outcome == "fetched" and link.kind == "report" and not fetched.not_modified:
            outcome, link, more = await self._look_into(link, fetched, outcome)
        await unbroken(self._close(link, fetched, outcome))
        self._count(link, fetched, outcome)
        self._judge(fetched, outcome)
        return await self._offered(more)

    async def _look_into(
        self, link: Link, fetched: Fetched, outcome: str
    ) -> tuple[str, Link, list[Link]]:
        """What a page proves to be, as what it is stored, and what belongs to it."""
        if not is_markup(fetched):
            return outcome, link, []
        page = page_of(fetched)
        if enumerated(link.url) and report_title(page) is None:
            return _nothing_there(link), replace(link, kind="listing"), []
        if flip_page(link.url, 1) is not None:
            await self._fetch_parts(link)
            return outcome, link, []
        books = (flip_page(url, 1) for url in _addresses(page))
        book = next((b for b in books if b and self._session.rules.refusal(b) is None), None)
        if book is not None and report_title(page) is None:
            # The cover of a flip-book: the report stands on its pages.
            inside = replace(link, url=book, found_on=link.url)
            return outcome, replace(link, kind="listing"), [inside]
        return outcome, link, self._files(link, fetched)

    async def _fetch_parts(self, link: Link) -> None:
        """Pages 2 to the last of a flip-book, stored before page 1 so that it is read whole."""
        for number in range(2, _MOST_PARTS + 1):
            part = Link(
                flip_page(link.url, number) or "", "part", self._source_id, found_on=link.url
            )
            fetched = await self._session.get(part)
            await self._session.record(part, fetched)
            if not fetched.ok:
                if fetched.status not in _GONE:
                    self.tally.troubles.append(f"{part.url}: {fetched.error or fetched.status}")
                return

    def _files(self, link: Link, fetched: Fetched) -> list[Link]:
        if not is_markup(fetched):
            return []
        rules = self._session.rules
        return [
            Link(file.url, "attachment", self._source_id, file.title or None, found_on=link.url)
            for file in attachments(page_of(fetched))
            if rules.refusal(file.url) is None and file.url != link.url
        ]

    async def _offered(self, links: list[Link]) -> list[Link]:
        if links:
            await unbroken(self._frontier.offer(links))
        return links

    async def _close(self, link: Link, fetched: Fetched, outcome: str | None) -> None:
        await self._session.record(link, fetched)
        if outcome is not None:
            await self._frontier.done(link, outcome)

    def _count(self, link: Link, fetched: Fetched, outcome: str | None) -> None:
        tally = self.tally
        if outcome not in _GOOD:
            tally.troubles.append(f"{link.url}: {fetched.error or _status(fetched)}")
        if link.kind == "attachment":
            tally.attachments += outcome == "fetched"
            return
        tally.fetched += outcome == "fetched"
        tally.gone += outcome == "gone"
        tally.empty += outcome in ("empty", "absent")
        tally.failed += outcome not in _GOOD
        tally.waiting -= outcome in ("fetched", "gone", "absent")

    def _judge(self, fetched: Fetched, outcome: str | None) -> None:
        if error_code(fetched) not in _NOT_ASKED:
            self._in_a_row = 0 if outcome in _GOOD else self._in_a_row + 1
        closed = self._session.closed(fetched)
        if closed is not None or error_code(fetched) in HOST_ERRORS:
            self.tally.blocked = closed or fetched.error
        elif self._in_a_row >= self._web.settings.failures_in_a_row:
            self.tally.stopped = f"{self._in_a_row} report pages in a row did not come"


def _nothing_there(link: Link) -> str:
    years = re.findall(r"20\d\d", link.url)
    hopeless = bool(years) and int(years[-1]) < datetime.now(UTC).year - _YEARS_OF_HOPE
    return "absent" if hopeless else "empty"


def _addresses(page: Page) -> Iterator[str]:
    """Where the page leads by link or frame."""
    yield from (anchor.url for anchor in page.anchors)
    framed = (page.absolute(f.get("src") or "") for f in page.tree.iter("iframe", "frame"))
    yield from (url for url in framed if url is not None)


def _status(fetched: Fetched) -> str:
    empty = "an empty page" if fetched.ok else f"status {fetched.status}"
    return f"answers {empty}"
