"""The agencies that carry a name, as printed or in its short form."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from gongkai.archive.connect import writing
from gongkai.archive.names import FOLD_VERSION, fold
from gongkai.archive.places import place_names

_INFO_KEY = "fold_version"


@dataclass(frozen=True, slots=True)
class Sought:
    """A body that is looked for; ``doubt`` says why its division is not certain."""

    name: str
    folded: str
    division_code: str | None
    kind: str | None
    year: int
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Carrier:
    """An agency that may be the one sought: by its name as printed, or by the folded one."""

    agency_id: str
    division_code: str | None
    kind: str | None
    has_name: bool
    is_folded: bool
    is_here: bool


def carriers(db: Database, sought: Sought) -> list[Carrier]:
    """Agencies with that very name anywhere, or with the folded one in that division."""
    rows = db.execute(
        "SELECT a.agency_id, a.division_code, a.kind, n.name IS NOT NULL,"
        " a.folded_name IS :folded, a.division_code IS :division"
        " FROM agencies a LEFT JOIN agency_names n ON n.agency_id = a.agency_id AND n.name = :name"
        " WHERE a.agency_id IN (SELECT agency_id FROM agency_names WHERE name = :name"
        "  UNION SELECT agency_id FROM agencies WHERE folded_name = :folded"
        "   AND division_code = :division) ORDER BY a.agency_id",
        {"name": sought.name, "folded": sought.folded, "division": sought.division_code},
    ).fetchall()
    return [Carrier(*row[:3], *map(bool, row[3:])) for row in rows]


def refold(db: Database, *, again: bool = False) -> None:
    """Fold the names of all agencies again, once after the rule or the divisions changed."""
    row = db.execute("SELECT value FROM archive_info WHERE key = ?", [_INFO_KEY]).fetchone()
    if not again and row and row[0] == FOLD_VERSION:
        return
    with writing(db):
        listed = db.execute("SELECT agency_id, name, division_code FROM agencies").fetchall()
        folded = [(fold(name, place_names(db, code)), aid) for aid, name, code in listed]
        db.conn.executemany("UPDATE agencies SET folded_name = ? WHERE agency_id = ?", folded)
        db.execute(
            "INSERT INTO archive_info (key, value) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [_INFO_KEY, FOLD_VERSION],
        )
