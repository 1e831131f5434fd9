"""Parse time per document, next to what reading the same page costs other ways.

All figures come from one run on one machine, so the ratios hold where seconds would not.
"""

from __future__ import annotations

import platform
import statistics
import time
from collections.abc import Callable

from bs4 import BeautifulSoup
from lxml import html
from rich.console import Console
from rich.table import Table

import fixtures
import parsers

ROUNDS = 25
#: The size of a report page as portals serve it; sample pages are padded to it with markup.
PAGE_BYTES = 66_000


def main() -> None:
    page, expected = next(
        (page, expected)
        for page, expected in fixtures.report_files()
        if "www.jichuan" in expected["url"] and expected["year"] == 2023
    )
    data = padded(page.read_bytes())
    text = (fixtures.documents_folder() / "seed_twin.txt").read_bytes()
    table = Table("document", "reader", "ms (median)", "ratio", box=None, title=platform.platform())
    lines = [
        (
            f"page, {len(data) // 1000} KB",
            "lxml.html.fromstring alone",
            lambda: html.fromstring(data),
        ),
        ("", "BeautifulSoup(html, 'lxml') alone", lambda: BeautifulSoup(data, "lxml")),
        (
            "",
            "parsers.parse, everything",
            lambda: parsers.parse(data, source="p", url=expected["url"]),
        ),
        (
            "flattened twin of the seed",
            "parsers.parse, everything",
            lambda: parsers.parse(text, source="t"),
        ),
    ]
    base = None
    for document, reader, run in lines:
        took = milliseconds(run)
        base = base or took
        table.add_row(document, reader, f"{took:.2f}", f"{took / base:.1f}")
    console = Console()
    console.print(table)
    console.print("ratio: against lxml.html.fromstring on the page; made by: make bench")


def padded(page: bytes) -> bytes:
    """The page with a site's usual navigation before it, up to ``PAGE_BYTES``."""
    item = (
        '<li class="nav"><a href="/zwgk/index.html" target="_blank">政务公开栏目</a></li>'.encode()
    )
    count = max(0, PAGE_BYTES - len(page)) // len(item)
    return page.replace(b"<body>", b"<body><ul>" + item * count + b"</ul>", 1)


def milliseconds(run: Callable[[], object]) -> float:
    run()
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        run()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
