"""What a report page holds besides its text: documents, a flip-book."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from scraper.hosts import HostRules
from scraper.listings import (
    Attachment,
    ListedLink,
    Page,
    attachments,
    enumerated,
    flip_page,
    report_title,
)
from scraper.listings.attachments import downloads
from scraper.listings.continued import framed, may_continue, next_part, refreshed
from scraper.listings.hints import may_hand_out, may_list, may_name_book, may_name_file
from scraper.listings.links import read_page
from scraper.listings.paging import linked_pages
from scraper.protocols import Fetched
from scraper.reading import is_markup, page_of

#: 上一篇 and 下一篇 of an article: a page that names more is a list.
_NEIGHBOURS = 2
#: Pictures that a template shows on every page.
_FURNITURE = re.compile(
    r"logo|icon|ico\b|banner|bg|head|top|foot|nav|menu|btn|qr|ewm|erwei|wei?x|weibo|share|print|close"
    r"|arrow|search|conac|red\.|blue\.|police|beian|gonan|jubao|jiucuo|find|dzjg|wza",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Inside:
    """``book`` is the first page of a flip-book whose cover the page is.

    ``missing`` says of an address that an adapter made up that no report stands there.
    ``files`` are those that the host rules let us ask for, without the page itself.
    ``listed`` are the reports that a page without a text names; ``is_list`` says that it is
    nothing else, ``goes_on`` that it has further pages.
    ``onward`` is the page that it sends its visitors to, ``second`` the article's page 2,
    ``frames`` may hold the text that the page itself lacks.
    """

    book: str | None = None
    onward: str | None = None
    second: str | None = None
    frames: tuple[str, ...] = ()
    missing: bool = False
    files: tuple[Attachment, ...] = ()
    listed: tuple[ListedLink, ...] = ()
    is_list: bool = False
    goes_on: bool = False


async def look_inside(url: str, fetched: Fetched, rules: HostRules) -> Inside:
    """What the page that was asked for at ``url`` holds; off the loop where it takes long."""
    if not is_markup(fetched):
        return Inside()
    page = page_of(fetched)
    told = (page.html, page.base)
    looks = (may_name_file, may_name_book, may_continue, may_hand_out, may_list)
    header = fetched.header("refresh") or ""
    if header or enumerated(url) or any(look(text) for look in looks for text in told):
        # A huge page must not stall the other hosts' timers.
        return await asyncio.to_thread(_inside, url, page, rules, header)
    return Inside()


def _inside(url: str, page: Page, rules: HostRules, header: str = "") -> Inside:
    books = (flip_page(address, 1) for address in _addresses(page))
    book = next((one for one in books if one and rules.refusal(one) is None), None)
    is_report = not (book or enumerated(url)) or report_title(page) is not None
    files = _allowed(url, attachments(page), rules)
    found = Inside(
        book=None if is_report else book,
        missing=enumerated(url) and not is_report,
        files=files,
        second=next_part(page, page.url, 2),
    )
    # What shows its text or a document needs no more.
    lacks = not (files or found.second or found.book) and report_title(page) is None
    if not lacks:
        return found
    handed = _allowed(url, downloads(page), rules)
    listed = () if handed or not may_list(page.html) else _listed(url, page, rules)
    is_list = len(listed) > _NEIGHBOURS and not _may_be_scanned(page)
    return replace(
        found,
        files=handed,
        listed=listed,
        is_list=is_list,
        goes_on=is_list and bool(linked_pages(page)),
        onward=refreshed(page, header),
        frames=framed(page),
    )


def _listed(url: str, page: Page, rules: HostRules) -> tuple[ListedLink, ...]:
    """The reports that the page names, other than itself."""
    found, own = read_page(page).links, (url, page.url)
    return tuple(x for x in found if x.url not in own and rules.refusal(x.url) is None)


def _may_be_scanned(page: Page) -> bool:
    """Whether the page shows a picture that may be the report: others beside it are its kin."""
    sources = (image.get("src") or "" for image in page.tree.iter("img"))
    return any(source and _FURNITURE.search(source) is None for source in sources)


def _allowed(url: str, files: Iterable[Attachment], rules: HostRules) -> tuple[Attachment, ...]:
    """Those that the host rules let us ask for, without the page itself."""
    return tuple(one for one in files if one.url != url and rules.refusal(one.url) is None)


async def next_page(fetched: Fetched, first: str, number: int) -> str | None:
    """The address of the article's next page, as the page before it links to it."""
    if not is_markup(fetched):
        return None
    return await asyncio.to_thread(lambda: next_part(page_of(fetched), first, number))


def _addresses(page: Page) -> Iterator[str]:
    """Where the page leads by link or frame, as far as that may be a flip-book."""
    yield from (anchor.url for anchor in page.anchors_that(may_name_book))
    framed = (page.absolute(f.get("src") or "") for f in page.tree.iter("iframe", "frame"))
    yield from (url for url in framed if url is not None)
