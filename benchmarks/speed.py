"""Parse time per document, next to what reading the same page costs other ways.

All figures come from one run on one machine, so the ratios hold where seconds would not.
"""

from __future__ import annotations

import io
import statistics
import timeit
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import process_time

import pandas
import trafilatura
from bs4 import BeautifulSoup
from lxml import html
from rich.table import Table

import fixtures
import parsers
from fixtures.build import documents
from fixtures.build.sites import prefecture

#: Each reader in turn reads the document so many times, so many turns.
TURNS, RUNS = 12, 5
#: The size of a report page as portals serve it; smaller ones are padded to it with markup.
PAGE_BYTES = 66_000
PAGE_TARGET = "at most 6.0, and below pandas"
TEXT_TARGET = "below 0.20"


@dataclass(frozen=True, slots=True)
class Reader:
    """One way to read a document, and what is asked of it: of its ratio to the first way."""

    name: str
    run: Callable[[], object]
    target: str = ""


def speed() -> Table:
    """Milliseconds a document, one row a reader: a page, and a report as text and as page."""
    heads = ("document", "reader", "ms, median", "ms, least", "ratio", "least", "target")
    table = Table(*heads, box=None)
    page, url = portal_page()
    text, same = seed_twin()
    groups = (
        (f"page, {len(page) // 1000} KB", of_a_page(page, url)),
        (f"seed twin, {len(same) // 1000} KB as page", of_a_text(text, same)),
    )
    for document, readers in groups:
        times = measure(readers)
        first = times[0]
        for reader, took in zip(readers, times, strict=True):
            middle, least = statistics.median(took), min(took)
            ratios = middle / statistics.median(first), least / min(first)
            shown = (f"{middle:.2f}", f"{least:.2f}", f"{ratios[0]:.2f}", f"{ratios[1]:.2f}")
            table.add_row(document, reader.name, *shown, reader.target)
    return table


def portal_page() -> tuple[bytes, str]:
    """A department's report as the city portal of the sample web serves it; its address."""
    page, expected = next(
        (page, expected)
        for page, expected in fixtures.report_files()
        if "www.jichuan" in expected["url"] and expected["year"] == 2023
    )
    return padded(page.read_bytes()), expected["url"]


def seed_twin() -> tuple[bytes, bytes]:
    """The twin of the seed as flattened text, and the same report as that portal's page."""
    text = (fixtures.documents_folder() / "seed_twin.txt").read_bytes()
    return text, padded(prefecture.article(documents.seed_twin()))


def of_a_page(page: bytes, url: str) -> list[Reader]:
    markup = page.decode("utf-8")
    return [
        Reader("lxml.html.fromstring alone", lambda: html.fromstring(page)),
        Reader("BeautifulSoup(html, 'lxml') alone", lambda: BeautifulSoup(page, "lxml")),
        Reader("pandas.read_html", lambda: pandas.read_html(io.StringIO(markup))),
        Reader("trafilatura.extract", lambda: trafilatura.extract(markup, include_tables=True)),
        Reader("parsers.parse", lambda: parsers.parse(page, source="p", url=url), PAGE_TARGET),
    ]


def of_a_text(text: bytes, page: bytes) -> list[Reader]:
    return [
        Reader("BeautifulSoup(html, 'lxml') of its page", lambda: BeautifulSoup(page, "lxml")),
        Reader("parsers.parse of its text", lambda: parsers.parse(text, source="t"), TEXT_TARGET),
    ]


def padded(page: bytes) -> bytes:
    """The page with a site's usual navigation before it, up to ``PAGE_BYTES``."""
    item = (
        '<li class="nav"><a href="/zwgk/index.html" target="_blank">政务公开栏目</a></li>'.encode()
    )
    count = max(0, PAGE_BYTES - len(page)) // len(item)
    return page.replace(b"<body>", b"<body><ul>" + item * count + b"</ul>", 1)


def measure(readers: Sequence[Reader]) -> list[list[float]]:
    """Milliseconds of processor time of single runs, a list a reader; no garbage collection.

    The readers take turns, so that a busy moment of the machine falls on all of them.
    """
    times: list[list[float]] = [[] for _ in readers]
    for _ in range(TURNS):
        for reader, taken in zip(readers, times, strict=True):
            reader.run()
            took = timeit.repeat(reader.run, number=1, repeat=RUNS, timer=process_time)
            taken.extend(seconds * 1000 for seconds in took)
    return times
