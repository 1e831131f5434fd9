"""Lines of text put together to paragraphs, over the end of a page as well."""

from __future__ import annotations

import re
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
#: The lines of a title are so much higher than others.
_LARGE = 1.2
_ENDS_TITLE = re.compile(r"(?:报告|年报|报表)[)）]?$")
_HEADING = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[、.．)）]|[0-9]{1,2}、")
#: Lines shorter than this are captions, cells and signatures.
_SHORTEST = 12


def paragraphs(
    strips: Sequence[Strip], left: float, right: float, usual: float
) -> list[list[Strip]]:
    """Lines that follow one another, as paragraphs.

    ``left`` and ``right`` bound the text, ``usual`` is the height of most lines.
    """
    found: list[list[Strip]] = []
    for strip in strips:
        if found and (
            _goes_on(found[-1], strip, left, right) or _is_title(found[-1], strip, usual)
        ):
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
    if (
        _HEADING.match(strip.text)
        or len(last.text) < _SHORTEST
        or last.box[2] < right - _FULL * size
    ):
        return False
    if strip.box[0] > left + _INDENT * size:
        return False
    apart = one.base - other.base
    return last.sheet is not strip.sheet or 0 < apart < _SPACING * size


def _is_title(before: list[Strip], strip: Strip, usual: float) -> bool:
    """Whether large lines are one title: until it says that it is a report's."""
    last = before[-1]
    one, other = last.words[0], strip.words[0]
    if min(one.size, other.size) < _LARGE * usual or _has_columns(last) or _has_columns(strip):
        return False
    apart = one.base - other.base
    is_near = last.sheet is strip.sheet and 0 < apart < _SPACING * max(one.size, other.size)
    said = "".join(text_of(line.words) for line in before)
    ends = _ENDS_TITLE.search(said) or _HEADING.match(text_of(strip.words)) or _HEADING.match(said)
    return is_near and max(one.size, other.size) < min(one.size, other.size) * _SIZES and not ends


def _has_columns(strip: Strip) -> bool:
    pairs = zip(strip.words, strip.words[1:], strict=False)
    return any(b.box[0] - a.box[2] > _COLUMNS * a.size for a, b in pairs)
