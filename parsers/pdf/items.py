"""What a page holds in reading order: lines of text and ruled tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from parsers.normalise import matchable
from parsers.pdf.cells import Grid, grid_of
from parsers.pdf.frames import Frame, frames
from parsers.pdf.glyphs import Box, Glyph, Sheet
from parsers.pdf.words import Word, box_of, lines_of, text_of

#: Watermarks are light, and larger than the text that they stand behind.
_LIGHT = 0.6
_LARGE = 1.6
#: Such lines stand at the edge of a page: ``- 3 -``, 第3页, 3/12, 第 3 页 共 12 页.
_PAGE_NUMBER = re.compile(
    r"-?\s*\d{1,3}\s*-|-\s*\d{1,3}|第\s*\d+\s*页.{0,20}|共\s*\d+\s*页|\d+\s*/\s*\d+(?:\s*页)?"
)
_BARE = re.compile(r"\d{1,3}")
_DIGITS = re.compile(r"\d+")
#: So many lines at either end of a page can be its furniture.
_MARGIN = 2
_SAME_HEIGHT = 4.0


@dataclass(slots=True)
class Strip:
    """One line of text."""

    sheet: Sheet
    words: list[Word]

    @property
    def text(self) -> str:
        """Its words, with a blank for every gap."""
        return text_of(self.words)

    @property
    def box(self) -> Box:
        """The box around it."""
        return box_of(self.words)


Item = Strip | Grid


@dataclass(slots=True)
class PageItems:
    """The lines and tables of one page; ``loose`` tells that rules were found which make no
    table, or a table that they leave open.
    """

    sheet: Sheet
    items: list[Item] = field(default_factory=list)
    loose: bool = False


def items_of(sheet: Sheet) -> PageItems:
    """A page's lines and tables from the top down."""
    page = PageItems(sheet)
    glyphs = _without_watermarks(sheet.glyphs)
    grids: list[Grid] = []
    for frame in _innermost(frames(sheet.rules)):
        inside = [g for g in glyphs if frame.holds(g.middle, g.base + g.size / 4)]
        if not inside:
            continue
        grid = grid_of(sheet, frame, inside)
        if not grid.is_sound:
            page.loose = True
            continue
        held = set(map(id, inside))
        glyphs = [glyph for glyph in glyphs if id(glyph) not in held]
        grids.append(grid)
    strips = [Strip(sheet, line) for line in lines_of(glyphs, sheet.rules)]
    page.items = sorted([*strips, *grids], key=lambda one: -_top(one))
    return page


def _top(item: Item) -> float:
    return item.frame.ys[0] if isinstance(item, Grid) else item.words[0].centre


def _without_watermarks(glyphs: list[Glyph]) -> list[Glyph]:
    """Leave out what is both lighter and larger than the text."""
    if not any(glyph.light > _LIGHT for glyph in glyphs):
        return glyphs
    usual = median(glyph.size for glyph in glyphs)
    return [g for g in glyphs if g.light <= _LIGHT or g.size <= usual * _LARGE]


def _innermost(found: list[Frame]) -> list[Frame]:
    """Frames without those that others stand in: they lay out the page."""

    def is_within(one: Frame, other: Frame) -> bool:
        left, bottom, right, top = one.box
        return other.holds(left, bottom) and other.holds(right, top)

    return [
        frame
        for frame in found
        if not any(one is not frame and is_within(one, frame) for one in found)
    ]


def drop_furniture(pages: Sequence[PageItems]) -> None:
    """Take page numbers and running heads off the pages, for good."""
    edges = [_edge_lines(page) for page in pages]
    repeated = Counter(key for lines in edges for key in {_key(line) for line in lines})
    counts = _counting(edges)
    for page, lines in zip(pages, edges, strict=True):
        gone = {
            id(line)
            for line in lines
            if _PAGE_NUMBER.fullmatch(matchable(line.text).strip())
            or repeated[_key(line)] > max(1, len(pages) // 3)
            or id(line) in counts
        }
        page.items = [item for item in page.items if id(item) not in gone]


def _edge_lines(page: PageItems) -> list[Strip]:
    """The lines at the top and at the foot of a page, up to its first and last table."""
    found: list[Strip] = []
    for items in (page.items, page.items[::-1]):
        for item in items[:_MARGIN]:
            if isinstance(item, Grid):
                break
            if all(item is not one for one in found):
                found.append(item)
    return found


def _key(line: Strip) -> tuple[str, int]:
    words = _DIGITS.sub("#", "".join(matchable(line.text).split()))
    return words, round(line.words[0].base / _SAME_HEIGHT)


def _counting(edges: Sequence[list[Strip]]) -> set[int]:
    """Bare numbers at the edges that count the pages: one more on each."""
    found: dict[int, list[Strip]] = {}
    for page, lines in enumerate(edges):
        for line in lines:
            text = matchable(line.text).strip()
            if _BARE.fullmatch(text):
                found.setdefault(int(text) - page, []).append(line)
    return {id(line) for lines in found.values() if len(lines) > 1 for line in lines}
