"""大汉 JPAAS: the column page names a unit, build/unit answers with its HTML in JSON.

``GET /api-gateway/jpaas-publish-server/front/page/build/unit``; the page number is obeyed
only inside ``paramJson``. An empty old year proves nothing: some columns keep six months.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape

from scraper.listings.answers import at, setting
from scraper.listings.links import read_page
from scraper.listings.page import ListingPage, Page, Request, with_query

_SERVER = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_UNITS = re.compile(r"""querydata\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_KEYS = ("webId", "pageId", "tplSetId", "tagId", "parseType", "pageType", "editType")
_USUAL = {"parseType": "bulidstatic", "pageType": "column", "editType": "null"}
_PAGE_SIZE = 50
_MOST_UNITS = 6


def fingerprint(page: Page) -> bool:
    """The publishing server in the page; asked before jpage, from which sites moved here."""
    return "jpaas-publish-server" in page.html


def read(page: Page) -> ListingPage:
    """The unit's rows and the request for the next page; on the column page its units."""
    if not page.request.note("page"):
        return read_page(page, _units(page))
    data = at(page.json, "data")
    html = data if isinstance(data, str) else at(data, "html")
    if not isinstance(html, str):
        return ListingPage(incomplete=f"{page.url}: build/unit answers without HTML")
    found = read_page(page.part(html))
    number = int(page.request.note("page")) + 1
    more = (_request(page, dict(page.request.notes), number),) if found.items else ()
    return read_page(page.part(html), more)


def _units(page: Page) -> Iterator[Request]:
    """A request for each unit of the page; the site's furniture is built of units too."""
    seen: list[dict[str, str]] = []
    for double, single in _UNITS.findall(page.html):
        text = unescape(double or single)
        unit = {name: value for name in _KEYS if (value := setting(text, name)) is not None}
        if unit.get("pageId") and unit.get("tagId") and unit not in seen:
            seen.append(unit)
    if not seen:
        loose = {name: value for name in _KEYS if (value := setting(page.html, name)) is not None}
        seen = [loose] if loose.get("pageId") and loose.get("webId") else []
    return (_request(page, unit, 1) for unit in seen[:_MOST_UNITS])


def _request(page: Page, unit: dict[str, str], number: int) -> Request:
    unit = {name: value for name, value in unit.items() if name in _KEYS}
    param = json.dumps({"pageNo": number, "pageSize": _PAGE_SIZE}, separators=(",", ":"))
    request = Request(
        with_query(page.absolute(_SERVER) or "", {**_USUAL, **unit, "paramJson": param}),
        headers=(("Referer", page.base), ("X-Requested-With", "XMLHttpRequest")),
        base=page.base,
        column=page.request.column,
        probe=True,
        series=unit.get("tagId", ""),
    )
    return request.noting(**unit, page=number)
