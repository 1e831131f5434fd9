"""Figures that their cell is too narrow for, so that they go on in its next line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

from parsers.pdf.frames import Field
from parsers.seen import OBJECT

_PART = re.compile(r"[-+]?[0-9０-９,.，．]+(?:[件宗项个条份次元]|[万亿千]?元?)")
_UNIT = re.compile("[件宗项个条份次元]|[万亿千]元?")
_EMPTY = re.compile("[-—/无]{1,3}")
#: How much wider than another line a line may be, in points.
_WIDER = 1.0
#: The margins of a cell to both sides of its text, in points.
_MARGINS = 12.0


class Lines(Protocol):
    """A cell with its lines, how wide each is, and the ``room`` between its rules."""

    place: Field
    text: str
    widths: list[float]
    room: float
    pieces: int
    is_uneven: bool


def join_figures(cells: Sequence[Lines]) -> None:
    """Put such figures together where the cells around leave no doubt.

    A unit below its figure belongs to it. Digits below digits are one number only where their
    column holds figures of one line, none of them wider than the broken one would allow, and
    where the figures of their row differ in lines: two rows in one would give each as many. Else
    a blank stands between them: such a number counts only where a sum confirms it. Lines that
    are uneven are no number at all.
    """
    rows: dict[tuple[int, int], list[Lines]] = defaultdict(list)
    columns: dict[tuple[int, int], list[Lines]] = defaultdict(list)
    for cell in cells:
        if _is_figure(cell.text) or _EMPTY.fullmatch(cell.text):
            rows[cell.place.top, cell.place.bottom].append(cell)
            columns[cell.place.left, cell.place.right].append(cell)
    single = {id(cell) for cell in cells if len(_digits(cell.text)) < 2}
    for cell in [cell for cell in cells if _is_figure(cell.text) and "\n" in cell.text]:
        lines = _digits(cell.text)
        beside = rows[cell.place.top, cell.place.bottom]
        above = columns[cell.place.left, cell.place.right]
        heights = {len(_digits(one.text)) for one in beside}
        in_row = len(beside) == 1 or len(heights) > 1
        alone = [one for one in above if id(one) in single and one.widths]
        forced = all(one.widths[0] < _one_more(cell) + _WIDER for one in alone) and (
            alone or _one_more(cell) + _MARGINS > cell.room
        )
        is_sure = len(lines) < 2 or (in_row and forced and not cell.is_uneven)
        text = ("" if is_sure else " ").join(lines)
        text += OBJECT if cell.is_uneven and len(lines) > 1 else ""
        unit = cell.text.split("\n")[-1]
        cell.text = text + (unit if _UNIT.fullmatch(unit) else "")
        cell.pieces = len(lines) if is_sure else 1


def _is_figure(text: str) -> bool:
    *lines, last = text.split("\n")
    is_part = all(map(_PART.fullmatch, lines))
    return is_part and bool(_PART.fullmatch(last) or (lines and _UNIT.fullmatch(last)))


def _digits(text: str) -> list[str]:
    """The lines of a cell without one that is a unit alone."""
    return [line for line in text.split("\n") if not _UNIT.fullmatch(line)]


def _one_more(cell: Lines) -> float:
    """How wide the first line would be with one character more."""
    first = cell.text.split("\n")[0]
    return cell.widths[0] * (len(first) + 1) / len(first)
