"""Full-text search: one row a report, a column a section, narrative only.

Parts that are none of the six (reports before 2019) are found through the column of the
part before them, or 总体情况 where there is none; their headings, which say what they are
about, are indexed with them.

The index keeps no words of its own (FTS5 ``content=''``): what leaves it must be told to it
exactly as it was entered, so both come from the rows of ``reports`` and ``sections``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlite_utils import Database

from gongkai.archive import bigrams
from gongkai.archive.connect import writing
from gongkai.archive.identity import normalised
from gongkai.archive.rows import insert
from parsers.report import Section

SECTIONS = (
    "overview",
    "proactive",
    "requests",
    "review_litigation",
    "problems",
    "other_matters",
)
#: bm25 weights: title, agency, then the sections.
WEIGHTS = (8.0, 8.0, *(1.0 for _ in SECTIONS))
#: Raised whenever the same rows are split into other words; the index is then made anew.
SEARCH_VERSION = "1"
_COLUMNS = ("title", "agency", *SECTIONS)
_INFO_KEY = "search_version"
MARKS = ("【", "】")
_AROUND = 30


@contextmanager
def indexing(db: Database) -> Iterator[None]:
    """A transaction at whose end the index takes in what was entered meanwhile.

    FTS5 writes what it has gathered as a segment of its own at every savepoint, also at those
    that SQLite sets for single statements: told report by report, it would merge without end.
    """
    is_outermost = not db.conn.in_transaction
    with writing(db):
        yield
        if is_outermost:
            _take_in(db)


def enter(db: Database, version_id: int) -> None:
    """Have the current rows of a report indexed, under the id of its version.

    To be called within ``indexing``.
    """
    sql = "INSERT INTO temp.search_waiting (version_id) VALUES (?) ON CONFLICT DO NOTHING"
    db.execute(sql, [version_id])


def withdraw(db: Database, report_id: str) -> None:
    """Take a report out of the index, before any of its rows change."""
    sql = (
        "DELETE FROM temp.search_waiting WHERE version_id ="
        " (SELECT version_id FROM reports WHERE report_id = ?)"
    )
    if db.execute(sql, [report_id]).rowcount:
        return  # the index never heard of it
    names = ", ".join(("report_search", "rowid", *_COLUMNS))
    marks = ", ".join("?" for _ in range(2 + len(_COLUMNS)))
    sql = f"INSERT INTO report_search ({names}) VALUES ({marks})"
    for rowid, words in _entries(db, "r.report_id = ?", report_id):
        db.execute(sql, ["delete", rowid, *(words[name] for name in _COLUMNS)])


def ensure(db: Database) -> bool:
    """Make the index anew when words are split differently now; returns whether they are."""
    # Of this connection alone; it follows the transaction, savepoints included.
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute("CREATE TEMP TABLE IF NOT EXISTS search_waiting (version_id INTEGER PRIMARY KEY)")
    row = db.execute("SELECT value FROM archive_info WHERE key = ?", [_INFO_KEY]).fetchone()
    if row and row[0] == SEARCH_VERSION:
        return False
    with writing(db):
        db.execute("INSERT INTO report_search (report_search) VALUES ('delete-all')")
        _index(db, "?", 1)
        db.execute(
            "INSERT INTO archive_info (key, value) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [_INFO_KEY, SEARCH_VERSION],
        )
    return True


def _take_in(db: Database) -> None:
    _index(db, "version_id IN (SELECT version_id FROM temp.search_waiting WHERE ?)", 1)
    db.execute("DELETE FROM temp.search_waiting")


def _index(db: Database, where: str, parameter: int) -> None:
    for rowid, words in _entries(db, where, parameter):
        insert(db, "report_search", [{"rowid": rowid, **words}])


def _entries(
    db: Database, where: str, parameter: str | int
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each report's row of the index, from what the archive holds of it."""
    sql = f"SELECT version_id, report_id, title, agency_name FROM reports r WHERE {where}"
    for version_id, report_id, title, agency in db.execute(sql, [parameter]).fetchall():
        words = {
            "title": bigrams.split(title or ""),
            "agency": bigrams.split(normalised(agency or "")),
        }
        yield version_id, words | _section_words(sections(db, report_id))


def _section_words(sections: Iterable[Section]) -> dict[str, str]:
    texts = dict.fromkeys(SECTIONS, "")
    column = SECTIONS[0]
    for section in sections:
        column = section.key if section.key in texts else column
        texts[column] += " " + bigrams.split(_searched(section))
    return texts


def _searched(section: Section) -> str:
    if section.key in SECTIONS:
        return section.narrative
    return f"{section.heading}\n{section.narrative}"


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


def texts(db: Database, report_id: str, title: str | None, agency: str) -> Iterator[str]:
    """Narratives first: the title of a hit is shown anyway."""
    for section in sections(db, report_id):
        yield _searched(section)
    yield from (title or "", agency)


def sections(db: Database, report_id: str) -> Iterator[Section]:
    """The parts of a report, as they stand in the archive."""
    sql = (
        "SELECT key, heading, text, table_spans FROM sections WHERE report_id = ? ORDER BY position"
    )
    for key, heading, text, spans in db.execute(sql, [report_id]).fetchall():
        yield Section(key, None, heading, text, _loads(spans))


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
