"""Lines of text put together to paragraphs, over the end of a page as well."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.pdf.items import Strip
from parsers.pdf.words import text_of

#: In heights of a line: how far from the right edge a full line ends, how far a new
#: paragraph is set in, how far apart its lines are at most, how much sizes differ.
_FULL = 1.6
_INDENT = 0.6
_SPACING = 2.6
_SIZES = 1.25
#: A line with a gap as wide as this has columns.
_COLUMNS = 2.0
#: Lines shorter than this are captions, cells and signatures.
_SHORTEST = 12


def paragraphs(strips: Sequence[Strip], left: float, right: float) -> list[list[Strip]]:
    """Lines that follow one another, as paragraphs; ``left`` and ``right`` bound the text."""
    found: list[list[Strip]] = []
    for strip in strips:
        if found and _goes_on(found[-1], strip, left, right):
            found[-1].append(strip)
        else:
            found.append([strip])
    return found


def words_of(strips: Sequence[Strip]) -> str:
    """The text of a paragraph: no blank where a line ended, but between numbers and letters."""
    text = ""
    for strip in strips:
        line = text_of(strip.words)
        joint = " " if text[-1:].isascii() and line[:1].isascii() and text else ""
        text += joint + line
    return text


def _goes_on(before: list[Strip], strip: Strip, left: float, right: float) -> bool:
    last = before[-1]
    one, other = last.words[0], strip.words[0]
    size = min(one.size, other.size)
    if max(one.size, other.size) > size * _SIZES or _has_columns(last) or _has_columns(strip):
        return False
    if len(last.text) < _SHORTEST or last.box[2] < right - _FULL * size:
        return False
    if strip.box[0] > left + _INDENT * size:
        return False
    apart = one.base - other.base
    return last.sheet is not strip.sheet or 0 < apart < _SPACING * size


def _has_columns(strip: Strip) -> bool:
    pairs = zip(strip.words, strip.words[1:], strict=False)
    return any(b.box[0] - a.box[2] > _COLUMNS * a.size for a, b in pairs)
