"""Search as the pages show it, on the index and the word splitter of the archive."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongkai.archive import bigrams, faceted
from gongkai.archive.faceted import FACETS, MOST
from gongkai.browse.report_data import Record, narrative, records

PAGE = 20
#: Longer questions are cut: each character is a word of the index.
LONGEST = 200
AROUND = 40
#: Matches no report: FTS5 calls an empty expression an error in some versions.
NOTHING = '""'

SHOWN = """
select r.report_id, r.agency_id, r.title, a.name as agency, r.year, r.published_on, r.provenance
from reports r join agencies a using (agency_id) where r.version_id = ?
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
    found = faceted.matches(connection, question.q, question.chosen)
    kept = found[:MOST]
    facets = {facet: faceted.counts(kept, facet) for facet in FACETS[:3]}
    facets["section"] = (
        faceted.section_counts(connection, question.q, question.chosen) if found else []
    )
    start = (question.page - 1) * PAGE
    hits = [_hit(connection, one.version_id, question) for one in kept[start : start + PAGE]]
    pages, is_more = -(-len(kept) // PAGE), len(found) > MOST
    return Answer(hits, len(kept), is_more, pages, facets, faceted.provinces(connection))


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
