"""The current content of a report as rows: written whole, erased whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlite_utils import Database

from gongkai.archive import search
from gongkai.archive.rows import dumps, insert, insert_values
from parsers import forms
from parsers.report import AnnexRow, CellNote, Check, Number, Problem, Report

Row = dict[str, Any]
Values = tuple[Any, ...]
APPLICANTS = (
    "natural_person",
    "business",
    "research",
    "public_interest",
    "legal_service",
    "other_org",
    "total",
)
_SECTION = ("position", "key", "number", "heading", "text", "table_spans")
RESULTS = ("upheld", "corrected", "other", "pending", "total")


def erase(db: Database, report_id: str) -> None:
    """Remove the current rows of a report, its search row too; versions stay."""
    search.withdraw(db, report_id)
    db.execute("DELETE FROM reports WHERE report_id = ?", [report_id])


def write(db: Database, place: Row, report: Report) -> None:
    """Enter a report whose rows were erased or never there.

    ``place`` holds the columns of ``reports`` that the archive decides: ``report_id``,
    ``agency_id``, ``year``, ``scope``, ``version_id``, ``snapshot_id``, ``source_id``,
    ``url``, ``edition``, ``provenance``.
    """
    insert(db, "reports", [{**_head(report), **_counts(report), **place}])
    for table, names, rows in children(report):
        named = [(place["report_id"], *row) for row in rows]
        insert_values(db, table, ("report_id", *names), named)
    search.enter(db, place["version_id"])


def rows_of(report: Report) -> dict[str, list[Row]]:
    """The rows that a report would be, by table and without its id; nothing is written.

    ``reports`` has one row: what the report says of itself, and the counts.
    """
    found = {"reports": [{**_head(report), **_counts(report)}]}
    for table, names, rows in children(report):
        found[table] = [dict(zip(names, row, strict=True)) for row in rows]
    return found


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
    annex = [value for row in report.annex for value in (row.this_year, row.cumulative)]
    shown = [*_values(report.tables), *annex]
    return {
        "cells_read": len(shown) - shown.count(None),
        "checks_passed": outcomes["pass"],
        "checks_failed": failed_identities(report),
        "checks_not_assessable": outcomes["not_assessable"],
    }


def _values(tables: dict[str, Any]) -> list[Number | None]:
    found: list[Number | None] = []
    for rows in tables.values():
        for cells in rows.values():
            if isinstance(cells, dict):
                found += cells.values()
            else:
                found.append(cells)
    return found


def children(report: Report) -> Iterator[tuple[str, tuple[str, ...], list[Values]]]:
    """Table, columns and rows of what belongs to a report, each without its id."""
    tables = report.tables
    failing = [check for check in report.checks if check.outcome != "pass"]
    yield "sections", _SECTION, _sections(report)
    yield "disclosure", ("row", "column", "value", "unit"), _disclosure(report)
    yield "requests", ("row", *APPLICANTS), _grid(tables.get("requests", {}), APPLICANTS)
    litigation = tables.get("review_litigation", {})
    yield "review_litigation", ("row", *RESULTS), _grid(litigation, RESULTS)
    yield "statistics", ("key", "value", "unit"), _statistics(report)
    annex = [(at, *row) for at, row in enumerate(_plain(AnnexRow, report.annex))]
    yield "annex_rows", ("position", *AnnexRow.__slots__), annex
    yield "cell_notes", CellNote.__slots__, _plain(CellNote, report.cells)
    yield "checks", Check.__slots__, _plain(Check, failing)
    yield "problems", Problem.__slots__, _plain(Problem, report.problems)


def _plain(kind: type, records: Iterable[object]) -> list[Values]:
    """Each record's fields in order; the columns have their names."""
    return list(map(attrgetter(*kind.__slots__), records))  # type: ignore[attr-defined]


def _sections(report: Report) -> list[Values]:
    return [
        (at, one.key, one.number, one.heading, one.text, dumps(one.table_spans))
        for at, one in enumerate(report.sections)
    ]


def _grid(table: dict[str, dict[str, Number | None]], columns: tuple[str, ...]) -> list[Values]:
    unknown = set().union(*table.values()) - set(columns)
    if unknown:
        raise ValueError(f"columns the archive has no place for: {sorted(unknown)}")
    return [(row, *map(cells.get, columns)) for row, cells in table.items()]


def _disclosure(report: Report) -> list[Values]:
    units = _units(report.table_forms.get("disclosure") or report.form)
    unitless = _noted(report, "unit_unknown")
    return [
        (
            row,
            column,
            value,
            None if ("disclosure", row, column) in unitless else units.get((row, column)),
        )
        for row, cells in report.tables.get("disclosure", {}).items()
        for column, value in cells.items()
    ]


def _statistics(report: Report) -> list[Values]:
    units = _row_units(report.table_forms.get("statistics"))
    unitless = _noted(report, "unit_unknown")
    return [
        (key, value, None if ("statistics", key, "value") in unitless else units.get(key))
        for key, value in report.tables.get("statistics", {}).items()
    ]


@lru_cache
def _row_units(form_id: str | None) -> dict[str, str | None]:
    """Units of the v2014 table by row; what was printed in 元 is stored in 万元."""
    form = next((f for f in forms.forms_with("statistics") if f.id == form_id), None)
    return {row.key: row.unit for row in form.tables["statistics"].rows} if form else {}


def _noted(report: Report, status: str) -> set[tuple[str, str, str]]:
    return {(note.table, note.row, note.column) for note in report.cells if note.status == status}


@lru_cache
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
