"""The current content of a report as rows: written whole, erased whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from gongkai.archive import search
from gongkai.archive.rows import dumps, insert
from parsers import forms
from parsers.report import AnnexRow, CellNote, Check, Number, Problem, Report, Section

Row = dict[str, Any]
APPLICANTS = (
    "natural_person",
    "business",
    "research",
    "public_interest",
    "legal_service",
    "other_org",
    "total",
)
RESULTS = ("upheld", "corrected", "other", "pending", "total")


def erase(db: Database, report_id: str) -> None:
    """Remove the current rows of a report, its search row too; versions stay."""
    search.withdraw(db, report_id)
    db.execute("DELETE FROM reports WHERE report_id = ?", [report_id])


def write(db: Database, place: Row, report: Report) -> None:
    """Enter a report whose rows were erased or never there.

    ``place`` holds the columns of ``reports`` that the archive decides: ``report_id``,
    ``agency_id``, ``year``, ``scope``, ``version_id``, ``snapshot_id``, ``source_id``,
    ``url``, ``edition``.
    """
    insert(db, "reports", [{**place, **_head(report), **_counts(report)}])
    for table, rows in _children(report):
        insert(db, table, ({"report_id": place["report_id"], **row} for row in rows))
    search.enter(db, place["version_id"])


def _head(report: Report) -> Row:
    start, end = report.period or (None, None)
    return {
        "title": report.title,
        "agency_name": report.agency,
        "kind": report.kind,
        "tier": report.tier,
        "period_start": start,
        "period_end": end,
        "published_on": report.published_on,
        "provenance": report.provenance,
        "form": report.form,
        "table_forms": dumps(report.table_forms),
    }


def failed_identities(report: Report) -> int:
    """How many identities of severity ERROR fail: those that arithmetic does not allow.

    Failures of WARN and INFO have lawful explanations; ``checks`` keeps them, uncounted.
    """
    return sum(check.outcome == "fail" and check.severity == "ERROR" for check in report.checks)


def _counts(report: Report) -> Row:
    outcomes = Counter(check.outcome for check in report.checks)
    annex = (value for row in report.annex for value in (row.this_year, row.cumulative))
    return {
        "cells_read": sum(value is not None for value in (*_values(report.tables), *annex)),
        "checks_passed": outcomes["pass"],
        "checks_failed": failed_identities(report),
        "checks_not_assessable": outcomes["not_assessable"],
    }


def _values(tables: dict[str, Any]) -> Iterator[Number | None]:
    for rows in tables.values():
        for cells in rows.values():
            if isinstance(cells, dict):
                yield from cells.values()
            else:
                yield cells


def _children(report: Report) -> Iterator[tuple[str, list[Row]]]:
    tables = report.tables
    yield "sections", _sections(report)
    yield "disclosure", _disclosure(report)
    yield "requests", _grid(tables.get("requests", {}), APPLICANTS)
    yield "review_litigation", _grid(tables.get("review_litigation", {}), RESULTS)
    yield "statistics", _statistics(report)
    yield "annex_rows", [{"position": at, **_plain(row)} for at, row in enumerate(report.annex)]
    yield "cell_notes", [_plain(note) for note in report.cells]
    yield "checks", [_plain(check) for check in report.checks if check.outcome != "pass"]
    yield "problems", [_plain(problem) for problem in report.problems]


def _plain(record: AnnexRow | CellNote | Check | Problem | Section) -> Row:
    return {name: getattr(record, name) for name in record.__slots__}


def _sections(report: Report) -> list[Row]:
    rows = []
    for at, section in enumerate(report.sections):
        spans = dumps([list(span) for span in section.table_spans])
        rows.append({"position": at, **_plain(section), "table_spans": spans})
    return rows


def _grid(table: dict[str, dict[str, Number | None]], columns: tuple[str, ...]) -> list[Row]:
    unknown = {column for cells in table.values() for column in cells} - set(columns)
    if unknown:
        raise ValueError(f"columns the archive has no place for: {sorted(unknown)}")
    return [
        {"row": row, **{column: cells.get(column) for column in columns}}
        for row, cells in table.items()
    ]


def _disclosure(report: Report) -> list[Row]:
    units = _units(report.table_forms.get("disclosure") or report.form)
    unitless = _noted(report, "unit_unknown")
    return [
        {
            "row": row,
            "column": column,
            "value": value,
            "unit": None if ("disclosure", row, column) in unitless else units.get((row, column)),
        }
        for row, cells in report.tables.get("disclosure", {}).items()
        for column, value in cells.items()
    ]


def _statistics(report: Report) -> list[Row]:
    units = _row_units(report.table_forms.get("statistics"))
    unitless = _noted(report, "unit_unknown")
    return [
        {
            "key": key,
            "value": value,
            "unit": None if ("statistics", key, "value") in unitless else units.get(key),
        }
        for key, value in report.tables.get("statistics", {}).items()
    ]


def _row_units(form_id: str | None) -> dict[str, str | None]:
    """Units of the v2014 table by row; what was printed in 元 is stored in 万元."""
    form = next((f for f in forms.forms_with("statistics") if f.id == form_id), None)
    return {row.key: row.unit for row in form.tables["statistics"].rows} if form else {}


def _noted(report: Report, status: str) -> set[tuple[str, str, str]]:
    return {(note.table, note.row, note.column) for note in report.cells if note.status == status}


def _units(form_id: str | None) -> dict[tuple[str, str], str | None]:
    """Units by cell; an amount is in 万元, for the parser converts (contract, rule 2)."""
    table = next(
        (f.tables["disclosure"] for f in forms.forms_with("disclosure") if f.id == form_id), None
    )
    if table is None:
        return {}
    return {
        (row.key, column.key): "万元" if column.kind == "amount" else column.unit
        for block in table.blocks
        for row in block.rows
        for column in block.columns
    }
