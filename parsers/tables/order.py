"""Do the columns stand in the official order? Headers are read before values are believed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from parsers.document import Stream


def printed_order(
    stream: Stream, labels: Mapping[str, str], start: int, end: int
) -> list[str] | None:
    """The keys of ``labels`` (key → pattern) in the order of their headers.

    None when a header is missing or stands there twice: then nothing is known, and the
    official order holds.
    """
    places: list[tuple[int, str]] = []
    for key, pattern in labels.items():
        found = [match.start() for match in re.finditer(pattern, stream.text[start:end])]
        if len(found) != 1:
            return None
        places.append((found[0], key))
    return [key for _, key in sorted(places)]


@cache
def any_of(cores: tuple[str, ...]) -> str:
    """A pattern for any of the label texts, the longest first."""
    return "|".join(map(re.escape, sorted(cores, key=len, reverse=True)))
