"""Readings of rows that the column identities of table 3 allow together.

Every row comes with its candidate readings (one for a row that is printed plainly).
Bounds propagation drops readings that can be part of no solution; a bounded search then
keeps only those that are part of one. A blank counts as 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Vector = tuple[int | None, ...]
_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class Rule:
    """``sum(plus) = sum(minus)`` in every column; ``<=`` when some rows of ``plus`` are unknown."""

    plus: tuple[str, ...]
    minus: tuple[str, ...]
    exact: bool


@dataclass(slots=True)
class _Sides:
    """Bounds of both sides of one rule in one column."""

    rule: Rule
    column: int
    plus: list[int]
    minus: list[int]

    @property
    def feasible(self) -> bool:
        """Whether the two sides can still meet."""
        if self.plus[0] > self.minus[1]:
            return False
        return not self.rule.exact or self.plus[1] >= self.minus[0]

    def allows(self, row: str, value: int, low: int, high: int) -> bool:
        """Whether ``row``, bounded by ``low`` and ``high`` so far, can hold ``value`` here."""
        if row in self.rule.plus:
            if value + self.plus[0] - low > self.minus[1]:
                return False
            return not self.rule.exact or value + self.plus[1] - high >= self.minus[0]
        if value + self.minus[1] - high < self.plus[0]:
            return False
        return not self.rule.exact or value + self.minus[0] - low <= self.plus[1]

    def narrow(self, row: str, low: int, high: int) -> None:
        """Raise the lower and reduce the upper bound of the side that holds ``row``."""
        side = self.plus if row in self.rule.plus else self.minus
        side[0] += low
        side[1] += high


def settle(
    candidates: Mapping[str, Sequence[Vector]], rules: Sequence[Rule]
) -> dict[str, list[Vector]]:
    """The readings of each row that occur in a joint solution.

    A column in which the plainly printed rows already break a rule is left out of
    account: the source is wrong there, and no reading may be bent to fit it. When the
    search bound is reached, the readings that propagation left are returned: a superset.
    """
    left = {row: list(vectors) for row, vectors in candidates.items()}
    width = max((len(vectors[0]) for vectors in left.values() if vectors), default=0)
    places = [(rule, c) for rule in rules for c in range(width) if _sides(left, rule, c).feasible]
    while _propagate(left, places):
        pass
    if any(not vectors for vectors in left.values()):
        return {row: list(vectors) for row, vectors in candidates.items()}
    return _search(left, places) or left


def _bounds(vectors: Sequence[Vector], column: int) -> tuple[int, int]:
    values = [vector[column] or 0 for vector in vectors]
    return min(values), max(values)


def _sides(left: Mapping[str, Sequence[Vector]], rule: Rule, column: int) -> _Sides:
    sides = _Sides(rule, column, [0, 0], [0, 0])
    for row in (*rule.plus, *rule.minus):
        if row in left:
            sides.narrow(row, *_bounds(left[row], column))
    return sides


def _propagate(left: dict[str, list[Vector]], places: Sequence[tuple[Rule, int]]) -> bool:
    """Drop impossible readings once over; whether any was dropped."""
    dropped = False
    for rule, column in places:
        sides = _sides(left, rule, column)
        for row in (*rule.plus, *rule.minus):
            vectors = left.get(row, [])
            if len(vectors) < 2:
                continue
            low, high = _bounds(vectors, column)
            kept = [v for v in vectors if sides.allows(row, v[column] or 0, low, high)]
            if len(kept) < len(vectors):
                left[row], dropped = kept, True
                if not kept:
                    return False
                sides = _sides(left, rule, column)
    return dropped


def _search(
    left: Mapping[str, list[Vector]], places: Sequence[tuple[Rule, int]]
) -> dict[str, list[Vector]] | None:
    """Readings that are part of a joint solution; None beyond the bound."""
    search = _Search(left, [_sides(left, rule, column) for rule, column in places])
    for _ in search.solutions():
        if search.is_settled:
            return dict(left)
    used = search.used
    if search.steps > _STEPS or not all(used.values()):
        return None
    return {row: [v for v in left[row] if row not in used or v in used[row]] for row in left}


class _Search:
    """Chooses a reading for one row after the other; ``used`` are those of the solutions."""

    def __init__(self, left: Mapping[str, list[Vector]], all_sides: Sequence[_Sides]) -> None:
        self.steps = 0
        self._left = left
        self._order = sorted((r for r in left if len(left[r]) > 1), key=lambda r: len(left[r]))
        self.used: dict[str, set[Vector]] = {row: set() for row in self._order}
        self._chosen: list[Vector] = []
        self._touching = {
            row: [
                (sides, *_bounds(left[row], sides.column))
                for sides in all_sides
                if row in sides.rule.plus or row in sides.rule.minus
            ]
            for row in self._order
        }

    @property
    def is_settled(self) -> bool:
        """Whether every reading is part of a solution."""
        return all(len(self.used[row]) == len(self._left[row]) for row in self._order)

    def solutions(self, depth: int = 0) -> Iterator[None]:
        """One step a solution, until there is none or the bound is reached."""
        if depth == len(self._order):
            for row, vector in zip(self._order, self._chosen, strict=True):
                self.used[row].add(vector)
            yield
            return
        row = self._order[depth]
        touching = self._touching[row]
        for vector in self._left[row]:
            self.steps += 1
            if self.steps > _STEPS:
                return
            for sides, low, high in touching:
                value = vector[sides.column] or 0
                sides.narrow(row, value - low, value - high)
            if all(sides.feasible for sides, _, _ in touching):
                self._chosen.append(vector)
                yield from self.solutions(depth + 1)
                self._chosen.pop()
            for sides, low, high in touching:
                value = vector[sides.column] or 0
                sides.narrow(row, low - value, high - value)
