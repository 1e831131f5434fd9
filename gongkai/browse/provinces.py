"""Numbers of the provinces for a grid of tiles: whose report says what, and how dark a tile is.

A province's number is what the report of its government, or of the government's office, says
for one scope and year; it is never added up here. Where two such reports differ, there is none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.archive.view import OFFICIAL
from gongkai.browse.report_data import Record, records
from gongkai.browse.tile_places import PLACES, Place
from gongkai.browse.wording import Words

Number = int | float
SHADES = 4
#: Counted over all bodies of a province, of any scope.
HELD = "reports"
SCOPES = ("aggregate", "government_level", "own_agency", "office_only")


@dataclass(frozen=True, slots=True)
class Value:
    """What can be shown: a column of a view of the archive; ``unit`` is ``%`` for a fraction."""

    words: Words
    unit: str
    view: str
    column: str


VALUES: Mapping[str, Value] = {
    "received": Value(Words("新收申请", "Requests received"), "件", "outcome_rates", "received"),
    "any_disclosure": Value(
        Words("公开和部分公开占比", "Granted or partly granted"),
        "%",
        "outcome_rates",
        "any_disclosure",
    ),
    "denied_share": Value(Words("不予公开占比", "Denied"), "%", "outcome_rates", "denied_share"),
    "not_held_share": Value(
        Words("本机关不掌握占比", "Not held by the agency"), "%", "outcome_rates", "not_held_share"
    ),
    "review_correction": Value(
        Words("行政复议纠正率", "Reviews: corrected"), "%", "remedy_rates", "review_correction"
    ),
    "litigation_correction": Value(
        Words("行政诉讼纠正率", "Lawsuits: corrected"),
        "%",
        "remedy_rates",
        "litigation_correction",
    ),
    "days_late": Value(
        Words("公布晚于期限（负数为早）", "Days after the deadline (negative: before)"),
        "天",
        "timeliness",
        "days_late",
    ),
    HELD: Value(
        Words("存档的官方报告（含下级）", "Official reports held, all bodies"), "份", "", ""
    ),
}

SPEAKERS = """
select agency_id, name, substr(division_code, 1, 2) as province from agencies
where division_code glob '[0-9][0-9]0000' and kind in ('government', 'office')
"""
NAMES = """
select substr(division_code, 1, 2) as province, name from divisions
where division_code glob '[0-9][0-9]0000'
"""
EDITIONS = f"""
select r.report_id, r.agency_id, r.year, r.scope from reports r
where {OFFICIAL} and r.agency_id in (select agency_id from ({SPEAKERS}))
"""
COUNTS = f"""
select substr(a.division_code, 1, 2) as province, r.year, count(*) as value
from reports r join agencies a using (agency_id)
where {OFFICIAL} and a.division_code is not null group by 1, 2
"""


@dataclass(frozen=True, slots=True)
class Tile:
    """A province: ``state`` is ``number``, ``unusable``, ``differ`` or ``none``.

    ``reports`` are those that say so, each with its ``value``; ``shade`` is 0 without a number.
    """

    code: str
    name: str
    place: Place | None
    state: str
    value: Number | None
    shade: int
    reports: tuple[Record, ...]


#: A tile's state, its number, and the reports.
Said = tuple[str, Number | None, tuple[Record, ...]]
_NOTHING: Said = ("none", None, ())


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown, and what could be: ``scopes`` with how many provinces have a report."""

    value: str
    year: int | None
    scope: str
    years: tuple[int, ...]
    scopes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TileGrid:
    """``steps`` are the least and the greatest number of each shade."""

    choice: Choice
    tiles: tuple[Tile, ...]
    steps: tuple[tuple[int, Number, Number], ...]


def load_counts(connection: sqlite3.Connection) -> list[Record]:
    """Official reports by province and year, of the whole archive."""
    return records(connection, COUNTS)


