"""Page numbers on lines of their own, where one may be the value of a row of table 2.

No sum tells it there: behind a row whose cells are blank, the next page's number is its value.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, pairwise

from parsers.document import Block, Stream
from parsers.tables.grid import Cell, TableReading

#: One number on a line of its own is no sign of pages.
_FEWEST = 2
_LONGEST = 3


def doubt_pages(stream: Stream, reading: TableReading, others: Iterable[TableReading]) -> None:
    """Believe no last value of a row that may be the number of the page that ends there."""
    low, high = reading.start, max([reading.end, *(other.end for other in others)])
    pages = _pages(stream, low, high)
    if len(pages) < _FEWEST or any(one >= then for (_, one), (_, then) in pairwise(pages)):
        return
    for row, cells in reading.rows.items():
        shown = [cell for cell in cells if cell.raw]
        if shown and _may_be_page(stream, shown[-1], pages):
            reading.rows[row] = [replace(cell, value=None, status="ambiguous") for cell in cells]
            detail = f"“{shown[-1].raw}” may be a page's number"
            reading.note("ambiguous_cells", "warning", row, detail)


def _pages(stream: Stream, low: int, high: int) -> list[tuple[int, int]]:
    """Places and values of the numbers on lines of their own before and behind the tables."""
    blocks, begins = stream.document.blocks, stream.begins
    outside = (range(bisect_left(begins, low)), range(bisect_left(begins, high), len(blocks)))
    short = [at for at in chain(*outside) if len(blocks[at].text) <= _LONGEST]
    numbers = [at for at in short if _is_number(blocks[at])]
    return [
        (begins[at], int(blocks[at].text))
        for at in numbers
        if not any(map(_is_number, (*blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2])))
    ]


def _is_number(block: Block) -> bool:
    text = block.text
    return len(text) <= _LONGEST and text.isascii() and text.isdigit() and not block.is_cell


def _may_be_page(stream: Stream, cell: Cell, pages: list[tuple[int, int]]) -> bool:
    """Whether it is a line of its own with a number between those of the pages around it."""
    at = stream.block_at(cell.position)
    blocks = stream.document.blocks
    if not _is_number(blocks[at]) or any(map(_is_number, blocks[at + 1 : at + 2])):
        return False
    before = [number for place, number in pages if place < cell.position]
    behind = [number for place, number in pages if place > cell.position]
    number = int(blocks[at].text)
    return max(before, default=0) < number < min(behind, default=number + 1)
