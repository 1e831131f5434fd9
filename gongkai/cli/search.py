"""``gongkai search``: full text, in a terminal."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from gongkai.archive import Archive
from gongkai.cli.common import PARTLY, archive_option, plain_errors, results


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS…")
@archive_option()
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def search(words: tuple[str, ...], archive: Path, limit: int, as_json: bool) -> None:
    """Find reports whose text holds all WORDS; words of any length, Chinese or not.

    Exit status 1 when nothing is found.

    Example: gongkai search 行政复议
    """
    with plain_errors(), Archive.open(archive, read_only=True) as opened:
        hits = opened.search(" ".join(words), limit)
    for hit in hits:
        if as_json:
            click.echo(json.dumps(asdict(hit), ensure_ascii=False))
        else:
            results.print(hit.report_id, style="bold", markup=False)
            results.print(f"  {hit.title or ''}", markup=False)
            results.print(f"  {hit.snippet}", markup=False)
    if not hits:
        click.echo("nothing found", err=True)
        sys.exit(PARTLY)
