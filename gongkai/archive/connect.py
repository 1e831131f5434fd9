"""The one way to open SQLite here, so that every connection has the same settings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from gongkai.archive.errors import (
    DAMAGED,
    ArchiveError,
    MissingArchiveError,
    NotAnArchiveError,
    explained,
)

BUSY_SECONDS = 30.0
#: For connections that write: memory for pages, and pages of the log before it is emptied.
_CACHE_KIB, _CHECKPOINT_PAGES = 64 * 1024, 4_000


def connect(path: Path, *, read_only: bool = False) -> Database:
    """A database with foreign keys on, in the driver's autocommit mode.

    Autocommit means that no transaction is open unless ``db.atomic()`` opened it. The
    connection may pass between threads, but only one may use it at a time. Nothing is
    written yet: who will write calls ``use_wal`` once the file is known to be ours.

    Raises ``MissingArchiveError`` (read-only and no file), ``NotAnArchiveError`` (no
    SQLite file) and ``ArchiveError`` (cannot be opened).
    """
    if read_only and not path.is_file():
        raise MissingArchiveError(f"{path}: there is no such archive")
    mode = "ro" if read_only else "rwc"
    try:
        conn = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
    except sqlite3.OperationalError as error:
        raise ArchiveError(f"{path}: cannot be opened ({error})") from error
    try:
        return _settled(conn, read_only)
    except sqlite3.DatabaseError as error:
        conn.close()
        raise _explained(path, error) from error
    except UnicodeDecodeError as error:  # the schema's own text, as SQLite quotes it
        conn.close()
        raise ArchiveError(f"{path}: {DAMAGED} ({error})") from error


def use_wal(db: Database, *, synchronous: Literal["NORMAL", "FULL"] = "NORMAL") -> None:
    """Let readers read while one writes."""
    db.execute("PRAGMA journal_mode = WAL")
    db.execute(f"PRAGMA synchronous = {synchronous}")
    # Digests come in no order: what holds their indices must stay in memory, or a large
    # archive reads a page for every row it writes.
    db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    # Pages that one commit after the other changes are carried over less often.
    db.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")


def _settled(conn: sqlite3.Connection, read_only: bool) -> Database:
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute("SELECT count(*) FROM sqlite_master").fetchone()  # a foreign file fails here
    if read_only:
        conn.execute("PRAGMA query_only = ON")
    # Plugins of the tool sqlite-utils are none of this archive's business.
    return Database(conn, execute_plugins=False)


def _explained(path: Path, error: sqlite3.DatabaseError) -> ArchiveError:
    if "not a database" in str(error):
        return NotAnArchiveError(f"{path}: not an SQLite file")
    told = explained(error)
    return type(told)(f"{path}: {str(told).removeprefix('archive: ')}")


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """One transaction (or savepoint) that holds the write lock from its start.

    A transaction that begins deferred, reads first and writes later fails at once,
    without waiting, when another process wrote in between; so this one takes the lock up
    front, and waits for it.
    """
    if db.conn.in_transaction:
        with _savepoint(db):
            # Whoever began the transaction may hold no lock yet: a write that touches no row.
            db.execute("UPDATE archive_info SET value = value WHERE FALSE")
            yield
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        db.rollback()  # nothing, where the error ended the transaction itself
        raise


@contextmanager
def _savepoint(db: Database) -> Iterator[None]:
    """What ``db.atomic()`` does within a transaction, under one name (the innermost counts).

    A new name each time is a new statement to compile, and pushes others out of the cache.
    """
    db.execute("SAVEPOINT writing")
    try:
        yield
    except BaseException:
        if db.conn.in_transaction:
            db.execute("ROLLBACK TO SAVEPOINT writing")
            db.execute("RELEASE SAVEPOINT writing")
        raise
    db.execute("RELEASE SAVEPOINT writing")


@contextmanager
def reading(db: Database) -> Iterator[None]:
    """One state of the database for several queries, whatever others write meanwhile."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("ROLLBACK")
