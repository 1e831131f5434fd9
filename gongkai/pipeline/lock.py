"""One writer run at a time on an archive."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class RunLocked(Exception):  # noqa: N818 - named for the state it reports
    """Another run holds the archive's lock."""


@contextmanager
def run_lock(archive: Path) -> Iterator[None]:
    """Hold the archive's run lock; raises ``RunLocked``. The kernel frees it on any death."""
    path = archive.with_name(f"{archive.name}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RunLocked(f"another run is writing to {archive}") from error
        yield
    finally:
        os.close(descriptor)
