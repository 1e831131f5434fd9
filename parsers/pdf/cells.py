"""The cells of a ruled table with what is printed in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.pdf.frames import Field, Frame
from parsers.pdf.glyphs import Box, Glyph, Sheet
from parsers.pdf.words import Word, box_of, lines_of, text_of
from parsers.seen import OBJECT

#: A word may reach so far over a rule before nobody can say whose it is, in points.
_OVER = 1.5
_FIGURE = "0123456789,. \n\xa0\u3000"
_LONGEST = 400
#: Blanks within a line as wide as this, in heights of the line, part two columns.
_COLUMN_GAP = 2.0


@dataclass(slots=True)
class Cell:
    """A field of the grid, its words line by line, and the box of either on the sheet."""

    place: Field
    text: str
    box: Box
    #: Its words lie in columns that no rule parts.
    has_columns: bool = False


@dataclass(slots=True)
class Grid:
    """A ruled table of one page, its cells in reading order."""

    sheet: Sheet
    frame: Frame
    cells: list[Cell] = field(default_factory=list)
    is_sound: bool = True


def grid_of(sheet: Sheet, frame: Frame, glyphs: list[Glyph]) -> Grid:
    """The cells of a frame; ``glyphs`` are the characters inside it.

    ``is_sound`` is false where rules enclose odd areas, or figures stand side by side in one.
    """
    found = Grid(sheet, frame, is_sound=frame.is_whole)
    homes = _homes(frame)
    words: dict[Field, list[Word]] = {}
    for part in _stripes(frame, glyphs, homes):
        for word in part:
            place = homes[frame.row(word.centre), frame.column(word.middle)]
            words.setdefault(place, []).append(word)
    for place in sorted(frame.fields, key=lambda one: (one.top, one.left)):
        cell = _cell(found, place, words.get(place, []))
        found.cells.append(cell)
        found.is_sound &= not cell.has_columns
    return found


def _homes(frame: Frame) -> dict[tuple[int, int], Field]:
    return {
        (row, column): place
        for place in frame.fields
        for row in range(place.top, place.bottom)
        for column in range(place.left, place.right)
    }


def _stripes(
    frame: Frame, glyphs: list[Glyph], homes: dict[tuple[int, int], Field]
) -> list[list[Word]]:
    """The words of each area of rows: characters are lined up with those of their own field."""
    fields: dict[Field, list[Glyph]] = {}
    for glyph in glyphs:
        height = glyph.base + glyph.size / 4
        place = homes[frame.row(height), frame.column(glyph.middle)]
        fields.setdefault(place, []).append(glyph)
    rows: dict[tuple[int, int], list[Glyph]] = {}
    for place, held in fields.items():
        rows.setdefault((place.top, place.bottom), []).extend(held)
    return [
        [word for line in lines_of(held, frame.rules) for word in line] for held in rows.values()
    ]


def _cell(grid: Grid, place: Field, words: list[Word]) -> Cell:
    frame = grid.frame
    left, right = frame.xs[place.left], frame.xs[place.right]
    bottom, top = frame.ys[place.bottom], frame.ys[place.top]
    area = (left, bottom, right, top)
    lines = _lined(words)
    text = "\n".join(map(text_of, lines))
    reaches = any(w.box[0] < left - _OVER or w.box[2] > right + _OVER for w in words)
    if not text.strip(_FIGURE) and (reaches or _holds(grid.sheet, area)):
        text += OBJECT
    box = box_of(words) if words else area
    return Cell(place, text, box, _has_columns(lines, place))


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


def _has_columns(lines: list[list[Word]], place: Field) -> bool:
    """Whether figures stand side by side in one field: the rules between them are missing."""
    for line in lines:
        for one, other in zip(line, line[1:], strict=False):
            gap = other.box[0] - one.box[2]
            if gap > one.size * _COLUMN_GAP and _is_figure(one) and _is_figure(other):
                return True
    return False


def _is_figure(word: Word) -> bool:
    return word.text.strip("-/,.")[:1].isdecimal() or word.text in ("-", "/", "—")
