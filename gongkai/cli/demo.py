"""``gongkai demo``: the sample government web, crawled with the production crawler."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click
from rich.table import Table

import fixtures
from fixtures.server import SampleWeb
from gongkai.archive import Archive, Summary
from gongkai.cli.common import PARTLY, archive_option, plain_errors, results
from gongkai.cli.crawl import report_failures, sentence
from gongkai.cli.progress import crawl_bars
from gongkai.pipeline import CrawlResult, crawl
from scraper.addresses import ConnectTo
from scraper.crawl import CrawlSettings
from scraper.sources import load_folder


@click.command()
@archive_option()
def demo(archive: Path) -> None:
    """Serve the sample government web on loopback, crawl it, and build the archive.

    The sites and their reports are invented; the crawler, the host rules and the parsers
    are those of production. Run it again: only listings are fetched, nothing changes.

    Example: gongkai demo
    """
    with plain_errors():
        result = run(archive)
        with Archive.open(archive, read_only=True) as opened:
            summary = opened.summary()
    report_failures(result)
    results.print(sentence(result, archive))
    results.print(_table(summary))
    where = "" if archive == Path("archive.db") else f" --archive {shlex.quote(str(archive))}"
    results.print("Next:")
    results.print(f"  {_program()} search 行政复议{where}", markup=False)
    results.print(f"  {_program()} browse{where}", markup=False)
    sys.exit(PARTLY if result.failed else 0)


def run(archive: Path) -> CrawlResult:
    """Crawl the sample web into ``archive``."""
    sources = load_folder(fixtures.sources_folder())
    with SampleWeb() as web, crawl_bars() as watch:
        settings = CrawlSettings(
            contact="demo@localhost",
            connect_to=tuple(ConnectTo.parse(rule) for rule in web.connect_to),
        )
        return crawl(archive, sources, settings, kind="demo", on_crawl=watch)


def _program() -> str:
    """How this command was called, so that the next ones can be typed as shown."""
    called = Path(sys.argv[0])
    return str(called) if called.parent.name == "bin" and not called.is_absolute() else "gongkai"


def _table(summary: Summary) -> Table:
    table = Table(box=None, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    rows = (
        ("sites", summary.sites),
        ("pages fetched", summary.pages_fetched),
        ("reports", summary.reports),
        ("cells", summary.cells),
        ("failed identities", summary.failed_identities),
        ("copies set aside", summary.copies_set_aside),
    )
    for name, count in rows:
        table.add_row(name, f"{count:,}")
    return table
