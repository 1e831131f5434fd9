"""What the adapters see and what they make of it: requests, answers, links, reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode, urljoin

from lxml import etree
from lxml import html as lxml_html

from scraper.hosts import normalise
from scraper.listings.answers import read_json
from scraper.listings.opened import is_row, is_script, may_open, opened

Pairs = tuple[tuple[str, str], ...]
_LONGEST_SENT = 2000


@dataclass(frozen=True, slots=True)
class Request:
    """One page of a listing to be asked for.

    ``form`` or ``body`` (JSON text) make it a POST. ``base`` is the column page from which
    relative links count, ``column`` its name, ``notes`` what the adapter wants to know again
    when it reads the answer. ``otherwise`` are asked, in order, when no answer comes or
    nothing new is in it. ``probe`` marks a page that nobody counted: when it brings nothing
    new, the requests that it names are dropped. Pages of one ``series`` go in circles alone.
    """

    url: str
    form: Pairs | None = None
    body: str | None = None
    headers: Pairs = ()
    base: str = ""
    column: str = ""
    notes: Pairs = ()
    otherwise: tuple[Request, ...] = ()
    probe: bool = False
    series: str = ""

    @property
    def method(self) -> str:
        """``GET``, or ``POST`` when there is something to send."""
        return "GET" if self.form is None and self.body is None else "POST"

    @property
    def key(self) -> str:
        """What tells two requests apart: the address, with what is posted as its fragment."""
        sent = self.body if self.form is None else urlencode(self.form)
        if sent is not None and len(sent) > _LONGEST_SENT:
            # The state of an ASP.NET page is longer than many a report.
            sent = sha256(sent.encode()).hexdigest()
        return self.url if sent is None else f"{self.url}#{sent}"

    def note(self, name: str, default: str = "") -> str:
        """A note by its name."""
        return dict(self.notes).get(name, default)

    def noting(self, **notes: object) -> Request:
        """The same request with these notes beside those it has."""
        merged = dict(self.notes) | {name: str(value) for name, value in notes.items()}
        return replace(self, notes=tuple(merged.items()))


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
    whose items are all known already brings nothing new. ``requests`` are further pages of
    this listing, ``columns`` listings below it. ``report`` is the page's title when the page
    itself is a report, ``has_files`` says that documents hang on it. ``blocked`` says what
    keeps us out of the listing, ``incomplete`` why not all of it can be read, ``remarks``
    what a reader should know. ``annual`` says that it is a column of annual reports.
    """

    links: tuple[ListedLink, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    requests: tuple[Request, ...] = ()
    items: frozenset[str] = frozenset()
    columns: tuple[Request, ...] = ()
    report: str | None = None
    has_files: bool = False
    blocked: str | None = None
    incomplete: str | None = None
    remarks: tuple[str, ...] = ()
    annual: bool = False

    @property
    def next_urls(self) -> tuple[str, ...]:
        """The addresses of the further pages."""
        return tuple(request.url for request in self.requests)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link of the page; ``url`` is absolute and in one spelling."""

    url: str
    text: str
    title: str
    element: lxml_html.HtmlElement


class Page:
    """A fetched answer of a listing: its final address and its decoded text."""

    def __init__(
        self, url: str, html: str, request: Request | None = None, *, today: date | None = None
    ) -> None:
        """``url`` is where the page was found in the end, after redirects."""
        self.url = normalise(url)
        self.html = html
        self.request = request or Request(self.url)
        self.today = today or datetime.now(UTC).date()

    @property
    def base(self) -> str:
        """The address of the column: from it relative links count."""
        return self.request.base or self.url

    def part(self, html: str) -> Page:
        """A piece of HTML out of this answer, read as a page of the same column."""
        request = replace(self.request, base=self.base)
        return Page(self.url, html, request, today=self.today)

    def absolute(self, href: str) -> str | None:
        """An address of this answer in full; None for what is no web address."""
        return _absolute(self.base, href)

    @cached_property
    def json(self) -> Any:  # noqa: ANN401 - whatever the server sent
        """The answer as JSON (JSONP too); None when it is neither."""
        return read_json(self.html)

    @cached_property
    def tree(self) -> lxml_html.HtmlElement:
        """The parsed page; an unreadable one is an empty element."""
        tree = _parse(self.html)
        if next(tree.iter("a"), None) is None and "<a" in self.html.lower():
            # lxml gives up on very deep nesting without an error; a second parser sees the links.
            from bs4 import BeautifulSoup  # few pages need it, and every start would wait for it

            tree = _parse(str(BeautifulSoup(self.html, "html.parser").find_all("a")))
        return tree

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """Every link to a web address, in order; then what only a script opens."""
        return (*self._read_anchors(), *self._opened_by_script())

    def anchors_that(self, may_matter: Callable[[str], bool]) -> Iterator[Anchor]:
        """The links whose address as written, or the base that it counts from, passes a test."""
        return self._read_anchors(may_matter)

    def _read_anchors(self, wanted: Callable[[str], bool] | None = None) -> Iterator[Anchor]:
        base = self.base
        every = wanted is None or wanted(base)
        for element in self.tree.iter("base", "a", "area"):
            href = (element.get("href") or "").strip()
            if not (every or element.tag == "base" or (wanted is not None and wanted(href))):
                continue
            url = _absolute(base, href)
            if url is None:
                continue
            if element.tag == "base":
                base = url
                every = every or (wanted is not None and wanted(base))
            else:
                yield _anchor(url, element)

    def _opened_by_script(self) -> Iterator[Anchor]:
        """Links and rows without an address of their own whose script names one."""
        bases = (element.get("href") or "" for element in self.tree.iter("base"))
        base = next((url for href in bases if (url := _absolute(self.base, href))), self.base)
        for element in self.clicked:
            url = _absolute(base, (opened(element) or "").strip())
            if url is not None:
                yield _anchor(url, element)

    @cached_property
    def options(self) -> tuple[tuple[str, str], ...]:
        """The addresses and texts of lists to choose from (of years, of bodies)."""
        found = (
            (self.absolute(value), squeeze(option.text_content()))
            for select in (self.tree.iter("select") if "<select" in self.html.lower() else ())
            for option in select.iter("option")
            if is_path(value := (option.get("value") or "").strip())
        )
        return tuple((url, text) for url, text in found if url is not None)

    @cached_property
    def clicked(self) -> tuple[lxml_html.HtmlElement, ...]:
        """The links without an address, and other elements that act as links."""
        rows = may_open(self.html)
        return tuple(
            element
            for element in (self.tree.iter(etree.Element) if rows else self.tree.iter("a"))
            if (
                is_script((element.get("href") or "").strip())
                if element.tag == "a"
                else is_row(element)
            )
        )


def squeeze(text: str | None) -> str:
    """Runs of white space as one blank."""
    return " ".join((text or "").split())


#: An address, not a word or a number that a script makes something of.
_PATH = re.compile(r"(?:https?:/)?[./]|[\w-]+(?:/|\.\w{2,5}$|\.\w{2,5}\?)|\?")


def is_path(value: str) -> bool:
    """Whether a value that a script is given is an address."""
    return _PATH.match(value) is not None


_SPACED = re.compile(r"(?<![一-鿿])[一-鿿](?:\s[一-鿿](?![一-鿿])){3,}")


def close_up(text: str) -> str:
    """A text without the blanks of words that are spaced out (政 府 信 息 公 开)."""
    return _SPACED.sub(lambda run: "".join(run.group().split()), text)


def with_query(url: str, query: Mapping[str, object]) -> str:
    """An address with these parameters behind it."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"


def _parse(html: str) -> lxml_html.HtmlElement:
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    # NUL ends the text for libxml2; a lone surrogate cannot be written as UTF-8.
    data = html.replace("\0", " ").encode("utf-8", "replace")
    try:
        return lxml_html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return lxml_html.Element("html")


def _anchor(url: str, element: lxml_html.HtmlElement) -> Anchor:
    # An area of a picture has no text but what its picture is called there.
    text = element.get("alt") if element.tag == "area" else element.text_content()
    return Anchor(url, squeeze(text), squeeze(element.get("title")), element)


def _absolute(base: str, href: str) -> str | None:
    if not href or href.startswith("#"):
        return None
    path, mark, query = href.partition("?")
    if "\\" in path:
        # As browsers read it; lists written on Windows are full of them.
        href = path.replace("\\", "/") + mark + query
    try:
        url = normalise(urljoin(base, href))
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) else None
