"""The date that a list prints beside a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from lxml import html as lxml_html

from scraper.listings.answers import dates_in
from scraper.listings.opened import is_script

_COMPACT = re.compile(r"(?<![\d-])(20[0-4]\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?![\d-])")
_DAY = re.compile(
    r"(?<![\d-])(?:\d\d[-/.])?(?:0?[1-9]|1[0-2])[-/.月](?:[0-2]?\d|3[01])(?![\d.-])日?"
)
_ROW_TAGS = ("li", "tr", "dl", "p")
_PAGE_TAGS = ("body", "html", "ul", "ol", "table", "tbody")
_ROW_DEPTH = 4


def date_beside(element: lxml_html.HtmlElement) -> date | None:
    """The date that the list prints for a link: behind it, in its row, or in it."""
    return next((found for text in _texts(element) for found in _dates(text)), None)


def has_day_beside(element: lxml_html.HtmlElement) -> bool:
    """Whether the list prints a day without its century or its year ([01-15], 24-01-15)."""
    *outside, _ = _texts(element)
    return any(_DAY.search(text) for text in outside)


def _dates(text: str) -> Iterator[date]:
    yield from dates_in(text)
    for found in _COMPACT.finditer(text):
        with suppress(ValueError):
            yield date(int(found[1]), int(found[2]), int(found[3]))


def _texts(element: lxml_html.HtmlElement) -> list[str]:
    """Where the date of a link may stand, the likeliest place first; last in the link itself."""
    if element.tag == "area":
        return ["", ""]
    if element.tag != "a":
        # A row that acts as a link: what follows is the next one.
        return [element.text_content(), ""]
    row = _row(element)
    inside = element.text_content()
    texts = [element.tail or "", row.text_content().replace(inside, " ", 1)]
    following = row.getnext()
    if following is not None and isinstance(following.tag, str) and not _hrefs(following):
        texts.append(following.text_content())
    return [*texts, inside]


def _row(element: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """The largest element around a link that holds no other link and is still a row."""
    row = element
    for _ in range(_ROW_DEPTH):
        parent = row.getparent()
        if parent is None or parent.tag in _PAGE_TAGS or len(_hrefs(parent)) > 1:
            break
        row = parent
        if row.tag in _ROW_TAGS:
            break
    return row


def _hrefs(element: lxml_html.HtmlElement) -> set[str]:
    found: set[str] = set()
    for number, anchor in enumerate(element.iter("a")):
        href = (anchor.get("href") or "").strip()
        # Links without an address all look alike, and are different links.
        is_link = bool(href or anchor.get("onclick"))
        found.add(f"#{number}" if is_link and is_script(href) else href)
        if len(found) > 1:
            break
    return found - {""}
