"""The reviewed file of corrections: YAML, one entry a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from gongkai.archive import ArchiveError
from gongkai.archive.people import Correction

_KEYS = {"snapshot", "cell", "value", "who", "why", "date"}
_DIGEST = re.compile(r"[0-9a-f]{64}")


def load(path: Path) -> list[Correction]:
    """The corrections of a file. Raises ``ArchiveError`` that names the entry at fault."""
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror or error}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ArchiveError(f"{path}: no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(entries, list):
        raise ArchiveError(f"{path}: a list of corrections is expected")
    return [_entry(path, number, entry) for number, entry in enumerate(entries, 1)]


def _entry(path: Path, number: int, entry: object) -> Correction:
    if not isinstance(entry, Mapping) or set(entry) != _KEYS:
        raise ArchiveError(f"{path}: entry {number}: its keys must be {', '.join(sorted(_KEYS))}")
    try:
        return _correction(entry)
    except ValueError as error:
        raise ArchiveError(f"{path}: entry {number}: {error}") from error


def _correction(entry: Mapping[str, Any]) -> Correction:
    snapshot, cell, value = str(entry["snapshot"]), str(entry["cell"]), entry["value"]
    if not _DIGEST.fullmatch(snapshot):
        raise ValueError("snapshot must be the SHA-256 that gongkai show prints")
    parts = cell.split(".")
    if len(parts) != 3 or not all(parts):
        raise ValueError("cell must be TABLE.ROW.COLUMN")
    if isinstance(value, bool) or not isinstance(value, int | float | None):
        raise ValueError("value must be a number, or null where the source shows none")
    for name in ("who", "why"):
        if not isinstance(entry[name], str) or not entry[name].strip():
            raise ValueError(f"{name} must say it")
    if not isinstance(entry["date"], date):
        raise ValueError("date must be one, as in 2026-11-25")
    words = (entry["who"].strip(), entry["why"].strip(), entry["date"].isoformat()[:10])
    return Correction(snapshot, parts[0], parts[1], parts[2], value, *words)
