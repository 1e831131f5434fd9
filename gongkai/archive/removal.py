"""Taking down: the rows and bodies are removed, and nothing of them is left in the files.

Three steps, each sound by itself: the tombstones and the rows of ``archive.db`` in one
transaction; the bodies; then both files are written anew (VACUUM) and their write-ahead logs
emptied, for SQLite keeps what is deleted in free pages, also of earlier versions. Until the
last step is done ``archive_info`` holds ``takedown_unfinished``; applying the list again goes
on from there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlite_utils import Database

from gongkai.archive import content, contents, takedowns
from gongkai.archive.bodies import Bodies
from gongkai.archive.connect import writing
from gongkai.archive.errors import ArchiveBusyError
from gongkai.archive.fetches import PARSED_KINDS, requeue
from gongkai.archive.reports import settle_after
from gongkai.archive.takedowns import Concern

UNFINISHED = "takedown_unfinished"


def remove(db: Database, concerned: Sequence[Concern]) -> None:
    """Enter the takedowns and remove the rows that they concern; all of it or nothing.

    What other versions must say instead waits to be read again.
    """
    db.execute("PRAGMA secure_delete = ON")
    with writing(db):
        for one in concerned:
            takedowns.enter(db, one)
        bodies = sorted({digest for one in concerned for digest in one.snapshots})
        _close_addresses(db, {key for one in concerned for key in one.addresses})
        if bodies:
            _mark(
                db, "INSERT INTO archive_info (key, value) VALUES (?, '1') ON CONFLICT DO NOTHING"
            )
            _remove_rows(db, bodies)


def purge(db: Database, bodies: Bodies) -> None:
    """Remove the bodies that are taken down, and whatever is left of anything deleted.

    Needs as much free space as the larger file takes. Raises ``ArchiveBusyError`` while another
    program reads: the log that it reads from holds what must go.
    """
    if not unfinished(db):
        return
    files = [db]
    if bodies.path.exists():
        _remove_bodies(db, bodies)
        files.append(bodies.db)
    for one in files:
        one.execute("PRAGMA secure_delete = ON")
        one.execute("VACUUM")
        if one.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise ArchiveBusyError(
                "archive: another program is reading it, so that traces of what was taken down"
                " are left; end that (gongkai browse) and run it again"
            )
    _mark(db, "DELETE FROM archive_info WHERE key = ?")


def unfinished(db: Database) -> bool:
    """Whether a takedown broke off before everything was gone."""
    sql = "SELECT 1 FROM archive_info WHERE key = ?"
    return db.execute(sql, [UNFINISHED]).fetchone() is not None


def _mark(db: Database, sql: str) -> None:
    db.execute(sql, [UNFINISHED])


def _close_addresses(db: Database, keys: set[str]) -> None:
    """Nobody asks for these again; the titles that listings gave them go too."""
    db.conn.create_function("key_of", 1, takedowns.key_of, deterministic=True)
    db.execute(
        "UPDATE frontier SET state = 'taken_down', title = NULL"
        " WHERE key_of(url) IN (SELECT value FROM json_each(?))",
        [json.dumps(sorted(keys))],
    )


def _remove_rows(db: Database, bodies: list[str]) -> None:
    listed = json.dumps(bodies)
    among = "snapshot_id IN (SELECT value FROM json_each(:bodies))"
    named = {"bodies": listed}
    gone = f"SELECT version_id FROM report_versions WHERE {among}"
    sql = f"SELECT DISTINCT report_id, url, content_digest FROM report_versions WHERE {among}"
    rows = db.execute(sql, named).fetchall()
    current = f"SELECT report_id FROM reports WHERE version_id IN ({gone})"
    for (report_id,) in db.execute(current, named).fetchall():
        content.erase(db, report_id)
    for table, columns in (
        ("cell_changes", ("version_id", "previous_id")),
        ("source_differences", ("version_id", "other_id")),
        ("year_differences", ("version_id", "before_version_id")),
        ("text_overlaps", ("version_id", "other_version_id")),
        ("text_marks", ("version_id",)),
    ):
        for column in columns:
            db.execute(f"DELETE FROM {table} WHERE {column} IN ({gone})", named)
    for statement in (
        "DELETE FROM report_versions WHERE",
        "DELETE FROM rereads WHERE",
        "DELETE FROM corrections WHERE",
        "UPDATE parses SET detail = NULL WHERE",
        "UPDATE audits SET value = NULL WHERE",
    ):
        db.execute(f"{statement} {among}", named)
    contents.forget(db, {digest for _, _, digest in rows})
    db.execute("INSERT INTO report_search (report_search) VALUES ('optimize')")
    _read_the_rest(db, {url for _, url, _ in rows})
    settle_after(db, {report_id for report_id, _, _ in rows})


def _read_the_rest(db: Database, urls: set[str]) -> None:
    """A body that said the same as one that is gone had no version of its own: it gets one."""
    sql = (
        "SELECT DISTINCT f.snapshot_id, f.url FROM fetches f"
        " JOIN parses p ON p.snapshot_id = f.snapshot_id AND p.url = f.url"
        f" WHERE f.url IN (SELECT value FROM json_each(?)) AND f.kind IN {PARSED_KINDS}"
        " AND p.outcome = 'report' AND f.revisit = 0"
        " AND f.snapshot_id NOT IN (SELECT snapshot_id FROM removed_snapshots)"
        " AND NOT EXISTS (SELECT 1 FROM report_versions v"
        "  WHERE v.snapshot_id = f.snapshot_id AND v.url = f.url)"
    )
    for snapshot_id, url in db.execute(sql, [json.dumps(sorted(urls))]).fetchall():
        requeue(db, snapshot_id, url)


def _remove_bodies(db: Database, bodies: Bodies) -> None:
    rows = db.execute("SELECT snapshot_id FROM removed_snapshots").fetchall()
    bodies.db.execute("PRAGMA secure_delete = ON")
    with bodies.batch():
        bodies.db.conn.executemany("DELETE FROM bodies WHERE snapshot_id = ?", rows)
