"""The cells of a table that may stand on several pages."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.pdf.cells import Grid
from parsers.pdf.glyphs import Box


@dataclass(slots=True)
class Part:
    """A cell of a table: ``[top, bottom)`` rows, ``[left, right)`` columns; where it stands."""

    text: str
    top: int
    bottom: int
    left: int
    right: int
    page: int
    box: Box
    pieces: int = 1
    #: No rule closes it at the foot of the page, or opens it at the top.
    is_cut_below: bool = False
    is_cut_above: bool = False


@dataclass(slots=True)
class Table:
    """A whole table: the edges of its columns, and its cells."""

    edges: list[float]
    rows: int
    parts: list[Part]
    last: Grid

    def starting(self, row: int) -> list[Part]:
        """The cells that begin in a row."""
        return [part for part in self.parts if part.top == row]

    def ending(self) -> list[Part]:
        """The cells at the foot of the table."""
        return [part for part in self.parts if part.bottom == self.rows]


def table_of(grid: Grid) -> Table:
    """The table of one page."""
    sheet, frame = grid.sheet, grid.frame
    rows = len(frame.ys) - 1
    parts = [
        Part(
            cell.text,
            cell.place.top,
            cell.place.bottom,
            cell.place.left,
            cell.place.right,
            sheet.number,
            sheet.printed(cell.box),
            cell.pieces,
            is_cut_below=cell.place.bottom == rows and cell.place in frame.open_below,
            is_cut_above=cell.place.top == 0 and cell.place in frame.open_above,
        )
        for cell in grid.cells
    ]
    return Table(list(frame.xs), rows, parts, grid)
