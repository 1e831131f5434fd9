"""新点 Epoint: rows in JSON from ``<project>/rest/lightfrontaction/getgovinfolist``.

The project and the site's GUID stand in ``/js/webBuilderCommon.js``; the category and the
body in the column's address (``?deptcode=&categorynum=``) or path. Most servers take the
parameters as they are, some inside ``params``. Pages count from 0 there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from scraper.listings import generic
from scraper.listings.answers import at, rows, setting, text_of, whole
from scraper.listings.column import name_of
from scraper.listings.links import api_entry, read_entries
from scraper.listings.page import ListingPage, Page, Request

_SCRIPT = "/js/webBuilderCommon.js"
_SITE = re.compile(r"siteInfo\s*=\s*\{(?P<fields>[^}]*)\}", re.DOTALL)
_CATEGORY = re.compile(r"/((?:\d{3}){2,8})/(?=[^/]*$)")
_PAGE_SIZE = 50
_MARKS = re.compile(r"EWB-FRONT|govInfoPub|webBuilderCommon|lightfrontaction")


def fingerprint(page: Page) -> bool:
    """The front end's own names in the page or in its address."""
    return _MARKS.search(page.url) is not None or _MARKS.search(page.html) is not None


def read(page: Page) -> ListingPage:
    """The rows of an answer; before it the site's script, before that the column page."""
    if page.request.note("page"):
        return _read_answer(page)
    if page.request.note("script"):
        return ListingPage(requests=tuple(_first(page)), items=frozenset({page.url}))
    if page.request.note("guessed"):
        return generic.read(page)
    found = generic.listed(page)
    number = _category(page)
    if found.links or found.report is not None or not number:
        return found
    script = Request(page.absolute(_SCRIPT) or "", base=page.base, column=name_of(page))
    dept = _asked(page, "deptcode") or setting(page.html, "deptcode") or ""
    return replace(found, requests=(script.noting(script=1, dept=dept, category=number),))


def _category(page: Page) -> str:
    path = _CATEGORY.search(urlsplit(page.url).path)
    asked = _asked(page, "categorynum") or setting(page.html, "categorynum")
    return asked or (path[1] if path is not None else "")


def _asked(page: Page, name: str) -> str | None:
    return parse_qs(urlsplit(page.url).query).get(name, [None])[0]


def _first(page: Page) -> Iterator[Request]:
    found = _SITE.search(page.html)
    fields = found["fields"] if found is not None else page.html
    project, guid = setting(fields, "projectName") or "/EWB-FRONT", setting(fields, "siteGuid")
    if guid is None:
        return
    url = page.absolute(f"{project}/rest/lightfrontaction/getgovinfolist")
    if url is not None:
        bare = _request(page.request.noting(guid=guid), url, 0, wrapped=False)
        yield replace(
            bare, otherwise=(_request(page.request.noting(guid=guid), url, 0, wrapped=True),)
        )


def _request(before: Request, url: str, number: int, *, wrapped: bool) -> Request:
    params = {
        "deptcode": before.note("dept"),
        "categorynum": before.note("category"),
        "siteGuid": before.note("guid"),
        "pageIndex": number,
        "pageSize": _PAGE_SIZE,
    }
    request = Request(
        url,
        body=json.dumps({"params": params} if wrapped else params),
        headers=(
            ("Content-Type", "application/json; charset=utf-8"),
            ("Referer", before.base),
            ("X-Requested-With", "XMLHttpRequest"),
        ),
        base=before.base,
        column=before.column,
        notes=tuple((name, before.note(name)) for name in ("dept", "category", "guid")),
        probe=True,
        series="api",
    )
    return request.noting(page=number + 1, wrapped=int(wrapped), got=before.note("got", "0"))


def _read_answer(page: Page) -> ListingPage:
    custom = at(page.json, "custom")
    # Some servers send the inner object as text.
    custom = page.part(custom).json if isinstance(custom, str) else custom
    found = rows(custom, "data")
    entries = [
        api_entry(
            page,
            row,
            url=text_of(row, "infourl", "infoUrl"),
            title=text_of(row, "realtitle", "title"),
            day=text_of(row, "infodate", "infoDate", "pubdate"),
        )
        for row in found
    ]
    got = int(page.request.note("got", "0")) + len(found)
    total = whole(at(custom, "total"))
    request, number = page.request, int(page.request.note("page"))
    more = bool(found) and (total is None or got < total)
    wrapped = request.note("wrapped") == "1"
    following = _request(request.noting(got=got), request.url, number, wrapped=wrapped)
    following = following.noting(total=total or "")
    return read_entries(page, [e for e in entries if e is not None], (following,) if more else ())
