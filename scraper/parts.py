"""Fetches what a report's page is cut into: a flip-book's pages, an article's, its frames.

Parts are stored before their page, so that it is read whole. A page's fetch notes which
came: ``page <address>`` in their order, ``frame <address>``.
"""

from __future__ import annotations

from scraper.hosts import normalise
from scraper.inside import Inside, next_page
from scraper.listings import flip_page
from scraper.outcomes import told
from scraper.protocols import Fetched, Link
from scraper.reading import is_markup
from scraper.session import Session

NOTHING = ("gone", "soft_404")
PAGE, FRAME = "page ", "frame "
_MOST_PARTS = 120
#: An article is cut into a few; more is a list that was taken for one.
_MOST_PAGES = 20


class Parts:
    """The parts of the report pages of one source; ``troubles`` takes what did not come."""

    def __init__(self, source_id: str, session: Session, troubles: list[str]) -> None:
        """``session`` is the source's own."""
        self._source_id = source_id
        self._session = session
        self._troubles = troubles

    async def of_book(self, link: Link) -> None:
        """Pages 2 to the last of a flip-book: nobody says how many there are."""
        for number in range(2, _MOST_PARTS + 1):
            fetched = await self._part(flip_page(link.url, number) or "", link)
            if not fetched.ok:
                if fetched.outcome not in NOTHING:
                    self._troubles.append(f"{fetched.url}: {told(fetched)}")
                return

    async def beside(self, link: Link, fetched: Fetched, inside: Inside) -> tuple[str, ...]:
        """The further pages of an article, else the frames of a page without text; as notes."""
        if inside.second is not None:
            return await self._pages(link, fetched, inside.second)
        return await self._frames(link, inside.frames)

    async def _pages(self, link: Link, first: Fetched, second: str) -> tuple[str, ...]:
        found: list[str] = []
        url: str | None = second
        while url is not None and len(found) + 1 < _MOST_PAGES:
            page = await self._part(url, link)
            if not page.ok:
                self._troubles.append(f"{url}: page {len(found) + 2} of a report: {told(page)}")
                break
            found.append(f"{PAGE}{url}")
            url = await next_page(page, normalise(first.final_url), len(found) + 2)
        return tuple(found)

    async def _frames(self, link: Link, urls: tuple[str, ...]) -> tuple[str, ...]:
        found: list[str] = []
        for url in urls:
            page = await self._part(url, link)
            if page.ok and is_markup(page):
                found.append(f"{FRAME}{url}")
            else:
                self._troubles.append(f"{url}: a frame of {link.url}: {told(page)}")
        return tuple(found)

    async def _part(self, url: str, link: Link) -> Fetched:
        part = Link(url, "part", self._source_id, found_on=link.url)
        fetched = await self._session.get(part)
        await self._session.record(part, fetched)
        return fetched
