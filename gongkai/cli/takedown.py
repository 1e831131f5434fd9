"""``gongkai takedown``: what must not be kept is removed, and does not come back."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from gongkai.archive.takedowns import Concern
from gongkai.cli.common import DONE, PARTLY, archive_option, errors, plain_errors, results
from gongkai.pipeline.takedowns import load, take_down


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@archive_option()
@click.option("--dry-run", is_flag=True, help="Say what would go; remove nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an entry.")
def takedown(file: Path, archive: Path, dry_run: bool, as_json: bool) -> None:
    """Remove what the reviewed list of FILE (YAML) names, for good; docs/archive.md says how.

    Each entry names a snapshot, url or report, and who decided it, why and when. Its bytes,
    numbers and words leave both files; a tombstone stays, and the same bytes or address are
    not stored again. It cannot be undone: begin with --dry-run. Entries that are in force
    stay so, whatever a later file says. Exit status 1 when an entry names nothing.

    Example: gongkai takedown takedowns.yaml --dry-run
    """
    with plain_errors():
        result = take_down(archive, load(file), dry_run=dry_run)
    for one in result.concerned:
        if as_json:
            click.echo(json.dumps(_as_json(one), ensure_ascii=False))
        else:
            for line in _lines(one, dry_run):
                results.print(line, markup=False)
    nothing = [one for one in result.concerned if _is_nothing(one)]
    for one in nothing:
        said = f"no report {one.takedown.name} here; a report is removed only where it is held"
        errors.print(said, markup=False)
    if result.reread:
        results.print(f"{result.reread} other pages of these reports read again", markup=False)
    sys.exit(PARTLY if nothing else DONE)


def _is_nothing(one: Concern) -> bool:
    """A report that is not held: nothing is removed, and nothing could be kept from coming."""
    return one.takedown.target == "report" and one.is_new and not one.snapshots


def _lines(one: Concern, dry_run: bool) -> Iterator[str]:
    if not one.is_new:
        yield f"{one.takedown.target} {one.takedown.name}: in force already"
    elif not _is_nothing(one):
        verb = "would be removed" if dry_run else "removed"
        reports = ", ".join(sorted(one.reports)) or "no report"
        yield (
            f"{one.takedown.target} {one.takedown.name}: {verb}: {reports}"
            f" ({len(one.snapshots)} snapshots, {len(one.addresses)} addresses closed)"
        )
    for url in sorted(one.elsewhere):
        yield f"  stays, and says the same or another version: {url}"


def _as_json(one: Concern) -> dict[str, object]:
    sets = ("snapshots", "addresses", "reports", "elsewhere")
    return {
        one.takedown.target: one.takedown.name,
        "is_new": one.is_new,
        **{name: sorted(getattr(one, name)) for name in sets},
    }
