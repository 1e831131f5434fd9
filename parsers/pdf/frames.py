"""The rules of a page put together to grids: which cells they enclose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from parsers.pdf.glyphs import Box, Rule

#: Rules so near each other are one: both borders of two cells, and the gap between them.
_SAME = 4.0
#: Rows are higher than this, and what is lower is the gap between two pages or tables.
_LOWEST_ROW = 5.5
#: Ends of rules that miss each other by less do meet; those of cells with a gap between them.
_MEETS, _GAP = 1.2, 4.0
#: So much of a side must be drawn.
_DRAWN = 0.6
_SHORTEST = 4.0
_LONGEST_DASH = 6.0
#: The sides of a box, and how many boxes make a table.
_BOX, _MANY_BOXES = 4, 4
#: From this share of drawn rows on, a side is meant to be drawn.
_CLOSED = 0.2
#: Pieces of one line differ by less.
_ONE_LINE = 1.0
_MOST_LINES = 120
#: A page full of tables has some hundred rules, and never so many tables.
_MOST_RULES, _MOST_FRAMES = 3_000, 100


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

    Areas that are no rectangles, and those beside rows that end earlier, are no fields.
    """

    xs: list[float]
    ys: list[float]
    rules: list[Rule] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    #: Fields whose lower, or upper, side at the end of the grid is not drawn: a page ends there.
    open_below: set[Field] = field(default_factory=set)
    open_above: set[Field] = field(default_factory=set)

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
        return min(sum(y < edge for edge in self.ys[1:]), len(self.ys) - 2)

    def column(self, x: float) -> int:
        """The column at that place."""
        return min(sum(x > edge for edge in self.xs[1:]), len(self.xs) - 2)


def frames(rules: Sequence[Rule]) -> list[Frame]:
    """The grids of a page from the top down; rules that enclose nothing are left out."""
    long = [rule for rule in _chained(rules) if rule.end - rule.start > _SHORTEST]
    if len(long) > _MOST_RULES:
        return []  # a drawing
    groups = _groups(long, _MEETS)
    # A browser may draw every cell as a box of its own.
    boxes = [rule for group in groups if len(group) == _BOX for rule in group]
    if len(boxes) >= _MANY_BOXES * _BOX:
        groups = [group for group in groups if len(group) != _BOX] + _groups(boxes, _GAP)
    found = [_frame(band) for group in groups for band in _bands(group)]
    whole = [frame for frame in found if frame is not None]
    return sorted(whole, key=lambda frame: (-frame.ys[0], frame.xs[0]))[:_MOST_FRAMES]


