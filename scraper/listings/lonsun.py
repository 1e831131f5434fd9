"""龙讯 Lonsun: ``/public/<body>/<id>.html``, lists ``/public/column/<body>?…&pageIndex=<n>``.

The rows are often loaded behind the page; the same address then gives them when it is
asked as the page's script asks (``X-Requested-With``, ``Ls-Language``).
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from scraper.listings.answers import setting
from scraper.listings.column import name_of
from scraper.listings.links import read_page
from scraper.listings.page import ListingPage, Page, Request, with_query
from scraper.listings.paging import as_requests, counted, linked_pages

_COLUMN = re.compile(r"/public/column/(\d+)")
_ARTICLE = re.compile(r"/public/\d+/\d+\.html$")
# The script's own call, where the page spells it out.
_CALL = re.compile(r"""["'](/[\w/-]+\?[^"'<>\s]*labelName=publicInfoList[^"'<>\s]*)["']""")
_HEADERS = (("X-Requested-With", "XMLHttpRequest"), ("Ls-Language", "zh"))
_KEYS = ("type", "action", "nav", "sub", "catId", "catIds", "siteId", "organId", "sortType",
         "isInvalid", "result", "file")  # fmt: skip


def fingerprint(page: Page) -> bool:
    """A column or articles with the system's names."""
    urls = (page.url, *(anchor.url for anchor in page.anchors))
    return any(p.search(urlsplit(url).path) for url in urls for p in (_COLUMN, _ARTICLE))


def read(page: Page) -> ListingPage:
    """The rows of the page or of the answer, and what comes behind them."""
    if page.request.note("page"):
        return read_page(page, _following(page))
    shown = read_page(page, as_requests(linked_pages(page), page))
    listed = any(_ARTICLE.search(urlsplit(link.url).path) for link in shown.links)
    first = None if listed or page.request.note("further") else _first(page)
    return read_page(page, (first,)) if first is not None else shown


def _first(page: Page) -> Request | None:
    call = _CALL.search(page.html)
    if call is not None:
        url = page.absolute(unescape(call[1])) or ""
        address, _, query = url.partition("?")
        return _request(page, address, dict(parse_qsl(query, keep_blank_values=True)), 1)
    if _COLUMN.search(urlsplit(page.url).path) is None:
        return None
    address, _, query = page.url.partition("?")
    script = {key: value for key in _KEYS if (value := setting(page.html, key))}
    usual = {"type": "4", "action": "list", "nav": "3"}
    return _request(page, address, {**usual, **script, **dict(parse_qsl(query))}, 1)


def _following(page: Page) -> tuple[Request, ...]:
    number, pages = int(page.request.note("page")), counted(page)
    if pages and number >= pages:
        return ()
    address, _, query = page.request.url.partition("?")
    return (_request(page, address, dict(parse_qsl(query, keep_blank_values=True)), number + 1),)


def _request(page: Page, address: str, query: dict[str, str], number: int) -> Request:
    request = Request(
        with_query(address, query | {"pageIndex": str(number)}),
        headers=(("Referer", page.base), *_HEADERS),
        base=page.base,
        column=name_of(page),
        probe=True,
        series="api",
    )
    return request.noting(page=number)
