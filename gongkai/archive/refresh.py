"""Holding reports against other years and bodies, for those that changed since it was done.

It runs at the end of a crawl, an import or a reparse. Killed in between it has done
nothing or all for a batch, and the next run goes on: ``reports.compared`` says which.
"""

from __future__ import annotations

from sqlite_utils import Database

from gongkai.archive import passages, repeats, year_checks
from gongkai.archive.connect import writing

#: Agencies a transaction: others get to write in between.
_BATCH = 200
_CHANGED = "temp.changed_agencies"
# What was said of a report may change with a new one: of those that share a sentence with
# it (unless it is, and was, a formula), and of those whose superior it is.
_CONCERNED = f"""
UPDATE reports SET compared = 0 WHERE compared = 1 AND (version_id IN (
    SELECT o.version_id FROM text_marks o WHERE o.mark IN (
        SELECT m.mark FROM reports n JOIN text_marks m ON m.version_id = n.version_id
        WHERE n.compared = 0 AND (SELECT count(*) FROM (SELECT 1 FROM text_marks k
            WHERE k.mark = m.mark LIMIT {repeats.COMMON + 2})) <= {repeats.COMMON + 1}))
    OR agency_id IN (SELECT a.agency_id FROM reports n JOIN agencies a
        ON a.parent_id = n.agency_id WHERE n.compared = 0))
"""


def refresh(db: Database) -> int:
    """Compare every report that was not yet; returns how many."""
    _forget(db)
    texts = passages.Texts(db)
    total = _mark(db, texts)
    while _batch(db, texts):
        pass
    return total


def _forget(db: Database) -> None:
    """Drop what belongs to versions that no report shows any more."""
    with writing(db):
        for table in ("year_differences", "text_overlaps", "text_marks"):
            db.execute(
                f"DELETE FROM {table} WHERE version_id NOT IN (SELECT version_id FROM reports)"
            )
        for table, column in (
            ("year_differences", "before_version_id"),
            ("text_overlaps", "other_version_id"),
        ):
            db.execute(
                f"DELETE FROM {table} WHERE {column} NOT IN (SELECT version_id FROM reports)"
            )


def _mark(db: Database, texts: passages.Texts) -> int:
    """Sample the sentences of all new reports first, so that the order does not matter."""
    sql = "SELECT version_id, report_id FROM reports WHERE compared = 0"
    rows = db.execute(sql).fetchall()
    for at in range(0, len(rows), _BATCH):
        with writing(db):
            for version_id, report_id in rows[at : at + _BATCH]:
                repeats.mark(db, version_id, texts.of(report_id))
    if db.execute("SELECT EXISTS (SELECT 1 FROM reports WHERE compared = 1)").fetchone()[0]:
        with writing(db):
            db.execute(_CONCERNED)
    return len(rows)


def _batch(db: Database, texts: passages.Texts) -> bool:
    with writing(db):
        db.execute(f"DROP TABLE IF EXISTS {_CHANGED}")
        db.execute(
            f"CREATE TEMP TABLE changed_agencies AS SELECT DISTINCT agency_id FROM reports"
            f" WHERE compared = 0 ORDER BY agency_id LIMIT {_BATCH}"
        )
        of = f"agency_id IN (SELECT agency_id FROM {_CHANGED})"
        reports = db.execute(f"SELECT version_id, report_id FROM reports WHERE {of}").fetchall()
        if not reports:
            return False
        year_checks.enter(db, _CHANGED)
        for version_id, report_id in reports:
            repeats.enter(db, version_id, report_id, texts)
        db.execute(f"UPDATE reports SET compared = 1 WHERE compared = 0 AND {of}")
    return True
