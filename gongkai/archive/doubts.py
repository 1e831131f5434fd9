"""What could not be decided about who reports: noted for a person, gone once it is settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from gongkai.archive.rows import dumps, insert


@dataclass(frozen=True, slots=True)
class Doubt:
    """``reason`` as in ``agency_doubts``; ``candidates`` are divisions or agencies."""

    reason: str
    candidates: tuple[str, ...] = ()


def note(db: Database, agency_id: str, name: str, year: int, found: Iterable[Doubt]) -> bool:
    """The doubts about a name now; those of before that are not among them are gone.

    Returns whether there are, or were, any.
    """
    sql = "DELETE FROM agency_doubts WHERE name = ? AND agency_id = ?"
    were_any = db.execute(sql, [name, agency_id]).rowcount > 0
    reasons = {doubt.reason: doubt for doubt in found}
    insert(
        db,
        "agency_doubts",
        (
            {
                "agency_id": agency_id,
                "name": name,
                "reason": doubt.reason,
                "candidates": dumps(list(doubt.candidates)),
                "year": year,
            }
            for doubt in reasons.values()
        ),
    )
    return were_any or bool(reasons)


def any_of(db: Database, agency_id: str) -> bool:
    """Whether anything about an agency is in doubt."""
    sql = "SELECT 1 FROM agency_doubts WHERE agency_id = ? LIMIT 1"
    return db.execute(sql, [agency_id]).fetchone() is not None
