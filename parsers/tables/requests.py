"""Table 3: requests received and how they ended (23 rows in v2019, 25 in v2021, × 7)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cache
from typing import TypeGuard

from parsers.document import Stream
from parsers.forms import Form
from parsers.tables import anchors
from parsers.tables.above import below_figures, doubt_above, figures_before
from parsers.tables.anchors import Anchor, Hit, Lexicon
from parsers.tables.captions import is_later
from parsers.tables.doubts import (
    Slots,
    apart,
    doubt_all,
    doubt_numbered,
    doubt_unconfirmed,
    doubt_unsummed,
    is_whole,
    out_of_order,
    without_strays,
)
from parsers.tables.grid import (
    Cell,
    TableReading,
    confirm,
    doubt_empty,
    filler_side,
    fit,
    lost,
    nothing,
    shows_cells,
)
from parsers.tables.heads import (
    Heads,
    header_text,
    is_doubtful,
    is_official,
    lacks_column,
    note_heads,
    read_heads,
    row_by_heads,
    turned,
)
from parsers.tables.items import Slot
from parsers.tables.moved import note_moved
from parsers.tables.request_heads import column_order, first_label, names_start
from parsers.tables.resolve import resolve
from parsers.tables.running import take_numbers
from parsers.tables.values import values_after, with_below

KEY = "requests"
_HEADER = ("本列数据的勾稽关系", "申请人情况", "自然人", "法人或其他组织")
_TOTALS = ("总计", "合计")
_HEADER_REACH = 400
_HAN = re.compile("[\u4e00-\u9fff]")
_TAIL_REACH = 300
_NEARLY_ALL = 0.8
_LIKENESS = 0.6
#: Fewer labels than this are a mention in the narrative, not a table.
_FEWEST_ROWS = 6


def find_requests(
    stream: Stream, forms: tuple[Form, ...], neighbour: TableReading | None = None
) -> TableReading | None:
    """Read table 3, in the form whose labels fit best; None when there is none.

    The form is decided by the table's own labels, never by the year; where they fit two
    forms alike (a page cut off early), the form of ``neighbour``, table 2, decides.
    """
    found = _lexicon(forms).find(stream)
    near, after = (neighbour.form, neighbour.end) if neighbour else (None, 0)
    candidates = [
        (form, anchors.chain([h for h in found if h.anchor.form == form.id])) for form in forms
    ]
    form, hits = max(candidates, key=lambda pair: (anchors.score(pair[1]), pair[0].id == near))
    if len(hits) < _FEWEST_ROWS:
        return None
    of_form = [h for h in found if h.anchor.form == form.id]
    take_numbers(stream, hits)
    reading = _read(stream, form, hits, of_form, after)
    second = anchors.chain([h for h in of_form if not _within(h, hits)])
    if len(second) > len(hits) // 2:
        # A form to fill in stands beside the table, or last year's.
        if not _has_figures(reading) or _is_rather(stream, reading, second, neighbour):
            reading = _read(stream, form, second, of_form, after)
        detail = "a second table of requests stands on the page; one of the two was read"
        reading.note("several_reports", "warning", None, detail)
    return reading


def _is_rather(
    stream: Stream, reading: TableReading, second: list[Hit], neighbour: TableReading | None
) -> bool:
    """Whether the second table is this year's: by the words above, or as table 2 was chosen."""
    start = _start(stream, second[0])
    if is_later(stream, reading.start, start):
        return True
    between = neighbour is not None and reading.start < neighbour.start < start
    return between and not is_later(stream, start, reading.start)


def _has_figures(reading: TableReading) -> bool:
    return any(cell.raw for cells in reading.rows.values() for cell in cells)


def _within(hit: Hit, hits: list[Hit]) -> bool:
    return hits[0].start <= hit.start <= hits[-1].end


@cache
def _lexicon(forms: tuple[Form, ...]) -> Lexicon:
    return Lexicon(
        Anchor(row.key, order, row.cores, row.ordinal, form.id)
        for form in forms
        for order, row in enumerate(form.tables[KEY].rows)
    )


@cache
def _group_lexicon(form: Form) -> Lexicon:
    groups = form.tables[KEY].groups
    return Lexicon(Anchor(g.key, i, g.cores, g.ordinal, form.id) for i, g in enumerate(groups))


