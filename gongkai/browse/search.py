"""Search as the pages show it, on the index and the word splitter of the archive."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from gongkai.archive import bigrams
from gongkai.archive.search import WEIGHTS
from gongkai.browse.report_data import Record, narrative, records

LIMIT = 50
AROUND = 40
#: Matches no report: FTS5 calls an empty expression an error in some versions.
NOTHING = '""'

FOUND = f"""
select r.report_id, r.title, a.name as agency, r.year, r.published_on, r.provenance
from report_search join reports r on r.version_id = report_search.rowid
  join agencies a using (agency_id)
where report_search match ?
order by bm25(report_search, {", ".join(map(str, WEIGHTS))}), r.report_id limit {LIMIT}
"""

Piece = tuple[str, bool]


def match_query(words: object) -> str:
    """The SQL function ``gongkai_match``: what a person typed as an FTS5 expression."""
    text = "" if words is None else str(words)
    return bigrams.match(text) or NOTHING


def search_reports(connection: sqlite3.Connection, query: str) -> list[Record]:
    """The reports that hold every word, best first, each with a ``snippet`` of pieces."""
    if not bigrams.words(query):
        return []
    hits = records(connection, FOUND, match_query(query))
    for hit in hits:
        hit["snippet"] = _snippet(connection, hit["report_id"], query)
    return hits


def _snippet(connection: sqlite3.Connection, report_id: str, query: str) -> list[Piece]:
    """The text around the first word found; empty when only title or agency hold it."""
    sql = "select text, table_spans from sections where report_id = ? order by position"
    for record in records(connection, sql, report_id):
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
