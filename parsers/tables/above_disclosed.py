"""Table 2 with figures on the line above their label, or in the cells before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from parsers.document import Stream
from parsers.tables.anchors import Hit
from parsers.tables.grid import TableReading

_SIGNS = "-/无○〇"


def doubt_above_blocks(
    stream: Stream, reading: TableReading, of_block: Mapping[str, Sequence[Hit]]
) -> None:
    """Believe no row of a block whose first label has a figure before it, its last none behind.

    Each may have the next one's.
    """
    for hits in of_block.values():
        rows = [hit.anchor.key.split(".")[2] for hit in hits]
        if any(cell.raw for cell in reading.rows.get(rows[-1], ())):
            continue
        shown = [row for row in rows if any(cell.raw for cell in reading.rows.get(row, ()))]
        if shown and _is_below_figure(stream, hits[0]):
            for row in shown:
                cells = reading.rows[row]
                reading.rows[row] = [replace(c, value=None, status="ambiguous") for c in cells]
                detail = "a figure stands before the first label here: this one may be the next's"
                reading.note("values_above", "warning", row, detail)


def _is_below_figure(stream: Stream, hit: Hit) -> bool:
    before = stream.text[hit.start - 1 : hit.start]
    if not before or not (before.isdigit() or before in _SIGNS):
        return False
    blocks, home = stream.document.blocks, stream.block_at(hit.start)
    following = blocks[home + 1] if home + 1 < len(blocks) else None
    beside = following is not None and (following.table, following.row)
    return not blocks[home].is_cell or beside != (blocks[home].table, blocks[home].row)
