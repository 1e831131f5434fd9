"""The reviewed file of corrections: YAML, one entry a cell."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gongkai.archive.people import Correction
from gongkai.pipeline.reviewed import DIGEST, entries, signed

_KEYS = {"snapshot", "cell", "value", "who", "why", "date"}


def load(path: Path) -> list[Correction]:
    """The corrections of a file. Raises ``ArchiveError`` that names the entry at fault."""
    return entries(path, "corrections", _correction)


def _correction(entry: Mapping[str, Any]) -> Correction:
    if set(entry) != _KEYS:
        raise ValueError(f"its keys must be {', '.join(sorted(_KEYS))}")
    snapshot, cell, value = str(entry["snapshot"]), str(entry["cell"]), entry["value"]
    if not DIGEST.fullmatch(snapshot):
        raise ValueError("snapshot must be the SHA-256 that gongkai show prints")
    parts = cell.split(".")
    if len(parts) != 3 or not all(parts):
        raise ValueError("cell must be TABLE.ROW.COLUMN")
    if isinstance(value, bool) or not isinstance(value, int | float | None):
        raise ValueError("value must be a number, or null where the source shows none")
    return Correction(snapshot, parts[0], parts[1], parts[2], value, *signed(entry))
