"""One report, read from the archive: plain records, no layout and no wording."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from gongkai.browse.identities import Check, Number

Record = dict[str, Any]
Grid = dict[tuple[str, str], Number | None]

REQUEST_COLUMNS = (
    "natural_person",
    "business",
    "research",
    "public_interest",
    "legal_service",
    "other_org",
    "total",
)
REVIEW_COLUMNS = ("upheld", "corrected", "other", "pending", "total")

REPORT = """
select r.*, a.name as agency, s.name as source_name, n.media_type, n.size,
  (select min(f.fetched_at) from fetches f
    where f.snapshot_id = r.snapshot_id and f.url = r.url) as fetched_at
from reports r join agencies a using (agency_id) join snapshots n using (snapshot_id)
  left join sources s using (source_id)
where r.report_id = ?
"""
#: The rows of a report, in the order in which they are shown.
_ROWS = {
    "sections": "sections where report_id = ? order by position",
    "disclosure": "disclosure where report_id = ?",
    "statistics": "statistics where report_id = ?",
    "requests": "requests where report_id = ?",
    "review_litigation": "review_litigation where report_id = ?",
    "cell_notes": "cell_notes where report_id = ? order by rowid",
    "checks": "checks where report_id = ? order by rowid",
    "problems": "problems where report_id = ? order by rowid",
    "annex_rows": "annex_rows where report_id = ? order by position",
}


@dataclass(frozen=True, slots=True)
class ReportData:
    """``tables`` holds the numbers by ``(row key, column key)``; ``units`` those of table 2."""

    report: Record
    sections: list[Record]
    tables: dict[str, Grid]
    units: dict[tuple[str, str], str]
    notes: list[Record]
    checks: list[Check]
    problems: list[Record]
    versions: list[Record]
    annex: list[Record] = field(default_factory=list)
    #: By key, of the table of 2014.
    statistics_units: dict[str, str] = field(default_factory=dict)

    def form_of(self, table: str) -> str | None:
        """The form that this table follows; a report can mix two."""
        forms = json.loads(self.report["table_forms"] or "{}")
        found = forms.get(table) or self.report["form"]
        return str(found) if found else None

    def unit_of(self, table: str, place: tuple[str, str]) -> str | None:
        """The unit of a cell of the tables whose cells differ in it; None when unknown."""
        if table == "statistics":
            return self.statistics_units.get(place[0])
        return self.units.get(place)


def load_report(connection: sqlite3.Connection, report_id: str) -> ReportData | None:
    """Everything stored of the report's current version; None when there is no such report."""
    found = records(connection, REPORT, report_id)
    if not found:
        return None
    rows = {table: _belonging(connection, rest, report_id) for table, rest in _ROWS.items()}
    versions = _belonging(
        connection,
        "report_versions where superseded = 0 and report_id = ? order by version_id desc",
        report_id,
    )
    return data_of(found[0], rows, versions)


def data_of(
    report: Record, rows: Mapping[str, Sequence[Record]], versions: list[Record] | None = None
) -> ReportData:
    """A report from its rows by table, from an archive or from ``gongkai.archive.rows_of``."""
    return ReportData(
        report=report,
        sections=list(rows["sections"]),
        tables=_tables(rows),
        units={
            (record["row"], record["column"]): record["unit"]
            for record in rows["disclosure"]
            if record["unit"] is not None
        },
        notes=list(rows["cell_notes"]),
        checks=[
            Check(**{name: record[name] for name in Check.__slots__}) for record in rows["checks"]
        ],
        problems=list(rows["problems"]),
        versions=versions or [],
        annex=list(rows["annex_rows"]),
        statistics_units={
            record["key"]: record["unit"]
            for record in rows["statistics"]
            if record["unit"] is not None
        },
    )


def load_removal(connection: sqlite3.Connection, report_id: str) -> dict[str, str] | None:
    """Who had a report taken down, why and when; None when nobody did."""
    sql = (
        "select t.who, t.why, t.decided_on from removed_reports join takedowns t"
        " using (takedown_id) where report_id = ? order by takedown_id desc limit 1"
    )
    return next(iter(records(connection, sql, report_id)), None)


def records(connection: sqlite3.Connection, sql: str, *parameters: object) -> list[Record]:
    """The rows of a query as dictionaries, whatever the connection's row factory is."""
    cursor = connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def report_path(report_id: str) -> str:
    """The address of a report's page, percent-encoded, relative to the instance."""
    return "/report/" + quote(report_id, safe="/")


def source_path(report_id: str) -> str:
    """The address of the snapshot behind a report, as above."""
    return f"{report_path(report_id)}/source/"


def narrative(text: str, spans: list[list[int]]) -> str:
    """A part's text without its tables."""
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = max(at, end)
    return "\n".join([*kept, text[at:]])


def _belonging(connection: sqlite3.Connection, rest: str, report_id: str) -> list[Record]:
    return records(connection, f"select * from {rest}", report_id)


def _tables(rows: Mapping[str, Sequence[Record]]) -> dict[str, Grid]:
    """Only the tables that the report has."""
    wide = {"requests": REQUEST_COLUMNS, "review_litigation": REVIEW_COLUMNS}
    tables: dict[str, Grid] = {
        "disclosure": {
            (record["row"], record["column"]): record["value"] for record in rows["disclosure"]
        },
        "statistics": {(record["key"], "value"): record["value"] for record in rows["statistics"]},
    }
    for table, columns in wide.items():
        tables[table] = {
            (record["row"], column): record[column] for record in rows[table] for column in columns
        }
    return {table: grid for table, grid in tables.items() if grid}
