"""Frames of a page that hold the real list."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scraper.hosts import host_of, is_government, registrable_domain
from scraper.listings.page import Page, Request

# Frames that every page of a site has: counters, log-in, trees, sharing, head and foot.
_FURNITURE = re.compile(
    r"visit|count|login|tree\.jsp|share|foot|head(?:er)?[._/]|top[._]|bottom|search|weather|tongji|map",
    re.IGNORECASE,
)
_MOST_FRAMES = 4


def _is_own(page: Page, url: str) -> bool:
    """On the page's host, or on another that the same body registered: ``xxgk.example.gov.cn``."""
    here, there = host_of(page.url), host_of(url)
    same = registrable_domain(here) == registrable_domain(there)
    return here == there or (same and is_government(here))


def frames(page: Page) -> tuple[Request, ...]:
    """The frames of the page's own site that may hold its list; each is read as a listing."""
    found: dict[str, Request] = {}
    for element in page.tree.iter("iframe", "frame"):
        url = page.absolute((element.get("src") or "").strip())
        if url is None or url == page.url or not _is_own(page, url):
            continue
        parts = urlsplit(url)
        if _FURNITURE.search(f"{parts.path}?{parts.query}") is None:
            found.setdefault(url, Request(url, column=page.request.column))
    return tuple(found.values())[:_MOST_FRAMES]
