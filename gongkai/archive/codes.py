"""Unified social credit codes: the best sign of a body, where it is the body's own.

A page may show the code of the portal instead. A code is taken back, and what it had joined
is read again, as soon as two bodies report under it for one year.
"""

from __future__ import annotations

from sqlite_utils import Database

from gongkai.archive.carriers import Sought
from gongkai.archive.doubts import Doubt
from gongkai.archive.fetches import requeue
from gongkai.archive.moves import below
from gongkai.archive.names import fold
from gongkai.archive.places import is_within, place_names


def owner(db: Database, credit_code: str | None, sought: Sought) -> tuple[str | None, Doubt | None]:
    """The agency of a code, unless it contradicts; and the doubt in that case.

    An agency may change its name: then no report under the old one is of the same year or
    of a year on the other side.
    """
    rows = _owners(db, credit_code)
    if len(rows) != 1:
        doubt = Doubt("credit_code_shared", tuple(row[0] for row in rows)) if rows else None
        return None, doubt
    agency_id, folded, division, kind = rows[0]
    shared = Doubt("credit_code_shared", (agency_id,))
    if None not in (kind, sought.kind) and kind != sought.kind:
        return None, shared
    if not _compatible(division, sought.division_code):
        return None, shared
    if folded == sought.folded or _is_name_over_time(db, agency_id, sought):
        return agency_id, None
    return None, shared


def enter(db: Database, credit_code: str | None, agency_id: str) -> None:
    """Note that an agency showed a code; a second one makes it nobody's."""
    if credit_code is None:
        return
    before = {row[0] for row in _owners(db, credit_code)}
    if agency_id in before:
        return
    sql = "INSERT INTO agency_codes (credit_code, agency_id) VALUES (?, ?)"
    db.execute(sql, [credit_code, agency_id])
    for other in before:
        _take_back(db, other)


def _owners(db: Database, credit_code: str | None) -> list[tuple[str, str, str | None, str | None]]:
    sql = (
        "SELECT agency_id, folded_name, division_code, kind FROM agency_codes"
        " JOIN agencies USING (agency_id) WHERE credit_code = ? ORDER BY agency_id"
    )
    return list(db.execute(sql, [credit_code]).fetchall())


def _compatible(one: str | None, other: str | None) -> bool:
    return (
        None in (one, other) or is_within(str(one), str(other)) or is_within(str(other), str(one))
    )


def _is_name_over_time(db: Database, agency_id: str, sought: Sought) -> bool:
    """Whether no other name of the agency was used before and after, or in, that year."""
    sql = "SELECT name, first_year, last_year FROM agency_names WHERE agency_id = ?"
    places = place_names(db, sought.division_code)
    return not any(
        fold(name, places) != sought.folded and first <= sought.year <= last
        for name, first, last in db.execute(sql, [agency_id]).fetchall()
    )


def _take_back(db: Database, agency_id: str) -> None:
    """Read everything again that stands under an agency by its code and not by its name."""
    sql = "SELECT name, folded_name, division_code FROM agencies WHERE agency_id = ?"
    _, folded, division = db.execute(sql, [agency_id]).fetchone()
    places = place_names(db, division)
    sql = "SELECT name FROM agency_names WHERE agency_id = ?"
    names = [name for (name,) in db.execute(sql, [agency_id]).fetchall()]
    adopted = [name for name in names if fold(name, places) != folded]
    for name in adopted:
        sql = "DELETE FROM agency_names WHERE agency_id = ? AND name = ?"
        db.execute(sql, [agency_id, name])
    if adopted:
        reread_agency(db, agency_id)


def reread_agency(db: Database, agency_id: str) -> int:
    """Put every page that stands under an agency back into the queue; returns how many."""
    sql = (
        "SELECT DISTINCT snapshot_id, url FROM report_versions"
        " WHERE report_id >= ? AND report_id < ? AND superseded = 0"
    )
    rows = db.execute(sql, list(below(f"{agency_id}/"))).fetchall()
    for snapshot_id, url in rows:
        requeue(db, snapshot_id, url)
    return len(rows)
