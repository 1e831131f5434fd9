"""Full-text search: one row a report, a column a section, narrative only.

Parts that are none of the six (reports before 2019) are found through the column of the
part before them, or 总体情况 where there is none; their headings, which say what they are
about, are indexed with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from gongkai.archive import bigrams
from gongkai.archive.identity import normalised
from gongkai.archive.rows import insert
from parsers.report import Report, Section

SECTIONS = (
    "overview",
    "proactive",
    "requests",
    "review_litigation",
    "problems",
    "other_matters",
)
#: bm25 weights: report_id (not indexed), title, agency, then the sections.
WEIGHTS = (0.0, 8.0, 8.0, *(1.0 for _ in SECTIONS))
MARKS = ("【", "】")
_AROUND = 30


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that was found; in ``snippet`` the words stand between 【 and 】."""

    report_id: str
    title: str | None
    agency: str
    year: int
    snippet: str
    provenance: str


def index(db: Database, version_id: int, report_id: str, report: Report) -> None:
    """Enter a report into the index under its version's id."""
    texts = dict.fromkeys(SECTIONS, "")
    column = SECTIONS[0]
    for section in report.sections:
        column = section.key if section.key in texts else column
        texts[column] += " " + bigrams.split(_searched(section))
    names = {
        "title": bigrams.split(report.title or ""),
        "agency": bigrams.split(normalised(report.agency or "")),
    }
    insert(db, "report_search", [{"rowid": version_id, "report_id": report_id, **names, **texts}])


def _searched(section: Section) -> str:
    if section.key in SECTIONS:
        return section.narrative
    return f"{section.heading}\n{section.narrative}"


def search(db: Database, query: str, limit: int = 20) -> list[Hit]:
    """The reports where every word occurs, best first. Never raises for what was typed."""
    expression = bigrams.match(query)
    if not expression:
        return []
    weights = ", ".join(map(str, WEIGHTS))
    rows = db.execute(
        "SELECT r.report_id, r.title, a.name, r.year, r.provenance FROM report_search"
        " JOIN reports r ON r.version_id = report_search.rowid"
        " JOIN agencies a ON a.agency_id = r.agency_id"
        " WHERE report_search MATCH ?"
        f" ORDER BY bm25(report_search, {weights}), r.report_id LIMIT ?",
        [expression, limit],
    ).fetchall()
    found = bigrams.words(query)
    return [
        Hit(rid, title, agency, year, snippet(_texts(db, rid, title, agency), found), provenance)
        for rid, title, agency, year, provenance in rows
    ]


def snippet(texts: Iterable[str], words: list[str]) -> str:
    """The surroundings of the first word found, as printed, with every word marked.

    ``words`` come from ``bigrams.words``. Empty when none of the texts holds one.
    """
    patterns = [bigrams.pattern(word) for word in words]
    for text in texts:
        spans = sorted(_spans(text, patterns))
        if spans:
            return _cut(text, spans)
    return ""


def _texts(db: Database, report_id: str, title: str | None, agency: str) -> Iterator[str]:
    """Narratives first: the title of a hit is shown anyway."""
    sql = (
        "SELECT key, heading, text, table_spans FROM sections WHERE report_id = ? ORDER BY position"
    )
    for key, heading, text, spans in db.execute(sql, [report_id]).fetchall():
        yield _searched(Section(key, None, heading, text, _loads(spans)))
    yield from (title or "", agency)


def _loads(spans: str) -> tuple[tuple[int, int], ...]:
    numbers = [int(number) for number in re.findall(r"\d+", spans)]
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def _spans(text: str, patterns: list[re.Pattern[str]]) -> Iterator[tuple[int, int]]:
    folded, places = bigrams.fold(text), bigrams.places(text)
    for pattern in patterns:
        for hit in pattern.finditer(folded):
            yield places[hit.start()], places[hit.end() - 1] + 1


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    first = spans[0]
    start, end = max(0, first[0] - _AROUND), min(len(text), first[1] + _AROUND)
    pieces, at = [], start
    for left, right in spans:
        if left >= at and right <= end:
            pieces += [text[at:left], MARKS[0], text[left:right], MARKS[1]]
            at = right
    pieces.append(text[at:end])
    line = " ".join("".join(pieces).split())
    return ("…" if start > 0 else "") + line + ("…" if end < len(text) else "")
