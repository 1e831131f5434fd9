"""A disk with room for little: a small tmpfs, or a limit on file sizes where none is to be had."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SIZE = 48 * 1024 * 1024


class Disk:
    """A folder that can be filled; ``is_real``: it is a file system of its own."""

    def __init__(self, folder: Path, *, is_real: bool) -> None:
        self.folder = folder
        self.is_real = is_real

    @contextmanager
    def filled(self, spare: int) -> Iterator[int | None]:
        """Leave so many bytes. Yields the size that no file may exceed, where that must do."""
        if not self.is_real:
            yield self._largest() + spare
            return
        ballast = self.folder / "ballast"
        free = shutil.disk_usage(self.folder).free
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, free - spare))
        try:
            yield None
        finally:
            ballast.unlink()

    def _largest(self) -> int:
        return max((path.stat().st_size for path in self.folder.glob("*.db*")), default=0)


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """A tmpfs mounted on ``folder`` for root, else the folder itself."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(folder)]
    try:
        is_real = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        is_real = False
    try:
        yield Disk(folder, is_real=is_real)
    finally:
        if is_real:
            subprocess.run(["umount", "-l", str(folder)], check=True)