def load_grid(
    connection: sqlite3.Connection,
    counts: Sequence[Record],
    value: str | None,
    year: str | None,
    scope: str | None,
) -> TileGrid:
    """What was asked for; what was not, or is not there, is chosen: the latest, the fullest.

    ``counts`` are those of ``load_counts``.
    """
    speakers = {one["agency_id"]: one for one in records(connection, SPEAKERS)}
    editions = [one | speakers[one["agency_id"]] for one in records(connection, EDITIONS)]
    choice = _choose(editions, counts, value, year, scope)
    found = _held(counts, choice) if choice.value == HELD else {}
    if choice.value != HELD:
        at = (choice.year, choice.scope)
        shown = [one for one in editions if (one["year"], one["scope"]) == at]
        found = _said(shown, _numbers(connection, choice, [one["agency_id"] for one in shown]))
    names = {one["province"]: one["name"] for one in records(connection, NAMES)}
    others = {*found, *(one["province"] for one in counts)} - set(PLACES)
    tiles = [
        (code, found.get(code, _NOTHING), names.get(code)) for code in (*PLACES, *sorted(others))
    ]
    return _shaded(choice, tiles)


def _choose(
    editions: Sequence[Record],
    counts: Sequence[Record],
    value: str | None,
    year: str | None,
    scope: str | None,
) -> Choice:
    picked = value if value and value in VALUES else ("received" if editions else HELD)
    years = sorted({one["year"] for one in (counts if picked == HELD else editions)}, reverse=True)
    at = next((one for one in years if str(one) == year), years[0] if years else None)
    scopes = {
        name: len({e["province"] for e in editions if (e["year"], e["scope"]) == (at, name)})
        for name in SCOPES
    }
    fullest = max(SCOPES, key=lambda name: scopes[name])
    return Choice(picked, at, scope if scope and scope in SCOPES else fullest, tuple(years), scopes)


def _numbers(
    connection: sqlite3.Connection, choice: Choice, agencies: Sequence[str]
) -> dict[str, Number | None]:
    """By report. The agencies are named: the views are not made for the whole archive."""
    value = VALUES[choice.value]
    doubted = " and not date_doubted" if value.view == "timeliness" else ""
    marks = ", ".join("?" * len(agencies))
    sql = (
        f"select report_id, {value.column} as value from {value.view}"
        f" where agency_id in ({marks}) and year = ? and scope = ?{doubted}"
    )
    rows = records(connection, sql, *agencies, choice.year, choice.scope)
    return {row["report_id"]: row["value"] for row in rows}


def _held(counts: Iterable[Record], choice: Choice) -> dict[str, Said]:
    return {
        one["province"]: ("number", one["value"], ())
        for one in counts
        if one["year"] == choice.year
    }


def _said(editions: Iterable[Record], numbers: Mapping[str, Number | None]) -> dict[str, Said]:
    provinces: dict[str, list[Record]] = {}
    for one in editions:
        row = one | {"value": numbers.get(one["report_id"])}
        provinces.setdefault(one["province"], []).append(row)
    found: dict[str, Said] = {}
    for code, rows in provinces.items():
        values = {row["value"] for row in rows} - {None}
        state = "number" if len(values) == 1 else "differ" if values else "unusable"
        found[code] = (state, values.pop() if state == "number" else None, tuple(rows))
    return found


def _shaded(
    choice: Choice,
    tiles: Sequence[tuple[str, Said, str | None]],
) -> TileGrid:
    """Shades by rank: as many provinces in each; equal numbers are equally dark."""
    ranked = sorted(value for _, (_, value, _), _ in tiles if value is not None)

    def shade(value: Number | None) -> int:
        return 0 if value is None else 1 + SHADES * ranked.index(value) // len(ranked)

    made = tuple(
        Tile(
            code,
            PLACES[code].name if code in PLACES else (name or code),
            PLACES.get(code),
            state,
            value,
            shade(value),
            reports,
        )
        for code, (state, value, reports), name in tiles
    )
    steps = []
    for number in range(1, SHADES + 1):
        held = [value for value in ranked if shade(value) == number]
        if held:
            steps.append((number, held[0], held[-1]))
    return TileGrid(choice, made, tuple(steps))
