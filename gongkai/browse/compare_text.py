"""Two texts held against each other: sentence by sentence, then character by character.

Both steps look at their work before they begin, so that no text can keep a page busy: what
would take too long is shown as replaced whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

#: Longer parts are cut, in characters.
LONGEST = 20_000
#: Bounds of the work, in comparisons, of one step and of all steps of a page.
STEP, ALL = 20_000_000, 100_000_000
#: Fewer equal characters than this between two changes are part of the change.
ISLAND = 2

_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")
#: A number or a word of Latin letters is one piece, anything else is a character.
_PIECE = re.compile(r"[0-9.]+|[A-Za-z]+|\s+|.")

#: ``same``, ``gone`` (only in the first text) or ``new`` (only in the second), and the text.
Change = tuple[str, str]


@dataclass(slots=True)
class Work:
    """What is left of the work that one page may do."""

    left: int = ALL

    def affords(self, first: Sequence[str], second: Sequence[str]) -> bool:
        """Whether the two can be compared; takes the work from what is left."""
        counts = Counter(second)
        pairs = sum(number * counts[piece] for piece, number in Counter(first).items())
        # difflib goes through the equal pairs once for each block that it finds.
        cost = (pairs + len(first) + len(second)) * max(1, min(len(first), len(second)))
        if cost > min(STEP, self.left):
            return False
        self.left -= cost
        return True


@dataclass(slots=True)
class TextDifference:
    """The changes in order; ``is_cut`` when a text was longer than ``LONGEST``."""

    changes: list[Change] = field(default_factory=list)
    is_cut: bool = False

    @property
    def same(self) -> int:
        """Characters that both have, without white space."""
        return _length(self.changes, ("same",))

    @property
    def second(self) -> int:
        """Characters of the second text, without white space."""
        return _length(self.changes, ("same", "new"))


def compare_texts(first: str, second: str, work: Work) -> TextDifference:
    """What became of the first text in the second."""
    is_cut = max(len(first), len(second)) > LONGEST
    before, after = _sentences(first[:LONGEST]), _sentences(second[:LONGEST])
    found = TextDifference(is_cut=is_cut)
    if not work.affords(before, after):
        found.changes = _merged(_whole("".join(before), "".join(after)))
        return found
    changes: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = "".join(before[a:b]), "".join(after[c:d])
        changes += [("same", new)] if tag == "equal" else _within(old, new, work)
    found.changes = _merged(changes)
    return found


def _within(old: str, new: str, work: Work) -> Iterator[Change]:
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    if not before or not after or not work.affords(before, after):
        yield from _whole(old, new)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        same = "".join(after[c:d])
        is_island = tag == "equal" and len(same) < ISLAND and a > 0 and b < len(before)
        if tag == "equal" and not is_island:
            yield ("same", same)
        else:
            yield from _whole("".join(before[a:b]), same)


def _whole(old: str, new: str) -> Iterator[Change]:
    if old:
        yield ("gone", old)
    if new:
        yield ("new", new)


def _merged(changes: Sequence[Change] | Iterator[Change]) -> list[Change]:
    """Changes that touch become one that is gone and one that is new."""
    merged: list[Change] = []
    gone, new = "", ""
    for kind, text in (*changes, ("same", "")):
        if kind != "same":
            gone, new = (gone + text, new) if kind == "gone" else (gone, new + text)
            continue
        merged += _whole(gone, new)
        gone, new = "", ""
        if text and merged and merged[-1][0] == "same":
            merged[-1] = ("same", merged[-1][1] + text)
        elif text:
            merged.append((kind, text))
    return merged


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE.findall(text) if sentence]


def _length(changes: Sequence[Change], kinds: tuple[str, ...]) -> int:
    return sum(len("".join(text.split())) for kind, text in changes if kind in kinds)
