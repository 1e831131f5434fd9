"""What stands on a page of a PDF: characters with their boxes, rules, pictures."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.report import Box

__all__ = ["Box", "Glyph", "Overfull", "Rule", "Sheet", "around"]


class Overfull(Exception):  # noqa: N818 - named for what the page is
    """A page with more on it than is read: what is left out might be part of a number."""


@dataclass(slots=True)
class Glyph:
    """One character as printed. ``size`` is the height of its line in points, ``base`` where
    it stands on; ``light`` tells how near its colour is to white (0 black, 1 white).
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    base: float
    size: float
    light: float = 0.0

    @property
    def middle(self) -> float:
        """Half way across."""
        return (self.left + self.right) / 2

    @property
    def centre(self) -> float:
        """Half way up."""
        return (self.bottom + self.top) / 2


@dataclass(slots=True)
class Rule:
    """A straight line: at ``at`` across (``is_level``: at that height), ``[start, end]`` along."""

    is_level: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Sheet:
    """A page of a PDF, turned so that most of its text reads from left to right.

    ``turns`` are the quarter turns that this took, counter-clockwise. ``glyphs`` are in the
    order of the file, hidden ones left out: their words are in ``hidden``. ``pictures`` are
    the boxes of images, ``is_covered`` whether one lies over text that was drawn before it.
    ``lost`` counts characters that the file gives no text for.
    """

    number: int
    width: float
    height: float
    turns: int = 0
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    hidden: str = ""
    #: Digits that are not read: out of sight, or across the page's text.
    aside: list[Glyph] = field(default_factory=list)
    is_covered: bool = False
    lost: int = 0
    #: More is drawn on it than was looked at.
    is_cut: bool = False

    def printed(self, box: Box) -> Box:
        """A box of this sheet in the coordinates of the file, before it was turned."""
        left, bottom, right, top = box
        for _ in range(self.turns % 4):
            left, bottom, right, top = -top, left, -bottom, right
        return _rounded((left, bottom, right, top))


def _rounded(box: Box) -> Box:
    return (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))


def around(glyphs: list[Glyph]) -> Box:
    """The box around some characters."""
    return (
        min(glyph.left for glyph in glyphs),
        min(glyph.bottom for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        max(glyph.top for glyph in glyphs),
    )
