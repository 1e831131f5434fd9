"""What can be wrong with an archive file, in words for the person at the terminal."""

from __future__ import annotations

import sqlite3

#: Whatever SQLite says, for those who may not know SQLite.
DatabaseError = sqlite3.DatabaseError


class ArchiveError(Exception):
    """The archive cannot be used; the message says why and what to do."""


class MissingArchiveError(ArchiveError):
    """There is no file at that path."""


class NotAnArchiveError(ArchiveError):
    """The file is not an archive of this project."""


class ArchiveVersionError(ArchiveError):
    """The schema is older (and may only be read) or newer than this program."""


class ArchiveBusyError(ArchiveError):
    """Another program holds the database locked."""


class BodyDamagedError(ArchiveError):
    """A raw body that is not kept any more, or not as it was fetched."""


#: What SQLite's messages hold, and what to say instead. docs/archive.md explains each.
_FULL = (
    "the disk is full; what was stored stays, nothing is half-written; free space and run it again"
)
_READ_ONLY = "the file or its folder cannot be written to; check its permissions"
DAMAGED = (
    "the file is damaged; gongkai verify says where, a backup or gongkai import of a WARC "
    "export restores it"
)
_BUSY = "another program holds the database locked; run it again when that has finished"
_WORDS = (
    ("full", _FULL),
    ("readonly", _READ_ONLY),
    ("read-only", _READ_ONLY),
    ("malformed", DAMAGED),
    ("not a database", DAMAGED),
    ("corrupt", DAMAGED),
    ("locked", _BUSY),
    ("disk I/O", "the disk reported an error; check it before anything is written again"),
)


def explained(error: DatabaseError) -> ArchiveError:
    """An error of SQLite in words that say what to do, SQLite's own in brackets."""
    said = str(error)
    words = next((words for sign, words in _WORDS if sign in said), "the database reports an error")
    kind = ArchiveBusyError if words is _BUSY else ArchiveError
    return kind(f"archive: {words} ({said})")
