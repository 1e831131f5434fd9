"""Tables in shapes that the form does not have: columns added, moved or left out, tables turned.

HTML only: each page says beyond doubt what every figure is, by the cells over it and beside
it, so every cell must be right. Imports nothing from ``parsers``.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from html import escape

from benchmarks.accuracy import labels, score
from benchmarks.accuracy.corpus import generate
from benchmarks.accuracy.gate import Result
from benchmarks.accuracy.layouts import Layout
from benchmarks.accuracy.model import Block, Cell, Grid, Place, Printed
from benchmarks.accuracy.wrappings import WRAPPINGS

Row = tuple[Cell, ...]


class LineBreaks(Layout):
    """The usual page; lines of a cell are parted by breaks."""

    def inner(self, cell: Cell, rng: random.Random) -> str:
        return "<br>".join(escape(line, quote=False) for line in cell.text.split("\n"))


BREAKS = LineBreaks()
Shape = Callable[[Grid, random.Random], Grid]
NAMES = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
GROUPS = ("行政复议", "未经复议直接起诉", "复议后起诉")


def flat_head(*names: str) -> list[Row]:
    """A header of table 3 in one row."""
    return [(Cell("项目", "head", 3), *(Cell(name, "head") for name in names))]


def split(row: Row) -> tuple[Row, Row]:
    """A row's labels and its figures."""
    return (
        tuple(cell for cell in row if cell.kind != "value"),
        tuple(cell for cell in row if cell.kind == "value"),
    )


def data(grid: Grid) -> list[tuple[Row, Row]]:
    return [split(row) for row in grid.rows if any(cell.kind == "value" for cell in row)]


def stray(rng: random.Random) -> Cell:
    return Cell(str(rng.randint(0, 30)), "stray")


def subtotal(grid: Grid, rng: random.Random) -> Grid:
    """A column 法人小计 that the form does not have."""
    head = flat_head(*NAMES[:6], "法人小计", NAMES[6])
    rows = [(*names, *figures[:6], stray(rng), figures[6]) for names, figures in data(grid)]
    return replace(grid, rows=(*head, *rows))


def last_year(grid: Grid, rng: random.Random) -> Grid:
    """Seven columns of last year, before or behind those of this year."""
    years = ["本年", "上年"]
    rng.shuffle(years)
    head: list[Row] = [
        (Cell("项目", "head", 3, 2), *(Cell(year, "head", 7) for year in years)),
        tuple(Cell(name, "head") for name in NAMES * 2),
    ]
    rows: list[Row] = []
    for names, figures in data(grid):
        other = tuple(stray(rng) for _ in figures)
        order = (*other, *figures) if years[0] == "上年" else (*figures, *other)
        rows.append((*names, *order))
    return replace(grid, rows=(*head, *rows))


def pairs(grid: Grid, rng: random.Random) -> Grid:
    """本年 and 上年 under each applicant."""
    head: list[Row] = [
        (Cell("项目", "head", 3, 2), *(Cell(name, "head", 2) for name in NAMES)),
        tuple(Cell(year, "head") for _ in NAMES for year in ("本年", "上年")),
    ]
    rows = [
        (*names, *(cell for figure in figures for cell in (figure, stray(rng))))
        for names, figures in data(grid)
    ]
    return replace(grid, rows=(*head, *rows))


def total_first(grid: Grid, rng: random.Random) -> Grid:
    """总计 before the applicants, and the line number beside the label."""
    head = [
        (Cell("项目", "head", 3), Cell("行次", "head"), *flat_head(NAMES[6], *NAMES[:6])[0][1:])
    ]
    rows = [
        (*names, Cell(str(line), "stray"), figures[6], *figures[:6])
        for line, (names, figures) in enumerate(data(grid), 1)
    ]
    return replace(grid, rows=(*head, *rows))


def organisations_first(grid: Grid, rng: random.Random) -> Grid:
    """法人或其他组织 with its five columns before 自然人."""
    head: list[Row] = [
        (
            Cell("", "head", 3, 2),
            Cell("法人或其他组织", "head", 5),
            Cell("自然人", "head", rows=2),
            Cell("总计", "head", rows=2),
        ),
        tuple(Cell(name, "head") for name in NAMES[1:6]),
    ]
    rows = [(*names, *figures[1:6], figures[0], figures[6]) for names, figures in data(grid)]
    return replace(grid, rows=(*head, *rows))


def turned(grid: Grid, rng: random.Random) -> Grid:
    """The outcomes as columns and the applicants as rows."""
    rows = data(grid)
    head: Row = (Cell("申请人", "head"), *(replace(n[-1], cols=1, rows=1) for n, _ in rows))
    body = [
        (Cell(name, "label"), *(figures[at] for _, figures in rows))
        for at, name in enumerate(NAMES)
    ]
    return replace(grid, rows=(head, *body))


