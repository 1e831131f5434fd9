"""A listing page as the adapters see it, and what they make of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from lxml import etree
from lxml import html as lxml_html

from scraper.hosts import normalise


@dataclass(frozen=True, slots=True)
class ListedLink:
    """A report that a listing names, with the date printed beside it."""

    url: str
    title: str
    listed_on: date | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A link that looked like a report and was not taken, with the reason."""

    url: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What an adapter read from one page.

    ``items`` are the addresses of everything the page lists, reports or not: a page
    whose items are all known already brings nothing new.
    """

    links: tuple[ListedLink, ...]
    left_out: tuple[LeftOut, ...]
    next_urls: tuple[str, ...]
    items: frozenset[str]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link of the page; ``url`` is absolute and in one spelling."""

    url: str
    text: str
    title: str
    element: lxml_html.HtmlElement


class Page:
    """A fetched listing page: its final address and its decoded HTML."""

    def __init__(self, url: str, html: str) -> None:
        """``url`` is where the page was found in the end, after redirects."""
        self.url = normalise(url)
        self.html = html

    @cached_property
    def tree(self) -> lxml_html.HtmlElement:
        """The parsed page; an unreadable one is an empty element."""
        tree = _parse(self.html)
        if next(tree.iter("a"), None) is None and "<a" in self.html.lower():
            # lxml gives up on very deep nesting without an error; a second parser sees the links.
            tree = _parse(str(BeautifulSoup(self.html, "html.parser").find_all("a")))
        return tree

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """Every link to a web address, in order."""
        return tuple(self._read_anchors())

    def _read_anchors(self) -> Iterator[Anchor]:
        base = self.url
        for element in self.tree.iter("base", "a"):
            href = (element.get("href") or "").strip()
            url = _absolute(base, href)
            if url is None:
                continue
            if element.tag == "base":
                base = url
            else:
                yield Anchor(
                    url, _squeeze(element.text_content()), _squeeze(element.get("title")), element
                )


def _parse(html: str) -> lxml_html.HtmlElement:
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    # NUL ends the text for libxml2; a lone surrogate cannot be written as UTF-8.
    data = html.replace("\0", " ").encode("utf-8", "replace")
    try:
        return lxml_html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return lxml_html.Element("html")


def _absolute(base: str, href: str) -> str | None:
    if not href or href.startswith("#"):
        return None
    try:
        url = normalise(urljoin(base, href))
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) else None


def _squeeze(text: str | None) -> str:
    return " ".join((text or "").split())
