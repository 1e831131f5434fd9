"""Runs, and the sources that they visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from json import loads
from typing import Any, Literal

from sqlite_utils import Database

from gongkai.archive import hosts
from gongkai.archive.connect import writing
from gongkai.archive.identity import enter_division
from gongkai.archive.rows import dumps, insert, insert_one, utc_now

RunKind = Literal["crawl", "import", "reparse", "demo"]


def start(db: Database, kind: RunKind) -> int:
    """Enter a run; returns its id.

    The caller holds the run lock, so a run without an end is dead: it is closed as killed.
    """
    with writing(db):
        db.execute("UPDATE runs SET outcome = 'killed' WHERE finished_at IS NULL")
        return insert_one(db, "runs", {"kind": kind, "started_at": utc_now()})


def finish(db: Database, run_id: int, outcome: str, counts: Mapping[str, int]) -> None:
    """Close a run with its outcome and its counts."""
    db.execute(
        "UPDATE runs SET finished_at = ?, outcome = ?, detail = ? WHERE run_id = ?",
        [utc_now(), outcome, dumps(dict(counts)), run_id],
    )


def put_source(
    db: Database, source_id: str, known: Mapping[str, str | None], listings: Sequence[str]
) -> None:
    """Enter a source, or overwrite what was known of it.

    ``known`` holds the columns ``name``, ``cms``, ``division_code``, ``level``, ``notes``.
    """
    with writing(db):
        enter_division(db, known["division_code"])
        hosts.enter_source(db, listings, known["division_code"])
        db.execute(
            "INSERT INTO sources (source_id, name, cms, division_code, level, listings, notes)"
            " VALUES (:id, :name, :cms, :division_code, :level, :listings, :notes)"
            " ON CONFLICT (source_id) DO UPDATE SET name = excluded.name, cms = excluded.cms,"
            " level = excluded.level, division_code = excluded.division_code,"
            " listings = excluded.listings, notes = excluded.notes",
            {**known, "id": source_id, "listings": dumps(list(listings))},
        )


def enter_source(db: Database, source_id: str, known: Mapping[str, Any]) -> None:
    """Make a source citable that came with a WARC file; one that is known stays as it is."""
    sql = "SELECT 1 FROM sources WHERE source_id = ?"
    if db.execute(sql, [source_id]).fetchone() is None:
        columns = {column[1] for column in db.execute("PRAGMA table_info(sources)").fetchall()}
        row = {n: value for n, value in known.items() if n in columns and value is not None}
        enter_division(db, row.get("division_code"))
        insert(db, "sources", [{"name": source_id, **row, "source_id": source_id}])


def kept_sources(db: Database) -> list[dict[str, Any]]:
    """Every row of ``sources``, its listings as a list."""
    rows = db.query("SELECT source_id, name, cms, listings FROM sources ORDER BY source_id")
    return [{**row, "listings": loads(row["listings"])} for row in rows]