def stacked(grid: Grid, rng: random.Random) -> Grid:
    """The eight rows of 不予公开 in one, their figures one under another."""
    rows = list(grid.rows)
    starts = [
        at for at, row in enumerate(rows) for c in row if c.place and c.place.row == DENIED[0]
    ]
    at = starts[0]
    eight = [split(row) for row in rows[at : at + len(DENIED)]]
    label = replace(eight[0][0][-1], text="\n".join(names[-1].text for names, _ in eight))
    figures = tuple(
        replace(cell, text="\n".join(row[n].text for _, row in eight))
        for n, cell in enumerate(eight[0][1])
    )
    above = [
        tuple(replace(c, rows=c.rows - 7) if c.kind == "group" and c.rows > 8 else c for c in row)
        for row in rows[:at]
    ]
    groups = tuple(replace(c, rows=1) for c in eight[0][0][:-1])
    return replace(grid, rows=(*above, (*groups, label, *figures), *rows[at + len(DENIED) :]))


def matrix(grid: Grid, rng: random.Random) -> Grid:
    """Table 4 as a matrix, one row a group."""
    figures = data(grid)[0][1]
    head: Row = (Cell("", "head"), *(Cell(name, "head") for name in RESULTS))
    body = [(Cell(name, "label"), *figures[at * 5 : at * 5 + 5]) for at, name in enumerate(GROUPS)]
    return replace(grid, rows=(head, *body))


def matrix_turned(grid: Grid, rng: random.Random) -> Grid:
    """Table 4 as a matrix, one row a result."""
    figures = data(grid)[0][1]
    head: Row = (Cell("", "head"), *(Cell(name, "head") for name in GROUPS))
    body = [(Cell(name, "label"), *figures[at::5]) for at, name in enumerate(RESULTS)]
    return replace(grid, rows=(head, *body))


def two_years(grid: Grid, rng: random.Random) -> Grid:
    """A second row of figures in table 4, last year's."""
    *head, figures = grid.rows
    head[0] = (Cell("年度", "head", rows=3), *head[0])
    both = [
        (Cell("本年", "label"), *figures),
        (Cell("上年", "label"), *(stray(rng) for _ in figures)),
    ]
    rng.shuffle(both)
    return replace(grid, rows=(*head, *both))


def remarks(grid: Grid, rng: random.Random) -> Grid:
    """Columns 序号 and 上年 in table 2."""
    rows: list[Row] = []
    for line, row in enumerate(grid.rows):
        if row[0].kind == "caption":
            rows.append((replace(row[0], cols=row[0].cols + 2),))
        elif any(cell.kind in ("value", "stray") for cell in row):
            rows.append((row[0], Cell(str(line), "stray"), *row[1:], stray(rng)))
        else:
            rows.append((row[0], Cell("序号", "head"), *row[1:], Cell("上年", "head")))
    return replace(grid, rows=tuple(rows))


DENIED = tuple(row for row in labels.item_rows("v2021") if row.startswith("denied_"))
SHAPES: dict[str, tuple[str, Shape]] = {
    "subtotal": ("requests", subtotal),
    "last_year": ("requests", last_year),
    "pairs": ("requests", pairs),
    "total_first": ("requests", total_first),
    "organisations_first": ("requests", organisations_first),
    "turned": ("requests", turned),
    "stacked": ("requests", stacked),
    "matrix": ("review_litigation", matrix),
    "matrix_turned": ("review_litigation", matrix_turned),
    "two_years": ("review_litigation", two_years),
    "remarks": ("disclosure", remarks),
}
NAMES_OF_ALL = (*SHAPES, *WRAPPINGS)


def draw(seed: int, name: str) -> Printed:
    """The report of that seed in that shape, or in that wrapping."""
    rng = random.Random(f"{name}:{seed}")
    printed = generate(seed, "trs")
    if name in SHAPES:
        key, shape = SHAPES[name]
        printed.blocks = [_shaped(block, key, shape, rng) for block in printed.blocks]
        printed.html = BREAKS.page(printed, rng)
    else:
        printed.html = WRAPPINGS[name](printed)
    printed.layout = name
    return printed


def _shaped(block: Block, key: str, shape: Shape, rng: random.Random) -> Block:
    return shape(block, rng) if isinstance(block, Grid) and block.key.startswith(key) else block


def run(per_shape: int) -> Result:
    """Scores ``per_shape`` pages of every shape and wrapping."""
    result = Result("shapes")
    for name in NAMES_OF_ALL:
        for seed in range(per_shape):
            printed = draw(seed, name)
            result.add((name, score.HTML), *score.score(printed, score.HTML, printed.html))
    return result


def places_of(printed: Printed) -> set[Place]:
    """The places whose figures stand on the page, for the generator's own tests."""
    grids = [block for block in printed.blocks if isinstance(block, Grid)]
    return {cell.place for grid in grids for row in grid.rows for cell in row if cell.place}
