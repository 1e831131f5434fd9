"""The file that ``gongkai check --html`` writes: never over a report."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from gongkai.browse.desk.page import GENERATOR

#: So far into a page of ours stands what made it, behind the policy.
_HEAD = 2_000


def is_written_over(path: Path) -> str | None:
    """Why the path cannot take the page: a file that is not an older result; else None.

    ``--html A B`` is easily typed for two reports to be checked, and A would be lost.
    """
    if not path.exists():
        return None
    if path.is_file():
        with path.open("rb") as file:
            if f'<meta name="generator" content="{GENERATOR}">'.encode() in file.read(_HEAD):
                return None
    return f"{path}: exists and is no result of this command; give --html a new name"


def write_result(path: Path, page: str) -> None:
    """Write the page whole or not at all. Raises ``OSError``."""
    with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        file.write(page.encode("utf-8", errors="replace"))
    try:
        # As an ordinary file would be made: the temporary one is for its owner alone.
        mask = os.umask(0)
        os.umask(mask)
        Path(file.name).chmod(0o666 & ~mask)
        Path(file.name).replace(path)
    except OSError:
        Path(file.name).unlink(missing_ok=True)
        raise
