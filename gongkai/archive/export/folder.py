"""Putting an export into a folder: whole, and never over a file that is somebody else's."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gongkai.archive.errors import ArchiveError

DESCRIPTION = "datapackage.json"


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A folder inside ``folder`` to write into; what is in it at the end takes its place.

    ``datapackage.json`` goes first and comes last, so that a folder that has one is whole.
    Files of an earlier export that this one does not have are removed. Raises
    ``ArchiveError`` when a name is taken by a file that no earlier export made, or when
    ``folder`` cannot be written; then nothing has changed.
    """
    is_new = not folder.exists()
    _listed(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".export-", dir=folder))
    except OSError as error:
        raise ArchiveError(f"{folder}: cannot be written ({error.strerror or error})") from error
    try:
        yield stage
        _take_place(folder, stage)
        is_new = False
    except OSError as error:
        raise ArchiveError(f"{folder}: cannot be written ({error.strerror or error})") from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        if is_new:
            shutil.rmtree(folder, ignore_errors=True)


def _take_place(folder: Path, stage: Path) -> None:
    before, after = _listed(folder), _listed(stage)
    taken = sorted(name for name in after - before if (folder / name).exists())
    if taken:
        raise ArchiveError(f"{folder}: {', '.join(taken)} is there and of no earlier export")
    (folder / DESCRIPTION).unlink(missing_ok=True)
    for name in before - after:
        (folder / name).unlink(missing_ok=True)
    for name in sorted(after):
        _on_disk(stage / name)
        (stage / name).replace(folder / name)
    _on_disk(stage / DESCRIPTION)
    (stage / DESCRIPTION).replace(folder / DESCRIPTION)


def _on_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _listed(folder: Path) -> set[str]:
    """The files that the folder's description names; only plain names, and only ours."""
    path = folder / DESCRIPTION
    if not path.exists():
        return set()
    try:
        about: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        ours = about["name"] == "gongkai" and str(about["generator"]).startswith("gongkai ")
        names = {str(one["path"]) for one in about["resources"]}
    except (ValueError, KeyError, TypeError):
        ours, names = False, set()
    if not ours:
        raise ArchiveError(f"{path} is there and of no earlier export; choose another folder")
    return {name for name in names if Path(name).name == name}
