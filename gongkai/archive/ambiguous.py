"""The list for a person: what could not be decided about who reports, and twins."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlite_utils import Database

from gongkai.archive.moves import below


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A name of an agency and why it is in doubt.

    ``reason`` is one of ``agency_doubts``, or ``same_short_name`` for two agencies of one
    division whose names fold alike; ``candidates`` are agencies or divisions; ``url`` is a
    page that says so.
    """

    agency_id: str
    name: str
    reason: str
    candidates: tuple[str, ...]
    reports: int
    url: str | None


def ambiguous(db: Database) -> list[Ambiguity]:
    """Every doubt, the agencies with most reports first."""
    sql = "SELECT agency_id, name, reason, candidates FROM agency_doubts"
    rows = [(aid, name, why, json.loads(text)) for aid, name, why, text in db.execute(sql)]
    known = {(row[0], other) for row in rows for other in row[3]}
    rows += [twin for twin in _twins(db) if (twin[0], twin[3][0]) not in known]
    found = [
        Ambiguity(aid, name, why, tuple(candidates), *_reports(db, aid))
        for aid, name, why, candidates in rows
    ]
    return sorted(found, key=lambda one: (-one.reports, one.agency_id, one.name, one.reason))


def _twins(db: Database) -> list[tuple[str, str, str, list[str]]]:
    sql = (
        "SELECT b.agency_id, b.name, a.agency_id FROM agencies a JOIN agencies b"
        " ON b.folded_name = a.folded_name AND b.division_code = a.division_code"
        " AND b.agency_id > a.agency_id"
    )
    return [(twin, name, "same_short_name", [one]) for twin, name, one in db.execute(sql)]


def _reports(db: Database, agency_id: str) -> tuple[int, str | None]:
    sql = (
        "SELECT count(DISTINCT report_id), max(url) FROM report_versions"
        " WHERE report_id >= ? AND report_id < ? AND superseded = 0"
    )
    row = db.execute(sql, list(below(f"{agency_id}/"))).fetchone()
    return row[0], row[1]
