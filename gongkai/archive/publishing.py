"""Copies for readers, one folder each, and a link to the newest that changes in one step.

Two files cannot be renamed at once, a link to their folder can (POSIX ``rename``): whoever
follows it meets the new archive with its own snapshots, or the old one with its own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from gongkai.archive.backup import backup
from gongkai.archive.errors import ArchiveError
from gongkai.archive.verify import Verdict

#: The name of the link, and of the archive in each folder.
LINK, NAME = "current", "archive.db"
#: The newest, the one before it that may still answer, and one to go back to.
KEPT = 3
_RELEASES = "releases"


def publish(
    source: Path, site: Path, progress: Callable[[], None], keep: int = KEPT
) -> tuple[Verdict, Path]:
    """A verified copy in ``site/releases/<UTC time>/``, to which ``site/current`` then leads.

    Returns what was verified, and the folder. A copy with faults is removed and changes
    nothing. Of older copies the newest stay, ``keep`` (at least 2) in all. Raises
    ``ArchiveError`` when it cannot be written, or ``site/current`` is no link.
    """
    if keep < 2:
        raise ValueError("the copy before the newest may still be read")
    link = site / LINK
    if link.exists() and not link.is_symlink():
        raise ArchiveError(f"{link}: not a link that gongkai publish made")
    folder = site / _RELEASES / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}"
    try:
        folder.mkdir(parents=True)
        verdict = _copied(source, folder, progress)
        if not verdict.faults:
            before = link.resolve()
            _lead(link, folder)
            _prune(folder, before, keep)
    except OSError as error:
        raise ArchiveError(f"{site}: cannot publish there ({error.strerror or error})") from error
    return verdict, folder


def _copied(source: Path, folder: Path, progress: Callable[[], None]) -> Verdict:
    try:
        verdict = backup(source, folder / NAME, progress)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if verdict.faults:
        shutil.rmtree(folder)
    for file in folder.glob("*.db"):
        # Nobody writes to it any more: readers that run SQLite need no right to either.
        file.chmod(0o444)
        _flush(file)
    return verdict


def _lead(link: Path, folder: Path) -> None:
    """Have the link lead to the folder: at any moment it leads to the one or the other."""
    _flush(folder)
    beside = link.with_name(f".{link.name}.{folder.name}")
    beside.symlink_to(Path(_RELEASES, folder.name), target_is_directory=True)
    beside.replace(link)
    _flush(link.parent)


def _prune(newest: Path, before: Path, keep: int) -> None:
    """Remove the oldest; the one before the newest may still be read."""
    others = sorted(found for found in newest.parent.iterdir() if found.name < newest.name)
    older = [found for found in others if found.name != before.name]
    for found in older[: max(0, len(older) + 2 - keep)]:
        shutil.rmtree(found, ignore_errors=True)


def _flush(path: Path) -> None:
    """On the disk before anything leads to it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
