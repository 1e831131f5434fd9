"""What a page holds in reading order: lines of text and ruled tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from parsers.normalise import matchable
from parsers.pdf.cells import Grid, grid_of, is_figure
from parsers.pdf.frames import Frame, frames
from parsers.pdf.glyphs import Box, Glyph, Sheet
from parsers.pdf.words import Word, box_of, lines_of, rows_of, text_of
from parsers.seen import OBJECT

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
#: In heights of a line.
_APART, _ONE_LINE, _BEYOND = 1.8, 2.2, 2.6
_WORDS = re.compile("[A-Za-z\u4e00-\u9fff]{2}")


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
    """The lines and tables of one page."""

    sheet: Sheet
    items: list[Item] = field(default_factory=list)


def items_of(sheet: Sheet) -> PageItems:
    """A page's lines and tables from the top down."""
    page = PageItems(sheet)
    glyphs = _without_watermarks(sheet.glyphs)
    grids: list[Grid] = []
    loose: list[Frame] = []
    for frame in _innermost(frames(sheet.rules)):
        _reach_out(frame, glyphs)
        inside = [g for g in glyphs if frame.holds(g.middle, g.base + g.size / 4)]
        if not inside:
            continue
        grid = grid_of(sheet, frame, inside)
        if not grid.is_sound:
            loose.append(frame)
            continue
        held = set(map(id, inside))
        glyphs = [glyph for glyph in glyphs if id(glyph) not in held]
        grids.append(grid)
    strips = [Strip(sheet, _doubt(line, loose)) for line in lines_of(glyphs, sheet.rules)]
    page.items = sorted([*strips, *grids], key=lambda one: -_top(one))
    return page


def _doubt(line: list[Word], loose: Sequence[Frame]) -> list[Word]:
    """Mark the figures inside rules that make no table: nobody can say whose they are."""
    for word in line if loose else ():
        if is_figure(word) and any(frame.holds(word.middle, word.centre) for frame in loose):
            word.text = OBJECT
    return line


def _reach_out(frame: Frame, glyphs: list[Glyph]) -> None:
    """Let a table that the end of the page cuts hold the lines of its cells that stand beyond."""
    _, bottom, _, top = frame.box
    if frame.open_below:
        spans = [(frame.xs[one.left], frame.xs[one.right]) for one in frame.open_below]
        below = rows_of([glyph for glyph in glyphs if glyph.base + glyph.size / 4 < bottom])
        reach = _reached([(bottom - row[0].base, row) for row in below], spans)
        frame.ys[-1] = bottom - reach
    if frame.open_above:
        spans = [(frame.xs[one.left], frame.xs[one.right]) for one in frame.open_above]
        above = rows_of([glyph for glyph in glyphs if glyph.base + glyph.size / 4 > top])
        reach = _reached([(row[0].base - top, row) for row in reversed(above)], spans)
        frame.ys[0] = top + reach


def _reached(rows: list[tuple[float, list[Glyph]]], spans: list[tuple[float, float]]) -> float:
    """How far lines go on beyond a table: 0 unless they end there, and stand in its cells.

    ``rows`` are the lines with how far off each is, the nearest first.
    """
    reach = 0.0
    for away, row in rows:
        size = max(glyph.size for glyph in row)
        if away > reach + size * _ONE_LINE:
            return reach if away > reach + size * _BEYOND else 0.0
        inside = all(any(low < one.middle < high for low, high in spans) for one in row)
        if not inside or _has_digits(row):
            return 0.0
        reach = away + size
    return reach


def _has_digits(row: list[Glyph]) -> bool:
    return any(glyph.text.isdecimal() for glyph in row)


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
    counts = _counting(pages, edges)
    for page, lines in zip(pages, edges, strict=True):
        gone = {
            id(line)
            for line in lines
            if _PAGE_NUMBER.fullmatch(matchable(line.text).strip())
            or (_WORDS.search(line.text) and repeated[_key(line)] > max(1, len(pages) // 3))
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
    """What a line says and how high it stands; the number of its page is as good as any."""
    number = str(line.sheet.number)
    words = "".join(matchable(line.text).split())
    words = _DIGITS.sub(lambda found: "#" if found[0] == number else found[0], words)
    return words, round(line.words[0].base / _SAME_HEIGHT)


def _counting(pages: Sequence[PageItems], edges: Sequence[list[Strip]]) -> set[int]:
    """Bare numbers at one place of nearly all pages, one more on each, apart from the text."""
    found: dict[tuple[int, int], list[Strip]] = {}
    for page, lines in zip(pages, edges, strict=True):
        for line in lines:
            text = matchable(line.text).strip()
            if _BARE.fullmatch(text) and _is_apart(page, line):
                place = (int(text) - page.sheet.number, round(line.words[0].base / _SAME_HEIGHT))
                found.setdefault(place, []).append(line)
    fewest = max(2, len(pages) - 2)
    return {id(one) for lines in found.values() if len(lines) >= fewest for one in lines}


def _is_apart(page: PageItems, line: Strip) -> bool:
    """Whether more than a usual gap divides a line from the page's text."""
    near = [
        abs(_top(item) - _top(line))
        if isinstance(item, Strip)
        else min(abs(y - _top(line)) for y in (item.frame.ys[0], item.frame.ys[-1]))
        for item in page.items
        if item is not line
    ]
    return min(near, default=_APART * line.words[0].size) >= _APART * line.words[0].size