def _read(
    stream: Stream, form: Form, hits: list[Hit], found: list[Hit], after: int
) -> TableReading:
    table = form.tables[KEY]
    groups = _groups(stream, form, hits)
    again = out_of_order(stream, hits, groups, found)
    hits = without_strays(stream, hits, again)
    reading = TableReading(table, form.id, _start(stream, hits[0]), hits[-1].end)
    names = names_start(stream, hits[0].start)
    reading.order = column_order(stream, reading, names, hits[0].start)
    group_places = {hit.start for hit in groups}
    slots = _slots(stream, form, sorted([*hits, *groups, *again], key=lambda hit: hit.start))
    twice = [mark for mark in again if any(hit.anchor.key == mark.anchor.key for hit in hits)]
    slots, repeated = apart(slots, twice)
    first = slots[0][0]
    before = figures_before(stream, first.start)
    slots = below_figures(reading, slots, before) if before else slots
    hits = sorted([*hits, *(h for h in again if h not in twice)], key=lambda h: h.anchor.order)
    reading.filler = filler_side((slot.items for _, slot, _ in slots), len(table.columns))
    shows_blanks = shows_cells(stream, hits)
    if not _by_heads(stream, reading, hits, slots, after):
        for mark, slot, limit in slots:
            _take(reading, stream, mark, slot, limit, is_group=mark.start in group_places)
            reading.end = max(reading.end, slot.end)
        doubt_empty(reading, shows_blanks=shows_blanks)
        doubt_above(reading, slots, before, group_places, shows_blanks=shows_blanks)
        if lacks_column(stream.text[names : first_label(stream, names, first)]):
            doubt_all(reading, "the header does not name all columns of the form")
        elif is_doubtful(header_text(stream, reading.start, first.start, after)):
            named = re.search("[总合]计", stream.text[reading.start : first.start])
            doubt_unsummed(reading, slots, has_total=named is not None)
        doubt_numbered(reading, slots)
        resolve(reading, shows_blanks=shows_blanks)
    if repeated or not is_whole(reading):
        doubt_unconfirmed(stream, reading, slots, repeated, shows_blanks=shows_blanks)
        _report_missing(reading)
    note_moved(reading)
    return reading


def _slots(stream: Stream, form: Form, marks: list[Hit]) -> Slots:
    """What stands behind each label, up to the next."""
    labels = {row.key: row.label for row in form.tables[KEY].rows}
    width = len(form.tables[KEY].columns)
    slots: list[tuple[Hit, Slot, int]] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        limit = following.start if following else min(mark.end + _TAIL_REACH, len(stream.text))
        label = labels.get(mark.anchor.key, "")
        slot = values_after(stream, mark.end, limit, label=label, is_last=following is None)
        if slot.below and len(slot.items) < width:
            slot = with_below(slot, width)
        slots.append((mark, slot, limit))
    return slots


def _trust_order(reading: TableReading, heads: Heads) -> None:
    """Take the columns' order from the header although the rows do not stand under it."""
    keys = [column.key for column in reading.table.columns]
    order = [keys.index(key) for _, key in sorted(heads.keys.items()) if key]
    if order != reading.order:
        reading.order = order
        detail = "the header names the columns in another order"
        reading.note("columns_moved", "info", None, detail)


def _by_heads(
    stream: Stream, reading: TableReading, hits: list[Hit], slots: Slots, after: int
) -> bool:
    """Read a table of cells by what its header says of each column, where that is needed.

    Needed is it when the header is not the official one, or rows show another number of
    values than the form has; possible only when nearly all rows stand under the header.
    """
    width = len(reading.table.columns)
    official = is_official(stream, reading.start, hits[0].start)
    places = {hit.start for hit in hits}
    if official and all(
        len(slot.items) == width for mark, slot, _ in slots if mark.start in places
    ):
        return False
    if rows := turned(stream, reading, hits):
        reading.order = list(range(width))
        reading.rows = rows
        return True
    heads = read_heads(stream, hits, after)
    if heads is None:
        return False
    found = {hit.anchor.key: row_by_heads(stream, reading, heads, hit) for hit in hits}
    if sum(cells is not None for cells in found.values()) < len(found) * _NEARLY_ALL:
        if len(heads.present) == width:
            _trust_order(reading, heads)
            return False
        found = dict.fromkeys(found)  # the header lacks a column, and the rows are not its own
    reading.problems = [p for p in reading.problems if p.code != "columns_moved"]
    reading.order = list(range(width))
    note_heads(reading, heads)
    for mark, slot, limit in slots:
        key, is_row = mark.anchor.key, mark in hits
        cells = found.get(key) if is_row else row_by_heads(stream, reading, heads, mark)
        if cells is not None:
            cells = confirm(cells, reading.table.columns)
        if is_row:
            reading.rows[key] = cells or lost(slot.items, reading.table.columns, mark.end)
        elif _is_subtotal(cells, found):
            reading.subtotals[key] = cells
        if is_row and slot.stray is not None:
            _stray(reading, stream, mark, limit, *slot.stray, heads)
        reading.end = max(reading.end, slot.end)
    return True


