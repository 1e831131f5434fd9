"""The files of a report page: links, frames, viewers and windows that open one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlsplit

from scraper.listings.hints import EXTENSIONS, may_hand_out, may_name_file
from scraper.listings.page import Page, squeeze

_FILE = re.compile(rf"\.(?:{'|'.join(EXTENSIONS)})$", re.IGNORECASE)
#: Scripts that hand out files, and what their links say.
_HANDS_OUT = re.compile(
    r"/(?:file)?(?:down(?:load)?|attach)[^/]*(?:/|$)|/[^/]*down(?:load|file)[^/]*$", re.I
)
_PAGE = re.compile(r"\.s?html?$|/$", re.IGNORECASE)
_OFFER = re.compile(rf"附件|下载|年报|报告|\.(?:{'|'.join(EXTENSIONS)})\b", re.IGNORECASE)
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


def downloads(page: Page) -> tuple[Attachment, ...]:
    """Links that hand out a document whose kind their address does not tell (``/down?id=43``).

    For pages that have neither a text nor a file of their own: elsewhere they are the site's.
    """
    if not may_hand_out(page.html):
        return ()
    found: dict[str, Attachment] = {}
    for anchor in page.anchors:
        offers = _OFFER.search(f"{anchor.text} {anchor.title}") or anchor.element.get("download")
        if offers and _hands_out(anchor.url):
            found.setdefault(anchor.url, Attachment(anchor.url, anchor.title or anchor.text))
    for element in page.tree.iter(*_FRAMES):
        url = page.absolute((element.get(_FRAMES[str(element.tag)]) or "").strip())
        for shown, title in () if url is None else _with_viewed(page, url, ""):
            if shown != url or _hands_out(shown):
                found.setdefault(shown, Attachment(shown, title))
    return tuple(found.values())[:MOST]


def is_file(url: str) -> bool:
    """Whether the address is that of a document rather than of a page."""
    parts = urlsplit(url)
    if _FILE.search(unquote(parts.path)) is not None:
        return True
    # downfile.jsp?classid=0&filename=2103.doc
    named = parts.query and _HANDS_OUT.search(parts.path)
    return bool(named) and any(_FILE.search(value) for _, value in parse_qsl(parts.query))


def _hands_out(url: str) -> bool:
    parts = urlsplit(url)
    return _HANDS_OUT.search(parts.path) is not None and _PAGE.search(parts.path) is None


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
