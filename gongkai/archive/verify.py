"""Is everything that the archive holds still what was put in?

Every body is unpacked and hashed again, both files are put to SQLite's own checks, every
invariant of ours is asked for, every kept parse is hashed, and the rows of each current
report are held against its parse. Nothing is written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from gongkai.archive import contents, precedence
from gongkai.archive.bodies import Bodies
from gongkai.archive.changes import cells_of
from gongkai.archive.content import APPLICANTS, RESULTS
from gongkai.archive.errors import ArchiveError
from gongkai.archive.invariants import INVARIANTS

Cells = dict[tuple[str, str, str], Any]


@dataclass(slots=True)
class Verdict:
    """What was looked at, and every fault in one line; sound when there is none."""

    snapshots: int = 0
    reports: int = 0
    versions: int = 0
    faults: list[str] = field(default_factory=list)


def verify(db: Database, bodies: Bodies, progress: Callable[[], None]) -> Verdict:
    """Check everything; ``progress`` is called once a snapshot."""
    verdict = Verdict()
    for found in (
        _integrity(db, "archive.db"),
        _foreign_keys(db),
        _bodies(db, bodies, verdict, progress),
        _invariants(db),
        _contents(db, verdict),
        _current(db, verdict),
    ):
        _collect(found, verdict)
    return verdict


def _collect(found: Iterator[str], verdict: Verdict) -> None:
    try:
        verdict.faults += [" ".join(line.split()) for line in found]
    except sqlite3.DatabaseError as error:
        verdict.faults.append(f"archive.db: a check broke off: {error}")
    except ValueError as error:  # a text that is none any more, JSON that lost a bracket
        verdict.faults.append(f"archive.db: what is stored cannot be read: {error}")
    except ArchiveError as error:
        verdict.faults.append(str(error))


def _integrity(db: Database, name: str) -> Iterator[str]:
    try:
        lines = [line for (line,) in db.execute("PRAGMA integrity_check").fetchall()]
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        lines = [str(error)]
    yield from (f"{name}: {line}" for line in lines if line != "ok")


def _foreign_keys(db: Database) -> Iterator[str]:
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check").fetchall():
        yield f"{table}: row {row} cites a row of {parent} that is not there"


def _bodies(
    db: Database, bodies: Bodies, verdict: Verdict, progress: Callable[[], None]
) -> Iterator[str]:
    rows = db.execute("SELECT snapshot_id, size FROM snapshots").fetchall()
    if not rows:
        return  # an archive without snapshots has no second file
    yield from _integrity(bodies.db, bodies.path.name)
    removed = {one for (one,) in db.execute("SELECT snapshot_id FROM removed_snapshots")}
    for snapshot_id, size in rows:
        verdict.snapshots += 1
        progress()
        if snapshot_id in removed:
            if bodies.has(snapshot_id):
                yield f"snapshot {snapshot_id} was taken down, but its body is kept"
            continue
        try:
            found = len(bodies.get(snapshot_id))
        except KeyError:
            yield f"snapshot {snapshot_id}: its body is not kept"
        except ArchiveError as error:
            yield str(error)
        except sqlite3.DatabaseError as error:
            yield f"{bodies.path.name}: snapshot {snapshot_id} cannot be read: {error}"
        else:
            if found != size:
                yield f"snapshot {snapshot_id}: {found} bytes, but {size} were fetched"


def _invariants(db: Database) -> Iterator[str]:
    for sql in INVARIANTS:
        for (line,) in db.execute(sql).fetchall():
            yield line


def _contents(db: Database, verdict: Verdict) -> Iterator[str]:
    for (digest,) in db.execute("SELECT content_digest FROM version_contents").fetchall():
        verdict.versions += 1
        try:
            contents.read(db, digest)
        except ArchiveError as error:
            yield str(error)


def _current(db: Database, verdict: Verdict) -> Iterator[str]:
    sql = (
        "SELECT r.report_id, r.version_id, v.content_digest FROM reports r"
        " JOIN report_versions v USING (version_id)"
    )
    for report_id, version_id, digest in db.execute(sql).fetchall():
        verdict.reports += 1
        best = precedence.best(db, report_id)
        if (best is None or best.version_id != version_id) and not _waits(db, best):
            better = best.version_id if best else "none"
            yield f"report {report_id}: version {version_id} is shown, {better} should be"
        content = contents.load(db, digest)
        if content is not None:
            yield from _rows_differ(db, report_id, content)


def _waits(db: Database, version: precedence.Version | None) -> bool:
    """Whether a version that should be shown is in the queue: the next run shows it."""
    sql = "SELECT 1 FROM rereads WHERE snapshot_id = ? AND url = ?"
    named = [version.snapshot_id, version.url] if version else [None, None]
    return db.execute(sql, named).fetchone() is not None


def _rows_differ(db: Database, report_id: str, content: dict[str, Any]) -> Iterator[str]:
    parsed: Cells = dict(cells_of(content))
    stored: Cells = dict(_stored(db, report_id))
    for place in sorted(parsed.keys() | stored.keys()):
        if parsed.get(place) != stored.get(place):
            name, was = ".".join(place), parsed.get(place)
            yield f"report {report_id}: {name} is {stored.get(place)}, but {was} was read"
    names = ("key", "number", "heading", "text")
    sql = f"SELECT {', '.join(names)} FROM sections WHERE report_id = ? ORDER BY position"
    read = [tuple(section[name] for name in names) for section in content["sections"]]
    if db.execute(sql, [report_id]).fetchall() != read:
        yield f"report {report_id}: its parts are not those that were read"


def _stored(db: Database, report_id: str) -> Iterator[tuple[tuple[str, str, str], Any]]:
    for table, columns in (("requests", APPLICANTS), ("review_litigation", RESULTS)):
        names = ", ".join(columns)
        sql = f'SELECT "row", {names} FROM {table} WHERE report_id = ?'
        for row, *values in db.execute(sql, [report_id]).fetchall():
            yield from (
                ((table, row, column), value)
                for column, value in zip(columns, values, strict=True)
                if value is not None
            )
    sql = 'SELECT "row", "column", value FROM disclosure WHERE report_id = ?'
    for row, column, value in db.execute(sql, [report_id]).fetchall():
        yield ("disclosure", row, column), value
    sql = "SELECT key, value FROM statistics WHERE report_id = ?"
    for key, value in db.execute(sql, [report_id]).fetchall():
        yield ("statistics", key, "value"), value
    sql = "SELECT position, label, this_year, cumulative FROM annex_rows WHERE report_id = ?"
    for position, *values in db.execute(sql, [report_id]).fetchall():
        for column, value in zip(("label", "this_year", "cumulative"), values, strict=True):
            yield ("annex", str(position), column), value
