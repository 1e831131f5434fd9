"""What is known of every agency and year: reports held, and pages that did not become one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Agency:
    """A body, the names that it has used, and the sources on which its reports were found.

    ``parent`` is the name of the body that it stands under, where that is certain.
    """

    agency_id: str
    name: str
    tier: str | None
    names: tuple[str, ...]
    sources: tuple[str, ...]
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A report that is held; ``withdrawn`` when its page is there no more."""

    agency_id: str
    year: int
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Missed:
    """An address that a listing names as a report and of which none is held.

    ``state`` is the frontier's; ``parse`` is what became of the body, None when there is none.
    """

    source_id: str
    url: str
    title: str
    state: str
    parse: str | None


def agencies(db: Database) -> list[Agency]:
    """Every body with an official report, by id."""
    sql = (
        "SELECT a.agency_id, a.name, a.tier,"
        " (SELECT group_concat(n.name, char(10)) FROM agency_names n"
        "  WHERE n.agency_id = a.agency_id),"
        " group_concat(DISTINCT r.source_id),"
        " (SELECT p.name FROM agencies p WHERE p.agency_id = a.parent_id)"
        " FROM agencies a JOIN reports r ON r.agency_id = a.agency_id"
        " WHERE r.provenance IN ('official', 'official_injected', 'unknown')"
        " GROUP BY a.agency_id ORDER BY a.agency_id"
    )
    return [
        Agency(
            agency_id,
            name,
            tier,
            tuple(one for one in dict.fromkeys([name, *(names or "").split("\n")]) if one),
            tuple(sorted((sources or "").split(","))) if sources else (),
            parent,
        )
        for agency_id, name, tier, names, sources, parent in db.execute(sql).fetchall()
    ]


def held(db: Database) -> list[Held]:
    """Every agency and year of which a report is held, whatever its scope."""
    sql = (
        "SELECT r.agency_id, r.year, min(w.url IS NOT NULL) FROM reports r"
        " LEFT JOIN withdrawals w ON w.url = r.url AND w.restored_at IS NULL"
        " WHERE r.provenance IN ('official', 'official_injected', 'unknown')"
        " GROUP BY r.agency_id, r.year"
    )
    return [Held(agency, year, bool(gone)) for agency, year, gone in db.execute(sql).fetchall()]


def removed_years(db: Database) -> set[tuple[str, int]]:
    """``(agency, year)`` of reports that were taken down, each agency by its id and its name."""
    sql = (
        "SELECT agency_id, year FROM removed_reports UNION SELECT agency, year FROM removed_reports"
    )
    return set(db.execute(sql).fetchall())


def removed_names(db: Database) -> list[str]:
    """The agencies of which a report was taken down, and that are no more."""
    sql = (
        "SELECT DISTINCT t.agency FROM removed_reports t LEFT JOIN agencies a USING (agency_id)"
        " WHERE a.agency_id IS NULL ORDER BY t.agency"
    )
    return [name for (name,) in db.execute(sql).fetchall()]


def missed(db: Database) -> list[Missed]:
    """Addresses with a title that stand in the frontier and carry no report."""
    sql = (
        "SELECT f.source_id, f.url, f.title, f.state,"
        " (SELECT p.outcome FROM parses p WHERE p.url = f.url ORDER BY p.parsed_at DESC LIMIT 1)"
        " FROM frontier f WHERE f.kind = 'report' AND f.title IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM report_versions v WHERE v.url = f.url)"
        " ORDER BY f.rowid"
    )
    return [Missed(*row) for row in db.execute(sql).fetchall()]
