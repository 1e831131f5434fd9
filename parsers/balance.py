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
    order = sorted((row for row in left if len(left[row]) > 1), key=lambda row: len(left[row]))
    all_sides = [_sides(left, rule, column) for rule, column in places]
    touching = {
        row: [
            (sides, *_bounds(left[row], sides.column))
            for sides in all_sides
            if row in sides.rule.plus or row in sides.rule.minus
        ]
        for row in order
    }
    used: dict[str, set[Vector]] = {row: set() for row in order}
    steps = 0
    chosen: list[Vector] = []

    def descend(depth: int) -> Iterator[None]:
        nonlocal steps
        if depth == len(order):
            for row, vector in zip(order, chosen, strict=True):
                used[row].add(vector)
            yield
            return
        row = order[depth]
        for vector in left[row]:
            steps += 1
            if steps > _STEPS:
                return
            for sides, low, high in touching[row]:
                value = vector[sides.column] or 0
                sides.narrow(row, value - low, value - high)
            if all(sides.feasible for sides, _, _ in touching[row]):
                chosen.append(vector)
                yield from descend(depth + 1)
                chosen.pop()
            for sides, low, high in touching[row]:
                value = vector[sides.column] or 0
                sides.narrow(row, low - value, high - value)

    for _ in descend(0):
        if all(len(used[row]) == len(left[row]) for row in order):
            return dict(left)
    if steps > _STEPS or not all(used.values()):
        return None
    return {row: [v for v in left[row] if row not in used or v in used[row]] for row in left}
