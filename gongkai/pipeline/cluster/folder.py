"""Where partitions stand: beside the archive; told without pyarrow, for a takedown asks too."""

from __future__ import annotations

import shutil
from pathlib import Path


def folder_of(archive: Path) -> Path:
    """``archive.db`` → ``archive.parts`` in the same folder."""
    return archive.with_name(f"{archive.stem}.parts")


def discard(archive: Path) -> None:
    """Remove what a run that was killed left; the next one reads it again."""
    shutil.rmtree(folder_of(archive), ignore_errors=True)
