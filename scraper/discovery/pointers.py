"""Everything on a page that leads to another: links, image maps, frames, scripts, menus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin

from lxml import html as lxml_html

from scraper.hosts import normalise
from scraper.listings import Page
from scraper.listings.page import squeeze
from scraper.listings.written import written

How = Literal["home", "candidate", "link", "area", "frame", "script", "menu", "redirect", "sitemap"]

_CALL = re.compile(
    r"(?:window\.open|location(?:\.href)?\s*=|location\.(?:replace|assign))"
    r"\s*\(?\s*[\"']([^\"'\s]+)[\"']"
)
_REFRESH = re.compile(r"^\s*\d+\s*;\s*url\s*=\s*[\"']?([^\"'\s]+)", re.IGNORECASE)
_LOCATION = re.compile(r"<loc>\s*([^<\s]+)\s*</loc>")
_ADDRESS = re.compile(r"^(?:https?:/)?/|\.s?html?$|\.jsp|\.aspx?")
# A page with hardly a link is a doorway; its script says where the site begins.
_DOORWAY_LINKS = 4
_FURNITURE = re.compile(r"count|login|share|foot|bottom|weather|tongji", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pointer:
    """An address that a page leads to, the words with it, and what kind of thing leads there."""

    url: str
    words: str
    how: How


def pointers(page: Page) -> list[Pointer]:
    """Every pointer of a page, in order, the first with its words for each address."""
    found: dict[str, Pointer] = {}
    for pointer in (*_redirects(page), *_elements(page), *_written(page)):
        known = found.get(pointer.url)
        if known is None or (pointer.words and not known.words):
            found[pointer.url] = pointer
    found.pop(page.url, None)
    return list(found.values())


def sitemap(page: Page) -> list[Pointer]:
    """The addresses of a ``sitemap.xml``."""
    urls = (normalise(url) for url in _LOCATION.findall(page.html))
    web = (url for url in urls if url.startswith(("http://", "https://")))
    return [Pointer(url, "", "sitemap") for url in dict.fromkeys(web)]


def _redirects(page: Page) -> Iterator[Pointer]:
    base = _base(page)
    for meta in page.tree.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh":
            found = _REFRESH.match(meta.get("content") or "")
            yield from _pointer(base, found[1] if found else None, "", "redirect")
    if len(page.anchors) < _DOORWAY_LINKS:
        for script in page.tree.iter("script"):
            for href in _CALL.findall(script.text or ""):
                yield from _pointer(base, href, "", "redirect")


def _elements(page: Page) -> Iterator[Pointer]:
    base = _base(page)
    for element in page.tree.iter():
        if not isinstance(element.tag, str):
            continue
        match element.tag:
            case "a":
                yield from _link(base, element, "link")
            case "area":
                yield from _link(base, element, "area")
            case "iframe" | "frame":
                src = element.get("src") or ""
                words = squeeze(element.get("title") or element.get("name"))
                if not _FURNITURE.search(src):
                    yield from _pointer(base, src, words, "frame")
            case "option":
                value = element.get("value") or ""
                if _ADDRESS.search(value):
                    yield from _pointer(base, value, squeeze(element.text_content()), "menu")
            case _:
                yield from _called(base, element)


def _written(page: Page) -> Iterator[Pointer]:
    """Menus that scripts write: ``document.write('<a href=…')``."""
    inside = written(page)
    for anchor in inside.anchors if inside is not None else ():
        yield Pointer(anchor.url, anchor.title or anchor.text, "script")


def _link(base: str, element: lxml_html.HtmlElement, how: How) -> Iterator[Pointer]:
    href = (element.get("href") or "").strip()
    if href and not href.lower().startswith("javascript:") and href != "#":
        yield from _pointer(base, href, _words(element), how)
    yield from _called(base, element, href)


def _called(base: str, element: lxml_html.HtmlElement, href: str = "") -> Iterator[Pointer]:
    """Where a click leads by script: ``onclick``, ``javascript:`` or a data attribute."""
    script = f"{element.get('onclick') or ''} {href}"
    target = _CALL.search(script)
    named = element.get("data-href") or element.get("data-url")
    if target is not None:
        yield from _pointer(base, target[1], _words(element), "script")
    elif named is not None and _ADDRESS.search(named):
        yield from _pointer(base, named, _words(element), "script")


def _words(element: lxml_html.HtmlElement) -> str:
    """The title of a link before its text, which is often cut; for an image, what it stands for."""
    own = squeeze(element.get("title")) or squeeze(element.text_content())
    own = own or squeeze(element.get("alt"))
    if own:
        return own
    images = (squeeze(i.get("alt") or i.get("title")) for i in element.iter("img"))
    return next((words for words in images if words), "")


def _pointer(base: str, href: str | None, words: str, how: How) -> Iterator[Pointer]:
    if not href:
        return
    try:
        url = normalise(urljoin(base, href))
    except ValueError:
        return
    if url.startswith(("http://", "https://")):
        yield Pointer(url, words, how)


def _base(page: Page) -> str:
    named = next((element.get("href") for element in page.tree.iter("base")), None)
    return urljoin(page.url, named) if named else page.url
