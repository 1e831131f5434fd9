"""Find a form's labels in the stream of words, in the form's order.

A label is searched for by its *core* (the label without number, brackets, guidance and
white space). The same words stand in the narrative too, so single hits prove nothing:
the chain of hits that follows the official order with the smallest gaps is the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from parsers.document import Stream

_QUOTES = "\"“”'‘’「」『』《》"
_BETWEEN = f"[{_QUOTES}、,]{{0,2}}"
_SEPARATORS = dict.fromkeys(map(ord, f"{_QUOTES}、,"))
#: Beyond this many characters between two labels the second belongs to something else.
_REACH = 1500
_FREE_GAP = 300
#: A wrapped label is known by as many of its first characters.
_SHORTEST_BEGINNING = 4
_HITS_BOUND = 6000


@dataclass(frozen=True, slots=True)
class Anchor:
    """A label to find. ``order`` is its place in the form; several may share a ``key``."""

    key: str
    order: int
    cores: tuple[str, ...]
    ordinal: str | None = None
    form: str = ""


@dataclass(slots=True)
class Hit:
    """A label found at ``[start, end)`` of the stream."""

    anchor: Anchor
    start: int
    end: int
    weight: float


class Lexicon:
    """The labels of some forms, compiled for one scan of a text.

    Labels of several forms are looked for together; ``find`` then tells which form's
    anchors a place stands for.
    """

    def __init__(self, anchors: Iterable[Anchor]) -> None:
        self._by_core: dict[str, list[Anchor]] = {}
        for anchor in anchors:
            for core in anchor.cores:
                self._by_core.setdefault(_bare(core), []).append(anchor)
        beginnings: dict[str, dict[Anchor, None]] = {}
        for core, named in self._by_core.items():
            for length in range(_SHORTEST_BEGINNING, len(core)):
                beginnings.setdefault(core[:length], {}).update(dict.fromkeys(named))
        self._beginnings = {
            core: list(named) for core, named in beginnings.items() if core not in self._by_core
        }
        self._pattern = re.compile(_alternatives({**self._by_core, **self._beginnings}))

    def find(self, stream: Stream, start: int = 0, end: int | None = None) -> list[Hit]:
        """Every hit between two positions, in reading order."""
        hits: list[Hit] = []
        limit = len(stream.text) if end is None else end
        for found in self._pattern.finditer(stream.text, start, limit):
            printed, end = found.group(), found.end()
            label = printed if printed in self._by_core else _bare(printed)
            if label not in self._by_core and not stream.is_border(end):
                # Only a label that wraps around its numbers breaks off, and at a border;
                # otherwise a shorter wording goes on in other words.
                label = next((c for c in _shortened(label) if c in self._by_core), "")
                end = found.start() + _reach(printed, len(label))
            named = self._by_core.get(label) or self._beginnings.get(label, [])
            _add_hits(hits, stream, named, found.start(), end)
            if len(hits) > _HITS_BOUND:
                break
        return hits


def _shortened(label: str) -> Iterator[str]:
    return (label[:length] for length in range(len(label) - 1, 1, -1))


def _reach(printed: str, length: int) -> int:
    """How many characters of the printed label hold its first ``length`` bare ones."""
    seen = 0
    for at, character in enumerate(printed):
        if seen == length:
            return at
        seen += ord(character) not in _SEPARATORS
    return len(printed)


def _alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, common beginnings shared.

    A flat alternation would try every word at every character.
    """
    tails: dict[str, set[str]] = {}
    for word in words:
        tails.setdefault(word[0], set()).add(word[1:])
    branches = []
    for head, rest in tails.items():
        more = sorted(rest - {""})
        body = _BETWEEN + _alternatives(more) if more else ""
        branches.append(re.escape(head) + (f"(?:{body})?" if body and "" in rest else body))
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _bare(label: str) -> str:
    return label.translate(_SEPARATORS)


#: What the printed number of a label can end with, none included.
_ENDS_ORDINAL = frozenset((*")、.,:", *map(chr, (*range(0x2460, 0x249C), *range(0x3220, 0x322A)))))


@cache
def _ordinal(ordinal: str) -> re.Pattern[str]:
    """The printed number of a label: exactly this one, since its digit may be glued on."""
    if ordinal.isdecimal():
        number = int(ordinal)
        signs = "".join(chr(first + number - 1) for first in (0x2460, 0x2488, 0x2474))
        return re.compile(rf"(?:\({ordinal}\)[、.]?|{ordinal}[.、,:)]|[{signs}][、.]?)$")
    sign = chr(0x3220 + "一二三四五六七八九十".index(ordinal))
    return re.compile(rf"(?:\({ordinal}\)[、.]?|{ordinal}[、.,:]|{sign}[、.]?)$")


def _add_hits(
    hits: list[Hit], stream: Stream, anchors: Iterable[Anchor], start: int, end: int
) -> None:
    """Add the hits of all anchors that share the label at ``[start, end)``."""
    text = stream.text
    length = end - start
    follows = text[end : end + 1]
    while follows and follows in _QUOTES:
        end += 1
        follows = text[end : end + 1]
    leads_to_value = follows.isdigit() or follows in "(-/" or stream.is_border(end)
    # 其他, 总计, 规章 stand everywhere: unless a value can follow they are no label.
    if length <= 2 and not leads_to_value:
        return
    at_border = stream.is_border(start)
    least = min(length, 8) + 2 * leads_to_value
    begins: dict[str | None, tuple[int, int]] = {None: (start, least + 2 * at_border)}
    for anchor in anchors:
        ordinal = anchor.ordinal
        if ordinal not in begins:  # forms share most of their labels, numbers included
            begin = _with_ordinal(text, ordinal, start)
            numbered = begin < start
            bordered = at_border or (numbered and stream.is_border(begin))
            begins[ordinal] = begin, least + 3 * numbered + 2 * bordered
        begin, weight = begins[ordinal]
        hits.append(Hit(anchor, begin, end, weight))


def _with_ordinal(text: str, ordinal: str | None, start: int) -> int:
    """Where the label begins when its number (and an opening quote) stands before it."""
    if ordinal is None or text[start - 1 : start] not in _ENDS_ORDINAL:
        return start
    found = _ordinal(ordinal).search(text, max(0, start - 5), start)
    return found.start() if found else start


def chain(hits: Sequence[Hit]) -> list[Hit]:
    """The heaviest run of hits in the form's order, gaps charged.

    Work is bounded by hits × the hits within reach before them.
    """
    best: list[float] = []
    back: list[int] = []
    highest: list[float] = []  # of best[:j + 1]: what no earlier hit can exceed
    for i, hit in enumerate(hits):
        score, previous = hit.weight, -1
        order, weight = hit.anchor.order, hit.weight
        for j in range(i - 1, -1, -1):
            if highest[j] + weight <= score:
                break
            earlier = hits[j]
            gap = hit.start - earlier.end
            if gap > _REACH:
                break
            if gap < 0 or earlier.anchor.order >= order:
                continue
            total = best[j] + weight
            if gap > _FREE_GAP:
                total -= (gap - _FREE_GAP) / 20
            if total > score:
                score, previous = total, j
        best.append(score)
        back.append(previous)
        highest.append(score if not highest or score > highest[-1] else highest[-1])
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
