"""Parse time per document, next to what reading the same page costs other ways.

All figures come from one run on one machine, so the ratios hold where seconds would not.
"""

from __future__ import annotations

import io
import platform
import statistics
import timeit
from collections.abc import Callable

import click
import pandas
from bs4 import BeautifulSoup
from lxml import html
from rich.console import Console
from rich.table import Table

import fixtures
import parsers
from benchmarks import accuracy, copies
from benchmarks.accuracy import metadata_gate
from benchmarks.crawl import crawls

ROUNDS = 60
#: The size of a report page as portals serve it; sample pages are padded to it with markup.
PAGE_BYTES = 66_000


@click.command()
@click.option("--quick", is_flag=True, help="Speed only.")
@click.option("--per-pair", default=200, show_default=True, help="Reports a layout × flattener.")
def main(quick: bool, per_pair: int) -> None:
    """Print speed and crawls, then accuracy on generated reports (about 20 minutes)."""
    console = Console()
    console.print(speed())
    console.print("ratio: against lxml.html.fromstring on the page; made by: make bench")
    console.print(copies.run(20 if quick else 200).table())
    console.print(crawls.table(quick))
    if not quick:
        for era in accuracy.ERAS:
            result = accuracy.run(per_pair, era=era)
            console.print(result.table())
            console.print("\n".join(result.summary()))
        metadata_gate.main(per_pair // 4)


def speed() -> Table:
    """Milliseconds a document, one row a reader, in one run."""
    page, expected = next(
        (page, expected)
        for page, expected in fixtures.report_files()
        if "www.jichuan" in expected["url"] and expected["year"] == 2023
    )
    data = padded(page.read_bytes())
    url, markup = expected["url"], data.decode("utf-8")
    text = (fixtures.documents_folder() / "seed_twin.txt").read_bytes()
    name = f"page, {len(data) // 1000} KB"
    rows: list[tuple[str, str, Callable[[], object]]] = [
        (name, "lxml.html.fromstring alone", lambda: html.fromstring(data)),
        (name, "BeautifulSoup(html, 'lxml') alone", lambda: BeautifulSoup(data, "lxml")),
        (name, "pandas.read_html", lambda: pandas.read_html(io.StringIO(markup))),
        (name, "parsers.parse, everything", lambda: parsers.parse(data, source="p", url=url)),
        ("seed twin, text", "parsers.parse, everything", lambda: parsers.parse(text, source="t")),
    ]
    table = Table("document", "reader", "ms (median)", "ratio", box=None, title=platform.platform())
    base = milliseconds(rows[0][2])
    for document, reader, run in rows:
        took = milliseconds(run)
        table.add_row(document, reader, f"{took:.2f}", f"{took / base:.1f}")
    return table


def padded(page: bytes) -> bytes:
    """The page with a site's usual navigation before it, up to ``PAGE_BYTES``."""
    item = (
        '<li class="nav"><a href="/zwgk/index.html" target="_blank">政务公开栏目</a></li>'.encode()
    )
    count = max(0, PAGE_BYTES - len(page)) // len(item)
    return page.replace(b"<body>", b"<body><ul>" + item * count + b"</ul>", 1)


def milliseconds(run: Callable[[], object]) -> float:
    """Median of single runs after a warm-up, the garbage collector off, as timeit does it."""
    run()
    return statistics.median(timeit.repeat(run, number=1, repeat=ROUNDS)) * 1000


if __name__ == "__main__":
    main()
