"""``gongkai import``: saved pages, PDF, Word, flattened text, WARC and WET into the archive."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from gongkai.cli.cluster_option import reading_bar, scheduler_option
from gongkai.cli.common import DONE, PARTLY, archive_option, errors, plain_errors, results
from gongkai.pipeline import ImportResult, import_paths


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@archive_option()
@scheduler_option()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def import_command(
    paths: tuple[Path, ...], archive: Path, scheduler: str | None, as_json: bool
) -> None:
    """Take saved pages, PDF, Word, flattened text, WARC and WET (files, or folders) in.

    Exit status 1 when a file could not be opened or is no report; the others are done.
    What a WARC file holds beside reports is kept and counted, and is no failure.

    Example: gongkai import saved-pages/ report.txt
    """
    with plain_errors(), reading_bar(scheduler, "reading", "documents") as (step, plan):
        result = import_paths(archive, paths, on_parse=lambda work, stored: step(), plan=plan)
    trouble = [*result.unopened, *result.tally.unread, *result.tally.partial]
    for name, why in trouble:
        errors.print(f"{name}: {why}", markup=False)
    if as_json:
        click.echo(json.dumps(asdict(result), ensure_ascii=False))
    else:
        results.print(_sentence(result, archive))
    sys.exit(PARTLY if trouble else DONE)


def _sentence(result: ImportResult, archive: Path) -> str:
    tally = result.tally
    is_plain = not (result.records or result.known)
    known = result.files - result.new_snapshots if is_plain else result.known
    parts = [f"{result.files} files"]
    if not is_plain:
        parts.append(f"{result.records} records taken")
    new = f"{result.new_snapshots} new snapshots"
    parts += [
        new + (f" ({known} known already)" if known else ""),
        f"{tally.reports} reports stored",
    ]
    if result.other_pages:
        parts.append(f"{result.other_pages} other pages")
    if result.set_aside:
        parts.append(f"{result.set_aside} copies set aside")
    return f"{', '.join(parts)} in {archive}"
