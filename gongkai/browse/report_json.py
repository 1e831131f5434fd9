"""A report as JSON: the contract's keys, from the rows of the archive.

Passing identities are only counted in the archive, so ``checks`` holds the others and
``checks_passed`` says how many there were.
"""

from __future__ import annotations

import json
from typing import Any

from gongkai.browse.report_data import Record, ReportData

PLAIN = ("title", "agency", "year", "kind", "tier", "published_on", "scope", "provenance", "form")
ANNEX = ("label", "unit", "this_year", "cumulative")


def report_json(data: ReportData) -> dict[str, Any]:
    """The object; a table that the report does not have is absent."""
    report = data.report
    period = {"start": report["period_start"], "end": report["period_end"]}
    return {
        "report_id": report["report_id"],
        "source": report["url"],
        **{key: report[key] for key in PLAIN},
        "period": period if any(period.values()) else None,
        "table_forms": json.loads(report["table_forms"] or "{}"),
        "sections": [_section(record) for record in data.sections],
        "tables": {key: _shaped(key, grid) for key, grid in data.tables.items()},
        "annex": [{name: row[name] for name in ANNEX} for row in data.annex],
        "units": {f"disclosure.{row}.{column}": unit for (row, column), unit in data.units.items()},
        "cells": [_without_id(note) for note in data.notes],
        "checks": [
            {name: getattr(check, name) for name in check.__slots__} for check in data.checks
        ],
        "checks_passed": report["checks_passed"],
        "problems": [_without_id(problem) for problem in data.problems],
    }


def _shaped(key: str, grid: dict[tuple[str, str], Any]) -> dict[str, Any]:
    """The contract's shape: the table of 2014 has one column, so its keys hold the values."""
    rows = _nested(grid)
    return {row: cells["value"] for row, cells in rows.items()} if key == "statistics" else rows


def _nested(grid: dict[tuple[str, str], Any]) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for (row, column), value in grid.items():
        rows.setdefault(row, {})[column] = value
    return rows


def _section(record: Record) -> Record:
    kept = {key: record[key] for key in ("key", "number", "heading", "text")}
    return {**kept, "table_spans": json.loads(record["table_spans"])}


def _without_id(record: Record) -> Record:
    return {key: value for key, value in record.items() if key != "report_id"}
