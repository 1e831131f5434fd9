"""The system of Lianyungang and Nantong ("truecms"): records in XML inside JSONP.

``GET <proxyUrl>?startrecord=&endrecord=&perpage=&columnId=&callback=``; without a Referer
some sites answer 404, and each has a page size above which nothing comes: 50, 20, 10.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from scraper.listings.answers import at, records, setting, whole
from scraper.listings.links import read_page
from scraper.listings.page import ListingPage, Page, Request, with_query

_MARK = "messageController/getMessage.do"
_PROXY = re.compile(r"""[\w./:-]{0,200}messageController/getMessage\.do""")
_TOTAL = re.compile(r"totalrecord>\s*(\d+)|totalRecord[\"']?\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
_SIZES = (50, 20, 10)


def fingerprint(page: Page) -> bool:
    """The call of the system's list."""
    return _MARK in page.html


def read(page: Page) -> ListingPage:
    """The records of an answer and the next request; on the column page the first one."""
    if not page.request.note("got"):
        return read_page(page, _first(page))
    result = at(page.json, "result")
    text = result if isinstance(result, str) else page.html
    found = records(text)
    return read_page(page.part("\n".join(found)), _following(page, text, len(found)))


def _first(page: Page) -> Iterator[Request]:
    called, column = _PROXY.search(page.html), setting(page.html, "columnId")
    proxy = setting(page.html, "proxyUrl") or (called.group() if called is not None else "")
    url = page.absolute(proxy)
    if url is not None and column:
        first, *smaller = (_request(page, url, column, 0, size) for size in _SIZES)
        yield replace(first, otherwise=tuple(smaller))


def _following(page: Page, text: str, rows: int) -> tuple[Request, ...]:
    request = page.request
    got = int(request.note("got")) + rows
    found = _TOTAL.search(text)
    total = whole(found[1] or found[2]) if found is not None else None
    if not rows or (total is not None and got >= total):
        return ()
    url, column = request.url.partition("?")[0], request.note("column")
    following = _request(page, url, column, got, int(request.note("size")))
    return (following.noting(total=total or ""),)


def _request(page: Page, url: str, column: str, got: int, size: int) -> Request:
    query = {
        "startrecord": got + 1,
        "endrecord": got + size,
        "perpage": size,
        "columnId": column,
        "callback": "cb",
    }
    request = Request(
        with_query(url, query),
        headers=(("Referer", page.base),),
        base=page.base,
        column=page.request.column,
        probe=True,
        series="api",
    )
    return request.noting(got=got, size=size, column=column)
