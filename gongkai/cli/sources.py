"""``gongkai sources``: the registry."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gongkai.cli.common import DONE, PARTLY
from scraper.sources import SourceError, bundled, load_file


@click.group()
def sources() -> None:
    """The registry of sites: one small YAML file each."""


@sources.command("list")
def list_command() -> None:
    """List the sources that come with the package.

    Example: gongkai sources list
    """
    for source in bundled():
        facts = ", ".join(fact for fact in (source.level, source.cms) if fact)
        click.echo(f"{source.id}  {source.name}  ({facts})")
        for listing in source.listings:
            click.echo(f"  {listing}")


@sources.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
def check(files: tuple[Path, ...]) -> None:
    """Check source files offline: keys, types, addresses.

    Example: gongkai sources check my-city.yaml
    """
    status = DONE
    for file in files:
        try:
            source = load_file(file)
        except SourceError as error:
            click.echo(f"gongkai: {error}", err=True)
            status = PARTLY
        else:
            click.echo(f"{file}: ok, {source.id} ({source.name}), {len(source.listings)} listings")
    sys.exit(status)
