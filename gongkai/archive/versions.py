"""The parses of snapshots, entered as versions of reports.

A version *stands* until a later parse of the same snapshot supersedes it. Which of the
standing versions of a report is current, ``precedence`` says.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlite_utils import Database

from gongkai.archive import changes, contents
from gongkai.archive.addresses import address_of, tail_of
from gongkai.archive.content import failed_identities
from gongkai.archive.editions import edition_of, provenance_of
from gongkai.archive.fetches import Work
from gongkai.archive.rows import insert_one, utc_now
from parsers.report import Report


def tables_digest(report: Report) -> str | None:
    """SHA-256 over the numbers alone; None when the report shows no number."""
    numbers = _numbers(report.tables)
    return contents.digest_of(f"[{','.join(numbers)}]".encode()) if numbers else None


def enter(
    db: Database,
    work: Work,
    report: Report,
    report_id: str,
    parser_version: str,
    *,
    alone: bool = True,
) -> int:
    """Enter a parse as a version, or find the version that it repeats; returns its id.

    ``alone`` is False for one of several reports of a page. The page's older versions
    stand until ``supersede`` ends them, once all its reports are entered.
    """
    digest = contents.keep(db, contents.canonical(report), parser_version)
    repeated = _repeated if alone else _repeated_part
    version_id = repeated(db, work, report_id, digest)
    row = {
        "report_id": report_id,
        "snapshot_id": work.snapshot_id,
        "url": work.url,
        "source_id": work.source_id,
        "parser_version": parser_version,
        "parsed_at": utc_now(),
        "provenance": provenance_of(report),
        "title": report.title,
        "content_digest": digest,
        "tables_digest": tables_digest(report),
        "checks_failed": failed_identities(report),
        "edition": edition_of(report.title),
        "address": address_of(work.url),
        "url_tail": tail_of(work.url),
        "original_address": address_of(report.original_url) if report.original_url else None,
    }
    if version_id is None:
        previous = _read_before(db, work, report_id, alone=alone)
        version_id = insert_one(db, "report_versions", row)
        if previous is not None:
            changes.follow(db, version_id, previous)
    else:
        # The archive may have marked it as linked since; what the parser says counts
        # until the mirrors are judged again.
        sql = "UPDATE report_versions SET superseded = 0, provenance = ? WHERE version_id = ?"
        db.execute(sql, [provenance_of(report), version_id])
    return version_id


def supersede(db: Database, work: Work, keep: Collection[int] = ()) -> set[str]:
    """End every other version of this snapshot at this address; returns their reports."""
    kept = ", ".join("?" for _ in keep)
    where = f"snapshot_id = ? AND url = ? AND superseded = 0 AND version_id NOT IN ({kept})"
    key = [work.snapshot_id, work.url, *keep]
    rows = db.execute(f"SELECT report_id FROM report_versions WHERE {where}", key).fetchall()
    if rows:
        sql = f"UPDATE report_versions SET superseded = 1, is_current = 0 WHERE {where}"
        db.execute(sql, key)
    return {row[0] for row in rows}


def stands(db: Database, version_id: int, report_id: str) -> bool:
    """Whether a version may speak for a report."""
    sql = (
        "SELECT 1 FROM report_versions WHERE version_id = ? AND report_id = ?"
        " AND superseded = 0 AND mirror_of IS NULL"
    )
    return db.execute(sql, [version_id, report_id]).fetchone() is not None


def mark_current(db: Database, report_id: str, version_id: int) -> None:
    """Make one version of a report current instead of any other."""
    sql = "UPDATE report_versions SET is_current = 0 WHERE report_id = ? AND is_current = 1"
    db.execute(sql, [report_id])
    db.execute("UPDATE report_versions SET is_current = 1 WHERE version_id = ?", [version_id])


def _repeated(db: Database, work: Work, report_id: str, digest: str) -> int | None:
    """The last version of this snapshot, else of this address, if it says the same.

    A page whose counter or banner changed is a new snapshot, but no new version.
    """
    columns = "SELECT version_id, report_id, content_digest FROM report_versions"
    last = " ORDER BY version_id DESC LIMIT 1"
    row = db.execute(
        f"{columns} WHERE snapshot_id = ? AND url = ?{last}", [work.snapshot_id, work.url]
    ).fetchone()
    if row is None:
        sql = f"{columns} WHERE url = ? AND superseded = 0{last}"
        row = db.execute(sql, [work.url]).fetchone()
    return row[0] if row and row[1:] == (report_id, digest) else None


def _repeated_part(db: Database, work: Work, report_id: str, digest: str) -> int | None:
    """The same for one of several reports of a page, which share snapshot and address."""
    row = db.execute(
        "SELECT version_id FROM report_versions WHERE url = ? AND report_id = ?"
        " AND content_digest = ? AND (snapshot_id = ? OR superseded = 0)"
        " ORDER BY version_id DESC LIMIT 1",
        [work.url, report_id, digest, work.snapshot_id],
    ).fetchone()
    return row[0] if row else None


def _read_before(db: Database, work: Work, report_id: str, *, alone: bool) -> int | None:
    """What was read of the same snapshot before, under whatever id; None if nothing was."""
    sql = (
        "SELECT version_id FROM report_versions WHERE snapshot_id = ? AND url = ?"
        " AND (? OR report_id = ?) ORDER BY version_id DESC LIMIT 1"
    )
    row = db.execute(sql, [work.snapshot_id, work.url, alone, report_id]).fetchone()
    return row[0] if row else None


def _numbers(tables: dict[str, Any]) -> list[str]:
    """Each number with its place, as ``json.dumps`` writes the pair: keys are plain words."""
    found: list[str] = []
    for table, rows in sorted(tables.items()):
        for row, cells in sorted(rows.items()):
            if isinstance(cells, dict):
                found += [
                    f'["{table}.{row}.{column}",{float(value)!r}]'
                    for column, value in sorted(cells.items())
                    if value is not None
                ]
            elif cells is not None:
                found.append(f'["{table}.{row}",{float(cells)!r}]')
    return found
