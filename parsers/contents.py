"""What was read, copied into the report: metadata, cells with their places, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parsers.forms.annex import annex_form
from parsers.identities.annex import annex_checks
from parsers.metadata import Metadata
from parsers.report import AnnexRow, CellNote, Problem, Report
from parsers.sections import KEYS
from parsers.tables.annex_rows import AnnexReading
from parsers.tables.grid import TableReading

#: The first year with a national table.
_FIRST_STATISTICS = 2014


def copy_metadata(report: Report, meta: Metadata) -> None:
    """Whose report it is, and what the page does not say of that."""
    report.agency, report.year = meta.agency, meta.year
    report.kind, report.tier, report.scope = meta.kind, meta.tier, meta.scope
    report.period, report.published_on = meta.period, meta.published_on
    report.problems += meta.problems
    for name in ("title", "agency", "year"):
        if getattr(report, name) is None:
            report.problems.append(
                Problem(f"{name}_missing", "warning", name, f"the page does not show its {name}")
            )
    told = any(problem.where == "published_on" for problem in meta.problems)
    if report.published_on is None and not told:
        detail = "no date of publication was found"
        report.problems.append(Problem("date_missing", "info", "published_on", detail))


def copy_tables(report: Report, tables: dict[str, TableReading]) -> None:
    """Every cell of the forms, and a note on each that is no plain number."""
    for key, reading in tables.items():
        grid: dict[str, Any] = {}
        for block in reading.table.blocks:
            names = [column.key for column in block.columns]
            for row in block.rows:
                # Every cell of the form has a key, also where the source lacks the row.
                values = grid[row.key] = dict.fromkeys(names)
                cells = reading.rows.get(row.key, [])
                values.update(zip(names, [cell.value for cell in cells], strict=False))
                report.cells += [
                    CellNote(key, row.key, name, cell.raw, cell.status, cell.value)
                    for name, cell in zip(names, cells, strict=False)
                    if cell.status
                ]
        # The v2014 table has one column: the contract gives its values without it.
        one = key == "statistics"
        report.tables[key] = {row: cells["value"] for row, cells in grid.items()} if one else grid
        report.table_forms[key] = reading.form
        report.problems += reading.problems
    order = ("disclosure", "requests", "review_litigation", "statistics")
    report.form = next((report.table_forms[key] for key in order if key in tables), None)


def copy_annex(report: Report, annex: AnnexReading) -> None:
    """The rows of local annexes, their notes, and what their sums say."""
    for at, line in enumerate(annex.lines):
        values = line.value("this_year"), line.value("cumulative")
        report.annex.append(AnnexRow(line.label, line.unit, *values))
        for name, cell in line.cells.items():
            if cell.status:
                note = CellNote("annex", str(at), name, cell.raw, cell.status, cell.value)
                report.cells.append(note)
    report.problems += annex.problems
    report.checks += annex_checks(annex)
    report.form = report.form if report.tables else annex_form().id


def places(
    tables: dict[str, TableReading], annex: AnnexReading | None
) -> Iterator[tuple[str, int, str]]:
    """Every cell that was read: ``table.row.column``, its position in the stream, its text."""
    for key, reading in tables.items():
        for block in reading.table.blocks:
            for row in block.rows:
                cells = reading.rows.get(row.key, ())
                for column, cell in zip(block.columns, cells, strict=False):
                    yield f"{key}.{row.key}.{column.key}", cell.position, cell.raw
    for at, line in enumerate(annex.lines if annex else ()):
        for name, value in line.cells.items():
            yield f"annex.{at}.{name}", value.position, value.raw


def missing_early(report: Report) -> Iterator[Problem]:
    """What the 2007 regulation (art. 32) and 国办发〔2014〕32号 ask for and is not there."""
    present = {section.key for section in report.sections}
    for key in ("proactive", "requests", "review_litigation", "problems"):
        if key not in present:
            yield Problem("section_missing", "warning", key, "no heading of this part was found")
    absent = "statistics" not in report.tables and not report.annex
    if absent and (report.year or 0) >= _FIRST_STATISTICS:
        yield Problem("table_missing", "warning", "statistics", "this table was not found")


def missing(report: Report, tables: dict[str, TableReading]) -> Iterator[Problem]:
    """The parts and tables of the form that the document does not have."""
    present = {section.key for section in report.sections}
    for key in KEYS:
        if key not in present:
            yield Problem("section_missing", "warning", key, "no heading of this part was found")
    for key in ("disclosure", "requests", "review_litigation"):
        if key not in tables and not report.annex:  # there was no national table yet
            yield Problem("table_missing", "warning", key, "this table was not found")
    if len(set(report.table_forms.values())) > 1:
        detail = ", ".join(f"{key} {form}" for key, form in report.table_forms.items())
        yield Problem("form_mixed", "info", None, detail)
    requests = tables.get("requests")
    if requests and "carried_forward" not in requests.rows and "review_litigation" not in tables:
        yield Problem("truncated", "error", "requests", "the document ends inside table 3")
