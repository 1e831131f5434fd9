"""Raw bodies by content hash, in a file of their own beside the archive.

A body is committed here before any row of the archive cites it, so that a crash in
between leaves a body without a citation (harmless) and never the reverse.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database, Migrations

from gongkai.archive.connect import connect, use_wal
from gongkai.archive.errors import BodyDamagedError

migrations = Migrations("gongkai.snapshots")


@migrations()
def m001_bodies(db: Database) -> None:
    """One row a distinct body."""
    db.execute(
        "CREATE TABLE bodies (snapshot_id TEXT PRIMARY KEY CHECK (length(snapshot_id) = 64),"
        " codec TEXT NOT NULL CHECK (codec IN ('zlib', 'none')), body BLOB NOT NULL)"
    )


def snapshots_path(archive: Path) -> Path:
    """``archive.db`` → ``archive.snapshots.db`` in the same folder."""
    return archive.with_name(f"{archive.stem}.snapshots{archive.suffix}")


class Packed(NamedTuple):
    """A body as it is kept: ``codec`` is ``zlib`` or ``none``."""

    codec: str
    data: bytes


class Bodies:
    """The store of raw bodies; opened at the first use."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path = path
        self._read_only = read_only
        self._opened: Database | None = None

    @property
    def db(self) -> Database:
        """The connection; synchronous FULL, for a cited body must survive a power cut."""
        if self._opened is None:
            self._opened = connect(self.path, read_only=self._read_only)
            if not self._read_only:
                use_wal(self._opened, synchronous="FULL")
                migrations.apply(self._opened)
        return self._opened

    def put(self, body: bytes) -> str:
        """Keep a body and commit; returns its SHA-256 in hex. A known body costs nothing.

        Inside ``batch`` the commit comes at its end.
        """
        digest = hashlib.sha256(body).hexdigest()
        if not self.has(digest):
            packed = zlib.compress(body, 6)
            smaller = len(packed) < len(body)
            self.db.execute(
                "INSERT INTO bodies (snapshot_id, codec, body) VALUES (?, ?, ?)"
                " ON CONFLICT (snapshot_id) DO NOTHING",
                [digest, "zlib" if smaller else "none", packed if smaller else body],
            )
        return digest

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Bodies put meanwhile are committed together, at the end: one wait for the disk."""
        with self.db.atomic():
            yield

    def has(self, snapshot_id: str) -> bool:
        """Whether the body is kept here."""
        sql = "SELECT 1 FROM bodies WHERE snapshot_id = ?"
        return self.db.execute(sql, [snapshot_id]).fetchone() is not None

    def get(self, snapshot_id: str) -> bytes:
        """The body; ``KeyError`` when it is not kept, ``BodyDamagedError`` when it is damaged."""
        try:
            return unpacked(snapshot_id, self.packed(snapshot_id))
        except BodyDamagedError as error:
            raise BodyDamagedError(f"{self.path}: {error}") from error

    def packed(self, snapshot_id: str) -> Packed:
        """The body as it is kept, unread; ``KeyError`` when it is not kept."""
        sql = "SELECT codec, body FROM bodies WHERE snapshot_id = ?"
        row = self.db.execute(sql, [snapshot_id]).fetchone()
        if row is None:
            raise KeyError(snapshot_id)
        return Packed(*row)

    def close(self) -> None:
        """Close the file if it was opened."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None


def unpacked(snapshot_id: str, packed: Packed) -> bytes:
    """A body out of what is kept of it; ``BodyDamagedError`` when it is damaged."""
    try:
        body = zlib.decompress(packed.data) if packed.codec == "zlib" else bytes(packed.data)
    except zlib.error as error:
        raise BodyDamagedError(f"body {snapshot_id} is damaged") from error
    if hashlib.sha256(body).hexdigest() != snapshot_id:
        raise BodyDamagedError(f"body {snapshot_id} does not match its digest")
    return body
