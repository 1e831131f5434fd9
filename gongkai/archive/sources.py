"""The sources of one report: its page, its attachment, other hosts; and where they differ."""

from __future__ import annotations

from sqlite_utils import Database

from gongkai.archive import contents
from gongkai.archive.changes import compare
from gongkai.archive.rows import insert

_NO_CELLS = ("report", "sections")
_MOST = 20


def hold_against_each_other(db: Database, report_id: str) -> None:
    """List the cells in which the other sources of a report differ from the one that speaks.

    Its copies are sources too. Of each address only what it says now counts.
    """
    others = _others(db, report_id)
    sql = (
        "DELETE FROM source_differences WHERE version_id IN"
        " (SELECT version_id FROM report_versions WHERE report_id = ?)"
    )
    db.execute(sql, [report_id])
    row = db.execute(
        "SELECT version_id, content_digest FROM reports JOIN report_versions USING (version_id)"
        " WHERE reports.report_id = ?",
        [report_id],
    ).fetchone()
    own = contents.load(db, row[1]) if row and others else None
    if own is None:
        return
    for other_id, digest in others:
        other = contents.load(db, digest)
        changes = compare(own, other) if other else []
        insert(
            db,
            "source_differences",
            (
                {
                    "version_id": row[0],
                    "other_id": other_id,
                    "table": one.table,
                    "row": one.row,
                    "column": one.column,
                    "value": one.before,
                    "other_value": one.after,
                }
                for one in changes
                if one.table not in _NO_CELLS
            ),
        )


def _others(db: Database, report_id: str) -> list[tuple[int, str]]:
    sql = (
        "SELECT max(version_id), content_digest FROM report_versions"
        " WHERE (report_id = :id OR mirror_of = :id) AND superseded = 0"
        " AND url <> (SELECT url FROM reports WHERE report_id = :id)"
        f" GROUP BY url ORDER BY 1 DESC LIMIT {_MOST}"
    )
    return list(db.execute(sql, {"id": report_id}).fetchall())
