"""Who reports: from the printed name to a stable, readable ``agency_id``."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from sqlite_utils import Database

from gongkai.archive.moves import below, rename_agency
from gongkai.archive.rows import insert


@dataclass(frozen=True, slots=True)
class Claim:
    """What a report says about its agency; ``division_code`` comes from the source."""

    name: str
    year: int
    division_code: str | None = None
    kind: str | None = None
    tier: str | None = None


def normalised(name: str) -> str:
    """NFKC without any white space; a slash would break ``agency/year/scope``."""
    return "".join(unicodedata.normalize("NFKC", name).split()).replace("/", "-")


def resolve(db: Database, claim: Claim) -> str:
    """The ``agency_id`` of a claim; enters the agency and the year of its name.

    Exactly one agency of that name whose division does not contradict is that agency;
    otherwise a new one: ``DIVISION-name`` with a division, else the name. A bare name
    that two divisions share cannot be told apart and becomes ``unplaced-name``.
    Raises ``ValueError`` for a blank name.
    """
    name = normalised(claim.name)
    if not name:
        raise ValueError("an agency needs a name")
    known = _known(db, name, claim.division_code)
    agency_id = known or _new_id(db, name, claim.division_code)
    enter_division(db, claim.division_code)
    if known and claim.division_code:
        agency_id = _placed(db, known, name, claim.division_code)
    db.execute(
        "INSERT INTO agencies (agency_id, name, kind, tier, division_code) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (agency_id) DO UPDATE SET kind = coalesce(kind, excluded.kind),"
        " tier = coalesce(tier, excluded.tier),"
        " division_code = coalesce(division_code, excluded.division_code)",
        [agency_id, name, claim.kind, claim.tier, claim.division_code],
    )
    _enter_name(db, agency_id, name, claim.year)
    return agency_id


def enter_division(db: Database, division_code: str | None) -> None:
    """Make a division citable; its name and parent come with the table of divisions."""
    sql = "SELECT 1 FROM divisions WHERE division_code = ?"
    if division_code and db.execute(sql, [division_code]).fetchone() is None:
        insert(db, "divisions", [{"division_code": division_code}])


def _known(db: Database, name: str, division_code: str | None) -> str | None:
    rows = db.execute(
        "SELECT agency_id, division_code FROM agencies JOIN agency_names USING (agency_id)"
        " WHERE agency_names.name = ?",
        [name],
    ).fetchall()
    exact = [agency_id for agency_id, code in rows if code == division_code]
    if len(exact) == 1:
        return str(exact[0])
    if len(rows) == 1 and (division_code is None or rows[0][1] is None):
        return str(rows[0][0])
    return None


def _placed(db: Database, agency_id: str, name: str, division_code: str) -> str:
    """The id with its division, once known, unless official reports are cited without.

    Without this, the id would depend on whether a copy arrived before the original.
    """
    wanted = f"{division_code}-{name}"
    sql = (
        "SELECT EXISTS (SELECT 1 FROM agencies WHERE agency_id = :id AND division_code IS NOT NULL)"
        " OR EXISTS (SELECT 1 FROM agencies WHERE agency_id = :wanted)"
        " OR EXISTS (SELECT 1 FROM report_versions WHERE report_id >= :first AND report_id < :end"
        "  AND provenance IN ('official', 'official_injected'))"
    )
    first, end = below(f"{agency_id}/")
    names = {"id": agency_id, "wanted": wanted, "first": first, "end": end}
    if db.execute(sql, names).fetchone()[0]:
        return agency_id
    rename_agency(db, agency_id, wanted)
    return wanted


def _new_id(db: Database, name: str, division_code: str | None) -> str:
    if division_code:
        return f"{division_code}-{name}"
    taken = db.execute("SELECT 1 FROM agencies WHERE agency_id = ?", [name]).fetchone()
    return f"unplaced-{name}" if taken else name


def _enter_name(db: Database, agency_id: str, name: str, year: int) -> None:
    db.execute(
        "INSERT INTO agency_names (agency_id, name, first_year, last_year) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (agency_id, name) DO UPDATE SET"
        " first_year = min(first_year, excluded.first_year),"
        " last_year = max(last_year, excluded.last_year)",
        [agency_id, name, year, year],
    )
