"""``gongkai verify``, ``backup``, ``publish``: is all of it there, a second time, for readers."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from gongkai.archive import Archive, Verdict
from gongkai.archive import backup as make_backup
from gongkai.archive import publish as make_release
from gongkai.archive.publishing import KEPT
from gongkai.cli.common import DONE, PARTLY, archive_option, plain_errors, results
from gongkai.cli.progress import count_bar


@click.command()
@archive_option()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def verify(archive: Path, as_json: bool) -> None:
    """Hash every snapshot and every parse again, and check every invariant.

    Prints each fault in one line. Exit status 1 when there is any. Writes nothing, and
    works while a crawl writes.

    Example: gongkai verify --archive archive.db
    """
    with (
        plain_errors(),
        Archive.open(archive, read_only=True) as opened,
        count_bar("checking", "snapshots") as step,
    ):
        verdict = opened.verify(step)
    _show(verdict, f"{archive}: sound", as_json)


@click.command()
@click.argument("to", type=click.Path(dir_okay=False, path_type=Path), metavar="TO")
@archive_option()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def backup(to: Path, archive: Path, as_json: bool) -> None:
    """Copy the archive to TO and its snapshots beside it, then verify the copy.

    Works while a crawl writes. Overwrites nothing; a copy with faults is not kept, and
    they are printed (exit status 1).

    Example: gongkai backup /mnt/disk/archive-2026-11.db
    """
    with plain_errors(), count_bar("checking the copy", "snapshots") as step:
        verdict = make_backup(archive, to, step)
    _show(verdict, f"{to}: copied and sound", as_json)


@click.command()
@click.argument("site", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER")
@archive_option()
@click.option(
    "--keep",
    type=click.IntRange(2),
    default=KEPT,
    show_default=True,
    help="Copies that stay, the new one among them.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def publish(site: Path, archive: Path, keep: int, as_json: bool) -> None:
    """Put a verified copy of the archive and its snapshots where gongkai browse serves it.

    FOLDER/current leads to the newest copy; it changes in one step, and a running
    gongkai browse --archive FOLDER/current/archive.db follows without a failed request.
    Works while a crawl writes. A copy with faults is not published (exit status 1).

    Example: gongkai publish /srv/gongkai
    """
    with plain_errors(), count_bar("checking the copy", "snapshots") as step:
        verdict, release = make_release(archive, site, step, keep)
    _show(verdict, f"{release}: published and sound", as_json)


def _show(verdict: Verdict, headline: str, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(verdict), ensure_ascii=False))
    elif verdict.faults:
        for fault in verdict.faults:
            results.print(fault, markup=False)
    else:
        counts = f"{verdict.snapshots} snapshots, {verdict.reports} reports"
        results.print(f"{headline} ({counts}, {verdict.versions} parses)", markup=False)
    sys.exit(PARTLY if verdict.faults else DONE)
