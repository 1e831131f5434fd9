"""How much text a report shares with last year's, its superior's, and anybody's (D-DUP).

Work is bounded: a report is held against at most one report of last year, the superior's
of the same year and the year before, and the ``_CLOSEST`` others that share most of its
rarer sampled sentences. A sentence that more than ``COMMON`` reports share is a formula.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import astuple

from sqlite_utils import Database

from gongkai.archive.passages import Texts, marks, overlap
from gongkai.archive.view import OFFICIAL

COMMON = 40
_CLOSEST = 3
#: Fewer shared marks are chance.
_FEWEST = 2
#: Smaller shares between bodies that have nothing to do with one another are not kept.
_LEAST_ELSEWHERE = 0.3

_LAST_YEAR = f"""
SELECT r.version_id, r.report_id, 'last_year' FROM reports n
JOIN reports r ON r.agency_id = n.agency_id AND r.year = n.year - 1 AND r.scope = n.scope
WHERE n.version_id = ? AND {OFFICIAL}"""
_SUPERIOR = f"""
SELECT r.version_id, r.report_id, 'superior' FROM reports n
JOIN agencies a ON a.agency_id = n.agency_id
JOIN reports r ON r.agency_id = a.parent_id AND r.year BETWEEN n.year - 1 AND n.year
WHERE n.version_id = ? AND {OFFICIAL}"""
_ELSEWHERE = f"""
SELECT r.version_id, r.report_id FROM reports r WHERE r.version_id IN ({{}}) AND {OFFICIAL}
    AND r.agency_id <> ? AND r.year <= ?"""

Others = Iterator[tuple[int, str, str]]


def mark(db: Database, version_id: int, found: Mapping[int, str]) -> None:
    """Enter the sampled sentences of a version."""
    db.conn.executemany(
        "INSERT INTO text_marks (mark, version_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(one, version_id) for one in marks(found)],
    )


def enter(db: Database, version_id: int, report_id: str, texts: Texts) -> None:
    """Enter with which reports a version shares text; inside a transaction."""
    found = texts.of(report_id)
    db.execute("DELETE FROM text_overlaps WHERE version_id = ?", [version_id])
    held: set[int] = set()
    for other_id, other, relation in _others(db, version_id, found):
        if other_id in held:
            continue
        held.add(other_id)
        shared = overlap(found, texts.of(other))
        least = _LEAST_ELSEWHERE if relation == "elsewhere" else 0.0
        if shared.repeated and shared.repeated >= least * shared.characters:
            db.execute(
                "INSERT INTO text_overlaps (version_id, other_version_id, relation, characters,"
                " repeated, passages, longest) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [version_id, other_id, relation, *astuple(shared)],
            )


def _others(db: Database, version_id: int, found: Mapping[int, str]) -> Others:
    yield from db.execute(_LAST_YEAR, [version_id]).fetchall()
    yield from db.execute(_SUPERIOR, [version_id]).fetchall()
    yield from _elsewhere(db, version_id, found)


def _elsewhere(db: Database, version_id: int, found: Mapping[int, str]) -> Others:
    """Reports of other bodies, not later, that share most of the rarer sentences."""
    row = db.execute("SELECT agency_id, year FROM reports WHERE version_id = ?", [version_id])
    agency_id, year = row.fetchone()
    counted: Counter[int] = Counter()
    for one in marks(found):
        sql = "SELECT version_id FROM text_marks WHERE mark = ? LIMIT ?"
        sharing = [other for (other,) in db.execute(sql, [one, COMMON + 1])]
        if len(sharing) <= COMMON:
            counted.update(sharing)
    del counted[version_id]
    alike = [other for other, times in counted.items() if times >= _FEWEST]
    marks_of = ", ".join("?" * len(alike))
    rows = db.execute(_ELSEWHERE.format(marks_of), [*alike, agency_id, year]).fetchall()
    # By name where they are even: the order in which they were entered must not matter.
    rows.sort(key=lambda row: (-counted[row[0]], row[1]))
    for other, report_id in rows[:_CLOSEST]:
        yield other, report_id, "elsewhere"
