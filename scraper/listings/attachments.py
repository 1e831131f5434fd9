"""The files of a report page: links, frames, viewers and windows that open one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

from scraper.listings.hints import EXTENSIONS, may_name_file
from scraper.listings.page import Page, squeeze

_FILE = re.compile(rf"\.(?:{'|'.join(EXTENSIONS)})$", re.IGNORECASE)
_OPENED = re.compile(
    r"""window\.open\(\s*["']([^"']+)["']|location(?:\.href)?\s*=\s*["']([^"']+)["']"""
)
_FRAMES = {"iframe": "src", "embed": "src", "object": "data", "source": "src"}
#: A report has its text and a table or two beside it; more is a site's download corner.
MOST = 8


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to a report page."""

    url: str
    title: str


def attachments(page: Page) -> tuple[Attachment, ...]:
    """The files that a report page offers or shows, without repetition, at most `MOST`."""
    found: dict[str, Attachment] = {}
    if not (may_name_file(page.html) or may_name_file(page.base)):
        return ()
    for url, title in _named(page):
        if is_file(url):
            found.setdefault(url, Attachment(url, title))
    return tuple(found.values())[:MOST]


def is_file(url: str) -> bool:
    """Whether the address is that of a document rather than of a page."""
    return _FILE.search(unquote(urlsplit(url).path)) is not None


def _named(page: Page) -> Iterator[tuple[str, str]]:
    for anchor in page.anchors_that(may_name_file):
        yield from _with_viewed(page, anchor.url, anchor.title or anchor.text)
    for element in page.tree.iter(*_FRAMES):
        url = page.absolute((element.get(_FRAMES[str(element.tag)]) or "").strip())
        if url is not None:
            yield from _with_viewed(page, url, squeeze(element.get("title")))
    for opened, moved in _OPENED.findall(page.html):
        url = page.absolute(opened or moved)
        if url is not None:
            yield from _with_viewed(page, url, "")


def _with_viewed(page: Page, url: str, title: str) -> Iterator[tuple[str, str]]:
    """The address, and the one that a viewer (pdf.js: ``?file=``) is told to show."""
    yield url, title
    for shown in parse_qs(urlsplit(url).query).get("file", ()):
        behind = page.absolute(quote(shown, safe="/:?&=%+"))
        if behind is not None:
            yield behind, title
