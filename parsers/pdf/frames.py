"""The rules of a page put together to grids: which cells they enclose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from parsers.pdf.glyphs import Box, Rule

#: Rules so near each other are one: both borders of two cells, and the gap between them.
_SAME = 4.0
#: Ends of rules that miss each other by less do meet.
_MEETS = 4.0
#: So much of a side must be drawn.
_DRAWN = 0.6
_SHORTEST = 4.0
_MOST_LINES = 120


@dataclass(frozen=True, slots=True)
class Field:
    """One enclosed area of a grid: ``[top, bottom)`` rows and ``[left, right)`` columns."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(slots=True)
class Frame:
    """A grid: ``xs`` from left to right, ``ys`` from the top down, and what it encloses.

    ``is_whole``: every area is a rectangle; else the rules are no table's.
    """

    xs: list[float]
    ys: list[float]
    rules: list[Rule] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    is_whole: bool = True

    @property
    def box(self) -> Box:
        """The area of the grid."""
        return self.xs[0], self.ys[-1], self.xs[-1], self.ys[0]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        left, bottom, right, top = self.box
        return left <= x <= right and bottom <= y <= top

    def row(self, y: float) -> int:
        """The row at that height."""
        return next((at for at, (_, low) in enumerate(pairwise(self.ys)) if y >= low), len(self.ys) - 2)

    def column(self, x: float) -> int:
        """The column at that place."""
        return next((at for at, (_, high) in enumerate(pairwise(self.xs)) if x <= high), len(self.xs) - 2)


def frames(rules: Sequence[Rule]) -> list[Frame]:
    """The grids of a page from the top down; rules that enclose nothing are left out."""
    found = [_frame(group) for group in _groups([r for r in rules if r.end - r.start > _SHORTEST])]
    whole = [frame for frame in found if frame is not None]
    return sorted(whole, key=lambda frame: (-frame.ys[0], frame.xs[0]))


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that meet, directly or through others."""
    parents = list(range(len(rules)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    level = sorted((r.at, at) for at, r in enumerate(rules) if r.is_level)
    upright = [at for at, rule in enumerate(rules) if not rule.is_level]
    for one in upright:
        rule = rules[one]
        for height, other in level:
            if height > rule.end + _MEETS:
                break
            across = rules[other]
            if height >= rule.start - _MEETS and (
                across.start - _MEETS <= rule.at <= across.end + _MEETS
            ):
                parents[root(one)] = root(other)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for at, rule in enumerate(rules):
        groups[root(at)].append(rule)
    return [group for group in groups.values() if len(group) > 3]


def _frame(rules: list[Rule]) -> Frame | None:
    level = [rule for rule in rules if rule.is_level]
    upright = [rule for rule in rules if not rule.is_level]
    if not level or not upright:
        return None
    # A table without rules at its sides ends where its level rules end.
    xs = _merged([*(r.at for r in upright), *(r.start for r in level), *(r.end for r in level)])
    ys = _merged([*(r.at for r in level), *(r.start for r in upright), *(r.end for r in upright)])
    if not (2 < len(xs) <= _MOST_LINES and 1 < len(ys) <= _MOST_LINES):
        return None
    frame = Frame(xs, ys[::-1], rules)
    _enclose(frame, level, upright)
    return frame


def _merged(values: Iterable[float]) -> list[float]:
    """Values that lie near each other as one, the middle of them."""
    runs: list[list[float]] = []
    for value in sorted(values):
        if not runs or value - runs[-1][0] > _SAME:
            runs.append([])
        runs[-1].append(value)
    return [(run[0] + run[-1]) / 2 for run in runs]


def _enclose(frame: Frame, level: list[Rule], upright: list[Rule]) -> None:
    wide, high = len(frame.xs) - 1, len(frame.ys) - 1
    sides = _drawn(frame.xs, frame.ys[::-1], upright)
    floors = _drawn(frame.ys, frame.xs, level)
    is_side: Callable[[int, int], bool] = lambda row, x: (x, high - 1 - row) in sides  # noqa: E731
    is_floor: Callable[[int, int], bool] = lambda y, column: (y, column) in floors  # noqa: E731
    seen: set[tuple[int, int]] = set()
    for row in range(high):
        for column in range(wide):
            if (row, column) in seen:
                continue
            area = _flood((row, column), (high, wide), is_side, is_floor)
            seen |= area
            rows, columns = {at for at, _ in area}, {at for _, at in area}
            found = Field(min(rows), max(rows) + 1, min(columns), max(columns) + 1)
            frame.fields.append(found)
            frame.is_whole &= len(area) == len(rows) * len(columns)


def _drawn(lines: list[float], steps: list[float], rules: list[Rule]) -> set[tuple[int, int]]:
    """``(line, step)`` for every step of a line that rules cover."""
    found = set()
    for at, line in enumerate(lines):
        near = [rule for rule in rules if abs(rule.at - line) <= _SAME]
        for step, (low, high) in enumerate(pairwise(sorted(steps))):
            if near and _covered(near, low, high) >= _DRAWN * (high - low):
                found.add((at, step))
    return found


def _covered(rules: list[Rule], low: float, high: float) -> float:
    total, at = 0.0, low
    for start, end in sorted((rule.start, rule.end) for rule in rules):
        start, end = max(start, at), min(end, high)
        if end > start:
            total += end - start
            at = end
    return total


def _flood(
    start: tuple[int, int],
    size: tuple[int, int],
    is_side: Callable[[int, int], bool],
    is_floor: Callable[[int, int], bool],
) -> set[tuple[int, int]]:
    """All squares of the grid that no rule parts from ``start``."""
    area, waiting = {start}, [start]
    while waiting:
        row, column = waiting.pop()
        ways = (
            ((row, column + 1), is_side(row, column + 1)),
            ((row, column - 1), is_side(row, column)),
            ((row + 1, column), is_floor(row + 1, column)),
            ((row - 1, column), is_floor(row, column)),
        )
        for place, is_closed in ways:
            inside = 0 <= place[0] < size[0] and 0 <= place[1] < size[1]
            if inside and not is_closed and place not in area:
                area.add(place)
                waiting.append(place)
    return area
