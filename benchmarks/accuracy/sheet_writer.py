"""Generated reports as workbooks (.xlsx)."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

import xlsxwriter

from benchmarks.accuracy.model import Cell, Grid, Printed

#: Habits of those who write: all as text; numbers with formats; a sheet a table; a hidden draft,
#: hidden rows and a hidden column, full of other figures; tables that begin away from the corner.
HABITS = ("texts", "numbers", "sheets", "hidden", "shifted")
#: A format each that shows the same digits; Excel's accounting shows a dash for zero.
_FORMATS = ("General", "0", "#,##0", "0_ ", "0_);[Red]\\(0\\)", "0;-0;0;@", "#,##0_ ;[Red]-#,##0 ")
_WIDTH = 12


def workbook(printed: Printed, habit: str) -> bytes:
    """The report as an .xlsx."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False})
    _Writer(book, habit, random.Random(f"{habit}:{printed.layout}:{printed.seed}")).write(printed)
    book.close()
    return out.getvalue()


class _Writer:
    """Where the next row goes."""

    def __init__(self, book: Any, habit: str, rng: random.Random) -> None:
        self.book, self.habit, self.rng = book, habit, rng
        self.left = {"shifted": 2, "hidden": 1}.get(habit, 0)
        self.row = 3 if habit == "shifted" else 0
        self.formats = [book.add_format({"num_format": one, "border": 1}) for one in _FORMATS]
        self.sheet = book.add_worksheet()
        if habit == "hidden":
            book.add_worksheet("草稿").hide()
            self.sheet.set_column(0, 0, None, None, {"hidden": True})

    def write(self, printed: Printed) -> None:
        """The report from its title down."""
        self._line(printed.title)
        self._line(f"发布时间：{printed.published} 来源：{printed.agency}")
        for block in printed.blocks:
            if not isinstance(block, Grid):
                self._line(block.text)
                continue
            if self.habit == "sheets":
                self.sheet, self.row = self.book.add_worksheet(), 0
            self._table(block)
            self.row += 1

    def _line(self, text: str) -> None:
        self.sheet.merge_range(self.row, self.left, self.row, self.left + _WIDTH - 1, text)
        self.row += 1

    def _table(self, grid: Grid) -> None:
        taken: set[tuple[int, int]] = set()
        for line in grid.rows:
            if self.habit == "hidden" and not any(row == self.row for row, _ in taken):
                self._hide_row()
            at = self.left
            for cell in line:
                while (self.row, at) in taken:
                    at += 1
                bottom = self.row + cell.rows
                taken.update(
                    (r, c) for r in range(self.row, bottom) for c in range(at, at + cell.cols)
                )
                self._cell(cell, at)
                at += cell.cols
            self.row += 1

    def _hide_row(self) -> None:
        """A row of other figures that nobody sees; the column before the table has some, too."""
        self.sheet.write_number(self.row + 1, 0, self.rng.randint(1, 99))
        for column in range(1, _WIDTH):
            self.sheet.write_number(self.row, column, self.rng.randint(1, 99))
        self.sheet.set_row(self.row, None, None, {"hidden": True})
        self.row += 1

    def _cell(self, cell: Cell, at: int) -> None:
        look = self.rng.choice(self.formats) if self.habit != "texts" else self.formats[0]
        last = (self.row + cell.rows - 1, at + cell.cols - 1)
        is_number = (
            self.habit != "texts" and cell.text.isdecimal() and str(int(cell.text)) == cell.text
        )
        if last != (self.row, at):
            self.sheet.merge_range(self.row, at, *last, "", look)
        if is_number:
            self.sheet.write_number(self.row, at, int(cell.text), look)
        elif cell.text or last == (self.row, at):
            self.sheet.write_string(self.row, at, cell.text, look)
