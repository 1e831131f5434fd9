"""Do the columns stand in the official order? Headers are read before values are believed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from parsers.document import Stream


def printed_order(
    stream: Stream, labels: Mapping[str, re.Pattern[str]], start: int, end: int
) -> list[str] | None:
    """The keys of ``labels`` (key → pattern) in the order of their headers.

    None when a header is missing or stands there twice: then nothing is known, and the
    official order holds.
    """
    places: list[tuple[int, str]] = []
    header = stream.text[start:end]
    for key, pattern in labels.items():
        found = pattern.search(header)
        if found is None or pattern.search(header, found.end()):
            return None
        places.append((found.start(), key))
    return [key for _, key in sorted(places)]


def worded_order(
    stream: Stream,
    labels: Mapping[str, re.Pattern[str]],
    wordings: Mapping[str, re.Pattern[str]],
    start: int,
    end: int,
) -> list[str] | None:
    """``printed_order`` where some headers are worded otherwise: by what those must say.

    ``wordings`` are the looser patterns, each looked for in what those before it left; None
    when one of them is missing, or found twice.
    """
    head, places = stream.text[start:end], dict[str, int]()
    for key, label in labels.items():
        if found := label.search(head):
            places[key] = found.start()
            head = _without(head, found)
    for key, wording in wordings.items():
        if key in places:
            continue
        found, *more = [*wording.finditer(head), None]
        if found is None or more != [None]:
            return None
        places[key] = found.start()
        head = _without(head, found)
    return sorted(places, key=lambda key: places[key])


def _without(head: str, found: re.Match[str]) -> str:
    return f"{head[: found.start()]}{'|' * len(found.group())}{head[found.end() :]}"


@cache
def any_of(cores: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the label texts, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(cores, key=len, reverse=True))))
