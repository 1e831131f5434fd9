"""Is this file an archive, and one that this program understands?"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from gongkai.archive import carriers, dictionary, divisions, parents, search, views
from gongkai.archive.connect import connect, use_wal
from gongkai.archive.errors import ArchiveVersionError, NotAnArchiveError, explained
from gongkai.archive.migrations import APPLICATION_ID, known_names, migrations


def open_archive(path: Path, *, read_only: bool) -> Database:
    """Open ``archive.db``; writing creates and upgrades it, reading touches nothing.

    Raises ``MissingArchiveError``, ``NotAnArchiveError``, ``ArchiveVersionError`` or
    ``ArchiveError``, each with a message for the person at the terminal.
    """
    db = connect(path, read_only=read_only)
    try:
        _require_archive(db, path, may_be_empty=not read_only)
        _require_known_schema(db, path, read_only)
        if not read_only:
            _bring_up_to_date(db)
    except sqlite3.DatabaseError as error:
        db.close()
        told = explained(error)
        raise type(told)(f"{path}: {str(told).removeprefix('archive: ')}") from error
    except BaseException:
        db.close()
        raise
    return db


def _require_archive(db: Database, path: Path, *, may_be_empty: bool) -> None:
    if db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
        return
    if _holds_something(db) or not may_be_empty:
        raise NotAnArchiveError(f"{path}: an SQLite file, but not an archive of gongkai")


def _holds_something(db: Database) -> bool:
    """Whether anything is in it, but the list of migrations that a first opening makes.

    A full disk or a kill can end that opening before the first migration; then only the list
    is there, and the next opening goes on.
    """
    begun = migrations.migrations_table
    sql = "SELECT count(*) FROM sqlite_master WHERE tbl_name <> ?"
    if db.execute(sql, [begun]).fetchone()[0]:
        return True
    return db[begun].exists() and db[begun].count > 0


def _require_known_schema(db: Database, path: Path, read_only: bool) -> None:
    applied = {migration.name for migration in migrations.applied(db)}
    if applied - known_names():
        raise ArchiveVersionError(f"{path}: written by a newer gongkai; upgrade this program")
    if read_only and known_names() - applied:
        raise ArchiveVersionError(
            f"{path}: written by an older gongkai; any command that writes upgrades it"
        )


def _bring_up_to_date(db: Database) -> None:
    use_wal(db)
    migrations.apply(db)
    dictionary.ensure(db)
    carriers.refold(db, again=divisions.ensure(db))
    parents.ensure(db)
    search.ensure(db)
    views.ensure(db)
