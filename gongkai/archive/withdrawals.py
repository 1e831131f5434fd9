"""Reports that were published and then taken down by their site. Their versions stay.

The one meaning everywhere: an address of a report that once gave a page and then answered
``gone`` is withdrawn from then until it gives a page again. ``gone`` is a plain 404 or 410;
a shield's 404, an error page with status 200 and a failure say nothing (fetch outcomes).
``withdrawals`` holds each such time, and can be made again from ``fetches``.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

#: What a fetch of a report says: it is gone, it is there. Rows of other tools, and of before
#: schema 6, have no outcome; then the status decides.
_GONE = "(outcome = 'gone' OR (outcome IS NULL AND status IN (404, 410)))"
_THERE = "(snapshot_id IS NOT NULL AND (outcome IS NULL OR outcome IN ('ok', 'unchanged')))"


def note(db: Database, row: dict[str, Any], was_there: bool) -> tuple[bool, bool]:
    """What a fetch row of a report, the newest of its address, says.

    Returns ``(withdrawn now, restored now)``.
    """
    if row["kind"] != "report":
        return False, False
    open_now = _is_open(db, row["url"])
    if row["outcome"] == "gone" and was_there and not open_now:
        db.execute(
            "INSERT INTO withdrawals (url, source_id, status, withdrawn_at) VALUES (?, ?, ?, ?)",
            [row["url"], row["source_id"], row["status"], row["fetched_at"]],
        )
        return True, False
    if row["outcome"] in ("ok", "unchanged") and open_now:
        db.execute(
            "UPDATE withdrawals SET restored_at = ? WHERE url = ? AND restored_at IS NULL",
            [row["fetched_at"], row["url"]],
        )
        return False, True
    return row["outcome"] == "gone" and open_now, False


def tell_again(db: Database, url: str) -> None:
    """Work out when an address was withdrawn from all its fetches, by their time.

    For rows that come out of order, as those of a WARC file do.
    """
    db.execute("DELETE FROM withdrawals WHERE url = ?", [url])
    sql = (
        f"SELECT source_id, status, fetched_at, {_GONE}, {_THERE} FROM fetches"
        " WHERE url = ? AND kind = 'report' ORDER BY fetched_at, fetch_id"
    )
    was_there, open_row = False, None
    for source_id, status, at, gone, there in db.execute(sql, [url]).fetchall():
        if gone and was_there and open_row is None:
            open_row = [url, source_id, status, at]
        elif there:
            if open_row is not None:
                _keep(db, open_row, at)
            was_there, open_row = True, None
    if open_row is not None:
        _keep(db, open_row, None)


def tell_all_again(db: Database) -> None:
    """The same for every address that ever answered 404 or 410."""
    sql = "SELECT DISTINCT url FROM fetches WHERE kind = 'report' AND status IN (404, 410)"
    for (url,) in db.execute(sql).fetchall():
        tell_again(db, url)


def _keep(db: Database, row: list[Any], restored_at: str | None) -> None:
    sql = (
        "INSERT INTO withdrawals (url, source_id, status, withdrawn_at, restored_at)"
        " VALUES (?, ?, ?, ?, ?)"
    )
    db.execute(sql, [*row, restored_at])


def _is_open(db: Database, url: str) -> bool:
    sql = "SELECT 1 FROM withdrawals WHERE url = ? AND restored_at IS NULL"
    return db.execute(sql, [url]).fetchone() is not None
