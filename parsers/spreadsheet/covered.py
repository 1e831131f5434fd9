"""Cells of a table that something lies over: a picture may be the number, a shape may hide it."""

from __future__ import annotations

from collections.abc import Iterable

from parsers.seen import OBJECT
from parsers.spreadsheet.hiding import Hidden
from parsers.spreadsheet.pasted import FIGURE, Cell
from parsers.spreadsheet.places import Area
from parsers.unreadable import Unreadable

#: Cells times drawings: so many questions take no time that anyone would notice.
_MOST_ASKED = 3_000_000


class Covered:
    """Areas that something lies over, their places counted in rows and columns that are seen."""

    __slots__ = ("_areas", "_asked")

    def __init__(self, areas: Iterable[Area], rows: Hidden, columns: Hidden) -> None:
        self._areas = [
            (rows.seen_at(top), rows.seen_at(bottom), columns.seen_at(left), columns.seen_at(right))
            for top, bottom, left, right in areas
        ]
        self._asked = 0

    def mark(self, cell: Cell) -> None:
        """Leave the mark of an object where nobody can be sure of a cell's figure, or of a blank.

        Words may go on under a seal or a logo.
        """
        if not self._areas or not (FIGURE.fullmatch(cell.text) or not cell.text.strip()):
            return
        self._asked += len(self._areas)
        if self._asked > _MOST_ASKED:
            raise Unreadable("oversized", "more drawings than any report has")
        if any(_is_over(area, cell) for area in self._areas):
            cell.text += OBJECT


def _is_over(area: Area, cell: Cell) -> bool:
    top, bottom, left, right = area
    is_beside = cell.column >= right or cell.column + cell.across <= left
    return not is_beside and top < cell.row + cell.down and cell.row < bottom
