"""``gongkai sources``: the registry."""

from __future__ import annotations

import asyncio
import json
import sys
from itertools import groupby
from pathlib import Path

import click

from gongkai.cli.common import DONE, PARTLY, USAGE, known_sources, results, sources_option, stop
from gongkai.cli.crawl import settings_of
from gongkai.cli.web import web_options
from gongkai.pipeline.rediscovery import SUFFIX
from scraper.checking import Checked
from scraper.checking import check as look
from scraper.settings import CrawlSettings
from scraper.source_files import keep_verified, locate, take_in, to_mapping
from scraper.source_keys import LEVELS, PROVINCES
from scraper.sources import Source, SourceError, load_file

_CENTRAL = "中央"
_PLACES = (_CENTRAL, *PROVINCES)


@click.group()
def sources() -> None:
    """The registry of sites: one small YAML file each.

    Those that come with the package are joined by, and give way to, those of your own
    folder (--sources).
    """


@sources.command("list")
@sources_option()
@click.option("--province", type=click.Choice(_PLACES), multiple=True, help="May be repeated.")
@click.option("--level", type=click.Choice(LEVELS), multiple=True, help="May be repeated.")
@click.option("--cms", multiple=True, help="A listing family; “none” where it is not known.")
@click.option("--long", "with_addresses", is_flag=True, help="With every address.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_command(
    own: Path,
    province: tuple[str, ...],
    level: tuple[str, ...],
    cms: tuple[str, ...],
    with_addresses: bool,
    as_json: bool,
) -> None:
    """List the known sources, by province.

    With --long, a ? marks addresses that may be the column: a crawl does not use them.

    Example: gongkai sources list --province 贵州 --long
    """
    chosen = [
        source
        for source in known_sources(own).values()
        if (not province or _place(source) in province)
        and (not level or source.level in level)
        and (not cms or (source.cms or "none") in cms)
    ]
    chosen.sort(key=lambda one: (_PLACES.index(_place(one)), one.division or "9", one.id))
    if as_json:
        for source in chosen:
            click.echo(json.dumps(to_mapping(source), ensure_ascii=False, default=str))
        return
    for place, group in groupby(chosen, key=_place):
        listed = list(group)
        results.print(f"{place} ({len(listed)})", style="bold", markup=False)
        for source in listed:
            _print(source, with_addresses=with_addresses)


def _place(source: Source) -> str:
    return source.province or _CENTRAL


def _print(source: Source, *, with_addresses: bool) -> None:
    listings = f"{len(source.listings)} listings" if source.listings else "home page only"
    verified = "" if source.verified is None else f"seen {source.verified.on}"
    facts = [fact for fact in (source.level, source.cms, listings, verified) if fact]
    results.print(f"{source.id}  {source.name}  ({', '.join(facts)})", markup=False)
    if with_addresses:
        for address in source.addresses:
            mark = "? " if address in source.candidates else ""
            results.print(f"  {mark}{address}", markup=False)


@sources.command()
@click.argument("names", nargs=-1, required=True, metavar="[SOURCE_ID or FILE]…")
@sources_option()
@web_options
@click.option("--live", is_flag=True, help="Visit the sources of files too.")
@click.option("--dry-run", is_flag=True, help="Write nothing into the source files.")
def check(names: tuple[str, ...], own: Path, live: bool, dry_run: bool, **web: object) -> None:
    """Check source files offline (keys, types, addresses); visit those named by id.

    A visit reads the listings and fetches no report. When all of them are there and name
    reports, the day and what was seen are written into the source's file, or, where the
    package is installed, into a copy in your own folder.

    Example: gongkai sources check liupanshui --contact you@example.org
    """
    files, good = _files(names, own)
    visits = {}
    for name, path in files.items():
        source = load_file(path)
        click.echo(f"{name}: ok, {source.id} ({source.name}), {len(source.listings)} listings")
        if live or path != Path(name):
            visits[source.id] = path
    settings = settings_of(web) if visits else CrawlSettings()
    checked = asyncio.run(look([load_file(path) for path in visits.values()], settings))
    for one in checked:
        click.echo(_sentence(one), err=one.verified is None)
        if one.verified is not None and not dry_run:
            keep_verified(one.source, one.verified, visits[one.source.id], own)
    sys.exit(DONE if good and all(one.verified for one in checked) else PARTLY)


def _files(names: tuple[str, ...], own: Path) -> tuple[dict[str, Path], bool]:
    """The file of each name that is a valid source, and whether all of them are."""
    known = known_sources(own)
    files = {name: locate(name, own) if name in known else Path(name) for name in names}
    valid = {}
    for name, path in files.items():
        try:
            if path is not None:
                load_file(path)
                valid[name] = path
        except SourceError as error:
            click.echo(f"gongkai: {error}", err=True)
    return valid, len(valid) == len(files)


def _sentence(checked: Checked) -> str:
    seen = "seen" if checked.verified is not None else "not verified"
    return f"{checked.source.id}: {seen}: {checked.detail}"


@sources.command()
@click.argument("what", metavar="URL or FILE")
@sources_option()
@click.option("--id", "source_id", help="The id to give it; default the file's, or the host.")
@click.option("--name", help="The official name of the body.")
@click.option("--replace", is_flag=True, help="Overwrite the source of that id in your folder.")
def add(what: str, own: Path, source_id: str | None, name: str | None, replace: bool) -> None:
    """Put a listing page, a source file or a proposal into your own folder.

    Example: gongkai sources add https://www.example.gov.cn/zwgk/zfxxgknb/ --name 某某市人民政府
    """
    try:
        path = take_in(what, own, source_id=source_id, name=name, replace=replace)
        if what.endswith(SUFFIX):
            Path(what).unlink()
    except SourceError as error:
        stop(str(error), USAGE)
    except FileExistsError as error:
        stop(f"{error.filename} is there already; --replace overwrites it", USAGE)
    click.echo(f"{path} written; gongkai sources check {path.stem} looks whether it is right")
