"""``gongkai compare``: two reports side by side, files or archived ones."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from gongkai.browse.comparison import by_sentence, compare_reports
from gongkai.cli.common import DONE, PARTLY, archive_option, plain_errors, results
from gongkai.cli.comparing import as_json, lines_of
from gongkai.cli.sides import Sides


@click.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@archive_option()
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--all", "every", is_flag=True, help="Also the cells that are the same.")
@click.option("--json", "in_json", is_flag=True, help="Print one JSON object with every cell.")
@click.option("--exit-code", "tells", is_flag=True, help="Exit status 1 where the two differ.")
def compare(
    first: str, second: str, archive: Path, lang: str, every: bool, in_json: bool, tells: bool
) -> None:
    """Compare two reports: numbers that differ, text that changed, text that is repeated.

    A and B are files (those that gongkai parse reads; two.html#2 is the second report of a
    file) or archived reports: an id, an address, or "AGENCY YEAR". One may be a file and the
    other archived. Exit status 1 when one of them is no report or is not found.

    Example: gongkai compare 年报2023.docx 年报2024.docx
    """
    with plain_errors(), Sides(archive) as sides:
        a, b = sides.find(first), sides.find(second)
        found = compare_reports([a.data, b.data], [a.layouts, b.layouts])
        repeated = by_sentence(a.data, b.data)
    names = (a.name, b.name)
    if in_json:
        click.echo(json.dumps(as_json(names, found, repeated), ensure_ascii=False))
    else:
        for line in lines_of(names, found, repeated, lang, every=every):
            results.print(line, highlight=False)
    sys.stdout.flush()
    sys.exit(PARTLY if tells and found.differs else DONE)
