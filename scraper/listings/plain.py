"""Listings that are no page: the JSON (or JSONP) of some system, an RSS or Atom feed.

Their keys have no one name; what looks like a title beside what looks like an address is a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from scraper.listings.answers import day_of, whole
from scraper.listings.links import Entry, api_entry, read_entries, read_page
from scraper.listings.page import ListingPage, Page, Request, is_path, with_query

_TITLE = re.compile(r"title$|(?:^|_)(?:name|subject|caption|topic|bt)$", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:url|link|href)$|^(?:path|guid|loc)$", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|mp4)$", re.IGNORECASE)
_DAY = re.compile(r"date|time|pub|day", re.IGNORECASE)
_TOTAL = re.compile(
    r"^(?:total|totalCount|totalRecords?|recordCount|count|rowCount)$", re.IGNORECASE
)
_NUMBER = re.compile(r"^(?:page|page_?(?:no|num|index)|cur(?:rent)?_?page|pn|p)$", re.IGNORECASE)
_FEED = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?[^>]*>\s*)*<(?:rss|feed|rdf)\b", re.I | re.S
)
_MOST_ROWS, _DEEPEST = 2000, 8


def read_plain(page: Page) -> ListingPage | None:
    """What an answer that is no page lists; None of a page."""
    if _FEED.match(page.html[:2000]):
        return _read(page, list(_items(page.html)))
    if page.html.lstrip()[:1] == "<" or page.json is None:
        return None
    rows = [row for row in _objects(page.json, 0) if _value(row, _TITLE)]
    mark_up = "".join(text for text in _texts(page.json, 0) if "<a " in text)
    return _read(page, rows) if rows or not mark_up else read_page(page.part(mark_up))


def _read(page: Page, rows: list[dict[str, Any]]) -> ListingPage:
    entries = [entry for row in rows[:_MOST_ROWS] if (entry := _entry(page, row))]
    return read_entries(page, entries, _next(page, len(entries)))


def _entry(page: Page, row: dict[str, Any]) -> Entry | None:
    url = next((v for v in _values(row, _ADDRESS) if is_path(v) and not _PICTURE.search(v)), "")
    day = next((found for v in _values(row, _DAY) if (found := day_of(v))), "")
    return api_entry(page, row, url=url, title=_value(row, _TITLE), day=day)


def _values(row: dict[str, Any], wanted: re.Pattern[str]) -> Iterator[str]:
    for key, value in row.items():
        if wanted.search(key) and isinstance(value, str | int) and str(value).strip():
            yield str(value).strip()


def _value(row: dict[str, Any], wanted: re.Pattern[str]) -> str:
    return next(_values(row, wanted), "")


def _objects(value: object, depth: int) -> Iterator[dict[str, Any]]:
    """Every object that stands in a list, at any depth."""
    if depth > _DEEPEST:
        return
    for one in value.values() if isinstance(value, dict) else ():
        yield from _objects(one, depth + 1)
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict):
            yield one
        yield from _objects(one, depth + 1)


def _texts(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner if depth <= _DEEPEST else ():
        yield from _texts(one, depth + 1)


def _next(page: Page, rows: int) -> tuple[Request, ...]:
    """The next page of an answer that counts its rows and whose address counts pages."""
    total = next((n for n in _totals(page.json, 0) if n), 0)
    seen = int(page.request.note("seen", "0")) + rows
    parts = urlsplit(page.request.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    name = next((key for key in query if _NUMBER.match(key) and query[key].isdigit()), None)
    if not rows or seen >= total or name is None:
        return ()
    url = with_query(page.request.url.partition("?")[0], {**query, name: int(query[name]) + 1})
    notes = (("seen", str(seen)), ("total", str(total)), ("further", "1"))
    return (Request(url, column=page.request.column, notes=notes, probe=True),)


def _totals(value: object, depth: int) -> Iterator[int]:
    if not isinstance(value, dict) or depth > 3:
        return
    yield from (whole(v) or 0 for key, v in value.items() if _TOTAL.match(key))
    for one in value.values():
        yield from _totals(one, depth + 1)


def _items(text: str) -> Iterator[dict[str, Any]]:
    """The items of a feed, RSS or Atom; one that is cut short gives those that came."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", text).encode(), parser=parser)
    except etree.XMLSyntaxError:
        return
    for item in () if root is None else root.iter("{*}item", "{*}entry"):
        row: dict[str, Any] = {}
        for part in item:
            if isinstance(part.tag, str):
                text_of = (part.text or "").strip() or part.get("href") or ""
                row.setdefault(etree.QName(part).localname, text_of)
        yield row
