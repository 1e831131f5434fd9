"""Rows of table 2 that are printed more than once: a whole and its parts, or two years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from parsers.document import Stream
from parsers.tables.anchors import Hit
from parsers.tables.items import Slot
from parsers.tables.values import values_after

#: What a row's label may say behind the form's words without meaning something else.
_BARE = re.compile(r"(?:[()、,.:*\s]|单位|[百十]?万元|元|[件宗项个条份次起]|数量?|总[计数]|合计)*")
_TAIL = re.compile(r"[^0-9/\\-]*")
_LONGEST_TAIL = 40
#: Of another year, or of a part of one.
_FOREIGN = re.compile("上年|去年|上一年|前年|上半年|下半年|季度|同期|其中|20[0-9]{2}年")
_REACH = 200
#: A second row of the last label stands at most so far behind it.
_BEHIND = 60
_ROW = "row."


def settle_rows(
    stream: Stream, hits: Sequence[Hit], found: Iterable[Hit]
) -> tuple[list[Hit], dict[str, str]]:
    """The labels to read rows by, and the rows that cannot be believed, each with why.

    Of several rows with one label, the one whose label says no more than the form does is the
    whole. ``found`` are the form's labels wherever they stand.
    """
    low, high = hits[0].start, hits[-1].end + _BEHIND
    alike: dict[str, list[Hit]] = {}
    for hit in found:
        if hit.anchor.key.startswith(_ROW) and low <= hit.start <= high:
            alike.setdefault(hit.anchor.key, []).append(hit)
    kept, doubtful = list(hits), dict[str, str]()
    for at, hit in enumerate(hits):
        if not hit.anchor.key.startswith(_ROW):
            continue
        others = [one for one in alike.get(hit.anchor.key, ()) if _is_row(stream, one, hits)]
        rows = [hit, *(one for one in others if one.start != hit.start)]
        kept[at], why = _whole(stream, rows)
        if why:
            doubtful[hit.anchor.key.rpartition(".")[2]] = why
    return sorted(kept, key=lambda one: one.start), doubtful


def reaches_down(stream: Stream, hit: Hit, slot: Slot) -> bool:
    """Whether a figure's cell reaches further down than that of its label."""
    blocks = stream.document.blocks
    label = blocks[stream.block_at(hit.start)]
    found = (blocks[item.block] for item in slot.items if item.whole and not item.is_blank)
    return label.is_cell and any(block.down > label.down for block in found)


def _is_row(stream: Stream, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether a label begins a row of its own, with figures behind it."""
    if not stream.is_border(hit.start):
        return False
    if any(one.start < hit.end and hit.start < one.end for one in hits if one.start != hit.start):
        return False
    return bool(_figures(stream, hit))


def _figures(stream: Stream, hit: Hit) -> tuple[str, ...]:
    limit = min(len(stream.text), hit.end + _REACH)
    slot = values_after(stream, hit.end, limit)
    return tuple(item.text for item in slot.items if item.text)


def _whole(stream: Stream, rows: list[Hit]) -> tuple[Hit, str]:
    tails = [_tail(stream, row) for row in rows]
    if len(rows) == 1:
        other = _FOREIGN.search(tails[0])
        return rows[0], f"the row is of “{other.group()}”" if other else ""
    bare = [row for row, tail in zip(rows, tails, strict=True) if _BARE.fullmatch(tail)]
    if len(bare) == 1:
        return bare[0], ""
    if not bare:
        return rows[0], "several rows share the label, and none is the whole"
    if len({_figures(stream, row) for row in bare}) == 1:
        return bare[0], ""
    return rows[0], "several rows have this label, and other figures"


def _tail(stream: Stream, hit: Hit) -> str:
    """What the row's own cell or line says behind the label, up to the first figure."""
    end = min(stream.block_start(stream.block_at(hit.end - 1) + 1), hit.end + _LONGEST_TAIL)
    found = _TAIL.match(stream.text, hit.end, end)
    return found.group() if found else ""
