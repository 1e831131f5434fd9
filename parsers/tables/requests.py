"""Table 3: requests received and how they ended (23 rows in v2019, 25 in v2021, × 7)."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import cache

from parsers.document import Stream
from parsers.forms import Form
from parsers.tables import anchors
from parsers.tables.anchors import Anchor, Hit, Lexicon
from parsers.tables.grid import (
    TableReading,
    confirm,
    doubt_empty,
    filler_side,
    fit,
    lost,
    nothing,
)
from parsers.tables.items import Slot
from parsers.tables.order import printed_order
from parsers.tables.resolve import resolve
from parsers.tables.values import values_after

KEY = "requests"
_HEADER = ("本列数据的勾稽关系", "申请人情况", "自然人")
_HEADER_REACH = 400
#: What the header of each column says; 法人或其他组织 is no column.
_HEADERS = {
    "natural_person": "自然人",
    "business": "商业企业",
    "research": "科研机构",
    "public_interest": "社会公益组织",
    "legal_service": "法律服务机构",
    "other_org": "其[他它](?!组织)",
    "total": "[总合]计",
}
_TAIL_REACH = 300
_LIKENESS = 0.6
#: Fewer labels than this are a mention in the narrative, not a table.
_FEWEST_ROWS = 6


def find_requests(
    stream: Stream, forms: tuple[Form, ...], neighbour: str | None = None
) -> TableReading | None:
    """Read table 3, in the form whose labels fit best; None when there is none.

    The form is decided by the table's own labels, never by the year; where they fit two
    forms alike (a page cut off early), ``neighbour``, the form of table 2, decides.
    """
    found = _lexicon(forms).find(stream)
    candidates = [
        (form, anchors.chain([h for h in found if h.anchor.form == form.id])) for form in forms
    ]
    form, hits = max(candidates, key=lambda pair: (anchors.score(pair[1]), pair[0].id == neighbour))
    if len(hits) < _FEWEST_ROWS:
        return None
    reading = _read(stream, form, hits)
    others = [h for h in found if h.anchor.form == form.id and not _within(h, hits)]
    if len(anchors.chain(others)) > len(hits) // 2:
        detail = "a second table of requests stands on the page; one of the two was read"
        reading.note("several_reports", "warning", None, detail)
    return reading


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


def _read(stream: Stream, form: Form, hits: list[Hit]) -> TableReading:
    table = form.tables[KEY]
    reading = TableReading(table, form.id, _start(stream, hits[0]), hits[-1].end)
    reading.order = _column_order(stream, reading, hits[0].start)
    groups = _groups(stream, form, hits)
    group_places = {hit.start for hit in groups}
    labels = {row.key: row.label for row in table.rows}
    marks = sorted([*hits, *groups], key=lambda hit: hit.start)
    slots: list[tuple[Hit, Slot, int]] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        limit = following.start if following else min(mark.end + _TAIL_REACH, len(stream.text))
        label = labels.get(mark.anchor.key, "")
        slot = values_after(stream, mark.end, limit, label=label, is_last=following is None)
        slots.append((mark, slot, limit))
    reading.filler = filler_side((slot.items for _, slot, _ in slots), len(table.columns))
    for mark, slot, limit in slots:
        _take(reading, stream, mark, slot, limit, is_group=mark.start in group_places)
        reading.end = max(reading.end, slot.end)
    doubt_empty(reading, shows_blanks=stream.document.is_html)
    resolve(reading, shows_blanks=stream.document.is_html)
    _report_missing(reading)
    return reading


def _start(stream: Stream, first: Hit) -> int:
    """Where the header begins, so that its words are not taken for narrative."""
    low = max(0, first.start - _HEADER_REACH)
    found = [stream.text.rfind(words, low, first.start) for words in _HEADER]
    found = [at for at in found if at >= 0]
    start = min(found, default=first.start)
    return start - 1 if start and stream.text[start - 1] == "(" else start


def _column_order(stream: Stream, reading: TableReading, first_row: int) -> list[int]:
    """Official index of each printed column; empty unless the header shows that they moved."""
    keys = [column.key for column in reading.table.columns]
    order = printed_order(stream, _HEADERS, reading.start, first_row)
    if order is None:
        return []
    # 总计 shares its header row with 自然人 and 法人或其他组织, so it comes before the five.
    total_first = order.index("total") < order.index("natural_person")
    printed = [key for key in order if key != "total"]
    printed.insert(0 if total_first else len(printed), "total")
    if printed == keys:
        return []
    reading.note("columns_moved", "info", None, "the header names the columns in another order")
    return [keys.index(key) for key in printed]


def _groups(stream: Stream, form: Form, hits: list[Hit]) -> list[Hit]:
    """Group labels anywhere in the table; pages repeat them after a break."""
    found = _group_lexicon(form).find(stream, hits[0].start, hits[-1].end)
    taken = [(hit.start, hit.end) for hit in hits]
    return [hit for hit in found if not any(a < hit.end and hit.start < b for a, b in taken)]


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
    reading: TableReading, stream: Stream, mark: Hit, limit: int, text: str, position: int
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
        return
    hit = Hit(
        Anchor(best, rows.index(best), (text,)), position, position + len("".join(text.split())), 0
    )
    slot = values_after(stream, hit.end, limit, label=by_key[best].label)
    _take(reading, stream, hit, slot, limit, is_group=False)
    reading.note("label_variant", "info", best, f"“{text}” read as {by_key[best].label}")


def _report_missing(reading: TableReading) -> None:
    for row in reading.table.rows:
        if row.key not in reading.rows:
            reading.note("row_missing", "warning", row.key, f"no row “{row.label}”")
    for row_key, cells in reading.rows.items():
        if any(cell.status == "ambiguous" for cell in cells):
            reading.note(
                "ambiguous_cells", "warning", row_key, f"“{cells[0].raw}” has no single reading"
            )
