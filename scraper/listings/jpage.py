"""大汉 Hanweb jpage: rows come as ``<record>`` elements from dataproxy.jsp.

The column page embeds either a call with all parameters in its query (GET) or a script
with ``ajaxParam`` (POST). Some servers obey ``startrecord``, some only ``page``; both are
sent, and each request goes on behind the records that really came, because ``perpage``
is cut at a site's own limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from scraper.listings.answers import records, setting, whole
from scraper.listings.links import read_page
from scraper.listings.page import ListingPage, Page, Request, with_query

_CALL = re.compile(
    r"""(?P<path>[\w./:-]{0,200}module/(?:web/)?jpage/dataproxy\.jsp)(?P<query>\?[^"'<>\s\]]*)?"""
)
_TOTAL = re.compile(r"""totalrecord(?:["']?\s*[:=]\s*["']?|>\s*)(\d+)""", re.IGNORECASE)
_UNIT = re.compile(r"""\(["']#(\d+)["']\)\s*\.jpage""")
_COLUMN = re.compile(r"/col/col(\d+)/")
_FORM = ("col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname",
         "permissiontype")  # fmt: skip
_USUAL = {"col": "1", "appid": "1", "webid": "1", "path": "/", "permissiontype": "0"}
_PAGING = ("page", "startrecord", "endrecord", "perpage")
_PER_PAGE = 100


def fingerprint(page: Page) -> bool:
    """A call of dataproxy.jsp, or a recordset in the page."""
    return "jpage/dataproxy.jsp" in page.html or "<recordset" in page.html


def read(page: Page) -> ListingPage:
    """The records of the page or of the answer, and the request for those behind them."""
    rows = records(page.html)
    if page.request.note("got"):
        return read_page(page.part("\n".join(rows)), _following(page, len(rows)))
    total = _total(page)
    # The rows in the page stand in a script: they are no links of its own tree.
    found = read_page(page, hidden=page.part("\n".join(rows)))
    whole_list = total is not None and len(rows) >= total
    first = () if whole_list else tuple(_first(page))
    lacking = None
    if not first and total is not None and not whole_list:
        lacking = f"{total} records, of which the page shows {len(rows)}; its calls are encrypted"
    return replace(found, requests=first, incomplete=lacking)


def _first(page: Page) -> Iterator[Request]:
    calls = list(_CALL.finditer(page.html))
    path = calls[0]["path"] if calls else setting(page.html, "proxyUrl")
    url = page.absolute(path or "")
    if url is None:
        return
    query = next((q for call in calls if "columnid" in (q := _query(call))), None)
    params = query if query is not None else _posted(page)
    if params.get("columnid") and params.get("unitid"):
        request = _request(page, url, params, page_number=1, got=0, by_get=query is not None)
        other = _request(page, url, params, page_number=1, got=0, by_get=query is None)
        yield replace(request, otherwise=(other,))


def _query(call: re.Match[str]) -> dict[str, str]:
    pairs = parse_qsl((unescape(call["query"] or "")).lstrip("?"), keep_blank_values=True)
    return {name: value for name, value in pairs if name not in _PAGING}


def _posted(page: Page) -> dict[str, str]:
    found = {name: value for name in _FORM if (value := setting(page.html, name)) is not None}
    column, unit = _COLUMN.search(urlsplit(page.url).path), _UNIT.search(page.html)
    if column is not None:
        found.setdefault("columnid", column[1])
    if unit is not None:
        found.setdefault("unitid", unit[1])
    return _USUAL | found


def _request(
    page: Page, url: str, params: dict[str, str], *, page_number: int, got: int, by_get: bool
) -> Request:
    paging = {
        "startrecord": got + 1,
        "endrecord": got + _PER_PAGE,
        "perpage": _PER_PAGE,
        "page": page_number,
    }
    request = Request(
        with_query(url, {**paging, **params} if by_get else paging),
        form=None if by_get else tuple(params.items()),
        headers=(("Referer", page.base), ("X-Requested-With", "XMLHttpRequest")),
        base=page.base,
        column=page.request.column,
        probe=True,
        series="api",
    )
    return request.noting(got=got, page=page_number, total=_total(page) or "")


def _following(page: Page, rows: int) -> tuple[Request, ...]:
    request = page.request
    got = int(request.note("got")) + rows
    total = _total(page) or whole(request.note("total"))
    if not rows or (total is not None and got >= total):
        return ()
    url, _, query = request.url.partition("?")
    by_get = request.form is None
    sent = parse_qsl(query, keep_blank_values=True) if request.form is None else request.form
    params = {name: value for name, value in sent if name not in _PAGING}
    number = int(request.note("page")) + 1
    return (_request(page, url, params, page_number=number, got=got, by_get=by_get),)


def _total(page: Page) -> int | None:
    found = _TOTAL.search(page.html)
    return None if found is None else int(found[1])
