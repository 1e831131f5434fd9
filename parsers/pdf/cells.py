"""The cells of a ruled table with what is printed in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from parsers.pdf.broken_figures import join_figures
from parsers.pdf.frames import Field, Frame
from parsers.pdf.glyphs import Box, Glyph, Rule, Sheet
from parsers.pdf.raised import SMALL
from parsers.pdf.words import Word, box_of, lines_of, text_of
from parsers.seen import OBJECT

#: A word may reach so far over a rule before nobody can say whose it is, in points.
_OVER = 1.5
_FIGURE = "0123456789,. \n\xa0\u3000"
_FIGURE_WORD = re.compile(r"[-+]?[0-9０-９][0-9０-９,.，．]*[件宗项个条份次万元]{0,2}|[-—/]{1,3}")
_STARTS_FIGURE = re.compile(r"[-+.,，．]?[0-9０-９]|[-—/无]{1,3}$|[件宗项个条份次元万亿千]{1,2}$")
#: Blanks within a line as wide as this, in heights of the line, part two columns.
_COLUMN_GAP = 2.0
#: Bases of two lines of one text are not so near each other, in heights of the larger.
_CLOSE = 0.6
#: Beside a row that ends earlier than others.
_NOWHERE = Field(-1, -1, -1, -1)


@dataclass(slots=True)
class Cell:
    """A field of the grid, its words line by line, and the box of either on the sheet."""

    place: Field
    text: str
    box: Box
    #: Its words lie in columns that no rule parts.
    has_columns: bool = False
    #: How wide its lines are, and of how many parts its text was put together.
    widths: list[float] = field(default_factory=list)
    room: float = 0.0
    pieces: int = 1
    #: Its lines are no lines of one text: they differ in size, or lie over each other.
    is_uneven: bool = False


@dataclass(slots=True)
class Grid:
    """A ruled table of one page, its cells in reading order."""

    sheet: Sheet
    frame: Frame
    cells: list[Cell] = field(default_factory=list)
    is_sound: bool = True


def grid_of(sheet: Sheet, frame: Frame, glyphs: list[Glyph]) -> Grid:
    """The cells of a frame; ``glyphs`` are the characters inside it.

    ``is_sound`` is false where text stands outside all fields, or figures side by side in one.
    """
    found = Grid(sheet, frame)
    homes = _homes(frame)
    words: dict[Field, list[Word]] = {}
    crossed: set[Field] = set()
    for part in _stripes(frame, glyphs, homes, [*frame.rules, *_loose(sheet, frame)]):
        for word in part:
            place = homes.get((frame.row(word.centre), frame.column(word.middle)))
            if place is None:
                found.is_sound = False
            else:
                words.setdefault(place, []).append(word)
                crossed |= _crossed(frame, homes, place, word)
    for place in sorted(frame.fields, key=lambda one: (one.top, one.left)):
        cell = _cell(found, place, words.get(place, []))
        if place in crossed and not cell.text.strip(_FIGURE):
            cell.text += OBJECT
        found.cells.append(cell)
        found.is_sound &= not cell.has_columns
    join_figures(found.cells)
    return found


def _homes(frame: Frame) -> dict[tuple[int, int], Field]:
    return {
        (row, column): place
        for place in frame.fields
        for row in range(place.top, place.bottom)
        for column in range(place.left, place.right)
    }


def _crossed(
    frame: Frame, homes: dict[tuple[int, int], Field], place: Field, word: Word
) -> set[Field]:
    """The fields that a word with digits lies in, where it is more than one."""
    if not any(sign.isdecimal() for sign in word.text):
        return set()
    row = frame.row(word.centre)
    columns = frame.column(word.box[0] + _OVER), frame.column(word.box[2] - _OVER)
    fields = {homes.get((row, at), place) for at in range(columns[0], columns[1] + 1)}
    return fields if len(fields) > 1 else set()


def _stripes(
    frame: Frame, glyphs: list[Glyph], homes: dict[tuple[int, int], Field], rules: list[Rule]
) -> list[list[Word]]:
    """The words of each area of rows: characters are lined up with those of their own field."""
    fields: dict[Field, list[Glyph]] = {}
    for glyph in glyphs:
        height = glyph.base + glyph.size / 4
        place = homes.get((frame.row(height), frame.column(glyph.middle)))
        fields.setdefault(place or _NOWHERE, []).append(glyph)
    rows: dict[tuple[int, int], list[Glyph]] = {}
    for place, held in fields.items():
        rows.setdefault((place.top, place.bottom), []).extend(held)
    return [[word for line in lines_of(held, rules) for word in line] for held in rows.values()]


def _loose(sheet: Sheet, frame: Frame) -> list[Rule]:
    """The level rules inside a table, those that are no part of it included: they strike out."""
    left, bottom, right, top = frame.box
    return [
        rule
        for rule in sheet.rules
        if rule.is_level and bottom <= rule.at <= top and rule.start < right and rule.end > left
    ]


def _cell(grid: Grid, place: Field, words: list[Word]) -> Cell:
    frame = grid.frame
    left, right = frame.xs[place.left], frame.xs[place.right]
    bottom, top = frame.ys[place.bottom], frame.ys[place.top]
    area = (left, bottom, right, top)
    lines = _lined(words)
    text = _wrapped([text_of(line) for line in lines])
    if not text.strip(_FIGURE) and _holds(grid.sheet, area):
        text += OBJECT
    box = box_of(words) if words else area
    widths = [line[-1].box[2] - line[0].box[0] for line in lines]
    found = Cell(place, text, box, _has_columns(lines), widths, right - left)
    found.is_uneven = any(map(_is_uneven, lines, lines[1:]))
    return found


def _is_uneven(line: list[Word], other: list[Word]) -> bool:
    """Whether what stands below a line is a note to it, or the other way round."""
    sizes = sorted(max(word.own_size for word in one) for one in (line, other))
    return sizes[0] <= SMALL * sizes[1] or line[0].base - other[0].base < _CLOSE * sizes[1]


def _wrapped(lines: list[str]) -> str:
    """The lines of a cell, run together where words only go on; figures stay on their lines."""
    text = ""
    for line in lines:
        joint = "\n" if text and _STARTS_FIGURE.match(line) else ""
        text += joint + line
    return text


def _lined(words: list[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (-one.base, one.middle)):
        if not lines or lines[-1][0].base - word.base > word.size * 0.35:
            lines.append([])
        lines[-1].append(word)
    return [sorted(line, key=lambda one: one.middle) for line in lines]


def _holds(sheet: Sheet, area: Box) -> bool:
    """Whether something is drawn in a cell that is no text, or digits that are not read."""
    left, bottom, right, top = area
    for glyph in sheet.aside:
        if left <= glyph.middle <= right and bottom <= glyph.centre <= top:
            return True
    return any(
        left <= (box[0] + box[2]) / 2 <= right
        and bottom <= (box[1] + box[3]) / 2 <= top
        and box[2] - box[0] <= (right - left) * 1.2
        for box in sheet.pictures
    )


def _has_columns(lines: list[list[Word]]) -> bool:
    """Whether figures stand side by side in one field: the rules between them are missing."""
    for line in lines:
        for one, other in pairwise(line):
            gap = other.box[0] - one.box[2]
            if gap > one.size * _COLUMN_GAP and is_figure(one) and is_figure(other):
                return True
    return False


def is_figure(word: Word) -> bool:
    """Whether a word is a figure, or what stands for one."""
    return _FIGURE_WORD.fullmatch(word.text) is not None
