"""Coverage at a glance: how many bodies of each tier have a report for each year.

The numbers are those of the archive's view ``coverage`` (a test holds them together), counted
from what that view reads, for the whole of it takes seconds at 100,000 reports.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from gongkai.archive.view import OFFICIAL
from gongkai.browse.report_data import records

HELD = f"""
select coalesce(a.tier, r.tier) as tier, r.year, count(distinct r.agency_id) as bodies
from reports r join agencies a using (agency_id) where {OFFICIAL} group by 1, 2
"""
MISSING = "select tier, year, reason, count(*) as bodies from missing_reports group by 1, 2, 3"

TIERS = ("national", "province", "prefecture", "county", "township")
SHADES = 4


@dataclass(frozen=True, slots=True)
class Heat:
    """A cell: bodies with an official report, and those without by reason (None: not judged)."""

    held: int
    missing: tuple[tuple[str | None, int], ...]

    @property
    def expected(self) -> int:
        """Bodies that should have a report."""
        return self.held + sum(bodies for _, bodies in self.missing)

    @property
    def shade(self) -> int:
        """0 for none to ``SHADES`` for all; some is never shown as none, nor as all."""
        if not self.held:
            return 0
        if self.held == self.expected:
            return SHADES
        return max(1, min(SHADES - 1, round(SHADES * self.held / self.expected)))


@dataclass(frozen=True, slots=True)
class HeatGrid:
    """``rows`` holds a line a tier: its code and a cell a year (None where none is expected)."""

    years: tuple[int, ...]
    rows: tuple[tuple[str | None, tuple[Heat | None, ...]], ...]
    reasons: tuple[tuple[str | None, int], ...]


def load_heat(connection: sqlite3.Connection) -> HeatGrid:
    """The grid of the whole archive; empty for one of before the view ``missing_reports``."""
    if "missing_reports" not in _present(connection):
        return HeatGrid((), (), ())
    held = {(row["tier"], row["year"]): row["bodies"] for row in records(connection, HELD)}
    missing: dict[tuple[str | None, int], list[tuple[str | None, int]]] = {}
    reasons: dict[str | None, int] = {}
    for row in records(connection, MISSING):
        missing.setdefault((row["tier"], row["year"]), []).append((row["reason"], row["bodies"]))
        reasons[row["reason"]] = reasons.get(row["reason"], 0) + row["bodies"]
    places = {*held, *missing}
    years = tuple(sorted({year for _, year in places}))
    cells = {
        place: Heat(held.get(place, 0), tuple(sorted(missing.get(place, []), key=_most)))
        for place in places
    }
    tiers = sorted({tier for tier, _ in places}, key=_order)
    rows = tuple((tier, tuple(cells.get((tier, year)) for year in years)) for tier in tiers)
    return HeatGrid(years, rows, tuple(sorted(reasons.items(), key=_most)))


def _most(item: tuple[str | None, int]) -> tuple[int, str]:
    return -item[1], item[0] or ""


def _order(tier: str | None) -> tuple[int, str]:
    return (TIERS.index(tier) if tier in TIERS else len(TIERS), tier or "")


#: By the table or view that lists them.
HEALTH = {
    "failed_checks": f"""select count(distinct report_id) from checks c join reports r
        using (report_id) where c.outcome = 'fail' and c.severity = 'ERROR' and {OFFICIAL}""",
    "year_checks": "select count(*) from year_checks where severity = 'ERROR'",
    "carry_breaks": "select count(*) from carry_breaks",
    "late_reports": "select count(*) from late_reports where not date_doubted",
    "cell_notes": """select count(*) from cell_notes
        where status in ('ambiguous', 'unreadable', 'missing')""",
    "missing_reports": "select count(*) from missing_reports where reason = 'blocked'",
    "resting_hosts": "select count(*) from resting_hosts",
}


def load_health(connection: sqlite3.Connection) -> dict[str, int]:
    """Counts of what is doubtful, late or out of reach, of what this archive's schema has."""
    present = _present(connection)
    return {
        key: connection.execute(sql).fetchone()[0] for key, sql in HEALTH.items() if key in present
    }


def _present(connection: sqlite3.Connection) -> set[str]:
    """The tables and views: an archive that an older release wrote has fewer."""
    return {row[0] for row in connection.execute("select name from sqlite_master")}
