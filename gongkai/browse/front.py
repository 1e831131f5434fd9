"""The front page in numbers: how much is there, from whom and for which years."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from gongkai.browse.heat import HeatGrid, load_health, load_heat
from gongkai.browse.report_data import Record, records

GRID_AGENCIES = 40
NEWEST = 10

NUMBERS = """
select count(*) as reports, count(distinct agency_id) as agencies,
  min(year) as first_year, max(year) as last_year,
  coalesce(sum(cells_read), 0) as cells, coalesce(sum(checks_failed), 0) as failed,
  (select count(*) from report_versions where superseded = 0 and is_current = 0
    and provenance in ('copy_linked', 'copy_unverified')) as set_aside
from reports
"""

AGENCIES = """
select a.agency_id, a.name, count(*) as reports
from agencies a join reports r using (agency_id)
group by a.agency_id order by reports desc, a.name limit ?
"""

NEW = """
select r.report_id, r.agency_id, r.title, a.name as agency, r.year, r.published_on,
  r.provenance, r.checks_failed
from reports r join agencies a using (agency_id)
order by r.published_on is null, r.published_on desc, r.report_id limit ?
"""

CELLS = """
select report_id, agency_id, year, scope, provenance, checks_failed from reports
where agency_id in (select agency_id from ({agencies})) order by year, scope
"""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """An agency's line in the grid: for each year the reports there are."""

    agency: str
    agency_id: str
    years: tuple[tuple[int, tuple[Record, ...]], ...]


@dataclass(frozen=True, slots=True)
class Front:
    """What the front page shows; ``health`` counts by the table or view that lists them."""

    numbers: Record
    years: tuple[int, ...]
    coverage: list[CoverageRow]
    more_agencies: int
    newest: list[Record]
    heat: HeatGrid
    health: dict[str, int]


def load_front(connection: sqlite3.Connection) -> Front:
    """Counts, the grids (of agencies, those with most reports), the newest reports, health."""
    numbers = records(connection, NUMBERS)[0]
    years = tuple(range(numbers["first_year"] or 0, (numbers["last_year"] or -1) + 1))
    coverage = _coverage(connection, years)
    return Front(
        numbers=numbers,
        years=years,
        coverage=coverage,
        more_agencies=numbers["agencies"] - len(coverage),
        newest=records(connection, NEW, NEWEST),
        heat=load_heat(connection),
        health=load_health(connection),
    )


def _coverage(connection: sqlite3.Connection, years: tuple[int, ...]) -> list[CoverageRow]:
    cells: dict[tuple[str, int], list[Record]] = {}
    for record in records(connection, CELLS.format(agencies=AGENCIES), GRID_AGENCIES):
        cells.setdefault((record["agency_id"], record["year"]), []).append(record)
    return [
        CoverageRow(
            agency["name"],
            agency["agency_id"],
            tuple((year, tuple(cells.get((agency["agency_id"], year), ()))) for year in years),
        )
        for agency in records(connection, AGENCIES, GRID_AGENCIES)
    ]
