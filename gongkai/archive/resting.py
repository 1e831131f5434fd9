"""Hosts that keep us out and are left alone for a while."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from gongkai.archive.connect import writing
from gongkai.archive.rows import utc_now, utc_text
from scraper.protocols import Rest


def rest(db: Database, host: str) -> Rest | None:
    """The rest that a host was laid to; None once it answered, or when it never had one."""
    sql = "SELECT kind, detail, until, times FROM resting_hosts WHERE host = ?"
    row = db.execute(sql, [host]).fetchone()
    return Rest(row[0], row[1], datetime.fromisoformat(row[2]), row[3]) if row else None


def lay_to_rest(db: Database, host: str, why: Rest) -> None:
    """Remember a rest; ``since`` stays that of the first in a row."""
    with writing(db):
        db.execute(
            "INSERT INTO resting_hosts (host, kind, detail, times, since, until)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (host) DO UPDATE SET kind = excluded.kind,"
            " detail = excluded.detail, times = excluded.times, until = excluded.until",
            [host, why.kind, why.detail, why.times, utc_now(), utc_text(why.until)],
        )


def answered(db: Database, host: str) -> None:
    """The host gave a page: forget its rest."""
    with writing(db):
        db.execute("DELETE FROM resting_hosts WHERE host = ?", [host])
