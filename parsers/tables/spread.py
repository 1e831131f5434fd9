"""A table spread out on its grid: which cells stand above and beside which."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from parsers.document import Block, Stream

_WIDEST = 80
_MOST_BLOCKS = 4_000


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with its place: ``index`` in the document, ``[left, right)`` the columns."""

    index: int
    block: Block
    row: int
    left: int
    right: int

    @property
    def below(self) -> int:
        """The first row under this cell."""
        return self.row + self.block.down


@dataclass(slots=True)
class Spread:
    """All cells of one table by grid row; ``of`` finds a block's own place."""

    rows: dict[int, list[Placed]] = field(default_factory=dict)
    of: dict[int, Placed] = field(default_factory=dict)

    def above(self, row: int, column: int) -> list[Placed]:
        """The cells over a column, from the top down, that end before ``row``."""
        return [
            placed
            for at in sorted(self.rows)
            if at < row
            for placed in self.rows[at]
            if placed.left <= column < placed.right and placed.below <= row
        ]

    def beside(self, row: int, column: int) -> list[Placed]:
        """The cells to the left in that row, those that reach down from above included."""
        return [
            placed
            for at in sorted(self.rows)
            if at <= row
            for placed in self.rows[at]
            if placed.right <= column and placed.row <= row < placed.below
        ]


def spread(stream: Stream, home: int) -> Spread | None:
    """The table that block number ``home`` is a cell of; None when it is none, or too large.

    Spans are taken at their word; whether that makes sense is for the caller to see.
    """
    blocks = stream.document.blocks
    table = blocks[home].table
    if table < 0:
        return None
    first = last = home
    while first > 0 and home - first < _MOST_BLOCKS and blocks[first - 1].table in (table, -1):
        first -= 1
    while (
        last + 1 < len(blocks)
        and last - home < _MOST_BLOCKS
        and blocks[last + 1].table in (table, -1)
    ):
        last += 1
    found = Spread()
    taken: dict[int, set[int]] = {}
    for index in range(first, last + 1):
        block = blocks[index]
        if block.table != table:
            continue
        here = taken.setdefault(block.row, set())
        left = next(column for column in range(_WIDEST + 1) if column not in here)
        right = left + block.across
        if right > _WIDEST:
            return None
        for row in range(block.row, block.row + min(block.down, _WIDEST)):
            taken.setdefault(row, set()).update(range(left, right))
        placed = Placed(index, block, block.row, left, right)
        found.rows.setdefault(block.row, []).append(placed)
        found.of[index] = placed
    return found


def block_of(stream: Stream, position: int) -> int:
    """The block that a label at ``position`` begins in: blank cells before it are none of it."""
    word = bisect_left(stream.starts, position)
    blocks = stream.blocks
    while word + 1 < len(stream.starts) and stream.starts[word + 1] == position:
        word += 1
    return (
        blocks[word]
        if word < len(blocks) and stream.starts[word] == position
        else stream.block_at(position)
    )
