"""Search as the pages show it, on the index and the word splitter of the archive."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongkai.archive import bigrams
from gongkai.archive.search import SECTIONS, WEIGHTS
from gongkai.browse.report_data import Record, narrative, records

PAGE = 20
#: How many reports are ranked and counted at most: a word can stand in every report.
MOST = 5000
#: Longer questions are cut: each character is a word of the index.
LONGEST = 200
AROUND = 40
#: Matches no report: FTS5 calls an empty expression an error in some versions.
NOTHING = '""'
FACETS = ("year", "tier", "province", "section")

# By descending rowid FTS5 reads until it has enough, and ranks no more than it gives.
FOUND = f"""
select report_search.rowid, r.year, coalesce(a.tier, r.tier) as tier,
  substr(a.division_code, 1, 2) as province,
  bm25(report_search, {", ".join(map(str, WEIGHTS))}) as rank
from report_search cross join reports r on r.version_id = report_search.rowid
  cross join agencies a on a.agency_id = r.agency_id
where report_search match :match and (:year is null or r.year = :year)
  and (:tier is null or coalesce(a.tier, r.tier, 'unknown') = :tier)
  and (:province is null or coalesce(substr(a.division_code, 1, 2), 'unknown') = :province)
order by report_search.rowid desc limit {MOST + 1}
"""
SHOWN = """
select r.report_id, r.agency_id, r.title, a.name as agency, r.year, r.published_on, r.provenance
from reports r join agencies a using (agency_id) where r.version_id = ?
"""
NAMES = """
select substr(division_code, 1, 2), name from divisions
where division_code like '__0000' and name is not null
"""

Piece = tuple[str, bool]


def match_query(words: object) -> str:
    """The SQL function ``gongkai_match``: what a person typed as an FTS5 expression."""
    text = "" if words is None else str(words)
    return bigrams.match(text) or NOTHING


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the words and the facets chosen, each the value as in the address."""

    q: str
    chosen: Mapping[str, str]
    page: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of hits, best first, each with a ``snippet`` of pieces.

    ``found`` counts reports, at most ``MOST``; ``is_more`` when there are others, of which
    only those stored last are ranked and counted. ``facets`` lists values with their counts
    within all that is chosen; ``provinces`` names them by the first two digits of their code.
    """

    hits: list[Record]
    found: int
    is_more: bool
    pages: int
    facets: Mapping[str, list[tuple[str, int]]]
    provinces: Mapping[str, str]


def search_reports(connection: sqlite3.Connection, question: Question) -> Answer:
    """The reports that hold every word, within what is chosen."""
    if not bigrams.words(question.q):
        return Answer([], 0, False, 0, {}, {})
    rows = _rows(connection, question, question.chosen.get("section"))
    kept = rows[:MOST]
    facets = {facet: _counts(kept, facet) for facet in ("year", "tier", "province")}
    facets["section"] = _section_counts(connection, question)
    ranked = sorted(kept, key=lambda row: (row["rank"], -row["rowid"]))
    start = (question.page - 1) * PAGE
    hits = [_hit(connection, row["rowid"], question) for row in ranked[start : start + PAGE]]
    pages = -(-len(kept) // PAGE)
    names = dict(connection.execute(NAMES).fetchall())
    return Answer(hits, len(kept), len(rows) > MOST, pages, facets, names)


def _rows(connection: sqlite3.Connection, question: Question, section: str | None) -> list[Record]:
    match = match_query(question.q)
    asked: dict[str, object] = {facet: question.chosen.get(facet) for facet in FACETS}
    asked["match"] = f"{section} : ({match})" if section in SECTIONS else match
    asked["year"] = int(question.chosen["year"]) if "year" in question.chosen else None
    cursor = connection.execute(FOUND, asked)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _counts(rows: list[Record], facet: str) -> list[tuple[str, int]]:
    counted = Counter(str(row[facet] or "unknown") for row in rows)
    by_name = sorted(counted.items(), reverse=facet == "year")
    return by_name if facet == "year" else sorted(by_name, key=lambda item: -item[1])


def _section_counts(connection: sqlite3.Connection, question: Question) -> list[tuple[str, int]]:
    """In how many reports the words stand in each part."""
    chosen = question.chosen.get("section")
    counted = [
        (key, min(MOST, len(_rows(connection, question, key))))
        for key in SECTIONS
        if chosen in (None, key)
    ]
    return [(key, count) for key, count in counted if count]


def _hit(connection: sqlite3.Connection, version_id: int, question: Question) -> Record:
    hit = records(connection, SHOWN, version_id)[0]
    section = question.chosen.get("section", "")
    hit["snippet"] = _snippet(connection, hit["report_id"], question.q, section)
    return hit


def _snippet(
    connection: sqlite3.Connection, report_id: str, query: str, section: str
) -> list[Piece]:
    """The text around the first word found, of the section asked for if any.

    Empty when only title or agency hold it.
    """
    sql = (
        "select text, table_spans from sections where report_id = ?"
        " order by ifnull(key, '') <> ?, position"
    )
    for record in records(connection, sql, report_id, section):
        text = " ".join(narrative(record["text"], json.loads(record["table_spans"])).split())
        pieces = list(_pieces(text, sorted(set(_spans(text, query)))))
        if pieces:
            return pieces
    return []


def _spans(text: str, query: str) -> Iterator[tuple[int, int]]:
    folded, places = bigrams.fold(text), bigrams.places(text)
    for word in bigrams.words(query):
        for found in bigrams.pattern(word).finditer(folded):
            yield places[found.start()], places[found.end() - 1] + 1


def _pieces(text: str, spans: list[tuple[int, int]]) -> Iterator[Piece]:
    """The text from a little before the first span to a little after it, cut at the spans."""
    if not spans:
        return
    start, end = max(0, spans[0][0] - AROUND), min(len(text), spans[0][1] + 2 * AROUND)
    at = start
    yield ("…" if start else "", False)
    for left, right in spans:
        if left >= at and right <= end:
            yield (text[at:left], False)
            yield (text[left:right], True)
            at = right
    yield (text[at:end] + ("…" if end < len(text) else ""), False)
