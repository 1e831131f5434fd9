"""Sentences of a report's text outside tables, to be held against those of others.

Digits and punctuation are left out, so that a sentence in which only the number changed
counts as repeated. Work is linear in the text, of which at most ``_LONGEST`` is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from sqlite_utils import Database

from gongkai.archive.search import sections

_ENDS = re.compile(r"[。；！？;!?\n\r]+")
_LEFT_OUT = re.compile(r"[\W\d_]+")
#: Shorter sentences are alike by chance (characters without digits and punctuation).
SHORTEST = 12
_LONGEST = 60_000
#: One sentence of so many is a mark: reports that share two or more are looked at.
_SAMPLED = 4


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of a text stands in another, in characters without digits and punctuation."""

    characters: int
    repeated: int
    passages: int
    longest: str


def sentences(db: Database, report_id: str) -> dict[int, str]:
    """The sentences of a report by their hash, in order."""
    return sentences_of(section.narrative for section in sections(db, report_id))


def sentences_of(narratives: Iterable[str]) -> dict[int, str]:
    """The same of the text of a report's parts outside their tables."""
    found: dict[int, str] = {}
    left = _LONGEST
    for narrative in narratives:
        text = narrative[:left]
        left -= len(text)
        for raw in _ENDS.split(text):
            bare = _LEFT_OUT.sub("", raw)
            if len(bare) >= SHORTEST:
                found.setdefault(_hash(bare), raw.strip())
    return found


class Texts:
    """The sentences of reports, each report's read once as long as there are not too many."""

    def __init__(self, db: Database, most: int = 2_500) -> None:
        self._db = db
        self._most = most
        self._found: dict[str, dict[int, str]] = {}

    def of(self, report_id: str) -> dict[int, str]:
        """The same as ``sentences``."""
        found = self._found.get(report_id)
        if found is None:
            if len(self._found) >= self._most:
                self._found.clear()
            found = self._found[report_id] = sentences(self._db, report_id)
        return found


def overlap(one: Mapping[int, str], other: Mapping[int, str]) -> Overlap:
    """What of ``one`` also stands in ``other``."""
    sizes = {key: len(_LEFT_OUT.sub("", raw)) for key, raw in one.items()}
    shared = [key for key in one if key in other]
    longest = max((one[key] for key in shared), key=len, default="")
    repeated = sum(sizes[key] for key in shared)
    return Overlap(sum(sizes.values()), repeated, len(shared), longest[:200])


def marks(found: Mapping[int, str]) -> list[int]:
    """The sampled hashes: the same sentence is sampled in every report or in none."""
    return [key for key in found if key % _SAMPLED == 0]


def _hash(bare: str) -> int:
    return int.from_bytes(blake2b(bare.encode(), digest_size=8).digest(), "big", signed=True)
