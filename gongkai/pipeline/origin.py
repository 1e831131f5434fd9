"""From a number back to its place in the snapshot, worked out anew from the raw bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import parsers
from gongkai.archive import Archive, ArchiveError, Work
from gongkai.archive import contents as kept
from gongkai.archive.lookup import report_row
from gongkai.archive.people import Correction
from gongkai.pipeline.office import convert
from gongkai.pipeline.parsing import job_for
from gongkai.pipeline.worker import Job, ParseFailed, ParseWorker
from parsers.cell_places import Place, places
from parsers.identities.cells import takes_part
from parsers.report import Check, Number, Report

PLAIN = "plain"


@dataclass(slots=True)
class Trace:
    """A cell and everything that vouches for it.

    ``value`` is what the archive holds, ``read_now`` what today's parser reads; ``place`` is
    None where the source does not show the cell. ``status`` is ``plain`` for a plain number.
    """

    report_id: str
    cell: str
    value: Number | str | None
    read_now: Number | str | None
    status: str
    raw: str
    place: Place | None
    snapshot_id: str
    url: str
    fetched_at: str
    provenance: str
    stored_by_parser: str
    read_by_parser: str
    identities: list[Check] = field(default_factory=list)
    #: What a person sees there, where somebody reviewed the cell.
    reviewed: Correction | None = None

    @property
    def agrees(self) -> bool:
        """Whether today's parser reads what is stored."""
        return self.value == self.read_now


def trace(archive: Archive, report_id: str, cell: str, worker: ParseWorker | None = None) -> Trace:
    """Where ``table.row.column`` of a report comes from. Raises ``ArchiveError``."""
    if worker is None:
        with ParseWorker() as own:
            return trace(archive, report_id, cell, own)
    row = report_row(archive.db, report_id)
    job, report = read_again(archive, row, worker)
    name = named(report, cell)
    table, line, column = name.split(".")
    origins = {key: place for key, place in report.origins.items() if key == name}
    found = places(
        job.body,
        origins,
        media_type=job.media_type,
        charset=job.charset,
        office=convert,
        frames=job.frames,
    )
    if job.further:
        # Elements are counted through all pages, and only the first was taken apart here.
        found = {key: replace(place, confirmed=False) for key, place in found.items()}
    note = next(
        (n for n in report.cells if (n.table, n.row, n.column) == (table, line, column)), None
    )
    return Trace(
        report_id=report_id,
        cell=name,
        value=value_of(kept.load(archive.db, row["content_digest"]) or report.to_dict(), name),
        read_now=value_of(report.to_dict(), name),
        status=note.status if note else PLAIN if name in origins else "not in the source",
        raw=origins[name].raw if name in origins else "",
        place=found.get(name),
        snapshot_id=row["snapshot_id"],
        url=row["url"],
        fetched_at=row["fetched_at"],
        provenance=row["provenance"],
        stored_by_parser=row["parser_version"],
        read_by_parser=parsers.PARSER_VERSION,
        reviewed=archive.correction(row["snapshot_id"], name),
        identities=[one for one in report.checks if takes_part(one, table, line, column)],
    )


def read_again(archive: Archive, row: dict[str, Any], worker: ParseWorker) -> tuple[Job, Report]:
    """The report of that row as today's parser reads its snapshot, with every origin.

    Raises ``ArchiveError``.
    """
    job = replace(job_of(archive, row), with_origins=True)
    try:
        return job, _same(worker.parse(job), row)
    except ParseFailed as failure:
        told = f"{row['report_id']}: its snapshot cannot be read now: {failure}"
        raise ArchiveError(told) from failure


def job_of(archive: Archive, row: dict[str, Any]) -> Job:
    """The snapshot of a report's row, for the worker. Raises ``ArchiveError``."""
    return job_for(archive, _work(archive, row))


def _work(archive: Archive, row: dict[str, Any]) -> Work:
    for work in archive.queue(parsers.PARSER_VERSION, again=True, snapshot_id=row["snapshot_id"]):
        if work.url == row["url"]:
            return work
    raise ArchiveError(f"{row['report_id']}: no fetch brought its snapshot; see gongkai verify")


def _same(report: Report, row: dict[str, Any]) -> Report:
    """The report that is meant, of a page that may hold several."""
    found = [report, *report.others]
    for one in found:
        if kept.digest_of(kept.canonical(one)) == row["content_digest"]:
            return one
    matching = (o for o in found if (o.agency, o.year) == (row["agency_name"], row["year"]))
    return next(matching, report)


def named(report: Report, cell: str) -> str:
    """The cell as ``table.row.column``; the single column of the v2014 table may be left out."""
    table, _, rest = cell.partition(".")
    name = f"{cell}.value" if table == "statistics" and "." not in rest else cell
    if name in set(_names(report)):
        return name
    near = [known for known in _names(report) if known.startswith(f"{table}.")]
    hint = f"; it has {near[0]} … {near[-1]}" if near else ""
    raise ArchiveError(f"the report has no cell “{cell}”{hint}")


def _names(report: Report) -> Iterator[str]:
    for table, rows in report.tables.items():
        for row, cells in rows.items():
            for column in cells if isinstance(cells, dict) else ("value",):
                yield f"{table}.{row}.{column}"
    for at in range(len(report.annex)):
        yield from (f"annex.{at}.{column}" for column in ("this_year", "cumulative"))


def value_of(content: dict[str, Any], name: str) -> Number | str | None:
    """The number that a parse (as the contract's object) holds for ``table.row.column``."""
    table, row, column = name.split(".")
    if table == "annex":
        lines = content["annex"]
        return lines[int(row)][column] if int(row) < len(lines) else None
    cells = content["tables"].get(table, {}).get(row)
    return cells.get(column) if isinstance(cells, dict) else cells
