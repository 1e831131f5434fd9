"""``gongkai check``: read a report before it is published, and say what does not add up."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import click
from rich.markup import escape

from gongkai.browse.desk import Checked, result_page
from gongkai.browse.desk.page import LEVELS
from gongkai.cli.check_serving import serve_checks
from gongkai.cli.checking import Checking
from gongkai.cli.common import DONE, PARTLY, USAGE, plain_errors, read_file, results, stop
from gongkai.cli.findings import Finding
from gongkai.cli.progress import count_bar
from gongkai.cli.result_file import is_written_over, write_result
from gongkai.pipeline.saved_pages import named_files

_COLOURS = {"error": "red", "warning": "yellow", "hint": "cyan"}


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE…")
@click.option(
    "--archive",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An archive with last year's report: this one is held against it.",
)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per FILE.")
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT",
    help="Also write one page with the tables, the marks on their cells, and the findings.",
)
@click.option("--serve", is_flag=True, help="Open the desk: a page on this machine for files.")
@click.option(
    "--host", default="127.0.0.1", help="Loopback address of the desk.", show_default=True
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Of the desk; 0: any free.")
@click.option("--open", "open_browser", is_flag=True, help="Open the desk in a web browser.")
def check(
    files: tuple[Path, ...],
    archive: Path | None,
    lang: str,
    as_json: bool,
    page: Path | None,
    serve: bool,
    host: str,
    port: int,
    open_browser: bool,
) -> None:
    """Check reports before they are published: sums, text against tables, period, year, name.

    Reads what gongkai parse reads, stores nothing. Names each sum that fails with both
    sides, the likely cell where a row and a column cross, sentences that contradict the
    tables, and what could not be read. Exit status 1 when a file has an error or a warning,
    or is not read as a report; hints alone do not count.

    With --serve, files are dropped on a web page instead, which only this machine can reach,
    until Ctrl-C; nothing is kept.

    Example: gongkai check 年报.docx --archive archive.db --html 核对结果.html
    """
    if serve:
        if files or as_json or page:
            raise click.UsageError("--serve takes no FILE, --json or --html")
        serve_checks(archive, lang, host=host, port=port, open_browser=open_browser)
        return
    if not files:
        raise click.UsageError("Missing argument 'FILE…'.")
    if page is not None and (why := is_written_over(page)):
        stop(why, USAGE)
    every: list[Checked] = []
    with plain_errors():
        for one in _checked(files, archive):
            every.append(one)
            if as_json:
                print(json.dumps(_told(one), ensure_ascii=False))
            else:
                _show(one, lang)
        if page is not None:
            write_result(page, result_page(every, lang))
    sys.stdout.flush()
    sys.exit(DONE if all(one.is_good for one in every) else PARTLY)


def _checked(files: tuple[Path, ...], archive: Path | None) -> Iterator[Checked]:
    """Every report of each file; one without data for a file that cannot be opened."""

    def each() -> Iterator[tuple[str, bytes | None]]:
        for file in named_files(files):
            yield str(file), read_file(file)
            step()

    with Checking(archive, on_disk=True) as checking:
        with count_bar("reading", "files") as step:
            found = checking.check(each())
            first = next(found, None)  # all are read before the first is told
        yield from ([first] if first else [])
        yield from found


def _show(one: Checked, lang: str) -> None:
    if one.data is None:
        return
    known = one.data.report
    head = " · ".join(str(known[key]) for key in ("agency", "year", "form") if known[key])
    results.print(f"[bold]{escape(one.name)}[/bold] {escape(head)}", highlight=False)
    for finding in one.found:
        level, colour = LEVELS[finding.severity], _COLOURS[finding.severity]
        word, text = (level.zh, finding.zh) if lang == "zh" else (level.en, finding.en)
        results.print(
            f"  [{colour}]{word}[/{colour}] {escape(text)} ({finding.id})", highlight=False
        )
    if not one.found:
        said = f"{one.passed} 项核对全部相符" if lang == "zh" else f"all {one.passed} checks hold"
        results.print(f"  {said}", highlight=False)


def _told(one: Checked) -> dict[str, Any]:
    known = one.data.report if one.data else {}
    return {
        "source": one.name,
        "is_report": one.is_report,
        **{key: known[key] for key in ("agency", "year", "form") if key in known},
        "passed": one.passed,
        "findings": [asdict(cast(Finding, finding)) for finding in one.found],
    }
