"""Agency by year: what is held, and why the rest is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gongkai.archive import Archive
from gongkai.archive.health import SourceHealth
from gongkai.archive.sought import (
    Agency,
    Missed,
    agencies,
    held,
    missed,
    removed_names,
    removed_years,
)
from parsers.title import recognise
from scraper.schedule import fiscal_year, in_season
from scraper.sources import Source

#: What can be said of an agency and year, from the best to the least known.
REASONS = {
    "held": "a report is held",
    "withdrawn": "held, but its page is there no more",
    "taken_down": "was held, and was taken down from this archive",
    "parse_failed": "the page came and could not be read as a report",
    "blocked": "its page, or its whole site, keeps us out",
    "failed": "its page, or its site's listing, did not come",
    "not_yet_crawled": "known and not fetched yet, or its site was never visited",
    "awaited": "its season is not over",
    "not_published": "its site was read and names no such report",
}
_BY_PARSE = {"not_a_report", "no_agency", "no_year", "failed"}
_BY_STATE = {
    "blocked": "blocked",
    "failed": "failed",
    "waiting": "not_yet_crawled",
    "gone": "not_published",
    "absent": "not_published",
    "taken_down": "taken_down",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One agency; ``years`` gives a key of ``REASONS`` for each year of the coverage.

    ``parent`` is the body that it stands under, where that is certain.
    """

    agency: str
    tier: str | None
    sources: tuple[str, ...]
    years: Mapping[int, str]
    agency_id: str | None = None
    parent: str | None = None


def coverage(
    archive: Archive,
    sources: Sequence[Source],
    health: Mapping[str, SourceHealth],
    years: Sequence[int],
    now: datetime,
) -> list[Row]:
    """Every agency with a report, and every body that a source names, for these years.

    Bodies of which all that was held is taken down come last.
    """
    known = agencies(archive.db)
    has = {(one.agency_id, one.year): one.withdrawn for one in held(archive.db)}
    lost = _lost(missed(archive.db), known, sources)
    lost |= dict.fromkeys(removed_years(archive.db), "taken_down")
    rows = []
    for agency in known:
        cells = {}
        for year in years:
            withdrawn = has.get((agency.agency_id, year))
            if withdrawn is not None:
                cells[year] = "withdrawn" if withdrawn else "held"
            else:
                reason = lost.get((agency.agency_id, year)) or lost.get((agency.name, year))
                cells[year] = reason or _by_source(agency.sources, health, year, now)
        of = (agency.agency_id, agency.parent)
        rows.append(Row(agency.name, agency.tier, agency.sources, cells, *of))
    rows += _unseen(known, sources, health, lost, years, now)
    named = {row.agency for row in rows}
    return rows + [
        Row(name, None, (), {year: lost.get((name, year), "not_yet_crawled") for year in years})
        for name in removed_names(archive.db)
        if name not in named
    ]


def _unseen(
    known: Sequence[Agency],
    sources: Sequence[Source],
    health: Mapping[str, SourceHealth],
    lost: Mapping[tuple[str, int], str],
    years: Sequence[int],
    now: datetime,
) -> list[Row]:
    """The bodies that the sources name, and of which no report is held at all."""
    names = {name for agency in known for name in agency.names}
    rows = []
    for source in sources:
        for body in source.bodies or _owner(source):
            if body not in names:
                names.add(body)
                cells = {
                    year: lost.get((body, year)) or _by_source((source.id,), health, year, now)
                    for year in years
                }
                rows.append(Row(body, None, (source.id,), cells))
    return rows


def _owner(source: Source) -> tuple[str, ...]:
    """The body whose site it is; nobody where the host stands for a name."""
    return () if source.name in source.hosts else (source.name,)


def _lost(
    addresses: Sequence[Missed], known: Sequence[Agency], sources: Sequence[Source]
) -> dict[tuple[str, int], str]:
    """Why a report that a listing names is not held, by the agency and year of its title."""
    by_name = {name: agency.name for agency in known for name in agency.names}
    owners = {source.id: source.name for source in sources}
    found: dict[tuple[str, int], str] = {}
    for one in addresses:
        title = recognise(one.title)
        name = title.agency or owners.get(one.source_id)
        if name is None or title.year is None:
            continue
        reason = "parse_failed" if one.parse in _BY_PARSE else _BY_STATE.get(one.state, "failed")
        key = (by_name.get(name, name), title.year)
        order = list(REASONS)
        found[key] = min(found.get(key, reason), reason, key=order.index)
    return found


def _by_source(
    source_ids: Sequence[str], health: Mapping[str, SourceHealth], year: int, now: datetime
) -> str:
    """What the state of its sites says of a report that no listing names."""
    seen = [health[one] for one in source_ids if one in health and health[one].last_visit]
    if not seen:
        return "not_yet_crawled"
    if all(one.last_success is None for one in seen):
        blocked = all(one.outcome == "blocked" for one in seen)
        return "blocked" if blocked else "failed"
    latest = fiscal_year(now)
    if year >= latest and in_season(now):
        return "awaited"
    if year >= latest and all(one.outcome != "done" for one in seen):
        return "blocked" if any(one.outcome == "blocked" for one in seen) else "failed"
    return "not_published"
