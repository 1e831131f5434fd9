"""Is a misspelt label one of the form's? Only a slip of the pen may pass for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.forms import Row

_MARKS = re.compile("[\"“”'‘’「」『』《》、,():;。.]+")
_ORDINAL = re.compile(
    r"^(?:\(?[0-9一二三四五六七八九十]{1,2}\)?[、.,:]|\([0-9一二三四五六七八九十]{1,2}\))"
)
#: Labels shorter than this differ by one character that means something (按时, 延期, 超期).
_SHORT = 7
_LONG = 12
_LONGEST = 60


def plain(label: str) -> str:
    """A label without its number, quotation marks and separators."""
    return _MARKS.sub("", _ORDINAL.sub("", label))


def nearest(label: str, rows: Sequence[Row]) -> Row | None:
    """The row that the label names, but for a slip; None when none or two are as near.

    A row that shares its wording with another is never told by its label alone.
    """
    text = plain(label)
    if not 3 < len(text) <= _LONGEST:
        return None
    near: dict[str, tuple[int, Row]] = {}
    for row in rows:
        distance = min(_distance(text, plain(core)) for core in row.cores)
        if distance <= _LONG // 6:
            near[row.key] = (distance, row)
    best = min((distance for distance, _ in near.values()), default=None)
    named = [row for distance, row in near.values() if distance == best]
    return named[0] if len(named) == 1 else None


def _distance(text: str, core: str) -> int:
    """Characters added, left out or put for another; 3 when it is more than a slip."""
    if text == core:
        return 0
    apart = abs(len(text) - len(core))
    allowed = 2 if len(core) >= _LONG else 1
    if apart > allowed:
        return 3
    row = list(range(len(core) + 1))
    for i, a in enumerate(text, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(core, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    if row[-1] > allowed or (apart == 0 and len(core) < _SHORT):
        return 3
    return row[-1]
