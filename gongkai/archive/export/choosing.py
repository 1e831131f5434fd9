"""From what a person types to a selection: names of provinces and agencies."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from gongkai.archive.identity import normalised
from gongkai.archive.lookup import NotFoundError

TIERS = ("national", "province", "prefecture", "county", "township")
_SHOWN = 10


def provinces(db: Database, words: Sequence[str]) -> tuple[str, ...]:
    """The first two digits of the code of each; raises ``NotFoundError``."""
    return tuple(_province(db, one.strip()) for one in words)


def _province(db: Database, words: str) -> str:
    if words.isascii() and words.isdecimal() and len(words) in (2, 6):
        sql = (
            "SELECT 1 FROM divisions WHERE substr(division_code, 1, 2) = ?"
            " UNION SELECT 1 FROM agencies WHERE substr(division_code, 1, 2) = ?"
        )
        if words[2:].strip("0") == "" and db.execute(sql, [words[:2]] * 2).fetchone():
            return words[:2]
    sql = (
        "SELECT DISTINCT substr(d.division_code, 1, 2) FROM divisions d"
        " LEFT JOIN division_names n ON n.division_code = d.division_code"
        " WHERE substr(d.division_code, 3) = '0000' AND length(:words) > 1"
        " AND :words IN (d.name, n.name, substr(d.name, 1, length(:words)))"
    )
    found = [row[0] for row in db.execute(sql, {"words": words}).fetchall()]
    if len(found) != 1:
        raise NotFoundError(f"no province “{words}”; give its name or its code (贵州 or 52)")
    return str(found[0])


def agencies(db: Database, words: Sequence[str]) -> tuple[str, ...]:
    """The id of each, given its id or a name that it has had; raises ``NotFoundError``."""
    return tuple(_agency(db, one) for one in words)


def _agency(db: Database, words: str) -> str:
    if db.execute("SELECT 1 FROM agencies WHERE agency_id = ?", [words]).fetchone():
        return words
    sql = (
        "SELECT agency_id FROM agencies WHERE name = :name"
        " UNION SELECT agency_id FROM agency_names WHERE name = :name ORDER BY 1"
    )
    found = [row[0] for row in db.execute(sql, {"name": normalised(words)}).fetchall()]
    if len(found) == 1:
        return str(found[0])
    if not found:
        raise NotFoundError(f"no agency “{words}”; give its id or its full name")
    listed = ", ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
    raise NotFoundError(f"“{words}” may be {len(found)} agencies: {listed}")
