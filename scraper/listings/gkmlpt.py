"""Guangdong gkmlpt: a catalogue in JSON, ``<sub-site>/gkmlpt/api/all/<category>``.

The page holds ``SID`` and the tree of categories in ``window._CONFIG``; the category shown
stands in the fragment (``gkmlpt/index#<category>``). Category 0 is everything. Pages count
from 1: page 0 is page 1 once more. The size of a page (100) is the server's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from scraper.listings.answers import at, rows, setting, text_of, whole
from scraper.listings.column import name_of
from scraper.listings.links import api_entry, read_entries, read_page
from scraper.listings.page import ListingPage, Page, Request, with_query

_PLATFORM = re.compile(r"^(?P<site>https?://[^?#]*?)/gkmlpt(?:/|$)")
_REPORTS = re.compile(r"年报|年度报告")
_TREE = re.compile(r"TREE\s*:\s*(?=\[)")


def fingerprint(page: Page) -> bool:
    """The platform's folder in the address, and its configuration in the page."""
    return _PLATFORM.search(page.url) is not None and setting(page.html, "SID") is not None


def read(page: Page) -> ListingPage:
    """The articles of an answer and the next page; on the index page the first request."""
    if not page.request.note("page"):
        return read_page(page, _first(page))
    data = page.json
    found = rows(data, "articles")
    if not isinstance(data, dict):
        return ListingPage(incomplete=f"{page.url}: answers without articles")
    entries = [
        api_entry(
            page,
            row,
            url=text_of(row, "post_url", "url"),
            title=text_of(row, "title"),
            day=text_of(row, "display_publish_time", "created_at", "create_time"),
        )
        for row in found
    ]
    got = int(page.request.note("got")) + len(found)
    total = whole(at(data, "total")) or 0
    more = bool(found) and got < total
    url, number = page.request.url.partition("?")[0], int(page.request.note("page")) + 1
    following = _request(page, url, page.request.note("sid"), number, got).noting(total=total)
    return read_entries(page, [e for e in entries if e is not None], (following,) if more else ())


def _first(page: Page) -> Iterator[Request]:
    site, sid = _PLATFORM.search(page.url), setting(page.html, "SID")
    if site is not None and sid is not None:
        category, name = _category(page)
        yield _request(page, f"{site['site']}/gkmlpt/api/all/{category}", sid, 1, 0, name)


def _category(page: Page) -> tuple[str, str]:
    """The category that the source's address names, that of annual reports, or all."""
    shown = page.request.note("fragment")
    nodes = list(_nodes(_tree(page.html)))
    if shown.isdigit():
        return shown, next((name for number, name in nodes if number == shown), "")
    reports = ((number, name) for number, name in nodes if _REPORTS.search(name))
    return next(reports, ("0", ""))


def _tree(html: str) -> Any:  # noqa: ANN401 - any JSON value
    found = _TREE.search(html)
    try:
        return None if found is None else json.JSONDecoder().raw_decode(html, found.end())[0]
    except (ValueError, RecursionError):
        return None


def _nodes(tree: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON value
    if isinstance(tree, list):
        for node in tree:
            yield from _nodes(node)
    elif isinstance(tree, dict):
        if text_of(tree, "id"):
            yield text_of(tree, "id"), text_of(tree, "name", "title", "category_name")
        yield from _nodes(tree.get("children"))


def _request(page: Page, url: str, sid: str, number: int, got: int, category: str = "") -> Request:
    request = Request(
        with_query(url, {"page": number, "sid": sid}),
        headers=(("Referer", page.base),),
        base=page.base,
        column=f"政府信息公开 > {category}" if category else name_of(page),
        probe=True,
        series="api",
    )
    return request.noting(page=number, got=got, sid=sid)