def _chained(rules: Sequence[Rule]) -> list[Rule]:
    """Rules of one line that follow one another as one: borders are drawn cell by cell."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: (one.is_level, one.at)):
        first = lines[-1][0] if lines else None
        if first is None or first.is_level != rule.is_level or rule.at - first.at > _ONE_LINE:
            lines.append([])
        lines[-1].append(rule)
    return [chain for line in lines for chain in _chains(line)]


def _chains(line: list[Rule]) -> list[Rule]:
    found: list[Rule] = []
    for rule in sorted(line, key=lambda one: one.start):
        is_dash = rule.end - rule.start <= _LONGEST_DASH
        if found and rule.start <= found[-1].end + (_GAP if is_dash else _MEETS):
            found[-1] = replace(found[-1], end=max(found[-1].end, rule.end))
        else:
            found.append(rule)
    return found


def _groups(rules: Sequence[Rule], meets: float) -> list[list[Rule]]:
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
            if height > rule.end + meets:
                break
            across = rules[other]
            if height >= rule.start - meets and (
                across.start - meets <= rule.at <= across.end + meets
            ):
                parents[root(one)] = root(other)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for at, rule in enumerate(rules):
        groups[root(at)].append(rule)
    return [group for group in groups.values() if len(group) > 3]


def _bands(rules: list[Rule]) -> list[list[Rule]]:
    """The rules of tables that stand right below one another, each with columns of its own.

    They part at a level rule that no upright one crosses but at the sides, where the columns
    below are none of those above; a caption between belongs to what is below.
    """
    upright = [rule for rule in rules if not rule.is_level]
    left = min((rule.at for rule in upright), default=0) + _SAME
    right = max((rule.at for rule in upright), default=0) - _SAME
    inner = [rule for rule in upright if left < rule.at < right]
    heights = _merged([rule.at for rule in rules if rule.is_level], _LOWEST_ROW)
    columns = [
        [rule.at for rule in inner if rule.start <= (low + high) / 2 <= rule.end]
        for low, high in pairwise(heights)
    ]
    cuts = [
        at
        for step, at in enumerate(heights[1:-1])
        if columns[step + 1]
        and _are_others(columns[step + 1], columns[step::-1])
        and not any(rule.start < at - _SAME and rule.end > at + _SAME for rule in inner)
    ]
    edges = [float("-inf"), *cuts, float("inf")]
    return [_within(rules, low, high) for low, high in pairwise(edges)]


def _are_others(columns: list[float], below: list[list[float]]) -> bool:
    """Whether the next columns below, if there are any, are all at other places."""
    found = next((places for places in below if places), [])
    return bool(found) and not any(abs(one - at) <= _ONE_LINE for one in columns for at in found)


def _within(rules: list[Rule], low: float, high: float) -> list[Rule]:
    """The rules between two heights, upright ones cut off there."""
    found = []
    for rule in rules:
        if rule.is_level:
            if low - _SAME <= rule.at <= high + _SAME:
                found.append(rule)
        elif rule.start < high - _SAME and rule.end > low + _SAME:
            found.append(replace(rule, start=max(rule.start, low), end=min(rule.end, high)))
    return found


def _frame(rules: list[Rule]) -> Frame | None:
    level = [rule for rule in rules if rule.is_level]
    upright = [rule for rule in rules if not rule.is_level]
    if not level or not upright:
        return None
    # A table without rules at its sides ends where its level rules end.
    across = [end for rule in level for end in (rule.start, rule.end)]
    down = [end for rule in upright for end in (rule.start, rule.end)]
    xs = _merged([*(rule.at for rule in upright), *across], _SAME)
    ys = _merged([*(rule.at for rule in level), *down], _LOWEST_ROW)
    if not (2 < len(xs) <= _MOST_LINES and 1 < len(ys) <= _MOST_LINES):
        return None
    frame = Frame(xs, ys[::-1], rules)
    _enclose(frame, level, upright)
    return frame


def _merged(values: Iterable[float], near: float) -> list[float]:
    """Values that lie near each other as one, the middle of them."""
    runs: list[list[float]] = []
    for value in sorted(values):
        if not runs or value - runs[-1][0] > near:
            runs.append([])
        runs[-1].append(value)
    return [(run[0] + run[-1]) / 2 for run in runs]


def _enclose(frame: Frame, level: list[Rule], upright: list[Rule]) -> None:
    wide, high = len(frame.xs) - 1, len(frame.ys) - 1
    sides = _drawn(frame.xs, frame.ys[::-1], upright)
    floors = _drawn(frame.ys, frame.xs, level)
    is_side: Callable[[int, int], bool] = lambda row, x: (x, high - 1 - row) in sides  # noqa: E731
    is_floor: Callable[[int, int], bool] = lambda y, column: (y, column) in floors  # noqa: E731
    # Rows may end at different places; a table without any rule at its side is closed there.
    is_ragged = sum(is_side(row, wide) for row in range(high)) >= high * _CLOSED
    seen: set[tuple[int, int]] = set()
    for row in range(high):
        for column in range(wide):
            if (row, column) in seen:
                continue
            area = _flood((row, column), (high, wide), is_side, is_floor)
            seen |= area
            rows, columns = {at for at, _ in area}, {at for _, at in area}
            found = Field(min(rows), max(rows) + 1, min(columns), max(columns) + 1)
            is_box = len(area) == len(rows) * len(columns)
            is_beside = found.right == wide and not any(is_side(row, wide) for row in rows)
            if is_box and not (is_ragged and is_beside):
                frame.fields.append(found)
                if max(rows) + 1 == high and not any(is_floor(high, at) for at in columns):
                    frame.open_below.add(found)
                if min(rows) == 0 and not any(is_floor(0, at) for at in columns):
                    frame.open_above.add(found)


def _drawn(lines: list[float], steps: list[float], rules: list[Rule]) -> set[tuple[int, int]]:
    """``(line, step)`` for every step of a line that rules cover."""
    found = set()
    for at, line in enumerate(lines):
        near = [rule for rule in rules if abs(rule.at - line) <= _LOWEST_ROW]
        for step, (low, high) in enumerate(pairwise(sorted(steps))):
            if near and _covered(near, low, high) >= _DRAWN * (high - low):
                found.add((at, step))
    return found


def _covered(rules: list[Rule], low: float, high: float) -> float:
    total, at = 0.0, low
    for start, end in sorted((rule.start, rule.end) for rule in rules):
        first, last = max(start, at), min(end, high)
        if last > first:
            total += last - first
            at = last
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
