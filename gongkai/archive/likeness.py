"""How alike two reports read outside their tables, in time linear in their length."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

_WORDS = re.compile(r"\w+")
#: Shorter texts are alike by chance.
SHORTEST = 200
_LONGEST = 60_000


def likeness(one: str, other: str) -> float | None:
    """Twice the shared pairs of characters over all pairs (Dice), from 0 to 1.

    None where either text is too short to tell.
    """
    if min(len(one), len(other)) < SHORTEST:
        return None
    first, second = _pairs(one), _pairs(other)
    shared = sum((first & second).values())
    return 2 * shared / (first.total() + second.total())


def narrative(content: Mapping[str, Any]) -> str:
    """The words and numbers of a parse (the contract's JSON) outside its tables."""
    kept = []
    for section in content["sections"]:
        at = 0
        for start, end in [*section["table_spans"], [len(section["text"])] * 2]:
            kept.append(section["text"][at:start])
            at = end
    return "".join(_WORDS.findall("\n".join(kept)))


def has_figures(content: Mapping[str, Any]) -> bool:
    """Whether any number of the tables is not 0: tables of zeros are equal by chance."""
    return any(_figures(content["tables"]))


def _figures(cells: Mapping[str, Any]) -> Iterator[float]:
    for value in cells.values():
        if isinstance(value, Mapping):
            yield from _figures(value)
        elif value:
            yield value


def _pairs(text: str) -> Counter[str]:
    text = text[:_LONGEST]
    return Counter(map("".join, pairwise(text)))
