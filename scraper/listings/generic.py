"""Any listing that is plain HTML: report links by their words, further pages by links."""

from __future__ import annotations

from scraper.listings.links import read_page
from scraper.listings.page import ListingPage, Page
from scraper.listings.paging import linked_pages


def fingerprint(page: Page) -> bool:
    """Every page with links; the last family to be asked."""
    return bool(page.anchors)


def read(page: Page) -> ListingPage:
    """The reports on the page and the pages that it links to."""
    return read_page(page, linked_pages(page))
