"""Tables without rules: which of their figures no one can give to a row for certain.

The lines of a page are read as text. A figure counts only where its row's whole label stands
on its line, or where a line holds all figures of table 4; and only where no figure stands right
above or below it, which may be the rest of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.document import Stream
from parsers.pdf.cells import is_figure
from parsers.pdf.items import Strip
from parsers.pdf.labels import bare, row_cores
from parsers.pdf.words import Word
from parsers.seen import OBJECT
from parsers.tables.grid import Cell, TableReading

#: In heights of a line: a gap between columns, and how near the next line is.
_COLUMNS, _NEAR = 1.5, 1.7
#: The figures of table 4.
_REVIEW = 15
#: Words of running text hold no more figures than this, each apart from the words around it.
_FEWEST = 2


def doubt_lines(strips: Sequence[Strip]) -> None:
    """Mark the figures of tables that a line alone does not give to their row.

    Where no line has columns, the lines are read one by one as any flattened text is.
    """
    if not any(_has_columns(strip) and any(map(is_figure, strip.words)) for strip in strips):
        return
    orphans = {id(strip) for strip in strips if _is_bare(strip)}
    for at, strip in enumerate(strips):
        figures = [word for word in strip.words if is_figure(word)]
        if not figures or not (_has_columns(strip) or id(strip) in orphans):
            continue
        near = [s for s in strips[max(0, at - 1) : at + 2] if s is not strip and _is_near(s, strip)]
        if not _is_sure(strip, figures) or any(id(one) in orphans for one in near):
            for word in figures:
                word.text = OBJECT


def _is_sure(strip: Strip, figures: list[Word]) -> bool:
    before = [word for word in strip.words if word.middle < figures[0].middle]
    between = [word for word in strip.words[len(before) :] if not is_figure(word)]
    if between:
        return False
    label = bare("".join(word.text for word in before))
    if not label:
        return len(figures) == _REVIEW
    return any(core in label for core in row_cores())


def _is_bare(strip: Strip) -> bool:
    return all(map(is_figure, strip.words)) and len(strip.words) != _REVIEW


def _has_columns(strip: Strip) -> bool:
    gaps = [b.box[0] - a.box[2] > _COLUMNS * a.size for a, b in pairwise(strip.words)]
    return any(gaps) or sum(map(is_figure, strip.words)) > _FEWEST


def _is_near(one: Strip, other: Strip) -> bool:
    if one.sheet is not other.sheet:
        return False
    return abs(one.words[0].base - other.words[0].base) < _NEAR * other.words[0].size


def doubt_blanks(stream: Stream, reading: TableReading) -> None:
    """A cell is seen to be blank only between rules; elsewhere its figure may stand apart.

    Nor is a reading that sums alone decide believed there: a figure may go on in another line.
    """
    blocks = stream.document.blocks
    for row, cells in reading.rows.items():
        if all(blocks[stream.block_at(cell.position)].is_cell for cell in cells):
            continue
        doubted = [_doubted(cell) for cell in cells]
        if doubted != cells:
            reading.rows[row] = doubted
            reading.note("ambiguous_cells", "warning", row, "no rules show which cell is which")


def _doubted(cell: Cell) -> Cell:
    if cell.status == "blank":
        return replace(cell, status="unreadable")
    return replace(cell, value=None, status="ambiguous") if cell.status == "solved" else cell
