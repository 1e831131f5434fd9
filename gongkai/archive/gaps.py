"""Why expected reports are not held, as the last run could tell (the view ``missing_reports``)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from gongkai.archive.connect import writing
from gongkai.archive.rows import insert, utc_now


def put(db: Database, gaps: Iterable[tuple[str, int, str]]) -> None:
    """Replace all reasons by these: ``(agency_id, year, reason)``.

    One that stands already keeps its time: it was judged so then, and still is.
    """
    now = utc_now()
    sql = "SELECT agency_id, year, reason, checked_at FROM report_gaps"
    known = {tuple(row[:3]): row[3] for row in db.execute(sql).fetchall()}
    rows = [
        {"agency_id": gap[0], "year": gap[1], "reason": gap[2], "checked_at": known.get(gap, now)}
        for gap in gaps
    ]
    with writing(db):
        db.execute("DELETE FROM report_gaps")
        insert(db, "report_gaps", rows)


def first_year(db: Database) -> int | None:
    """The oldest year of a report; None in an empty archive."""
    year = db.execute("SELECT min(year) FROM reports").fetchone()[0]
    return None if year is None else int(year)
