"""Characters of one area to lines and words, from the top down and from left to right."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.pdf.glyphs import Box, Glyph, Rule, around
from parsers.pdf.radicals import plain
from parsers.pdf.raised import SMALL, with_notes
from parsers.seen import OBJECT, STRUCK

#: Shares of a line's height. Bases of one line differ by less, nearly all raised notes included.
_ONE_LINE = 0.35
#: A gap between digits, and between other characters, that is a blank.
_DIGIT_GAP = 0.18
_GAP = 0.5
_BESIDE_RULE = 0.05
#: A small digit so much higher or lower than its line is a note's number.
_OFF_BASE = 0.1
#: Where a line through digits runs, above the base.
_THROUGH = (0.12, 0.6)
#: Characters of one word share no more of their width.
_OVERLAP = 0.6
#: Two prints of a character so near each other are one in bold.
_TWICE = 0.15
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(slots=True)
class Word:
    """Characters without a gap between them."""

    text: str
    box: Box
    size: float
    base: float
    #: Of its own characters; ``size`` is the line's.
    own_size: float = 0.0

    @property
    def middle(self) -> float:
        """Half way across."""
        return (self.box[0] + self.box[2]) / 2

    @property
    def centre(self) -> float:
        """Half way up, by the base: boxes of fonts differ."""
        return self.base + self.size * 0.25


Line = list[Word]


def lines_of(glyphs: Sequence[Glyph], rules: Iterable[Rule] = ()) -> list[Line]:
    """The lines of an area; ``rules`` part words (upright) and strike them out (level)."""
    upright = sorted((rule for rule in rules if not rule.is_level), key=lambda rule: rule.at)
    level = sorted((rule for rule in rules if rule.is_level), key=lambda rule: rule.at)
    return [_words(row, upright, level) for row in rows_of(glyphs)]


def rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The characters line by line, each line from left to right."""
    rows: list[list[Glyph]] = []
    main: Glyph | None = None
    for glyph in sorted(glyphs, key=lambda one: (-one.base, one.left)):
        reach = _ONE_LINE * max(glyph.size, main.size) if main else 0
        if main is None or main.base - glyph.base > reach:
            rows.append([])
            main = glyph
        rows[-1].append(glyph)
        main = glyph if glyph.size > main.size * 1.05 else main
    return [_once(sorted(row, key=lambda one: (one.left, one.right))) for row in with_notes(rows)]


def _once(row: list[Glyph]) -> list[Glyph]:
    """Without characters that were printed twice to make them bold."""
    kept: list[Glyph] = []
    for glyph in row:
        near = _TWICE * glyph.size
        if not any(
            other.text == glyph.text
            and abs(other.left - glyph.left) < near
            and abs(other.base - glyph.base) < near
            for other in kept[-3:]
        ):
            kept.append(glyph)
    return kept


def _words(row: list[Glyph], upright: list[Rule], level: list[Rule]) -> Line:
    main = max(row, key=lambda one: one.size)
    parts: list[list[Glyph]] = []
    for glyph in row:
        if not parts or _is_apart(parts[-1][-1], glyph, upright):
            parts.append([])
        parts[-1].append(glyph)
    return [_word(part, main, level) for part in parts]


def _is_apart(one: Glyph, other: Glyph, upright: list[Rule]) -> bool:
    gap, size = other.left - one.right, max(one.size, other.size)
    digits = one.text.isdecimal() and other.text.isdecimal()
    if gap > size * (_DIGIT_GAP if digits else _GAP):
        return True
    return gap >= size * _BESIDE_RULE and any(
        one.middle < rule.at < other.middle and rule.start <= one.base + size / 4 <= rule.end
        for rule in upright
    )


def _word(part: list[Glyph], main: Glyph, level: list[Rule]) -> Word:
    text = "".join(_shown(glyph, main) for glyph in part)
    box = around(part)
    if any(map(_lies_over, part, part[1:])):
        text += OBJECT  # one of them may be covered: nobody knows which is seen
    own = max(part, key=lambda one: one.size)
    if _is_struck(box, own, level):
        text = f"{STRUCK}{text}{STRUCK}"
    return Word(text, box, main.size, main.base, own.size)


def _lies_over(one: Glyph, other: Glyph) -> bool:
    """Whether two characters are printed in one place."""
    narrow = min(one.right - one.left, other.right - other.left)
    return one.right - other.left > narrow * _OVERLAP and narrow > 0


def _shown(glyph: Glyph, main: Glyph) -> str:
    off = abs(glyph.base - main.base)
    is_note = glyph.size <= main.size * SMALL and off >= main.size * _OFF_BASE
    return glyph.text.translate(_RAISED) if is_note else plain(glyph.text)


def _is_struck(box: Box, own: Glyph, level: list[Rule]) -> bool:
    """Whether one of the level rules, the lowest first, runs through a word."""
    low, high = (own.base + share * own.size for share in _THROUGH)
    for rule in level[bisect_left(level, low, key=lambda one: one.at) :]:
        if rule.at > high:
            return False
        if rule.start < box[2] - 1 and rule.end > box[0] + 1:
            return True
    return False


def text_of(line: Line) -> str:
    """A line as a string, with a blank for every gap."""
    return " ".join(word.text for word in line)


def box_of(words: Iterable[Word]) -> Box:
    """The box around some words."""
    boxes = [word.box for word in words]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
