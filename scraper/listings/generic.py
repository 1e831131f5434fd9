"""Any listing that is plain HTML: report links by their words, further pages by links.

Pages that a script counts and nothing links to are looked for under the usual names.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from scraper.listings.continued import refreshed
from scraper.listings.counts import announced_rows, counted
from scraper.listings.frames import frames
from scraper.listings.links import read_page
from scraper.listings.page import ListingPage, Page, Request
from scraper.listings.paging import as_requests, guessed_pages, linked_pages, strays
from scraper.listings.plain import read_plain
from scraper.listings.posted import posted_next
from scraper.listings.written import written


def fingerprint(page: Page) -> bool:
    """Every page with links; the last family to be asked."""
    return bool(page.anchors)


def read(page: Page) -> ListingPage:
    """The reports on the page and the pages that it links to or counts."""
    plain = read_plain(page)
    if plain is not None:
        return plain
    if page.request.note("guessed"):
        return _below_column(page, read_page(page))
    found = listed(page)
    if found.links or found.report is not None:
        return found
    onward = refreshed(page)
    further = () if onward is None else (Request(onward, column=page.request.column),)
    return replace(found, columns=(*found.columns, *frames(page), *further))


def listed(page: Page) -> ListingPage:
    """As ``read``, without what other pages show in frames."""
    linked = as_requests(linked_pages(page), page) or posted_next(page)
    guessed = () if linked or page.request.note("further") else guessed_pages(page, counted(page))
    return _told(page, read_page(page, linked or guessed, hidden=written(page)))


def _told(page: Page, found: ListingPage) -> ListingPage:
    """With what says that the list goes on, where no way on was found."""
    if found.requests or found.report is not None or page.request.note("further"):
        return found
    rows, by_pager = announced_rows(page)
    remarks = [*strays(page)]
    if rows > len(found.items):
        short = f"{rows} rows announced, {len(found.items)} links on the page, and no way to more"
        if by_pager:
            found = replace(found, incomplete=f"listing {page.url}: {short}")
        else:
            remarks.append(short)
    return replace(found, remarks=(*found.remarks, *remarks))


def _below_column(page: Page, found: ListingPage) -> ListingPage:
    """Only what lies under the column's own folder: a name that is none shows other lists."""
    folder = page.request.note("guessed")

    def inside(url: str) -> bool:
        return urlsplit(url).path.startswith(folder)

    return replace(
        found,
        links=tuple(link for link in found.links if inside(link.url)),
        left_out=tuple(out for out in found.left_out if inside(out.url)),
        items=frozenset(url for url in found.items if inside(url)),
    )
