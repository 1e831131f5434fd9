"""From a fetched answer to a page of a listing."""

from __future__ import annotations

from scraper.decoded import text_of
from scraper.listings import ListingPage, Page, Request, by_name, detect
from scraper.protocols import Fetched

_MARKUP = ("html", "xml", "json", "javascript", "text/plain")


def page_of(fetched: Fetched, request: Request | None = None) -> Page:
    """The decoded answer, as the answer to that request."""
    return Page(fetched.final_url, text_of(fetched), request)


def read_listing(fetched: Fetched, request: Request, family: str | None) -> tuple[str, ListingPage]:
    """The family of a page (the one given, else by its marks) and what its adapter reads.

    A given family that finds nothing at all on the page gives way to the page's own marks:
    sites move to another system, and sources keep the old name for years.
    """
    page = page_of(fetched, request)
    name = family or detect(page)
    read = by_name(name).read(page)
    if family is not None and _is_barren(read) and (other := detect(page)) != family:
        second = by_name(other).read(page)
        if not _is_barren(second):
            return other, second
    return name, read


def _is_barren(page: ListingPage) -> bool:
    found = (page.links, page.left_out, page.requests, page.columns, page.report, page.blocked)
    return not any(found)


def is_markup(fetched: Fetched) -> bool:
    """Whether the body is text that may hold links, by its type or, without one, its start."""
    media_type = (fetched.header("content-type") or "").lower()
    if media_type and "octet-stream" not in media_type:
        return any(kind in media_type for kind in _MARKUP)
    return fetched.body.lstrip()[:1] == b"<"
