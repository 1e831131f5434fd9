"""``gongkai corrections`` and ``gongkai audit``: what people see in the sources."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import Any

import click

from gongkai.archive import Archive, MissingArchiveError
from gongkai.archive.people import Rate
from gongkai.cli.common import archive_option, plain_errors, results
from gongkai.cli.show import trace_lines
from gongkai.pipeline.corrections import load
from gongkai.pipeline.origin import Trace, trace
from gongkai.pipeline.worker import ParseWorker


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@archive_option()
def corrections(file: Path, archive: Path) -> None:
    """Take the reviewed corrections of FILE (YAML) into the archive, instead of those there.

    Each entry names snapshot, cell, value, who, why and date. They are shown beside what was
    parsed (view reviewed_cells, gongkai show --cell), which stays. A fault stops it all.

    Example: gongkai corrections corrections.yaml
    """
    with plain_errors():
        found = load(file)
        _require(archive)
        with Archive.open(archive) as opened:
            before = opened.set_corrections(found)
    results.print(f"{len(found)} corrections in {archive} ({before} before)", markup=False)


@click.command()
@click.option("--sample", type=click.IntRange(min=0), default=20, show_default=True)
@click.option("--seed", type=int, help="The same cells again.")
@click.option("--who", default=getpass.getuser, help="Who looks; your login name if left out.")
@archive_option()
@click.option("--json", "as_json", is_flag=True, help="Print the rate as JSON.")
def audit(sample: int, seed: int | None, who: str, archive: Path, as_json: bool) -> None:
    """Show random numbers beside their source; ask whether each is right; print the error rate.

    Answer y, n, s (skip) or q (stop). Answers are kept; the rate is over all of them, with
    its interval of 95 % (Wilson). --sample 0 prints the rate alone.

    Example: gongkai audit --sample 50
    """
    with plain_errors():
        _require(archive)
        with Archive.open(archive) as opened, ParseWorker() as worker:
            for number, (report_id, cell) in enumerate(opened.audit_sample(sample, seed), 1):
                found = trace(opened, report_id, cell, worker)
                answer = _ask(found, f"{number}/{sample}")
                if answer == "q":
                    break
                if answer != "s":
                    opened.note_audit(_audited(found, is_right=answer == "y", who=who))
            rate = opened.audit_rate()
    _show(rate, as_json)


def _require(archive: Path) -> None:
    if not archive.exists():
        raise MissingArchiveError(f"{archive}: there is no such archive")


def _ask(found: Trace, progress: str) -> str:
    for name, value in trace_lines(found):
        click.echo(f"{name:<18}{value}".rstrip(), err=True)
    question = f"{progress} Is {found.value} what the source shows? [y/n/s/q]"
    choice = click.Choice(["y", "n", "s", "q"])
    answer: str = click.prompt(question, type=choice, show_choices=False, err=True)
    return answer


def _audited(found: Trace, *, is_right: bool, who: str) -> dict[str, Any]:
    table, row, column = found.cell.split(".")
    return {
        "snapshot_id": found.snapshot_id,
        "report_id": found.report_id,
        "table": table,
        "row": row,
        "column": column,
        "value": found.value,
        "parser_version": found.stored_by_parser,
        "is_right": int(is_right),
        "who": who,
    }


def _show(rate: Rate, as_json: bool) -> None:
    low, high = rate.interval
    if as_json:
        facts = {"audited": rate.audited, "wrong": rate.wrong, "share": rate.share}
        click.echo(json.dumps({**facts, "low": low, "high": high}))
    else:
        shares = f"{rate.share:.2%}, 95 % interval {low:.2%} to {high:.2%}"
        results.print(f"{rate.wrong} of {rate.audited} audited cells are wrong: {shares}")
