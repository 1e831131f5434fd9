"""What the archive holds now of one snapshot: the parses that a new one is held against."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from gongkai.archive import contents


def standing(db: Database, snapshot_id: str, url: str) -> list[dict[str, Any] | None]:
    """The parses of a snapshot that stand, each as the contract's JSON, in order of entry.

    None for one whose content was not kept. Empty when the snapshot was read as no report,
    or says the same as an older one of its address.
    """
    sql = (
        "SELECT content_digest FROM report_versions WHERE snapshot_id = ? AND url = ?"
        " AND superseded = 0 ORDER BY version_id"
    )
    rows = db.execute(sql, [snapshot_id, url]).fetchall()
    if not rows:
        rows = _same_as_before(db, snapshot_id, url)
    return [contents.load(db, digest) for (digest,) in rows]


def _same_as_before(db: Database, snapshot_id: str, url: str) -> list[tuple[str]]:
    """A snapshot with only another banner has no version: the one of its address stands for it."""
    sql = (
        "SELECT outcome FROM parses WHERE snapshot_id = ? AND url = ? AND outcome <> 'failed'"
        " ORDER BY parsed_at DESC LIMIT 1"
    )
    row = db.execute(sql, [snapshot_id, url]).fetchone()
    if row is None or row[0] != "report":
        return []
    sql = "SELECT content_digest FROM report_versions WHERE url = ? AND superseded = 0"
    found: list[tuple[str]] = db.execute(f"{sql} ORDER BY version_id", [url]).fetchall()
    return found[-1:]
