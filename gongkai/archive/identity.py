"""Who reports: from the printed name, its codes and its site to a stable ``agency_id``.

In this order: what a person decided, the body's unified social credit code, then the same
folded name in the same division. The division comes from the name and from the site, which
is known by its source, by its site code, or by its host (``places.seat``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlite_utils import Database

from gongkai.archive import codes, doubts, hosts, parents
from gongkai.archive.carriers import Carrier, Sought, carriers
from gongkai.archive.moves import below, rename_agency
from gongkai.archive.names import fold, names_place, normalised
from gongkai.archive.places import Seat, place_names, seat
from gongkai.archive.rows import insert

__all__ = ["Claim", "enter_division", "normalised", "resolve"]

#: Their names are one of a kind in the whole country, though they begin with no place.
_NATIONAL = ("ministry", "vertical_system")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a report says about its agency.

    ``division_code`` is that of the source, ``host`` the site's, ``site_code`` and
    ``credit_code`` what the page shows. None of the four for a copy's own site.
    """

    name: str
    year: int
    division_code: str | None = None
    kind: str | None = None
    tier: str | None = None
    host: str | None = None
    site_code: str | None = None
    credit_code: str | None = None


def resolve(db: Database, claim: Claim) -> str:
    """The ``agency_id`` of a claim; enters the agency and the year of its name.

    Exactly one agency of that (folded) name and kind in that division is that agency;
    otherwise a new one: ``DIVISION-name`` with a division, else the name. A bare name that
    two divisions share cannot be told apart and stays without a division, with a doubt that
    a person can settle (``doubts``). Raises ``ValueError`` for a blank name.
    """
    name = normalised(claim.name)
    if not name:
        raise ValueError("an agency needs a name")
    where = _seat(db, replace(claim, name=name))
    folded = fold(name, place_names(db, where.division_code))
    sought = Sought(name, folded, where.division_code, claim.kind, claim.year, where.doubt)
    noted: list[doubts.Doubt] = []
    agency_id = _decided(db, sought)
    if agency_id is None:
        if where.doubt:
            noted.append(doubts.Doubt(where.doubt, where.candidates))
        agency_id = _found(db, sought, claim.credit_code, noted) or _new_id(db, sought)
    is_other = _enter(db, agency_id, sought, claim.tier)
    codes.enter(db, claim.credit_code, agency_id)
    is_other |= doubts.note(db, agency_id, name, claim.year, noted)
    if is_other:
        parents.settle(db, agency_id)
    return agency_id


def enter_division(db: Database, division_code: str | None) -> None:
    """Make a division citable that the table of divisions does not have."""
    sql = "SELECT 1 FROM divisions WHERE division_code = ?"
    if division_code and db.execute(sql, [division_code]).fetchone() is None:
        insert(db, "divisions", [{"division_code": division_code}])


def _seat(db: Database, claim: Claim) -> Seat:
    if claim.kind == "ministry":
        # Bodies of the whole country sit in none of its divisions, wherever they are listed.
        return Seat(None)
    site = hosts.division_of(db, claim.division_code, claim.site_code, claim.host)
    return seat(db, claim.name, claim.year, site)


def _decided(db: Database, sought: Sought) -> str | None:
    """What a person decided for this name in this division, or wherever it stands."""
    sql = (
        "SELECT agency_id FROM agency_decisions WHERE name = ? AND division_code IN ('', ?)"
        " ORDER BY division_code DESC LIMIT 1"
    )
    row = db.execute(sql, [sought.name, sought.division_code or ""]).fetchone()
    return row[0] if row else None