def _is_subtotal(
    cells: list[Cell] | None, rows: Mapping[str, list[Cell] | None]
) -> TypeGuard[list[Cell]]:
    """Whether a group has figures of its own, not those of its first row beside it."""
    if cells is None or all(cell.is_empty for cell in cells):
        return False
    return not any(row and row[0].position == cells[0].position for row in rows.values())


def _start(stream: Stream, first: Hit) -> int:
    """Where the header begins, so that its words are not taken for narrative."""
    low = max(0, first.start - _HEADER_REACH)
    found = [stream.text.rfind(words, low, first.start) for words in _HEADER]
    found = [at for at in found if at >= 0]
    start = min(found, default=first.start)
    if stream.text[max(0, start - 2) : start] in _TOTALS:
        start -= 2
    return start - 1 if start and stream.text[start - 1] == "(" else start


def _groups(stream: Stream, form: Form, hits: list[Hit]) -> list[Hit]:
    """Group labels anywhere in the table; pages repeat them after a break."""
    found = _group_lexicon(form).find(stream, hits[0].start, hits[-1].end)
    taken = [(hit.start, hit.end) for hit in hits]
    return [
        hit
        for hit in found
        # 9.其他不予公开情形 is a row of the office's own, no group.
        if (stream.is_border(hit.start) or not _HAN.match(stream.text, hit.start - 1))
        and not any(a < hit.end and hit.start < b for a, b in taken)
    ]


def _take(
    reading: TableReading, stream: Stream, mark: Hit, slot: Slot, limit: int, *, is_group: bool
) -> None:
    if is_group and not slot.items:
        return
    columns, key = reading.table.columns, mark.anchor.key
    cells = fit(slot.items, columns, reading.filler)
    if cells is not None:
        cells = confirm(reading.in_order(cells), columns)
    if is_group:
        if cells is not None and not all(cell.is_empty for cell in cells):
            reading.subtotals[key] = cells
        return
    if cells is not None:
        reading.rows[key] = cells
    elif slot.items:
        reading.pending[key] = slot
        reading.count(slot.items, len(columns))
        reading.rows[key] = lost(slot.items, columns, mark.end)
    else:
        reading.rows[key] = nothing(stream.text[mark.end : limit], columns, mark.end)
        reading.note("row_empty", "warning", key, "no values stand behind this row's label")
    if slot.stray is not None:
        _stray(reading, stream, mark, limit, *slot.stray)


def _stray(
    reading: TableReading,
    stream: Stream,
    mark: Hit,
    limit: int,
    text: str,
    position: int,
    heads: Heads | None = None,
) -> None:
    """Numbers under a label that the form does not have: a misspelt row, or an added one."""
    rows = [row.key for row in reading.table.rows]
    later = rows[rows.index(mark.anchor.key) + 1 :]
    by_key = {row.key: row for row in reading.table.rows}
    likeness = {
        key: max(SequenceMatcher(None, text, core).ratio() for core in by_key[key].cores)
        for key in later[:4]
        if key not in reading.rows
    }
    best = max(likeness, key=lambda key: likeness[key], default=None)
    if best is None or likeness[best] < _LIKENESS:
        reading.note("row_unknown", "warning", None, f"“{text}” is no row of the form")
        reading.extras.append((mark.anchor.key, text, None))
        return
    hit = Hit(
        Anchor(best, rows.index(best), (text,)), position, position + len("".join(text.split())), 0
    )
    slot = values_after(stream, hit.end, limit, label=by_key[best].label)
    if heads is not None:
        cells = row_by_heads(stream, reading, heads, hit)
        reading.rows[best] = cells or lost(slot.items, reading.table.columns, hit.end)
    else:
        _take(reading, stream, hit, slot, limit, is_group=False)
    reading.note("label_variant", "info", best, f"“{text}” read as {by_key[best].label}")


def _report_missing(reading: TableReading) -> None:
    for row in reading.table.rows:
        if row.key not in reading.rows:
            reading.note("row_missing", "warning", row.key, f"no row “{row.label}”")
    for row_key, cells in reading.rows.items():
        if "ambiguous" in [cell.status for cell in cells]:
            reading.note(
                "ambiguous_cells", "warning", row_key, f"“{cells[0].raw}” has no single reading"
            )
