"""Areas drawn over text, which hide it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from math import isfinite

from parsers.pdf.glyphs import Box, Glyph

Points = list[tuple[float, float]]
#: Of the box around it: how much of that an area fills that is taken for the box.
_BOXY = 0.8
#: An area no larger hides no letter, in points.
_SMALLEST = 2.0
#: Areas are looked up by stripes of the page, in points.
_STRIPE, _MOST_STRIPES = 16, 200
MOST_COVERS = 3_000
_MOST_HOLES = 50


@dataclass(slots=True)
class _Cover:
    """An area, how many texts were drawn before it, and what it leaves open."""

    texts: int
    box: Box
    holes: list[Box]


@dataclass(slots=True)
class Covers:
    """The areas that hide what was drawn before them, by stripes of the page."""

    count: int = 0
    _stripes: dict[int, list[_Cover]] = field(default_factory=lambda: defaultdict(list))

    def add(self, path: list[Points], texts: int, within: Box | None = None) -> None:
        """The parts of a filled path, drawn after so many texts; all of it that is seen."""
        boxes = [box_around(part) for part in path]
        for box, part in zip(boxes, path, strict=True):
            seen = box if within is None else _common(box, within)
            is_small = not min(seen[2] - seen[0], seen[3] - seen[1]) >= _SMALLEST
            if is_small or not fills_box(part):
                continue
            self.count += 1
            # A frame may be drawn as an area with a hole.
            near = [one for one in boxes[:_MOST_HOLES] if one != box]
            if not any(_is_within(box, one) for one in near):
                holes = [one for one in near if _is_within(one, box)]
                self._lay(_Cover(texts, seen, holes))

    def _lay(self, cover: _Cover) -> None:
        for stripe in range(_stripe(cover.box[1]), _stripe(cover.box[3]) + 1):
            self._stripes[stripe].append(cover)

    def hide(self, glyph: Glyph, at: float) -> bool:
        """Whether a character of the text that was drawn as number ``at`` lies under one."""
        x, y = glyph.middle, glyph.centre
        stripe = self._stripes.get(_stripe(y), ())
        over = [one for one in stripe if one.texts > at and holds(one.box, x, y)]
        return any(not any(holds(hole, x, y) for hole in one.holes) for one in over)


def _stripe(y: float) -> int:
    return int(min(_MOST_STRIPES, max(0.0, y // _STRIPE))) if isfinite(y) else 0


def _common(one: Box, other: Box) -> Box:
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    return left, bottom, min(one[2], other[2]), min(one[3], other[3])


def _is_within(one: Box, other: Box) -> bool:
    return holds(other, one[0], one[1]) and holds(other, one[2], one[3])


def holds(box: Box, x: float, y: float) -> bool:
    """Whether a point lies in a box."""
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def box_around(points: Points) -> Box:
    """The box around some points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def fills_box(points: Points) -> bool:
    """Whether an area fills nearly all of the box around it."""
    left, bottom, right, top = box_around(points)
    box = (right - left) * (top - bottom)
    pairs = zip(points, points[1:] + points[:1], strict=True)
    area = abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2
    return box > 0 and isfinite(box) and area >= box * _BOXY
