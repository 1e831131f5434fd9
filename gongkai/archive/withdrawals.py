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
        _judge_again(db, row["url"])
        return True, False
    if row["outcome"] in ("ok", "unchanged") and open_now:
        db.execute(
            "UPDATE withdrawals SET restored_at = ? WHERE url = ? AND restored_at IS NULL",
            [row["fetched_at"], row["url"]],
        )
        _judge_again(db, row["url"])
        return False, True
    return row["outcome"] == "gone" and open_now, False


def tell_again(db: Database, url: str) -> None:
    """Work out when an address was withdrawn from all its fetches, by their time.

    For rows that come out of order, as those of a WARC file do.
    """
    was_open = _is_open(db, url)
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
    if was_open != (open_row is not None):
        _judge_again(db, url)


def tell_all_again(db: Database) -> None:
    """The same for every address that ever answered 404 or 410."""
    sql = "SELECT DISTINCT url FROM fetches WHERE kind = 'report' AND status IN (404, 410)"
    for (url,) in db.execute(sql).fetchall():
        tell_again(db, url)


def of_run(db: Database, run_id: int) -> tuple[int, int]:
    """How many reports a run found withdrawn, and how many back."""
    counts = (
        "SELECT count(*) FROM withdrawals w WHERE EXISTS (SELECT 1 FROM fetches f"
        f" WHERE f.url = w.url AND f.fetched_at = w.{when} AND f.run_id = ?)"
        for when in ("withdrawn_at", "restored_at")
    )
    withdrawn, restored = (int(db.execute(sql, [run_id]).fetchone()[0]) for sql in counts)
    return withdrawn, restored


def _keep(db: Database, row: list[Any], restored_at: str | None) -> None:
    sql = (
        "INSERT INTO withdrawals (url, source_id, status, withdrawn_at, restored_at)"
        " VALUES (?, ?, ?, ?, ?)"
    )
    db.execute(sql, [*row, restored_at])


def _judge_again(db: Database, url: str) -> None:
    """Have the other pages of its reports read again: what stands speaks before what is gone."""
    db.execute(
        "INSERT INTO rereads (snapshot_id, url) SELECT DISTINCT o.snapshot_id, o.url"
        " FROM report_versions v CROSS JOIN report_versions o ON o.report_id = v.report_id"
        " WHERE v.url = ? AND v.superseded = 0 AND o.superseded = 0 AND o.mirror_of IS NULL"
        " AND o.url <> v.url ON CONFLICT DO NOTHING",
        [url],
    )


def _is_open(db: Database, url: str) -> bool:
    sql = "SELECT 1 FROM withdrawals WHERE url = ? AND restored_at IS NULL"
    return db.execute(sql, [url]).fetchone() is not None
