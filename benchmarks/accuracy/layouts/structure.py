"""Pages whose structure is odd: several tables, nesting, no headings, blanks, div rows."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import ClassVar

from benchmarks.accuracy.layouts.base import Layout, one_disclosure_table
from benchmarks.accuracy.model import Block, Cell, Grid, Heading, Paragraph, Printed

BLANKS = ("", "&nbsp;", "<p></p>", "　")


class SeveralTables(Layout):
    """Table 2 is a table for every article, and table 3 goes on in a second table."""

    name: ClassVar[str] = "several_tables"

    def arrange(self, blocks: list[Block], rng: random.Random) -> list[Block]:
        arranged: list[Block] = []
        for block in blocks:
            if isinstance(block, Grid) and block.key == "requests":
                arranged += cut(block, rng)
            else:
                arranged.append(block)
        return arranged


class Nested(Layout):
    """Layout tables around the article and around every block."""

    name: ClassVar[str] = "nested"

    def article(self, report: Printed, body: str) -> str:
        return (
            '<table width="1000"><tr><td width="200">栏目导航</td><td><table><tr><td>'
            f"<h1>{report.title}</h1></td></tr><tr><td>发布时间：{report.published}</td></tr>"
            f'<tr><td id="Zoom">{body}</td></tr></table></td></tr></table>'
        )

    def block(self, block: Block, rng: random.Random) -> str:
        inner = super().block(block, rng)
        return f'<table width="100%"><tr><td>{inner}</td></tr></table>'


class NoHeadings(Layout):
    """The tables follow without any heading."""

    name: ClassVar[str] = "no_headings"

    def arrange(self, blocks: list[Block], rng: random.Random) -> list[Block]:
        without = [block for block in blocks if not isinstance(block, Heading)]
        return one_disclosure_table(without)


class Blanks(Layout):
    """A zero is an empty cell."""

    name: ClassVar[str] = "blanks"
    blank_zeros: ClassVar[bool] = True
    blank = ""

    def page(self, report: Printed, rng: random.Random) -> str:
        self.blank = rng.choice(BLANKS)
        return super().page(report, rng)

    def inner(self, cell: Cell, rng: random.Random) -> str:
        return super().inner(cell, rng) or self.blank


class DivGrid(Layout):
    """No table element at all: rows and cells are divs."""

    name: ClassVar[str] = "div_grid"

    def table(self, grid: Grid, rng: random.Random) -> str:
        rows = self.gap.join(self.row(row, rng) for row in grid.rows)
        return f'<div class="grid">{rows}</div>'

    def row(self, row: tuple[Cell, ...], rng: random.Random) -> str:
        cells = (f'<div class="cell w{cell.cols}">{self.inner(cell, rng)}</div>' for cell in row)
        return f'<div class="row">{self.gap.join(cells)}</div>'


class Mismatched(Layout):
    """Heads and numbers span different columns; cells are padded with hidden spans."""

    name: ClassVar[str] = "mismatched"

    def row(self, row: tuple[Cell, ...], rng: random.Random) -> str:
        values = any(cell.kind == "value" for cell in row)
        widened = row if values else tuple(replace(cell, cols=cell.cols + 1) for cell in row)
        return super().row(widened, rng)

    def paragraph(self, paragraph: Paragraph) -> str:
        hidden = '<span style="display:none">分享 3 次</span>'
        return super().paragraph(paragraph) + hidden


class Hollow(Layout):
    """Empty cells stand where a label should span rows or columns."""

    name: ClassVar[str] = "hollow"

    def table(self, grid: Grid, rng: random.Random) -> str:
        rows = [self.row(row, rng) for row in filled(grid)]
        return f'<table border="1">{self.gap.join(rows)}</table>'


def cut(grid: Grid, rng: random.Random) -> list[Block]:
    """Table 3 in two, at a row that no group spans but the outermost, heads repeated or not."""
    ends = [
        at
        for at, row in enumerate(grid.rows)
        if any(cell.kind == "group" and cell.text[:2] in ("（四", "(四") for cell in row)
    ]
    heads = grid.rows[:3] if rng.random() < 0.5 else ()
    rest = list(grid.rows[ends[0] :])
    outer = next(cell for row in grid.rows for cell in row if cell.kind == "group")
    rest[0] = (replace(outer, text="", kind="head", rows=len(rest) - 1), *rest[0])
    first = [
        tuple(replace(c, rows=ends[0] - 5) if c is outer else c for c in row)
        for row in grid.rows[: ends[0]]
    ]
    return [replace(grid, rows=tuple(first)), replace(grid, rows=(*heads, *rest))]


def filled(grid: Grid) -> list[tuple[Cell, ...]]:
    """Every row with a cell in every column: spans become empty cells."""
    taken: dict[tuple[int, int], bool] = {}
    rows = []
    for y, row in enumerate(grid.rows):
        line: list[Cell] = []
        for cell in row:
            while taken.get((y, len(line))):
                line.append(Cell("", "head"))
            x = len(line)
            for down in range(cell.rows):
                taken |= {(y + down, x + across): True for across in range(cell.cols)}
            line += [replace(cell, cols=1, rows=1), *[Cell("", "head")] * (cell.cols - 1)]
        while taken.get((y, len(line))):
            line.append(Cell("", "head"))
        rows.append(tuple(line))
    return rows
