"""What must not be kept: the list of people's decisions, what each concerns, and refusals.

A takedown names a snapshot, an address or a report. The tombstones (``removed_…``) say what
it removed; what they name is never stored again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlite_utils import Database

from gongkai.archive.addresses import address_of
from gongkai.archive.rows import utc_now

Target = Literal["snapshot", "url", "report"]
#: The further addresses that hold parts of what stands at one (pages of a flip-book).
Parts = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Takedown:
    """A decision: ``name`` is a digest (SHA-256 in hex), an address or a report's id."""

    target: Target
    name: str
    who: str
    why: str
    decided_on: str


@dataclass(slots=True)
class Concern:
    """What a takedown concerns: bodies that are kept, addresses (``key_of``), reports.

    ``is_new``: it was not in force before. ``elsewhere`` are the addresses at which the same
    reports stand and stay.
    """

    takedown: Takedown
    snapshots: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    reports: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)
    is_new: bool = True


def key_of(url: str) -> str:
    """An address as it is compared: without scheme and www; that of a file as it is."""
    return address_of(url) or url


def concern(db: Database, takedown: Takedown, parts: Parts) -> Concern:
    """What a takedown concerns in this archive. Nothing is written."""
    found = Concern(takedown)
    sql = "SELECT 1 FROM takedowns WHERE target = ? AND name = ?"
    found.is_new = db.execute(sql, [takedown.target, takedown.name]).fetchone() is None
    if takedown.target == "snapshot":
        found.snapshots = {takedown.name}
    elif takedown.target == "url":
        _add_addresses(db, found, [takedown.name], parts)
    else:
        sql = (
            "SELECT DISTINCT url FROM report_versions WHERE superseded = 0"
            " AND (report_id = :id OR mirror_of = :id)"
        )
        rows = db.execute(sql, {"id": takedown.name}).fetchall()
        _add_addresses(db, found, [url for (url,) in rows], parts)
    _look_around(db, found)
    return found


def _add_addresses(db: Database, found: Concern, urls: list[str], parts: Parts) -> None:
    """These addresses, with the attachments and further pages of what stands there."""
    db.conn.create_function("key_of", 1, key_of, deterministic=True)
    belonging = (
        "SELECT url FROM frontier WHERE kind IN ('attachment', 'part')"
        " AND found_on IS NOT NULL AND key_of(found_on) IN (SELECT value FROM json_each(?))"
    )
    found.addresses = {key_of(url) for url in urls}
    rows = db.execute(belonging, [_listed(found.addresses)]).fetchall()
    found.addresses |= {key_of(url) for (url,) in rows}
    found.addresses |= {key_of(part) for url in urls for part in parts(url)}
    bodies = (
        "SELECT DISTINCT snapshot_id FROM fetches WHERE snapshot_id IS NOT NULL AND"
        " (key_of(url) IN (SELECT value FROM json_each(:keys))"
        " OR key_of(final_url) IN (SELECT value FROM json_each(:keys)))"
    )
    rows = db.execute(bodies, {"keys": _listed(found.addresses)}).fetchall()
    found.snapshots = {one for (one,) in rows}


def _look_around(db: Database, found: Concern) -> None:
    listed = _listed(found.snapshots)
    sql = (
        "SELECT DISTINCT report_id FROM report_versions WHERE superseded = 0"
        " AND snapshot_id IN (SELECT value FROM json_each(?))"
    )
    found.reports = {one for (one,) in db.execute(sql, [listed]).fetchall()}
    sql = (
        "SELECT DISTINCT url FROM report_versions WHERE superseded = 0"
        " AND (report_id IN (SELECT value FROM json_each(:reports))"
        "  OR mirror_of IN (SELECT value FROM json_each(:reports)))"
        " AND snapshot_id NOT IN (SELECT value FROM json_each(:snapshots))"
    )
    named = {"reports": _listed(found.reports), "snapshots": listed}
    found.elsewhere = {one for (one,) in db.execute(sql, named).fetchall()}


def _listed(values: Iterable[str]) -> str:
    return json.dumps(sorted(values))


def enter(db: Database, one: Concern) -> None:
    """Write the decision and its tombstones; one that is in force gets today's words."""
    columns = ("target", "name", "who", "why", "decided_on")
    values = [getattr(one.takedown, name) for name in columns]
    db.execute(
        f"INSERT INTO takedowns ({', '.join(columns)}, applied_at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (target, name) DO UPDATE SET who = excluded.who, why = excluded.why,"
        " decided_on = excluded.decided_on",
        [*values, utc_now()],
    )
    sql = "SELECT takedown_id FROM takedowns WHERE target = ? AND name = ?"
    takedown_id = db.execute(sql, values[:2]).fetchone()[0]
    for table, column, names in (
        ("removed_snapshots", "snapshot_id", one.snapshots),
        ("removed_addresses", "address", one.addresses),
    ):
        sql = f"INSERT INTO {table} ({column}, takedown_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
        db.conn.executemany(sql, [(name, takedown_id) for name in sorted(names)])
    db.execute(
        "INSERT INTO removed_reports (report_id, takedown_id, agency_id, agency, year)"
        " SELECT r.report_id, :id, a.agency_id, a.name, r.year FROM reports r"
        " JOIN agencies a USING (agency_id)"
        " WHERE r.report_id IN (SELECT value FROM json_each(:reports)) ON CONFLICT DO NOTHING",
        {"id": takedown_id, "reports": _listed(one.reports)},
    )


def refusal(db: Database, urls: Sequence[str], snapshot_id: str | None = None) -> str | None:
    """Why something must not be kept, in one line; None when nobody took it down.

    ``urls`` are the addresses that brought it.
    """
    if not any_in_force(db):
        return None
    row = db.execute(
        "SELECT decided_on, why FROM takedowns WHERE takedown_id IN"
        " (SELECT takedown_id FROM removed_addresses WHERE address IN"
        "   (SELECT value FROM json_each(?))"
        "  UNION SELECT takedown_id FROM removed_snapshots WHERE snapshot_id = ?) LIMIT 1",
        [_listed(key_of(url) for url in urls), snapshot_id],
    ).fetchone()
    return f"taken down on {row[0]}: {row[1]}" if row else None


def any_in_force(db: Database) -> bool:
    """Whether anything was ever taken down here."""
    return db.execute("SELECT 1 FROM takedowns LIMIT 1").fetchone() is not None


def is_removed(db: Database, snapshot_id: str) -> bool:
    """Whether the body of a snapshot was taken down."""
    sql = "SELECT 1 FROM removed_snapshots WHERE snapshot_id = ?"
    return db.execute(sql, [snapshot_id]).fetchone() is not None


def told(db: Database, words: str) -> str | None:
    """What was taken down under these words: id, address, digest, or agency and year."""
    name, _, year = words.rpartition(" ")
    row = db.execute(
        "SELECT t.decided_on, t.who, t.why FROM takedowns t WHERE t.name = :words"
        " OR t.takedown_id IN (SELECT takedown_id FROM removed_reports WHERE report_id = :words"
        "   OR (:name IN (agency, agency_id) AND CAST(year AS TEXT) = :year))"
        " OR t.takedown_id IN (SELECT takedown_id FROM removed_snapshots"
        "   WHERE snapshot_id = :words)"
        " OR t.takedown_id IN (SELECT takedown_id FROM removed_addresses WHERE address = :key)"
        " ORDER BY t.takedown_id DESC LIMIT 1",
        {"words": words, "name": name, "year": year, "key": key_of(words)},
    ).fetchone()
    return f"taken down on {row[0]} by {row[1]} because: {row[2]}" if row else None
