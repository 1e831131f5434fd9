"""Reports that were published and then taken down. Their versions stay."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database


def note(db: Database, row: dict[str, Any], was_there: bool) -> tuple[bool, bool]:
    """What a fetch row of a report says: ``(withdrawn now, restored now)``.

    404 and 410 for an address that once gave a body is a withdrawal; the next page at
    that address, changed or not, ends it.
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


def _is_open(db: Database, url: str) -> bool:
    sql = "SELECT 1 FROM withdrawals WHERE url = ? AND restored_at IS NULL"
    return db.execute(sql, [url]).fetchone() is not None
