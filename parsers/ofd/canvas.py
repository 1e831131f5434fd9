"""What is read of a page of OFD so far: millimetres from the upper left corner become points."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.ofd.package import Page
from parsers.pdf.covers import MOST_COVERS
from parsers.pdf.glyphs import Box, Glyph, Overfull, Sheet
from parsers.pdf.strokes import Drawing

#: Points in a millimetre.
POINTS = 72 / 25.4
MOST_OBJECTS, MOST_GLYPHS = 20_000, 60_000


@dataclass(slots=True)
class Canvas:
    """A page with what was drawn on it; ``texts`` are seen unless something hides them later."""

    page: Page
    sheet: Sheet
    drawn: Drawing = field(default_factory=Drawing)
    texts: list[Glyph] = field(default_factory=list)
    letters: int = 0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the paper as one of the sheet, from the lower left corner."""
        left, top, _, height = self.page.area
        return (x - left) * POINTS, (height - (y - top)) * POINTS

    def box(self, left: float, top: float, width: float, height: float) -> Box:
        """A box of the paper as one of the sheet."""
        first, last = self.point(left, top + height), self.point(left + width, top)
        return (*first, *last)

    def weigh(self, more: int) -> None:
        """Count what will be read further. Raises ``Overfull`` for more than is read of a page."""
        self.letters += more
        if self.letters > MOST_GLYPHS:
            raise Overfull(f"more than {MOST_GLYPHS} characters")
        if self.drawn.covers.count > MOST_COVERS:
            raise Overfull(f"more than {MOST_COVERS} areas drawn over text")
