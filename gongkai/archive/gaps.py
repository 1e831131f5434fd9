"""Why expected reports are not held, as the last run could tell (the view ``missing_reports``)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from gongkai.archive.connect import writing
from gongkai.archive.rows import insert, utc_now


def put(db: Database, gaps: Iterable[tuple[str, int, str]]) -> None:
    """Replace all reasons by these: ``(agency_id, year, reason)``."""
    now = utc_now()
    rows = [
        {"agency_id": agency_id, "year": year, "reason": reason, "checked_at": now}
        for agency_id, year, reason in gaps
    ]
    with writing(db):
        db.execute("DELETE FROM report_gaps")
        insert(db, "report_gaps", rows)


def first_year(db: Database) -> int | None:
    """The oldest year of a report; None in an empty archive."""
    year = db.execute("SELECT min(year) FROM reports").fetchone()[0]
    return None if year is None else int(year)