def _found(
    db: Database, sought: Sought, credit_code: str | None, noted: list[doubts.Doubt]
) -> str | None:
    agency_id, doubt = codes.owner(db, credit_code, sought)
    if doubt:
        noted.append(doubt)
    if agency_id is not None:
        return agency_id
    rows = carriers(db, sought)
    if sought.division_code is None:
        return _unplaced(sought, rows, noted)
    exact = [one for one in rows if one.is_here and one.has_name]
    if len(exact) == 1:
        return exact[0].agency_id
    same = [one for one in rows if one.is_here and one.is_folded]
    kin = [one for one in same if None in (one.kind, sought.kind) or one.kind == sought.kind]
    if len(kin) == 1 and not exact:
        return kin[0].agency_id
    if same:
        reason = "several_agencies" if len(kin) > 1 or exact else "other_kind"
        noted.append(doubts.Doubt(reason, tuple(one.agency_id for one in same)))
        return None
    return _placed(db, sought, rows)


def _unplaced(sought: Sought, rows: list[Carrier], noted: list[doubts.Doubt]) -> str | None:
    """Without a division only a name that is one of a kind can be told."""
    named = [one for one in rows if one.has_name]
    loose = [one for one in named if one.division_code is None]
    if len(loose) == 1:
        return loose[0].agency_id
    is_telling = names_place(sought.name) or sought.kind in _NATIONAL
    if len(named) == 1 and is_telling and not sought.doubt:
        return named[0].agency_id
    if named:
        reason = "place_shared" if is_telling else "no_place"
        noted.append(doubts.Doubt(reason, tuple(one.agency_id for one in named)))
    return None


def _placed(db: Database, sought: Sought, rows: list[Carrier]) -> str | None:
    """The only body of that name, which no division was known of: it sits here.

    Its id gets the division, unless official reports are cited without. Otherwise the id
    would depend on whether a copy arrived before the original.
    """
    if len(rows) != 1 or rows[0].division_code is not None:
        return None
    agency_id = rows[0].agency_id
    if not names_place(sought.name) or doubts.any_of(db, agency_id):
        return None
    wanted = f"{sought.division_code}-{sought.name}"
    sql = (
        "SELECT EXISTS (SELECT 1 FROM agencies WHERE agency_id = :wanted)"
        " OR EXISTS (SELECT 1 FROM report_versions WHERE report_id >= :first AND report_id < :end"
        "  AND provenance IN ('official', 'official_injected'))"
    )
    first, end = below(f"{agency_id}/")
    if db.execute(sql, {"wanted": wanted, "first": first, "end": end}).fetchone()[0]:
        return agency_id
    rename_agency(db, agency_id, wanted)
    return wanted


def _new_id(db: Database, sought: Sought) -> str:
    if sought.division_code:
        return f"{sought.division_code}-{sought.name}"
    sql = "SELECT 1 FROM agencies WHERE agency_id = ?"
    taken = db.execute(sql, [sought.name]).fetchone()
    return f"unplaced-{sought.name}" if taken else sought.name


def _enter(db: Database, agency_id: str, sought: Sought, tier: str | None) -> bool:
    """Enter the agency and its name; returns whether it is new, or known better now."""
    enter_division(db, sought.division_code)
    seat_of = "SELECT kind, division_code, folded_name FROM agencies WHERE agency_id = ?"
    before = db.execute(seat_of, [agency_id]).fetchone()
    db.execute(
        "INSERT INTO agencies (agency_id, name, kind, tier, division_code, folded_name)"
        " VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (agency_id) DO UPDATE SET kind = coalesce(kind, excluded.kind),"
        " tier = coalesce(tier, excluded.tier), folded_name = CASE WHEN division_code IS NULL"
        "  OR folded_name IS NULL THEN excluded.folded_name ELSE folded_name END,"
        " division_code = coalesce(division_code, excluded.division_code)",
        [agency_id, sought.name, sought.kind, tier, sought.division_code, sought.folded],
    )
    db.execute(
        "INSERT INTO agency_names (agency_id, name, first_year, last_year) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (agency_id, name) DO UPDATE SET"
        " first_year = min(first_year, excluded.first_year),"
        " last_year = max(last_year, excluded.last_year)",
        [agency_id, sought.name, sought.year, sought.year],
    )
    return bool(before != db.execute(seat_of, [agency_id]).fetchone())
