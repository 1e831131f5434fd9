"""Digits run together in a row of a local annex: read only where one cut is possible.

The annexes' identities (L-REPLY, L-REQ) are hints, so they may not choose between cuts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_VALUE = re.compile(r"(?:0|[1-9][0-9]{0,11}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3})(?:\.[0-9]{1,6})?")
#: Two readings are as good as none; no run is longer than this.
_ENOUGH, _LONGEST = 2, 60


@dataclass(frozen=True, slots=True)
class Field:
    """What a place in a row must hold: a value, or one of the texts in ``allowed``."""

    kind: str
    allowed: frozenset[str] | None = None

    def accepts(self, text: str) -> bool:
        """Whether a run of digits can stand here."""
        if self.allowed is not None:
            return text in self.allowed
        return _VALUE.fullmatch(text) is not None


def cuts(runs: Sequence[str], fields: Sequence[Field]) -> list[tuple[str, ...]]:
    """The ways to cut printed runs into one text a field, at most two of them.

    A run that is no digits (a dash, a blank) is a field by itself. Borders between runs
    are borders between fields.
    """
    if sum(map(len, runs)) > _LONGEST or len(runs) > len(fields):
        return []
    partial: list[tuple[str, ...]] = [()]
    for at, run in enumerate(runs):
        left = len(runs) - at - 1
        partial = [
            (*done, *parts)
            for done in partial
            for count in range(1, len(fields) - len(done) - left + 1)
            for parts in _parts(run, fields[len(done) : len(done) + count])
        ][:400]
    return list(dict.fromkeys(found for found in partial if len(found) == len(fields)))[:_ENOUGH]


def _parts(run: str, fields: Sequence[Field]) -> list[tuple[str, ...]]:
    """The ways to cut one run into exactly these fields."""
    if not any(character.isdecimal() for character in run):
        return [(run,)] if len(fields) == 1 and fields[0].allowed is None else []
    if len(fields) == 1:
        return [(run,)] if fields[0].accepts(run) else []
    found: list[tuple[str, ...]] = []
    for end in range(1, len(run)):
        if fields[0].accepts(run[:end]):
            found += [(run[:end], *rest) for rest in _parts(run[end:], fields[1:])]
    return found
