"""``gongkai check``: read a report before it is published, and say what does not add up."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.markup import escape

from gongkai.archive import Archive
from gongkai.cli.carry_over import carry_over
from gongkai.cli.common import DONE, PARTLY, plain_errors, read_file, results
from gongkai.cli.findings import Desk, Finding
from gongkai.pipeline.one import DocumentReader
from parsers.report import Report

_WORDS = {
    "zh": {"error": "错误", "warning": "注意", "hint": "提示"},
    "en": {"error": "error", "warning": "warning", "hint": "hint"},
}
_COLOURS = {"error": "red", "warning": "yellow", "hint": "cyan"}
#: What is certain enough to stop a script; hints are for the eye.
_COUNTED = ("error", "warning")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option(
    "--archive",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An archive with last year's report: the carry-over is held against it.",
)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per FILE.")
def check(files: tuple[Path, ...], archive: Path | None, lang: str, as_json: bool) -> None:
    """Check reports before they are published: sums, text against tables, period, year, name.

    Reads what gongkai parse reads, stores nothing. Names each sum that fails with both
    sides, the likely cell where a row and a column cross, sentences that contradict the
    tables, and what could not be read. Exit status 1 when a file has an error or a warning,
    or is not read as a report; hints alone do not count.

    Example: gongkai check 年报.docx --archive archive.db
    """
    status = DONE
    with plain_errors():
        desk = Desk()
        for file, report in _reports(files):
            found = _findings(desk, report, archive) if report else []
            bad = report is None or not report.is_report
            if as_json:
                print(json.dumps(_told(file, report, found), ensure_ascii=False))
            else:
                _show(file, report, found, lang)
            if bad or any(one.severity in _COUNTED for one in found):
                status = PARTLY
    sys.stdout.flush()
    sys.exit(status)


def _reports(files: tuple[Path, ...]) -> Iterator[tuple[Path, Report | None]]:
    """Every report of each file; None for a file that cannot be opened."""
    with DocumentReader() as reader:
        for file in files:
            data = read_file(file)
            if data is None:
                yield file, None
                continue
            report = reader.read(data, source=str(file))
            yield from ((file, one) for one in (report, *report.others))


def _findings(desk: Desk, report: Report, archive: Path | None) -> list[Finding]:
    found = desk.findings(report)
    if archive is not None and report.is_report:
        with Archive.open(archive, read_only=True) as opened:
            found = sorted([*carry_over(report, opened), *found], key=lambda one: one.rank)
    return found


def _show(file: Path, report: Report | None, found: list[Finding], lang: str) -> None:
    if report is None:
        return
    head = " · ".join(str(one) for one in (report.agency, report.year, report.form) if one)
    results.print(f"[bold]{escape(str(file))}[/bold] {escape(head)}", highlight=False)
    for one in found:
        word, colour = _WORDS[lang][one.severity], _COLOURS[one.severity]
        text = one.zh if lang == "zh" else one.en
        results.print(f"  [{colour}]{word}[/{colour}] {escape(text)} ({one.id})", highlight=False)
    if not found:
        passed = sum(check.outcome == "pass" for check in report.checks)
        said = f"{passed} 项核对全部相符" if lang == "zh" else f"all {passed} checks hold"
        results.print(f"  {said}", highlight=False)


def _told(file: Path, report: Report | None, found: list[Finding]) -> dict[str, Any]:
    known = {"agency": report.agency, "year": report.year, "form": report.form} if report else {}
    return {
        "source": str(file),
        "is_report": report is not None and report.is_report,
        **known,
        "passed": sum(c.outcome == "pass" for c in report.checks) if report else 0,
        "findings": [asdict(one) for one in found],
    }
