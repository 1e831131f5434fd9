"""开普云 UCAP: ``list.shtml``, ``list_2.shtml`` …, or a JSON search by channel.

Three paths with the same parameters: ``/common/search/<channel>``, ``/searchList/<channel>``,
``/search/<channel>``. Some sites want a token that their script makes in the browser; that
is a wall, and is told as one. The page size is capped by each site at its own number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from scraper.listings import generic
from scraper.listings.answers import at, rows, setting, text_of, whole
from scraper.listings.column import name_of
from scraper.listings.links import api_entry, read_entries, read_page
from scraper.listings.page import ListingPage, Page, Request, with_query
from scraper.listings.paging import as_requests
from scraper.listings.trs import counted_pages

_SEARCH = re.compile(
    r"(?P<path>(?:https?://[\w.:-]+)?/(?:[\w-]+/)?(?:common/search|searchList|search)/)"
    r"(?P<channel>[0-9a-f]{16,}|\d{3,})?(?P<query>\?[^\"'<>\s]*)?"
)
_OWN = re.compile(r"/(?:common/search|searchList)/$")
_TOKEN = re.compile(r"[?&](?:token|signature|_sign|nonce)=", re.IGNORECASE)
_ARTICLE = re.compile(r"/20\d{4}/(?:c\d\d_)?(?:\d{5,}|[0-9a-f]{32})\.shtml$", re.IGNORECASE)
_PAGE_SIZE = 20


def fingerprint(page: Page) -> bool:
    """A JSON search in the page, or articles ``202101/<32 hex>.shtml`` in a list.shtml."""
    if "_isAgg" in page.html or _call(page) is not None:
        return True
    return any(_ARTICLE.search(urlsplit(anchor.url).path) for anchor in page.anchors)


def read(page: Page) -> ListingPage:
    """The rows of the search, or those of the static page and what stands behind it."""
    if page.request.note("page"):
        return _read_answer(page)
    call = _call(page)
    if call is not None and _TOKEN.search(_statement(page, call)):
        return ListingPage(blocked=f"{page.url}: the list wants a token made in the browser")
    if call is not None:
        return read_page(page, _first(page, call))
    counted = () if page.request.note("further") else counted_pages(page)
    return read_page(page, as_requests(counted, page)) if counted else generic.read(page)


def _call(page: Page) -> re.Match[str] | None:
    """A search call that names its channel, in its address or in a variable beside it."""
    calls = list(_SEARCH.finditer(page.html))
    if "_isAgg" not in page.html:
        # /search/<number> alone may be any site's own search.
        calls = [call for call in calls if call["channel"] and _OWN.search(call["path"])]
    return next((call for call in calls if _channel(page, call)), None)


def _statement(page: Page, call: re.Match[str]) -> str:
    """The line of script that makes the call; its query may be put together from pieces."""
    return re.split(r"[;\n]", page.html[call.start() :], maxsplit=1)[0]


def _channel(page: Page, call: re.Match[str]) -> str | None:
    return call["channel"] or setting(page.html, "channelId")


def _first(page: Page, call: re.Match[str]) -> Iterator[Request]:
    url = page.absolute(f"{call['path']}{_channel(page, call)}")
    if url is not None:
        yield _request(page, url, 1)


def _request(page: Page, url: str, number: int) -> Request:
    query = {
        "_isAgg": "true",
        "_isJson": "true",
        "_pageSize": _PAGE_SIZE,
        "_template": "index",
        "_rangeTimeGte": "",
        "_channelName": "",
        "page": number,
    }
    request = Request(
        with_query(url, query),
        headers=(("Referer", page.base), ("X-Requested-With", "XMLHttpRequest")),
        base=page.base,
        column=name_of(page),
        probe=True,
        series="api",
    )
    return request.noting(page=number, got=page.request.note("got", "0"))


def _read_answer(page: Page) -> ListingPage:
    data = at(page.json, "data")
    found = rows(data, "results")
    if not isinstance(data, dict):
        return ListingPage(blocked=f"{page.url}: the search answers without data")
    entries = [
        api_entry(
            page,
            row,
            url=text_of(row, "url"),
            title=text_of(row, "title"),
            day=text_of(row, "publishedTimeStr", "publishedTime"),
        )
        for row in found
    ]
    got = int(page.request.note("got", "0")) + len(found)
    total = whole(at(data, "total"))
    more = bool(found) and (total is None or got < total)
    following = _request(
        page, page.request.url.partition("?")[0], int(page.request.note("page")) + 1
    )
    return read_entries(
        page,
        [e for e in entries if e is not None],
        (following.noting(got=got, total=total or ""),) if more else (),
    )
