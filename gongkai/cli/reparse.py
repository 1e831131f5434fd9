"""``gongkai reparse``: every stored snapshot read again by today's parsers."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich.table import Table

from gongkai.cli.cluster_option import reading_bar, scheduler_option
from gongkai.cli.common import DONE, PARTLY, archive_option, errors, plain_errors, results
from gongkai.pipeline.reparse import ReparseResult
from gongkai.pipeline.reparse import reparse as run_reparse

_KINDS = {
    "number": "another number",
    "found": "number where there was none",
    "lost": "no number where there was one",
    "metadata": "title, agency, year, scope, form, date",
    "text": "text of a part",
    "report found": "report where there was none",
    "report lost": "no report where there was one",
}
_LISTED = 20


@click.command()
@archive_option()
@click.option("--limit", type=click.IntRange(min=0), help="At most so many snapshots.")
@click.option("--dry-run", is_flag=True, help="Compare only; write nothing.")
@scheduler_option()
@click.option("--json", "as_json", is_flag=True, help="Print every change as JSON.")
def reparse(
    archive: Path, limit: int | None, dry_run: bool, scheduler: str | None, as_json: bool
) -> None:
    """Read every snapshot again with today's parsers, offline, and print what changed.

    Snapshots and older parses stay; the view version_changes names each cell. Run it again
    and nothing changes. Exit status 1 when a snapshot could not be parsed.

    Example: gongkai reparse --dry-run
    """
    bar = reading_bar(scheduler, "reading again", "snapshots")
    with plain_errors(), bar as (step, plan):
        result = run_reparse(archive, limit=limit, dry_run=dry_run, progress=step, plan=plan)
    for address, why in result.failed:
        errors.print(f"{address}: {why}", markup=False)
    if as_json:
        click.echo(json.dumps(asdict(result), ensure_ascii=False))
    else:
        _show(result)
    sys.exit(PARTLY if result.failed else DONE)


def _show(result: ReparseResult) -> None:
    table = Table("", "before", "after", box=None)
    for name in ("reports", "cells", "failing"):
        label = "failing identities" if name == "failing" else name
        sides = (f"{getattr(side, name):,}" for side in (result.before, result.after))
        table.add_row(label, *sides)
    for column in table.columns[1:]:
        column.justify = "right"
    results.print(table)
    for kind, label in _KINDS.items():
        if kind in result.kinds:
            results.print(f" {result.kinds[kind]:>7,}  {label}")
    for address, changes in list(result.changes.items())[:_LISTED]:
        results.print(f"{address}: {len(changes)} changes", markup=False)
    if len(result.changes) > _LISTED:
        results.print(f"… and {len(result.changes) - _LISTED} more; --json prints all")
    if result.unknown:
        results.print(f"{result.unknown} parses were entered before contents were kept: unknown")
    said = f"{result.snapshots} snapshots read again by {result.parser_version}"
    changed = sum(result.kinds.values())
    end = f"{changed:,} changes" if changed else "nothing changed"
    results.print(f"{said}: {end}{' (nothing written)' if result.dry_run else ''}")
