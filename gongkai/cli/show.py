"""``gongkai show``: a report, or one of its numbers with everything that vouches for it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from gongkai.archive import Archive
from gongkai.cli.common import DONE, PARTLY, archive_option, plain_errors, results
from gongkai.pipeline.origin import Trace, trace
from parsers.cell_places import Place
from parsers.report import Check

_FIELDS = (
    ("title", "title"),
    ("agency", "agency"),
    ("form", "form"),
    ("published on", "published_on"),
    ("provenance", "provenance"),
    ("edition", "edition"),
    ("page", "url"),
    ("fetched (UTC)", "fetched_at"),
    ("gone since (UTC)", "gone_at"),
    ("another version", "taken_down"),
    ("snapshot", "snapshot_id"),
    ("parser", "parser_version"),
    ("versions", "versions"),
    ("cells read", "cells_read"),
    ("checks passed", "checks_passed"),
    ("checks failed", "checks_failed"),
    ("not assessable", "checks_not_assessable"),
)


@click.command()
@click.argument("report", nargs=-1, required=True, metavar="REPORT")
@click.option("--cell", metavar="TABLE.ROW.COLUMN", help="Trace one number to its source.")
@archive_option()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show(report: tuple[str, ...], cell: str | None, archive: Path, as_json: bool) -> None:
    """Show REPORT: its id, its address, or AGENCY YEAR.

    With --cell: what was printed, where it stands in the snapshot (worked out anew from the
    raw bytes), where that came from, and the identities it takes part in. Exit status 1 when
    today's parser reads something else than is stored, or the place is not confirmed.

    Example: gongkai show 霁川市财政局 2023 --cell requests.received.total
    """
    status = DONE
    with plain_errors(), Archive.open(archive, read_only=True) as opened:
        report_id = opened.find_report(" ".join(report))
        if cell is None:
            shown: Any = opened.report(report_id)
            lines = _report_lines(shown)
        else:
            found = trace(opened, report_id, cell)
            shown, lines = _as_json(found), trace_lines(found)
            confirmed = found.place is None or found.place.confirmed
            status = DONE if found.agrees and confirmed else PARTLY
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False))
    else:
        for name, value in lines:
            results.print(f"{name:<18}{value}".rstrip(), markup=False)
    sys.exit(status)


def _report_lines(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield row["report_id"], ""
    for name, key in _FIELDS:
        if row[key] is not None:
            yield f"  {name}", str(row[key])


def trace_lines(found: Trace) -> Iterator[tuple[str, str]]:
    """A traced cell as lines: what it is, and the value."""
    yield found.report_id, ""
    yield f"  {found.cell}", f" {_number(found.value)}"
    yield "  printed", repr(found.raw)
    yield "  status", found.status
    if found.reviewed is not None:
        by = f"{found.reviewed.who}, {found.reviewed.decided_on}: {found.reviewed.why}"
        yield "  reviewed", f"{_number(found.reviewed.value)} ({by})"
    if found.place is not None:
        yield from _place_lines(found.place)
    yield "  snapshot", found.snapshot_id
    yield "  page", found.url
    yield "  fetched (UTC)", found.fetched_at
    yield "  provenance", found.provenance
    parser = f"stored by {found.stored_by_parser}, read again by {found.read_by_parser}"
    yield "  parser", parser + ("" if found.agrees else f": now {_number(found.read_now)}")
    for check in found.identities:
        yield f"  {check.id}", f"{check.outcome}  {_sides(check)}  ({check.where})"


def _place_lines(place: Place) -> Iterator[tuple[str, str]]:
    if place.within:
        yield "  within", " › ".join(place.within)
    parts = [place.path] if place.path else []
    parts += [f"line {place.line}"] if place.line is not None else []
    parts += [f"cell {place.cell}"] if place.cell is not None else []
    if place.page is not None and place.box is not None:
        # Points from the lower left corner, as every reader of PDF counts them.
        parts += [f"page {place.page}", "box {:g} {:g} {:g} {:g}".format(*place.box)]
    else:
        parts.append(f"character {place.offset}{' after its end' if place.after else ''}")
    yield "  place", ", ".join(parts)
    yield "", place.text
    if not place.confirmed:
        yield "", "NOT CONFIRMED: the printed text was not found at this very place"


def _sides(check: Check) -> str:
    return f"{_number(check.left)} | {_number(check.right)}"


def _number(value: object) -> str:
    return "no number" if value is None else str(value)


def _as_json(found: Trace) -> dict[str, Any]:
    return {**asdict(found), "agrees": found.agrees}
