"""A copy of both files while others write, checked before it takes its name."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from gongkai.archive.bodies import Bodies, snapshots_path
from gongkai.archive.connect import connect
from gongkai.archive.errors import ArchiveError
from gongkai.archive.opening import open_archive
from gongkai.archive.verify import Verdict, verify


def backup(source: Path, to: Path, progress: Callable[[], None]) -> Verdict:
    """Copy the archive to ``to`` and its bodies beside it, then verify the copy.

    ``archive.db`` is copied first: a body is always there before a row cites it, so the
    bodies of a moment later hold all that the copy cites. Each file is copied in one read
    transaction. A copy with faults is removed and they are returned. Raises
    ``ArchiveError`` when ``to`` exists or cannot be written.
    """
    final = (to, snapshots_path(to))
    for path in final:
        if path.exists():
            raise ArchiveError(f"{path}: exists already; a backup overwrites nothing")
    part = to.with_name(f"{to.stem}.part{to.suffix}")
    parts = (part, snapshots_path(part))
    try:
        for path, copy in zip((source, snapshots_path(source)), parts, strict=True):
            if path.exists():
                _copy(path, copy)
        verdict = _verified(part, progress)
        if not verdict.faults:
            for copy, path in zip(reversed(parts), reversed(final), strict=True):
                if copy.exists():
                    copy.replace(path)
    except OSError as error:
        raise ArchiveError(f"{to}: cannot be written ({error.strerror or error})") from error
    finally:
        for copy in parts:
            copy.unlink(missing_ok=True)
    return verdict


def _copy(path: Path, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    source = connect(path, read_only=True)
    try:
        target = sqlite3.connect(copy)
        try:
            source.conn.backup(target)
            # One file each, so that a copied copy is whole without its write-ahead log.
            target.execute("PRAGMA journal_mode = DELETE")
        finally:
            target.close()
    except sqlite3.Error as error:
        raise ArchiveError(f"{path}: could not be copied to {copy} ({error})") from error
    finally:
        source.close()


def _verified(path: Path, progress: Callable[[], None]) -> Verdict:
    db = open_archive(path, read_only=True)
    bodies = Bodies(snapshots_path(path), read_only=True)
    try:
        return verify(db, bodies, progress)
    finally:
        bodies.close()
        db.close()
