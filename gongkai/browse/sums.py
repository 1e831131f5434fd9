"""Sums over the whole archive, each of one scope, tier and year, that count nobody twice.

Reports of different scope or tier tell of the same requests and are never added. Within one
scope and tier a department's aggregate report is still part of its government's, and an office
may repeat its government: such reports are set aside here, with the reason, and counted.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.archive.rate_views import GROUNDS
from gongkai.archive.view import OFFICIAL

OUTCOMES = ("granted", "partly_granted", "denied", "unavailable", "not_processed", "other")
#: As the view ``remedy_rates`` says: pending cases are not closed.
ENDS = ("upheld", "corrected", "other")
#: Their reports count others' requests again, so that the tier must be known.
WIDE = ("aggregate", "government_level", "system")
SCOPES = ("own_agency", "office_only", *WIDE)

#: Scope, tier, year.
Place = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Measure:
    """Columns of a view that are added, of the reports that have all of them.

    With ``total`` only those whose columns add up to it.
    """

    view: str
    columns: tuple[str, ...]
    total: str | None = None


MEASURES: Mapping[str, Measure] = {
    "outcomes": Measure("outcome_rates", OUTCOMES, "total_processed"),
    "denials": Measure("denial_mix", GROUNDS),
    "review": Measure("remedy_rates", tuple(f"review_{end}" for end in ENDS)),
    "litigation": Measure(
        "remedy_rates", tuple(f"{kind}_{end}" for kind in ("direct", "after") for end in ENDS)
    ),
    "received": Measure("outcome_rates", ("received",)),
}

#: Why a report is not to be added: its ``scope`` or ``tier`` is not known, it is ``part`` of a
#: government's, or tells ``again`` what another report of the same government does.
REASONS = ("scope", "tier", "part", "again")
_WIDE = "r.scope IN ('aggregate', 'government_level')"
_GOVERNS = "coalesce(a.kind, '') IN ('government', 'office', 'township')"
#: A township bears the code of its county, which is not its own.
_PLACE = """CASE WHEN a.kind = 'township' THEN a.agency_id
    ELSE coalesce(a.division_code, a.agency_id) END"""
#: One row an official report. Of a place's government and its office the first is heard.
STANDING = f"""
SELECT r.report_id, r.scope, coalesce(a.tier, r.tier, 'unknown') AS tier, r.year,
    CASE WHEN r.scope NOT IN {SCOPES} THEN 'scope'
        WHEN r.scope IN {WIDE} AND coalesce(a.tier, r.tier) IS NULL THEN 'tier'
        WHEN {_WIDE} AND NOT {_GOVERNS} THEN 'part'
        WHEN {_WIDE} AND row_number() OVER (
            PARTITION BY r.scope, r.year, coalesce(a.tier, r.tier), {_GOVERNS}, {_PLACE}
            ORDER BY a.kind = 'office', a.agency_id) > 1 THEN 'again' END AS reason
FROM reports r JOIN agencies a ON a.agency_id = r.agency_id WHERE {OFFICIAL}
"""


@dataclass(frozen=True, slots=True)
class Sum:
    """The numbers of so many reports added up, in the order of the measure's columns."""

    reports: int
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """``held``: reports that may be added, with a usable number or not; ``aside``: the others
    by reason; ``added``: by measure."""

    held: Mapping[Place, int]
    aside: Mapping[tuple[Place, str], int]
    added: Mapping[str, Mapping[Place, Sum]]

    def pairs(self) -> dict[tuple[str, str], int]:
        """The scopes and tiers that can be charted, those with most reports first."""
        found: Counter[tuple[str, str]] = Counter()
        for (scope, tier, _), reports in self.held.items():
            found[scope, tier] += reports
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def years(self, scope: str, tier: str) -> list[int]:
        """The years with a report of that scope and tier, newest first."""
        return sorted({y for s, t, y in self.held if (s, t) == (scope, tier)}, reverse=True)

    def set_aside(self, reason: str, scope: str | None = None, tier: str | None = None) -> int:
        """Reports that may not be added for that reason, of all years."""
        return sum(
            reports
            for (place, why), reports in self.aside.items()
            if why == reason and scope in (None, place[0]) and tier in (None, place[1])
        )


def load_sums(connection: sqlite3.Connection) -> Sums:
    """All the sums of the archive: some 0.6 s for 10,000 reports, so keep them."""
    places: dict[str, Place] = {}
    held: Counter[Place] = Counter()
    aside: Counter[tuple[Place, str]] = Counter()
    for report_id, scope, tier, year, reason in map(tuple, connection.execute(STANDING)):
        place = (scope, tier, year)
        if reason:
            aside[place, reason] += 1
        else:
            places[report_id] = place
            held[place] += 1
    by_view: dict[str, list[str]] = {}
    for key, measure in MEASURES.items():
        by_view.setdefault(measure.view, []).append(key)
    added: dict[str, dict[Place, Sum]] = {}
    for view, keys in by_view.items():
        added |= _added(connection, view, keys, places)
    return Sums(held, aside, added)


def _added(
    connection: sqlite3.Connection, view: str, keys: Sequence[str], places: Mapping[str, Place]
) -> dict[str, dict[Place, Sum]]:
    """The measures of one view, which is read once: it is dear."""
    measures = [MEASURES[key] for key in keys]
    columns = [(*m.columns, *((m.total,) if m.total else ())) for m in measures]
    totals: list[dict[Place, list[int]]] = [{} for _ in keys]
    sql = f"SELECT report_id, {', '.join(name for names in columns for name in names)} FROM {view}"
    for row in map(tuple, connection.execute(sql)):
        if (place := places.get(row[0])) is None:
            continue
        at = 1
        for measure, names, found in zip(measures, columns, totals, strict=True):
            values = usable(row[at : at + len(names)], measure)
            at += len(names)
            if values is not None:
                before = found.get(place, [0] * (len(values) + 1))
                found[place] = [a + b for a, b in zip(before, (1, *values), strict=True)]
    return {
        key: {place: Sum(one[0], tuple(one[1:])) for place, one in found.items()}
        for key, found in zip(keys, totals, strict=True)
    }


def usable(row: Iterable[int | None], measure: Measure) -> tuple[int, ...] | None:
    """The numbers to add; None where one is not known, or they do not add up to the total."""
    values = tuple(value for value in row if value is not None)
    if len(values) != len(measure.columns) + bool(measure.total):
        return None
    if measure.total is None:
        return values
    *parts, total = values
    return tuple(parts) if sum(parts) == total else None
