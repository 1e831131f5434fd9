"""Rows of table 2 that are printed more than once: a whole and its parts, or two years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from parsers.document import Stream
from parsers.tables.anchors import Hit
from parsers.tables.grid import TableReading
from parsers.tables.items import Slot
from parsers.tables.values import values_after

#: What a row's label may say behind the form's words without meaning something else.
_BARE = re.compile(r"(?:[()、,.:*\s]|单位|[百十]?万元|元|[件宗项个条份次起]|数量?|总[计数]|合计)*")
_TAIL = re.compile(r"[^0-9/\\-]*")
_LONGEST_TAIL = 40
#: Of another year, or of a part of one.
_FOREIGN = re.compile(
    "上年(?!度?项目)|去年(?!项目)|上一年(?!度?项目)|前年|上半年|下半年|季度|同期|其中|20[0-9]{2}年"
)
_REACH = 200
#: A second row of the last label stands at most so far behind it.
_BEHIND = 60
_ROW = "row."
_SHARED = "a figure stands beside this row and the next"


def settle_rows(
    stream: Stream, hits: Sequence[Hit], found: Iterable[Hit]
) -> tuple[list[Hit], dict[str, str]]:
    """The labels to read rows by, and the rows that cannot be believed, each with why.

    Of several rows with one label, the one whose label says no more than the form does is the
    whole. ``found`` are the form's labels wherever they stand.
    """
    low, last = hits[0].start, hits[-1]
    alike: dict[str, list[Hit]] = {}
    for hit in found:
        key = hit.anchor.key
        high = last.end + (_BEHIND if key == last.anchor.key else 0)
        if key.startswith(_ROW) and low <= hit.start <= high:
            alike.setdefault(hit.anchor.key, []).append(hit)
    if not (
        any(len(rows) > 1 for rows in alike.values())
        or _FOREIGN.search(stream.text, low, last.end + _LONGEST_TAIL)
    ):
        return list(hits), {}  # as nearly always
    kept, doubtful = list(hits), dict[str, str]()
    for at, hit in enumerate(hits):
        if not hit.anchor.key.startswith(_ROW):
            continue
        others = (one for one in alike[hit.anchor.key] if one.start != hit.start)
        rows = [hit, *(one for one in others if _is_row(stream, one, hits))]
        kept[at], why = _whole(stream, rows)
        if why:
            doubtful[hit.anchor.key.rpartition(".")[2]] = why
    return sorted(kept, key=lambda one: one.start), doubtful


def shared_figures(stream: Stream, hit: Hit, slot: Slot) -> set[int]:
    """Where the figures stand whose cells reach further down than that of their label."""
    blocks = stream.document.blocks
    label = blocks[stream.block_at(hit.start)]
    items = [item for item in slot.items if item.whole and not item.is_blank]
    return {one.position for one in items if label.is_cell and blocks[one.block].down > label.down}


def doubt_rows(
    reading: TableReading, doubtful: Mapping[str, str], shared: Mapping[str, set[int]]
) -> None:
    """Believe no figure of the rows that are ``doubtful``, and none that two rows ``shared``."""
    for row, places in shared.items():
        if any(c.value is not None and c.position in places for c in reading.rows[row]):
            _doubt(reading, row, places)
            reading.note("ambiguous_cells", "warning", row, _SHARED)
    for row, why in doubtful.items():
        _doubt(reading, row, None)
        reading.note("ambiguous_cells", "warning", row, why)


def _doubt(reading: TableReading, row: str, places: set[int] | None) -> None:
    """All cells of a row, or those at certain places; what is no number stays what it is."""
    reading.rows[row] = [
        replace(cell, value=None, status="ambiguous")
        if places is None or (cell.value is not None and cell.position in places)
        else cell
        for cell in reading.rows[row]
    ]


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
