"""What hides text of OFD: areas drawn over it, and the areas that it is clipped to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.ofd.geometry import (
    IDENTITY,
    Matrix,
    Points,
    box_of,
    fills_box,
    matrix_of,
    moved,
    subpaths,
)
from parsers.ofd.inks import flag
from parsers.pdf.glyphs import Box, Glyph

#: Of the box around it: how much of that an area fills that is taken for the box.
_BOXY = 0.8
#: An area no larger hides no letter, in points.
_SMALLEST = 2.0
#: Areas are looked up by stripes of the page, in points.
_STRIPE = 16
MOST_COVERS = 3_000
#: Clips of one object that are looked into.
_MOST_CLIPS = 20
_MOST_HOLES = 50

Area = tuple[float, float, float, float]


@dataclass(slots=True)
class _Cover:
    """An area, how many characters were drawn before it, and what it leaves open."""

    texts: int
    box: Box
    holes: list[Box]


@dataclass(slots=True)
class Covers:
    """The areas that hide what was drawn before them, by stripes of the page."""

    count: int = 0
    _stripes: dict[int, list[_Cover]] = field(default_factory=lambda: defaultdict(list))

    def add(self, path: list[Points], height: float, texts: int) -> None:
        """The parts of a filled path, drawn after so many characters; ``height`` is the page's."""
        boxes = [_around(part) for part in path]
        for box, part in zip(boxes, path, strict=True):
            is_small = min(box[2] - box[0], box[3] - box[1]) < _SMALLEST
            if is_small or not fills_box(part, _BOXY):
                continue
            self.count += 1
            # A frame may be drawn as an area with a hole.
            near = [one for one in boxes[:_MOST_HOLES] if one != box]
            if any(_is_within(box, one) for one in near):
                continue
            cover = _Cover(texts, box, [one for one in near if _is_within(one, box)])
            low, high = max(0.0, box[1]), min(height, box[3])
            for stripe in range(int(low // _STRIPE), int(high // _STRIPE) + 1):
                self._stripes[stripe].append(cover)

    def hide(self, glyph: Glyph, at: int) -> bool:
        """Whether the character that was drawn as number ``at`` lies under one of them."""
        x, y = glyph.middle, glyph.centre
        return any(
            one.texts > at
            and _holds(one.box, x, y)
            and not any(_holds(hole, x, y) for hole in one.holes)
            for one in self._stripes.get(int(y // _STRIPE), ())
        )


@dataclass(slots=True)
class Clips:
    """The areas that an object is seen in, in millimetres: of each clip in one of its areas."""

    areas: list[list[Area]]

    def show(self, x: float, y: float) -> bool:
        """Whether a point of the page is seen; where an area is not understood, it is not."""
        return all(any(_holds(area, x, y) for area in clip) for clip in self.areas)


def clips_of(node: etree._Element) -> Clips | None:
    """The clips of an object; None where it has none."""
    found = next(node.iterchildren("{*}Clips"), None)
    if found is None:
        return None
    own = matrix_of(node)
    ways = [own] if flag(found, "TransFlag", otherwise=False) else [IDENTITY]
    if found.get("TransFlag") is None and own != IDENTITY:
        ways.append(own)  # writers differ in whether it counts: what both show is seen
    left, top, _, _ = box_of(node)
    clips = [*found.iterfind("./{*}Clip")][:_MOST_CLIPS]
    return Clips([list(_areas(one, (left, top), way)) for one in clips for way in ways])


def _areas(clip: etree._Element, at: tuple[float, float], way: Matrix) -> Iterator[Area]:
    for area in clip.iterfind("./{*}Area"):
        for path in area.iterfind("./{*}Path"):
            left, top, _, _ = box_of(path)
            for points, _ in subpaths(path.findtext("./{*}AbbreviatedData")):
                placed = [moved(x, y, matrix_of(path)) for x, y in points]
                outer = [moved(left + x, top + y, matrix_of(area)) for x, y in placed]
                final = [moved(x, y, way) for x, y in outer]
                if fills_box(final, _BOXY):
                    box = _around(final)
                    yield box[0] + at[0], box[1] + at[1], box[2] + at[0], box[3] + at[1]


def _is_within(one: Box, other: Box) -> bool:
    return _holds(other, one[0], one[1]) and _holds(other, one[2], one[3])


def _holds(area: Area, x: float, y: float) -> bool:
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


def _around(points: Points) -> Area:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
