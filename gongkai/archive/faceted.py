"""Which reports hold some words, within what is chosen, and how many there are of each kind.

Work is bounded: a word can stand in every report, so only the ``MOST`` stored last are
ranked and counted; who asks is told when there are more.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from gongkai.archive import bigrams
from gongkai.archive.search import SECTIONS, WEIGHTS, snippet, texts

MOST = 2000
FACETS = ("year", "tier", "province", "section")
#: What a facet calls reports of which it is not known.
UNKNOWN = "unknown"

_TITLE_AND_AGENCY = 2


def _rank(weights: Sequence[float]) -> str:
    return f"bm25(report_search, {', '.join(map(str, weights))})"


def _alone(part: int) -> str:
    """Whether a word stands in a part: ranked by it alone, its report is worth something."""
    columns = range(_TITLE_AND_AGENCY + len(SECTIONS))
    return f"{_rank([float(at == part + _TITLE_AND_AGENCY) for at in columns])} <> 0"


# By descending rowid FTS5 reads until it has enough, and ranks no more than it gives.
_WITHIN = f"""
FROM report_search CROSS JOIN reports r ON r.version_id = report_search.rowid
CROSS JOIN agencies a ON a.agency_id = r.agency_id
WHERE report_search MATCH :match AND (:year IS NULL OR r.year = :year)
    AND (:tier IS NULL OR coalesce(a.tier, r.tier, '{UNKNOWN}') = :tier)
    AND (:province IS NULL OR coalesce(substr(a.division_code, 1, 2), '{UNKNOWN}') = :province)
ORDER BY report_search.rowid DESC
"""
_FOUND = f"""
SELECT report_search.rowid, r.year, coalesce(a.tier, r.tier), substr(a.division_code, 1, 2),
    {_rank(WEIGHTS)}, {", ".join(_alone(part) for part in range(len(SECTIONS)))}
{_WITHIN} LIMIT :most + 1
"""
# To rank costs several times what it costs to count.
_COUNTED = f"SELECT count(*) FROM (SELECT 1 {_WITHIN} LIMIT :most)"


@dataclass(frozen=True, slots=True)
class Match:
    """A report that holds the words; ``province`` is the first two digits of its division.

    ``parts`` are the sections in which any of the words stands.
    """

    version_id: int
    year: int
    tier: str | None
    province: str | None
    rank: float
    parts: tuple[str, ...]


def matches(conn: sqlite3.Connection, words: str, chosen: Mapping[str, str]) -> list[Match]:
    """The matching reports, best first, at most ``MOST + 1``: the last tells that there are more.

    ``chosen`` gives values of ``FACETS``; ``year`` must be a number. Never raises for words.
    """
    expression = bigrams.match(words)
    if not expression:
        return []
    asked = _asked(expression, chosen)
    found = [_match(row) for row in conn.execute(_FOUND, asked).fetchall()]
    return sorted(found[:MOST], key=lambda one: (one.rank, -one.version_id)) + found[MOST:]


def _asked(expression: str, chosen: Mapping[str, str]) -> dict[str, object]:
    section = chosen.get("section")
    asked: dict[str, object] = {"most": MOST, **{name: chosen.get(name) for name in FACETS}}
    asked["match"] = f"{section} : ({expression})" if section in SECTIONS else expression
    asked["year"] = int(chosen["year"]) if "year" in chosen else None
    return asked


def _match(row: tuple[Any, ...]) -> Match:
    version_id, year, tier, province, rank, *parts = row
    held = tuple(part for part, holds in zip(SECTIONS, parts, strict=True) if holds)
    return Match(version_id, year, tier, province, rank, held)


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that was found; in ``snippet`` the words stand between 【 and 】."""

    report_id: str
    title: str | None
    agency: str
    year: int
    snippet: str
    provenance: str


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits; how many there are (at most ``MOST``, then ``is_more``), and of what kind."""

    hits: list[Hit]
    count: int
    is_more: bool
    facets: Mapping[str, list[tuple[str, int]]]


def search(
    db: Database, words: str, limit: int = 20, chosen: Mapping[str, str] | None = None
) -> Found:
    """The reports in which every word occurs, best first. Never raises for what was typed."""
    chosen = chosen or {}
    found = matches(db.conn, words, chosen)
    hits = [_hit(db, one.version_id, words) for one in found[: min(limit, MOST)]]
    facets = {facet: counts(found, facet) for facet in FACETS[:3]}
    facets["section"] = section_counts(db.conn, words, chosen, found)
    return Found(hits, min(len(found), MOST), len(found) > MOST, facets)


def _hit(db: Database, version_id: int, words: str) -> Hit:
    sql = (
        "SELECT r.report_id, r.title, a.name, r.year, r.provenance FROM reports r"
        " JOIN agencies a ON a.agency_id = r.agency_id WHERE r.version_id = ?"
    )
    rid, title, agency, year, provenance = db.execute(sql, [version_id]).fetchone()
    shown = snippet(texts(db, rid, title, agency), bigrams.words(words))
    return Hit(rid, title, agency, year, shown, provenance)


def counts(found: Sequence[Match], facet: str) -> list[tuple[str, int]]:
    """How many of them there are by year (newest first), tier or province (most first)."""
    counted = Counter(str(getattr(one, facet) or UNKNOWN) for one in found[:MOST])
    by_name = sorted(counted.items(), reverse=facet == "year")
    return by_name if facet == "year" else sorted(by_name, key=lambda item: -item[1])


def section_counts(
    conn: sqlite3.Connection, words: str, chosen: Mapping[str, str], found: Sequence[Match]
) -> list[tuple[str, int]]:
    """In how many reports all the words stand in each part, at most ``MOST``.

    ``found`` are the matches of these words: of a single one they tell it already.
    """
    if "section" in chosen:
        return [(chosen["section"], len(found[:MOST]))] if found else []
    if len(bigrams.words(words)) == 1:
        counted = Counter(part for one in found[:MOST] for part in one.parts)
        return [(part, counted[part]) for part in SECTIONS if counted[part]]
    if not found:
        return []
    expression = bigrams.match(words)
    by_part = [
        (part, conn.execute(_COUNTED, _asked(expression, {**chosen, "section": part})).fetchone())
        for part in SECTIONS
    ]
    return [(part, count) for part, (count,) in by_part if count]


def provinces(conn: sqlite3.Connection) -> dict[str, str]:
    """The names of provinces by the first two digits of their code."""
    sql = (
        "SELECT substr(division_code, 1, 2), name FROM divisions"
        " WHERE division_code LIKE '__0000' AND name IS NOT NULL"
    )
    return dict(conn.execute(sql).fetchall())
