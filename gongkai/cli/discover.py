"""``gongkai discover``: from a home page to the annual-report column."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from gongkai.cli.common import PARTLY, USAGE, errors, known_sources, results, sources_option, stop
from gongkai.cli.crawl import settings_of
from gongkai.cli.web import web_options
from scraper.discovery import PAGES, Discovery
from scraper.discovery import discover as search
from scraper.hosts import host_of
from scraper.source_files import to_yaml, write
from scraper.source_keys import Verified
from scraper.sources import Source, SourceError


@click.command()
@click.argument("home", metavar="HOMEPAGE or SOURCE_ID")
@sources_option()
@web_options
@click.option("--pages", type=click.IntRange(2, 100), default=PAGES, show_default=True)
@click.option("--id", "source_id", help="The id of the source file.")
@click.option("--name", help="The official name of the body.")
@click.option("--replace", is_flag=True, help="Overwrite the source of that id in your folder.")
@click.option("--dry-run", is_flag=True, help="Print the source file, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def discover(
    home: str,
    own: Path,
    pages: int,
    source_id: str | None,
    name: str | None,
    replace: bool,
    dry_run: bool,
    as_json: bool,
    **web: object,
) -> None:
    """Find the column of annual reports of a government site, and write its source file.

    Follows links by their words (政府信息公开, 政府信息公开年报 …) within --pages requests, tries
    what it finds as a crawl would, and says how it got there. Exit status 1 when no column
    was found. gongkai crawl ID then crawls it.

    Example: gongkai discover https://www.example.gov.cn/ --contact you@example.org
    """
    known = _known(home, own)
    start = known or _start(home)
    found = asyncio.run(search(start, settings_of(web), budget=pages))
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
    else:
        _tell(found)
    if found.column is None:
        stop(f"{found.home}: {found.reason}", PARTLY)
    seen = Verified(datetime.now(UTC).date(), found.column.seen)
    source = found.source(known, seen, source_id=source_id, name=name)
    if dry_run:
        if not as_json:
            click.echo(to_yaml(source), nl=False)
        return
    try:
        path = write(source, own, replace=replace)
    except FileExistsError as error:
        stop(f"{error.filename} is there already; --replace overwrites it", USAGE)
    errors.print(f"{path} written; next: gongkai crawl {source.id}", markup=False)
    sys.exit(0)


def _known(home: str, own: Path) -> Source | None:
    """The source of that id, or of that host, when there is one."""
    known = known_sources(own)
    if "://" not in home:
        if home not in known:
            stop(f"no source “{home}”, and no web address", USAGE)
        return known[home]
    host = host_of(home)
    found = next((source for source in known.values() if host in source.hosts), None)
    return None if found is None else dataclasses.replace(found, home=home)


def _start(home: str) -> Source:
    try:
        source = Source.for_url(home)
    except SourceError as error:
        stop(str(error), USAGE)
    return Source(id=source.id, name=source.name, home=home)


def _tell(found: Discovery) -> None:
    results.print(f"{found.site.name}  {found.home}", markup=False)
    if found.column is None:
        for step in found.looked_at:
            results.print(f"  looked at {step.words or step.how}: {step.url}", markup=False)
        return
    for step in found.column.trail:
        results.print(f"  {step.words or step.how} ({step.how}): {step.url}", markup=False)
    results.print(f"column: {found.column.url}: {found.column.seen}", markup=False)
    results.print(f"{found.pages} pages were asked for", markup=False)
