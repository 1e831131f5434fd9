"""``gongkai crawl``: listings to report pages to the archive."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from gongkai.cli.common import (
    DONE,
    PARTLY,
    USAGE,
    archive_option,
    errors,
    known_sources,
    plain_errors,
    results,
    sources_option,
    stop,
)
from gongkai.cli.progress import crawl_bars
from gongkai.pipeline import CrawlResult
from gongkai.pipeline import crawl as run_crawl
from gongkai.pipeline.office import INSTALL
from gongkai.pipeline.plan import plan
from scraper.addresses import ConnectTo
from scraper.crawl import CrawlSettings
from scraper.fetcher import user_agent
from scraper.sources import Source, SourceError, load_file


class ConnectToType(click.ParamType[ConnectTo]):
    """curl's notation HOST:PORT:ADDRESS:PORT."""

    name = "host:port:address:port"

    def convert(
        self, value: str | ConnectTo, param: click.Parameter | None, ctx: click.Context | None
    ) -> ConnectTo:
        """Read the rule; a usage error when it is none."""
        if isinstance(value, ConnectTo):
            return value
        try:
            return ConnectTo.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE_ID or URL]…")
@click.option("--due", is_flag=True, help="Only sources that are due; of all, if none is named.")
@archive_option()
@sources_option()
@click.option(
    "--source",
    "files",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="A source file, or a folder of them.",
)
@click.option(
    "--delay", type=click.FloatRange(min=0), help="Seconds between two requests to a host."
)
@click.option("--limit", type=click.IntRange(min=0), help="At most so many report pages a source.")
@click.option(
    "--connect-to", type=ConnectToType(), multiple=True, help="Connect elsewhere, as curl does."
)
@click.option("--contact", envvar="GONGKAI_CONTACT", help="Mail address for the User-Agent.")
@click.option("--allow-private", is_flag=True, help="Also go to loopback and private addresses.")
@click.option("--dry-run", is_flag=True, help="Read listings only; remember nothing.")
@click.option(
    "--revisit",
    type=click.FloatRange(min=0),
    metavar="DAYS",
    help="Ask again for known reports last looked at so long ago; default: by their age.",
)
@click.option("--ask-resting", is_flag=True, help="Ask hosts again before their rest is over.")
@click.option(
    "--log",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the run is logged; default: a file in a folder beside the archive.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def crawl(
    names: tuple[str, ...],
    due: bool,
    archive: Path,
    own: Path,
    files: tuple[Path, ...],
    log: Path | None,
    as_json: bool,
    **choices: object,
) -> None:
    """Crawl the named sources, or bare listing pages, into the archive.

    A source is named by its id (see: gongkai sources list) or by a file (--source). The
    CMS family of a bare listing page is detected. Running a crawl again fetches only the
    listings, and the report pages that it has not got yet or has not seen for long.
    Exit status 1 when a source or a page failed; each is named in one line.

    With --due it is made for a timer: it visits what the calendar says (daily in January
    to March where reports are still to come, else monthly) and does nothing twice. When a
    column has died, it is searched for from the home page; see gongkai status.

    Example: gongkai crawl liupanshui --contact you@example.org --limit 3
    """
    known = known_sources(own)
    chosen = _chosen(names, files, known, archive if due else None)
    if not chosen:
        return
    settings = settings_of(choices)
    with plain_errors(), crawl_bars() as watch:
        result = run_crawl(
            archive,
            chosen,
            settings,
            on_crawl=watch,
            # The column of a bare listing page is the user's to name.
            search_again=[source.id for source in chosen if source.id in known or files],
            proposals=own,
            log=log,
        )
    report_failures(result)
    if as_json:
        click.echo(json.dumps(asdict(result), ensure_ascii=False, default=str))
    else:
        results.print(sentence(result, archive))
    sys.exit(PARTLY if result.failed or result.tally.unread else DONE)


def _chosen(
    names: tuple[str, ...],
    files: tuple[Path, ...],
    known: Mapping[str, Source],
    calendar: Path | None,
) -> list[Source]:
    """The sources named, or those that are due by the archive ``calendar``, which may be none."""
    chosen = choose(names, files, known)
    if calendar is not None:
        return due_now(calendar, chosen or list(known.values()))
    if not chosen:
        stop("name a source, a listing page, or a source file (--source), or say --due", USAGE)
    return chosen


def settings_of(choices: Mapping[str, Any]) -> CrawlSettings:
    """The settings that the options choose; ends when nobody says who crawls."""
    at_home = choices["connect_to"] or choices["allow_private"]
    require_contact(choices["contact"], needed=not at_home)
    days = choices.get("revisit")
    return CrawlSettings(
        **{**choices, "revisit": None if days is None else timedelta(days=days)},
    )


def require_contact(contact: str | None, *, needed: bool) -> None:
    """Hosts of the public web are told whom to write to when the crawler bothers them."""
    if contact is None and needed:
        stop("say who crawls: --contact MAIL, or GONGKAI_CONTACT in the environment", USAGE)
    try:
        user_agent(contact)
    except ValueError as error:
        stop(str(error), USAGE)


def choose(
    names: tuple[str, ...], files: tuple[Path, ...], known: Mapping[str, Source]
) -> list[Source]:
    """The sources that the command line names; ends with status 2 when one is unknown."""
    try:
        chosen = [load_file(file) for path in files for file in _source_files(path)]
        named = {source.id for source in chosen}
        for name in names:
            if "://" in name:
                chosen.append(Source.for_url(name))
            elif name in known:
                chosen.append(known[name])
            elif name not in named:
                stop(f"no source “{name}”; gongkai sources list shows those there are", USAGE)
    except SourceError as error:
        stop(str(error), USAGE)
    return chosen


def due_now(archive: Path, sources: list[Source]) -> list[Source]:
    """Those of the sources that are due; says so, and when the next is, when none is."""
    with plain_errors():
        planned = plan(archive, sources, datetime.now(UTC))
    chosen = [one.source for one in planned if one.due]
    if not chosen:
        soonest = min(planned, key=lambda one: one.next_visit)
        when = soonest.next_visit.isoformat(timespec="minutes")
        results.print(f"nothing is due; next is {soonest.source.id} at {when}", markup=False)
    return chosen


def _source_files(path: Path) -> list[Path]:
    return sorted(path.glob("*.yaml")) if path.is_dir() else [path]


def report_failures(result: CrawlResult) -> None:
    """One line for each source and document that did not go well."""
    for outcome in result.outcomes:
        if outcome.outcome != "done":
            errors.print(f"{outcome.source_id}: {outcome.outcome}: {outcome.reason}", markup=False)
        for problem in outcome.problems:
            errors.print(f"{outcome.source_id}: {problem}", markup=False)
    for one in result.proposals:
        found = f"proposes {one.listing}" if one.listing else "found no other column"
        errors.print(f"{one.source_id}: search {found}: {one.detail}", markup=False)
    for address, why in (*result.tally.unread, *result.tally.partial):
        errors.print(f"{address}: {why}", markup=False)
    if waiting := result.tally.unconverted:
        told = f"{len(waiting)} files beside reports are kept, and LibreOffice reads them"
        errors.print(f"{told}: {INSTALL}; then gongkai reparse", markup=False)


def sentence(result: CrawlResult, archive: Path) -> str:
    """What the crawl did, in one line; says so when nothing was new."""
    pages = sum(outcome.listing_pages for outcome in result.outcomes)
    text = f"{len(result.outcomes)} sources, {pages} listing pages"
    if result.failed:
        text += f" ({len(result.failed)} sources did not end well)"
    told = {
        "copies set aside": result.set_aside,
        "withdrawn by their site": result.withdrawn,
        "back after a withdrawal": result.restored,
    }
    more = [f"{count} {what}" for what, count in told.items() if count]
    where = os.fspath(archive)
    if result.new_snapshots or result.tally.parsed:
        found = [f"{result.new_snapshots} new snapshots", f"{result.tally.reports} reports stored"]
        return f"{text}: {', '.join([*found, *more])} in {where}"
    if more:
        return f"{text}: no new report pages; {', '.join(more)} in {where}"
    return f"{text}: no new report pages; nothing changed in {where}"
