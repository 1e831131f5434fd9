"""What the row of a record must be before it enters: whoever wrote the WARC file, it must be
possible to read every row of this archive, and to write it as WARC again."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from gongkai.archive.errors import ArchiveError
from gongkai.archive.rows import utc_text

#: Columns of ``fetches`` that are no text.
_WHOLE = {"status": (100, 999), "revisit": (0, 1), "is_document": (0, 1)}
_REQUIRED = ("url", "final_url", "kind", "fetched_at", "headers")


def require_sound(row: Mapping[str, Any], source: object) -> None:
    """Raise ``ArchiveError`` for a row (values that are None left out) that cannot be kept.

    ``source`` is what a file says of the source that the row cites, a row of ``sources``.
    """
    for name in _REQUIRED:
        if name not in row:
            raise ArchiveError(f"no record of a fetch: {name} is missing")
    for name, value in row.items():
        if not _fits(name, value):
            raise ArchiveError(f"no record of a fetch: {name} cannot be {value!r:.80}")
    if row.get("record_type") == "response" and "status" not in row:
        raise ArchiveError("no record of a fetch: a response without a status")
    if not _is_source(source):
        raise ArchiveError(f"no row of a source: {source!r:.80}")


def _fits(name: str, value: object) -> bool:
    if name in _WHOLE:
        least, most = _WHOLE[name]
        return type(value) is int and least <= value <= most
    if name == "elapsed":
        return type(value) in (int, float) and math.isfinite(float(str(value)))
    if not isinstance(value, str) or not _is_text(value):
        return False
    return name not in _SHAPES or _SHAPES[name](value)


def _is_text(value: object) -> bool:
    """Whether it is text that can be written; JSON can name halves of characters."""
    return isinstance(value, str) and not any("\ud800" <= one <= "\udfff" for one in value)


def _is_time(value: str) -> bool:
    """Whether it is a time as this archive writes one."""
    try:
        return utc_text(datetime.fromisoformat(value).astimezone(UTC)) == value
    except (ValueError, OverflowError):
        return False


def _are_headers(value: str) -> bool:
    pairs = _loaded(value)
    return isinstance(pairs, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(map(_is_text, pair)) for pair in pairs
    )


def _are_fields(value: str) -> bool:
    """Named fields of a record: each on one line."""
    fields = _loaded(value)
    return isinstance(fields, dict) and all(
        _is_text(text) and len(text.splitlines()) < 2 for pair in fields.items() for text in pair
    )


def _are_texts(value: str) -> bool:
    texts = _loaded(value)
    return isinstance(texts, list) and all(map(_is_text, texts))


def _loaded(value: str) -> object:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _is_source(source: object) -> bool:
    if not isinstance(source, Mapping):
        return False
    said = {name: value for name, value in source.items() if value is not None}
    return all(map(_is_text, said.values())) and _are_texts(said.get("listings", "[]"))


_SHAPES: dict[str, Callable[[str], bool]] = {
    "fetched_at": _is_time,
    "headers": _are_headers,
    "warc_fields": _are_fields,
    "tls": _are_texts,
    "notes": _are_texts,
}
