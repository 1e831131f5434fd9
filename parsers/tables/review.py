"""Table 4: reviews and lawsuits, three groups of five columns in one data row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations

from parsers import solver
from parsers.document import Stream
from parsers.forms import Column, Form
from parsers.normalise import matchable
from parsers.tables.captions import is_later
from parsers.tables.grid import Cell, TableReading, confirm, fit, is_padded, lost
from parsers.tables.items import Item, Slot
from parsers.tables.review_grid import read_grid, read_lines
from parsers.tables.review_heads import printed_groups
from parsers.tables.review_rows import LAST_YEAR, data_row, header_rows, later_row
from parsers.tables.values import values_after

KEY = "review_litigation"
#: So much is quoted of what cannot be read.
_SHOWN = 24
_WIDTH = 5
_SECOND = "a second table of reviews and lawsuits stands on the page; the first was read"
_GLUED_HEADS = ("行政复议行政诉讼", "行政诉讼行政复议")
_GAP = r"[^\d]{0,12}?"
_HEADER_REACH = 160
_TAIL_REACH = 160
#: With more blanks than this lost from the row, no search can place the rest.
_MOST_BLANKS = 5


def find_review(stream: Stream, form: Form, start: int = 0) -> TableReading | None:
    """Read table 4 after position ``start``; None when there is none.

    Its header says the same five words once a group; in running text all three come
    before the numbers, in some layouts each is followed by its own five.
    """
    table = form.tables[KEY]
    if start and "结果" not in stream.text[start:]:
        start = 0  # it may stand before table 3
    headers = _headers(stream, table.columns, start)
    if not headers:
        return _shaped(stream, form, start)
    more = len(headers) > len(table.rows)
    start = _this_years(stream, headers, len(table.rows)) or start
    headers = [one for one in headers if one[0] >= start][: len(table.rows)]
    reading = TableReading(table, form.id, _start(stream, headers[0][0]), headers[-1][1])
    slots = _slots(stream, headers)
    shaped = None if _is_plain(stream, reading, slots) else _shaped(stream, form, start)
    if more:
        reading.note("several_reports", "warning", None, _SECOND)
    rows = printed_groups(stream, reading)
    filled = [slot for slot in slots if slot.items]
    reading.end = max([slot.end for slot in filled], default=reading.end)
    if shaped is not None and (stream.document.is_html or not _is_padded(shaped)):
        told = {p.code for p in shaped.problems}
        shaped.problems += [p for p in reading.problems if p.code not in told | {"columns_moved"}]
        return shaped
    if _has_odd_header(stream, reading, slots, headers[-1][1]):
        return _damaged(reading, filled)
    if len(headers) == len(rows) == len(filled):
        for row, slot in zip(rows, slots, strict=True):
            _group(reading, row, slot)
    elif len(headers) == len(rows) and len(filled) == 1 and slots[-1].items:
        _all(reading, rows, slots[-1], _behind(stream, headers))
    else:
        items = tuple(item for slot in filled for item in slot.items)
        _all(reading, rows, Slot(items, reading.end), _behind(stream, headers))
        if len(headers) != len(rows):
            reading.note("header_damaged", "warning", None, f"{len(headers)} of 3 column groups")
    if not stream.document.is_html and _is_padded(reading):
        for row, cells in reading.rows.items():
            reading.rows[row] = [replace(cell, value=None, status="ambiguous") for cell in cells]
            reading.note("ambiguous_cells", "warning", row, "the row may lack a cell")
    return reading


def _has_odd_header(
    stream: Stream, reading: TableReading, slots: Sequence[Slot], head_end: int
) -> bool:
    """Whether the labels over the figures are not the five of the form, once or several times.

    A group of four labels, or one in another order, tells nothing about whose figures follow.
    """
    first = next((slot.items[0].position for slot in reversed(slots) if slot.items), reading.end)
    first = min(first, _first_label(stream, head_end))
    columns = reading.table.columns
    labels = _any_label(tuple(column.cores for column in columns))
    named = [m.lastindex for m in labels.finditer(stream.text, reading.start, first)]
    return named != [*range(1, _WIDTH + 1)] * (len(named) // _WIDTH)


def _first_label(stream: Stream, head_end: int) -> int:
    """Where the first row below a header of cells begins; its label may be 合计."""
    blocks = stream.document.blocks
    at = stream.block_at(head_end - 1)
    home = blocks[at]
    while at < len(blocks) and (blocks[at].table, blocks[at].row) == (home.table, home.row):
        at += 1
    return stream.block_start(at) if home.is_cell else len(stream.text)


@cache
def _any_label(cores: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"({'|'.join(map(re.escape, words))})" for words in cores))


def _damaged(reading: TableReading, filled: Sequence[Slot]) -> TableReading:
    items = [item for slot in filled for item in slot.items]
    for row in reading.table.rows:
        reading.rows[row.key] = lost(items, reading.table.columns, reading.end)
        _note_ambiguous(reading, row.key)
    detail = "the header does not name the five results of each group in their order"
    reading.note("header_damaged", "warning", None, detail)
    return reading


def _is_plain(stream: Stream, reading: TableReading, slots: Sequence[Slot]) -> bool:
    """Whether the page shows the official header and nothing else, and one whole row below it."""
    items = slots[-1].items
    if not stream.document.is_html or len(items) != _WIDTH * len(reading.table.rows):
        return False
    text = stream.text[reading.start : reading.end]
    return _official(tuple(c.label for c in reading.table.columns)).fullmatch(text) is not None


@cache
def _official(labels: tuple[str, ...]) -> re.Pattern[str]:
    five = "".join(labels)
    return re.compile(f"行政复议行政诉讼{five}未经复议直接起诉复议后起诉{five}{five}")


def _is_padded(reading: TableReading) -> bool:
    """Whether the figures of flattened text may be filled up at their end, a cell short.

    The last total is blank where its group holds figures.
    """
    last = list(reading.rows.values())[-1:]
    return any(map(is_padded, last))


def _shaped(stream: Stream, form: Form, start: int) -> TableReading | None:
    """Table 4 by the cells around each figure, or in another shape than the official one."""
    table = form.tables[KEY]
    rows = read_grid(stream, table, start)
    if rows is None and len(_headers(stream, table.columns, start)) < len(table.rows):
        rows = read_lines(stream, table, start)
    if rows is None:
        return None
    places = [cell.position for cells in rows.values() for cell in cells if cell.position]
    first = stream.text.find(table.columns[0].cores[0], start)
    begin = _start(stream, first if first >= 0 else min(places))
    reading = TableReading(table, form.id, min(begin, *places), max(places) + 1)
    for key, cells in rows.items():
        reading.rows[key] = confirm(cells, table.columns)
    named = len(re.findall("|".join(table.columns[0].cores), stream.text[reading.start :]))
    if named > len(table.rows):
        reading.note("several_reports", "warning", None, _SECOND)
    if absent := [
        c.label for c, cell in zip(table.columns, cells, strict=True) if not cell.position
    ]:
        detail = f"the header has no column {', '.join(absent)}"
        reading.note("column_missing", "warning", None, detail)
    return reading


def _headers(stream: Stream, columns: tuple[Column, ...], start: int) -> list[tuple[int, int]]:
    """Where the five column labels follow one another."""
    labels = _labels(tuple(column.cores for column in columns))
    return [(found.start(), found.end()) for found in labels.finditer(stream.text, start)]


def _this_years(stream: Stream, headers: list[tuple[int, int]], groups: int) -> int | None:
    """Where the second of two such tables begins, if the words above say it is this year's."""
    if len(headers) < 2 * groups:
        return None
    first, second = (_start(stream, headers[at][0]) for at in (0, groups))
    return second if is_later(stream, first, second) else None


