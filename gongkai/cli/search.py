"""``gongkai search``: full text, in a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import click

from gongkai.archive import Archive
from gongkai.archive.faceted import Found, provinces
from gongkai.archive.search import SECTIONS
from gongkai.cli.common import PARTLY, archive_option, plain_errors, results

TIERS = ("national", "province", "prefecture", "county", "township", "unknown")


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS…")
@archive_option()
@click.option("--year", type=click.IntRange(1990, 2100), help="Reports on this year alone.")
@click.option("--tier", type=click.Choice(TIERS), help="Bodies of this tier alone.")
@click.option("--province", metavar="NAME", help="贵州, 贵州省 or 52.")
@click.option("--section", type=click.Choice(SECTIONS), help="Words in this part alone.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def search(
    words: tuple[str, ...],
    archive: Path,
    limit: int,
    as_json: bool,
    province: str | None,
    **chosen: str | int | None,
) -> None:
    """Find reports whose text holds all WORDS; words of any length, Chinese or not.

    Best first, with the number of reports by year, tier, province and part. A word that
    stands in thousands of reports is ranked and counted in those stored last alone, and that
    is said. Exit status 1 when nothing is found.

    Example: gongkai search 行政复议 --year 2023 --section overview
    """
    asked = {name: str(value) for name, value in chosen.items() if value is not None}
    with plain_errors(), Archive.open(archive, read_only=True) as opened:
        names = provinces(opened.db.conn)
        if province is not None:
            asked["province"] = _code_of(province, names)
        found = opened.find(" ".join(words), limit, asked)
    _print(found, as_json)
    if found.count and not as_json:
        _print_counts(found, names)
    if not found.hits:
        click.echo("nothing found", err=True)
        sys.exit(PARTLY)


def _code_of(province: str, names: Mapping[str, str]) -> str:
    """The two digits of a province's code; 52, 贵州 and 贵州省 are the same."""
    codes = [code for code, name in names.items() if province == code or name.startswith(province)]
    if len(codes) != 1:
        raise click.BadParameter(f"{province!r} is no province", param_hint="--province")
    return codes[0]


def _print(found: Found, as_json: bool) -> None:
    for hit in found.hits:
        if as_json:
            click.echo(json.dumps(asdict(hit), ensure_ascii=False))
        else:
            results.print(hit.report_id, style="bold", markup=False)
            results.print(f"  {hit.title or ''}", markup=False)
            results.print(f"  {hit.snippet}", markup=False)


def _print_counts(found: Found, names: Mapping[str, str]) -> None:
    """How many there are, on standard error: hits are what a script wants."""
    more = f"more than {found.count}, those stored last" if found.is_more else f"{found.count}"
    click.echo(f"{more} reports", err=True)
    for facet, counted in found.facets.items():
        said = "  ".join(f"{names.get(value, value)} {count}" for value, count in counted)
        click.echo(f"  by {facet}: {said}", err=True)
