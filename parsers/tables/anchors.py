"""Find a form's labels in the stream of words, in the form's order.

A label is searched for by its *core* (the label without number, brackets, guidance and
white space). The same words stand in the narrative too, so single hits prove nothing:
the chain of hits that follows the official order with the smallest gaps is the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from parsers.document import Stream

_QUOTES = "\"“”'‘’「」『』《》"
_BETWEEN = f"[{_QUOTES}、,]?"
#: Beyond this many characters between two labels the second belongs to something else.
_REACH = 1500
_FREE_GAP = 300
_HITS_BOUND = 1200


@dataclass(frozen=True, slots=True)
class Anchor:
    """A label to find. ``order`` is its place in the form; several may share a ``key``."""

    key: str
    order: int
    cores: tuple[str, ...]
    ordinal: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A label found at ``[start, end)`` of the stream."""

    anchor: Anchor
    start: int
    end: int
    weight: float


@cache
def _pattern(anchor: Anchor) -> re.Pattern[str]:
    cores = sorted(anchor.cores, key=len, reverse=True)
    body = "|".join(_BETWEEN.join(map(re.escape, core)) for core in cores)
    return re.compile(f"(?P<ordinal>{_ordinal(anchor.ordinal)})?(?P<core>{body})[{_QUOTES}]?")


def _ordinal(ordinal: str | None) -> str:
    """The printed number of a label: exactly this one, since its digit may be glued on."""
    if ordinal is None:
        return r"(?!)"
    if ordinal.isdigit():
        return rf"\({ordinal}\)[、.]?|{ordinal}[.、,:)]"
    return rf"\({ordinal}\)[、.]?|{ordinal}[、.,:]"


def find(
    stream: Stream, anchors: Iterable[Anchor], start: int = 0, end: int | None = None
) -> list[Hit]:
    """Every hit of every anchor between two positions, in reading order."""
    hits: list[Hit] = []
    limit = len(stream.text) if end is None else end
    for anchor in anchors:
        for found in _pattern(anchor).finditer(stream.text, start, limit):
            hit = _hit(stream, anchor, found)
            if hit is not None:
                hits.append(hit)
            if len(hits) > _HITS_BOUND:
                break
    return sorted(hits, key=lambda hit: (hit.start, hit.anchor.order))


def _hit(stream: Stream, anchor: Anchor, found: re.Match[str]) -> Hit | None:
    core, has_ordinal = found.group("core"), bool(found.group("ordinal"))
    at_border = stream.is_border(found.start()) or stream.is_border(found.start("core"))
    follows = stream.text[found.end() : found.end() + 1]
    leads_to_value = follows.isdigit() or follows in "(-/" or stream.is_border(found.end())
    # 其他, 总计, 规章 stand everywhere: unless a value can follow they are no label.
    if len(core) <= 2 and not leads_to_value:
        return None
    weight = min(len(core), 8) + 3 * has_ordinal + 2 * at_border + 2 * leads_to_value
    return Hit(anchor, found.start(), found.end(), weight)


def chain(hits: Sequence[Hit], *, repeat: bool = False) -> list[Hit]:
    """The heaviest run of hits in the form's order, gaps charged.

    ``repeat`` lets anchors of equal order follow each other (column headers that a page
    break repeats). Work is bounded by hits × the hits within reach before them.
    """
    best: list[float] = []
    back: list[int] = []
    for i, hit in enumerate(hits):
        score, previous = hit.weight, -1
        for j in range(i - 1, -1, -1):
            earlier = hits[j]
            gap = hit.start - earlier.end
            if gap > _REACH:
                break
            rises = earlier.anchor.order < hit.anchor.order or (
                repeat and earlier.anchor.order == hit.anchor.order
            )
            if gap < 0 or not rises:
                continue
            total = best[j] + hit.weight - max(0, gap - _FREE_GAP) / 20
            if total > score:
                score, previous = total, j
        best.append(score)
        back.append(previous)
    return _trace(hits, best, back)


def _trace(hits: Sequence[Hit], best: Sequence[float], back: Sequence[int]) -> list[Hit]:
    if not hits:
        return []
    at = max(range(len(hits)), key=best.__getitem__)
    found: list[Hit] = []
    while at >= 0:
        found.append(hits[at])
        at = back[at]
    return found[::-1]


def score(hits: Sequence[Hit]) -> float:
    """How much a chain weighs."""
    return sum(hit.weight for hit in hits)
