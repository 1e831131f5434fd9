"""What stands around a report: the one of the year before, its deadline, its older versions."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.archive.version_views import CAUSE
from gongkai.browse.report_data import Record, ReportData, load_report, records

OFFICIAL = ("official", "official_injected")
MOST_CHANGES = 200
BEFORE = """
select report_id from reports where agency_id = ? and year = ? and scope = ?
  and provenance in ('official', 'official_injected')
"""
#: Asked for one agency: for the whole archive the view would be made first.
LATENESS = "select * from timeliness where agency_id = ? and report_id = ?"
VERSION = "select * from report_versions where version_id = ?"
_FETCHED = """coalesce((select max(f.fetched_at) from fetches f where f.url = {0}.url
    and f.snapshot_id = {0}.snapshot_id and f.revisit = 0), {0}.parsed_at)"""
# The view version_changes begins with all changes of the archive; this with those of a report.
CHANGES = f"""
select c.version_id, c.previous_id, c."table", c."row", c."column", c.before, c.after,
  {CAUSE} as cause,
  {_FETCHED.format("p")} as before_at, {_FETCHED.format("v")} as after_at,
  p.parser_version as before_parser, v.parser_version as after_parser, v.edition
from report_versions v cross join cell_changes c on c.version_id = v.version_id
  cross join report_versions p on p.version_id = c.previous_id
where v.report_id = ? and v.provenance in ('official', 'official_injected')
order by v.version_id desc, c."table" <> 'report', c."table", c."row", c."column"
limit {MOST_CHANGES + 1}
"""

Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``before`` is the report of the year before, ``numbers`` its comparable numbers by cell.

    ``lateness`` is a row of ``timeliness``, ``version`` of ``report_versions``; ``changes``
    as in ``version_changes``, at most one more than ``MOST_CHANGES``.
    """

    before: Record | None
    numbers: Mapping[Place, int | float]
    incomparable: tuple[str, ...]
    lateness: Record | None
    version: Record
    changes: list[Record]


def load_surroundings(connection: sqlite3.Connection, data: ReportData) -> Surroundings:
    """Everything but the report itself; the year before only of official reports of one scope."""
    report = data.report
    asked = (report["agency_id"], report["year"] - 1, report["scope"])
    found = records(connection, BEFORE, *asked) if report["provenance"] in OFFICIAL else []
    before = load_report(connection, found[0]["report_id"]) if found else None
    late = records(connection, LATENESS, report["agency_id"], report["report_id"])
    return Surroundings(
        before=before.report if before else None,
        numbers=comparable(data, before) if before else {},
        incomparable=_incomparable(data, before) if before else (),
        lateness=late[0] if late else None,
        version=records(connection, VERSION, report["version_id"])[0],
        changes=records(connection, CHANGES, report["report_id"]),
    )


def comparable(data: ReportData, before: ReportData) -> dict[Place, int | float]:
    """The numbers of the year before that say the same as the cell that they stand in.

    As in ``year_over_year``: tables 3 and 4 across the forms of 2019 and 2021, the others
    within one form and one unit.
    """
    numbers: dict[Place, int | float] = {}
    for table, grid in data.tables.items():
        if not _may_compare(table, data.form_of(table), before.form_of(table)):
            continue
        for (row, column), number in before.tables.get(table, {}).items():
            place = (row, column)
            if number is not None and place in grid and _unit_holds(data, before, table, place):
                numbers[table, row, column] = number
    return numbers


def _may_compare(table: str, form: str | None, before: str | None) -> bool:
    if form is None or before is None:
        return False
    return form == before or (
        table in ("requests", "review_litigation") and {form, before} <= {"v2019", "v2021"}
    )


def _unit_holds(data: ReportData, before: ReportData, table: str, place: tuple[str, str]) -> bool:
    """Amounts of unknown unit compare with nothing."""
    if table not in ("disclosure", "statistics"):
        return True
    unit = data.unit_of(table, place)
    return unit is not None and unit == before.unit_of(table, place)


def _incomparable(data: ReportData, before: ReportData) -> tuple[str, ...]:
    """The tables that both have, in forms that do not compare."""
    return tuple(
        table
        for table in data.tables
        if table in before.tables
        and not _may_compare(table, data.form_of(table), before.form_of(table))
    )


def differences(around: Surroundings) -> list[dict[str, Any]]:
    """The changes by pair of versions, newest first: when, why, and which cells."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for change in around.changes[:MOST_CHANGES]:
        pair = (change["previous_id"], change["version_id"])
        group = found.setdefault(pair, {**change, "cells": []})
        group["cells"].append(change)
    return list(found.values())
