"""Lists that people keep under review: YAML, every entry signed with who, why and date."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from gongkai.archive import ArchiveError

Entry = TypeVar("Entry")
#: A snapshot's SHA-256 in hex.
DIGEST = re.compile(r"[0-9a-f]{64}")


def entries(path: Path, what: str, read: Callable[[Mapping[str, Any]], Entry]) -> list[Entry]:
    """The entries of a file, each through ``read``, which raises ``ValueError`` for a fault.

    ``what`` they are is said when there is no list. Raises ``ArchiveError`` that names the
    entry at fault.
    """
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror or error}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ArchiveError(f"{path}: no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(found, list):
        raise ArchiveError(f"{path}: a list of {what} is expected")
    return [_read(path, number, entry, read) for number, entry in enumerate(found, 1)]


def _read(
    path: Path, number: int, entry: object, read: Callable[[Mapping[str, Any]], Entry]
) -> Entry:
    try:
        # What is no mapping has no keys either, and is told which are wanted.
        return read(entry if isinstance(entry, Mapping) else {})
    except ValueError as error:
        raise ArchiveError(f"{path}: entry {number}: {error}") from error


def signed(entry: Mapping[str, Any]) -> tuple[str, str, str]:
    """Who, why and the date (ISO) of an entry. Raises ``ValueError`` where one is not said."""
    for name in ("who", "why"):
        if not isinstance(entry[name], str) or not entry[name].strip():
            raise ValueError(f"{name} must say it")
    if not isinstance(entry["date"], date):
        raise ValueError("date must be one, as in 2026-11-25")
    day = entry["date"].isoformat()[:10]
    return " ".join(entry["who"].split()), " ".join(entry["why"].split()), day
