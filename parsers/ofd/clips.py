"""The areas that an object of OFD is clipped to (GB/T 33190-2016, 8.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from parsers.ofd.geometry import IDENTITY, Matrix, box_of, matrix_of, moved, subpaths
from parsers.ofd.inks import flag
from parsers.pdf.covers import box_around, fills_box, holds

#: Clips of one object that are looked into.
_MOST_CLIPS = 20

Area = tuple[float, float, float, float]


@dataclass(slots=True)
class Clips:
    """The areas that an object is seen in, in millimetres: of each clip in one of its areas."""

    areas: list[list[Area]]

    def show(self, x: float, y: float) -> bool:
        """Whether a point of the page is seen; where an area is not understood, it is not."""
        return all(any(holds(area, x, y) for area in clip) for clip in self.areas)


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
                if fills_box(final):
                    box = box_around(final)
                    yield box[0] + at[0], box[1] + at[1], box[2] + at[0], box[3] + at[1]