@cache
def _labels(cores: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    return re.compile(_GAP.join(f"(?:{'|'.join(map(re.escape, words))})" for words in cores))


def _start(stream: Stream, first: int) -> int:
    """Where the header begins (行政复议 | 行政诉讼), not the section heading before it."""
    low = max(0, first - _HEADER_REACH)
    if stream.text[max(0, first - 8) : first] in _GLUED_HEADS:
        return first - 8
    cells = [
        m.start()
        for label in ("行政复议", "行政诉讼")
        for m in re.finditer(label, stream.text[low:first])
        if stream.is_border(low + m.start())
    ]
    return low + min(cells) if cells else first


def _slots(stream: Stream, headers: list[tuple[int, int]]) -> list[Slot]:
    ends = [
        *(start for start, _ in headers[1:]),
        min(headers[-1][1] + _TAIL_REACH, len(stream.text)),
    ]
    slots = []
    heads: dict[int, set[int]] = {}
    width = _WIDTH * len(headers)
    for (_, label_end), limit in zip(headers, ends, strict=True):
        slot = _next_row(stream, label_end, limit, heads, width)
        if slot is None or not slot.items:
            beside = _this_years_values(stream, label_end, limit)
            shown = any(not item.is_blank for item in beside.items)
            slot = beside if shown or slot is None else slot
        slots.append(slot)
    return slots


def _this_years_values(stream: Stream, label_end: int, limit: int) -> Slot:
    """The values behind the header, or behind the words that say which of two rows are this
    year's; none where another year's are the only ones."""
    slot = values_after(stream, label_end, limit, is_last=True)
    if not slot.items:
        return slot
    between = stream.text[label_end : slot.items[0].position]
    behind = stream.text[slot.end : slot.end + _TAIL_REACH]
    place = later_row(between, behind)
    if place is None:
        return slot
    start = slot.end + place
    return (
        values_after(stream, start, start + _TAIL_REACH, is_last=True) if place else Slot((), start)
    )


def _next_row(
    stream: Stream, label_end: int, limit: int, heads: dict[int, set[int]], width: int
) -> Slot | None:
    """The cells of the table row after the header's row; None outside tables.

    ``heads``: the rows of a table that are known to be its header's; ``width``: how many
    figures a whole row has.
    """
    blocks = stream.document.blocks
    home = blocks[stream.block_at(label_end - 1)]
    if not home.is_cell:
        return None
    rows: dict[int, list[Item]] = {}
    for index in range(stream.block_at(label_end - 1) + 1, len(blocks)):
        block = blocks[index]
        at = stream.block_start(index)
        if block.table != home.table or (at > limit and block.text.strip()):
            break
        if block.row > home.row:
            raw = " ".join(block.text.split())
            item = Item(raw, matchable(raw), at, index, True, block.pieces)
            rows.setdefault(block.row, []).append(item)
    # Rows of the header itself may come between: they hold words.
    if home.table not in heads:
        heads[home.table] = header_rows(blocks, home.table)
    below = [items for row, items in rows.items() if row not in heads[home.table]]
    data = data_row(below, width)
    values = tuple(item for item in data if item.is_value)
    end = max((item.position + len(item.raw) for item in values), default=label_end)
    return Slot(values, end)


def _group(reading: TableReading, row: str, slot: Slot) -> None:
    columns = reading.table.columns
    cells = fit(slot.items, columns)
    if cells is None:
        found = _split(slot, 1)
        cells = found if found is not None else lost(slot.items, columns, slot.end)
    reading.rows[row] = confirm(cells, columns)
    _note_ambiguous(reading, row)


def _behind(stream: Stream, headers: list[tuple[int, int]]) -> str:
    """What a reader sees behind the header."""
    return stream.raw[headers[-1][1] :][:_SHOWN]


def _all(reading: TableReading, rows: list[str], slot: Slot, behind: str) -> None:
    columns = reading.table.columns * len(rows)
    if not slot.items:
        detail = "the header is there, but no numbers"
        if LAST_YEAR.match(behind):
            detail = f"only last year's figures stand behind the header: “{behind}…”"
        elif behind[:1].isdigit():
            detail = f"what stands behind the header is no row of numbers: “{behind}…”"
        reading.note("table_empty", "warning", None, detail)
        return
    cells = fit(slot.items, columns)
    if cells is None:
        found = _split(slot, len(rows))
        cells = found if found is not None else lost(slot.items, columns, slot.end)
    for i, row in enumerate(rows):
        group = cells[i * _WIDTH : (i + 1) * _WIDTH]
        reading.rows[row] = confirm(group, reading.table.columns)
        _note_ambiguous(reading, row)


def _split(slot: Slot, groups: int) -> list[Cell] | None:
    """The readings that satisfy T4-SUM, cell by cell where all agree."""
    items = [item for item in slot.items if not item.is_blank]
    runs = [item.text for item in items]
    if not runs:
        return None
    if all(item.is_number for item in items):
        fitting = _readings(runs, groups * _WIDTH, groups)
    elif len(runs) == 1 and slot.glued:
        fitting = _marked(runs[0], groups * _WIDTH)
    else:
        return None
    if not fitting:
        return None
    raw, place = " ".join(item.raw for item in slot.items), slot.items[0].position
    status = "merged" if len(runs) > groups * _WIDTH else "solved"
    nothing = "dash" if solver.DASHES & set(raw) else "blank"
    return [
        Cell(value, status if value is not None else nothing, raw, place)
        if agreed
        else Cell(None, "ambiguous", raw, place)
        for agreed, value in solver.agree(fitting)
    ]


def _readings(runs: list[str], width: int, groups: int) -> list[tuple[int | None, ...]]:
    """Joined, cut, or with blanks between: only one of these happens to a row."""
    if len(runs) > width:
        surplus = [*solver.joins(runs, width), *solver.drops(runs, width)]
        return [values for values in surplus if _sums_hold(values)]
    budget = solver.Budget(solver.TABLE_STEPS)
    cut = solver.grouped(runs, groups, _WIDTH, budget)
    if budget.spent:
        return []
    if len(runs) < width - _MOST_BLANKS or any(len(r) > 1 and r[0] == "0" for r in runs):
        return list(cut)
    blank = list(_with_blanks([int(run) for run in runs], width))
    return [*cut, *blank]


def _marked(text: str, width: int) -> list[tuple[int | None, ...]]:
    """Numbers and dashes run together; a blank cell may be shown as two dashes."""
    if not all(sign.isdecimal() or sign in solver.DASHES for sign in text):
        return []
    budget = solver.Budget(solver.ROW_STEPS)
    single = solver.marked(text, width, _WIDTH, budget)
    double = solver.marked(text.replace("--", "-"), width, _WIDTH, budget)
    return [] if budget.spent else [*single, *(row for row in double if row not in single)]


def _with_blanks(values: list[int], width: int) -> Iterator[tuple[int | None, ...]]:
    for columns in combinations(range(width), len(values)):
        row: list[int | None] = [None] * width
        for column, value in zip(columns, values, strict=True):
            row[column] = value
        if _sums_hold(row):
            yield tuple(row)


def _sums_hold(values: Sequence[int | None]) -> bool:
    """Whether each group's total is the sum of its four results, blanks as 0."""
    return all(
        sum(value or 0 for value in values[at : at + _WIDTH - 1]) == (values[at + _WIDTH - 1] or 0)
        for at in range(0, len(values), _WIDTH)
    )


def _note_ambiguous(reading: TableReading, row: str) -> None:
    cells = reading.rows[row]
    if any(cell.status == "ambiguous" for cell in cells):
        reading.note("ambiguous_cells", "warning", row, f"“{cells[0].raw}” has no single reading")
