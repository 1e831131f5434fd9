"""Rows of a table that an editor put into one: ``0<br>3<br>0`` in a cell for three rows.

They are taken apart where it is plain which figure belongs to which label: the label's cell
has as many lines as each cell with figures, or those cells span as many rows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from parsers.document import Block
from parsers.normalise import matchable

_FIGURE = re.compile(r"[0-9][0-9,.]*[件宗项个条份次起]?|[-/无]{1,2}")
#: No group of the form has more rows.
_MOST_LINES = 30

_Row = tuple[int, int]


def is_stacked(text: str) -> bool:
    """Whether a cell's text is figures, one a line."""
    lines = _lines(text)
    return 1 < len(lines) <= _MOST_LINES and all(map(_FIGURE.fullmatch, map(matchable, lines)))


def unstack(blocks: list[Block]) -> list[Block]:
    """The blocks with such rows taken apart; rows that leave a doubt stay as they are."""
    rows: dict[_Row, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.is_cell:
            rows[block.table, block.row].append(block)
    found: dict[_Row, int] = {}
    for place, cells in rows.items():
        heights = {len(_lines(cell.text)) for cell in cells if is_stacked(cell.text)}
        if len(heights) == 1:
            found[place] = heights.pop()
    for (table, row), height in sorted(found.items(), reverse=True):
        blocks = (
            _labelled(blocks, table, row, height) or _spanning(blocks, table, row, height) or blocks
        )
    return blocks


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _length(lines: list[str]) -> int:
    """Characters without white space, as origins count them."""
    return sum(len("".join(line.split())) for line in lines)


def _labelled(blocks: list[Block], table: int, row: int, height: int) -> list[Block] | None:
    """The row as ``height`` rows, when one cell has that many labels."""
    mine = [b for b in blocks if b.table == table and b.row == row]
    labels = [b for b in mine if not is_stacked(b.text) and len(_lines(b.text)) == height]
    rest = [b for b in mine if b not in labels and not is_stacked(b.text) and b.text.strip()]
    if len(labels) != 1 or any(b.column > labels[0].column for b in rest):
        return None
    made: list[Block] = []
    for at in range(height):
        for block in mine:
            if block in rest and at:
                continue  # a group's label, over all of them
            lines = _lines(block.text)
            one = len(lines) == height and block not in rest
            text = lines[at] if one else block.text
            skipped = _length(lines[:at]) if one else 0
            down = block.down + height - 1 if block in rest else 1
            made.append(
                replace(block, text=text, skipped=skipped, row=row + at, pieces=1, down=down)
            )
    return _put(blocks, mine, made, table, row, height)


def _put(
    blocks: list[Block], mine: list[Block], made: list[Block], table: int, row: int, height: int
) -> list[Block]:
    """``made`` in the place of ``mine``; rows below move down, spans over them grow."""
    found: list[Block] = []
    placed = False
    for block in blocks:
        if block.table != table:
            found.append(block)
        elif block.row == row:
            found += [] if placed else made
            placed = True
        elif block.row > row:
            found.append(replace(block, row=block.row + height - 1))
        elif block.row + block.down > row:
            found.append(replace(block, down=block.down + height - 1))
        else:
            found.append(block)
    return found


def _spanning(blocks: list[Block], table: int, row: int, height: int) -> list[Block] | None:
    """The figures given to the rows that their cells span."""
    stacked = [b for b in blocks if b.table == table and b.row == row and is_stacked(b.text)]
    last = {b.row: at for at, b in enumerate(blocks) if b.table == table}
    covered = range(row, row + height)
    if any(b.down != height for b in stacked) or any(at not in last for at in covered):
        return None
    kept = [block for block in blocks if block not in stacked]
    for at in reversed(covered):
        end = max(n for n, b in enumerate(kept) if b.table == table and b.row == at)
        column = kept[end].column + 1
        kept[end + 1 : end + 1] = [
            replace(
                b,
                text=_lines(b.text)[at - row],
                skipped=_length(_lines(b.text)[: at - row]),
                row=at,
                column=column + n,
                down=1,
                pieces=1,
            )
            for n, b in enumerate(stacked)
        ]
    return kept
