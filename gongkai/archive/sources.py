"""The sources of one report: its page, its attachment, other hosts; and where they differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlite_utils import Database

from gongkai.archive import contents, precedence
from gongkai.archive.changes import Change, compare
from gongkai.archive.rows import insert

_NO_CELLS = ("report", "sections")
_MOST = 20
#: The problem of a report beside which another official page of the same year stands.
COMPETING = "competing_page"
Compare = Callable[[str], list[Change]]


def hold_against_each_other(db: Database, report_id: str) -> None:
    """List the cells in which the other sources of a report differ from the one that speaks.

    Its copies are sources too. Of each address only what it says now counts. An official source
    with other figures is a problem of the report.
    """
    others = _others(db, report_id)
    for sql in (
        "DELETE FROM source_differences WHERE version_id IN"
        " (SELECT version_id FROM report_versions WHERE report_id = ?)",
        f"DELETE FROM problems WHERE report_id = ? AND code = '{COMPETING}'",
    ):
        db.execute(sql, [report_id])
    row = db.execute(
        "SELECT version_id, content_digest FROM reports JOIN report_versions USING (version_id)"
        " WHERE reports.report_id = ?",
        [report_id],
    ).fetchone()
    own = contents.load(db, row[1]) if row and others else None
    if own is None:
        return
    held = _comparing(db, own)
    for other_id, digest in others:
        _enter(db, row[0], other_id, held(digest))
    _tell_competitors(db, report_id, row[0], held)


def _comparing(db: Database, own: dict[str, Any]) -> Compare:
    """Holds other parses against one, each once: the cells in which they differ."""
    known: dict[str, list[Change]] = {}

    def held(digest: str) -> list[Change]:
        if digest not in known:
            other = contents.load(db, digest)
            changes = compare(own, other) if other else []
            known[digest] = [one for one in changes if one.table not in _NO_CELLS]
        return known[digest]

    return held


def _enter(db: Database, version_id: int, other_id: int, changes: list[Change]) -> None:
    insert(
        db,
        "source_differences",
        (
            {
                "version_id": version_id,
                "other_id": other_id,
                "table": one.table,
                "row": one.row,
                "column": one.column,
                "value": one.before,
                "other_value": one.after,
            }
            for one in changes
        ),
    )


def _tell_competitors(db: Database, report_id: str, current: int, held: Compare) -> None:
    """Say which other official pages of this body and year show other figures now.

    Which one speaks was decided by rule; a reader may see it otherwise.
    """
    found = precedence.heads(db, report_id)
    address = next((one.address for one in found if one.version_id == current), None)
    rivals = [one for one in found if one.provenance in precedence.OFFICIAL][:_MOST]
    for rival in sorted(rivals, key=lambda one: one.url):
        if rival.address == address:
            continue
        figures = [
            c
            for c in held(rival.content_digest)
            if None not in (c.before, c.after) and c.table != "annex"
        ]
        if figures:
            _tell(db, report_id, rival, figures)


def _tell(db: Database, report_id: str, rival: precedence.Version, figures: list[Change]) -> None:
    first = figures[0]
    place = ".".join((first.table, first.row, first.column))
    content = contents.load(db, rival.content_digest) or {}
    day = content.get("published_on") or "an unknown day"
    detail = (
        f"another official source differs in {len(figures)} figures ({place} is {first.after},"
        f" here {first.before}): {rival.url}, published on {day}, “{content.get('title')}”"
    )
    row = {"report_id": report_id, "code": COMPETING, "severity": "warning", "where": None}
    insert(db, "problems", [{**row, "detail": detail}])


def _others(db: Database, report_id: str) -> list[tuple[int, str]]:
    sql = (
        "SELECT max(version_id), content_digest FROM report_versions"
        " WHERE (report_id = :id OR mirror_of = :id) AND superseded = 0"
        " AND url <> (SELECT url FROM reports WHERE report_id = :id)"
        f" GROUP BY url ORDER BY 1 DESC LIMIT {_MOST}"
    )
    return list(db.execute(sql, {"id": report_id}).fetchall())
