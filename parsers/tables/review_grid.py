"""Table 4 in other shapes: as a matrix, turned, one figure a row, with columns moved or added.

In a table of cells every figure is named by the cells over it and beside it; in running
text by the labels before it. Only a shape that names all of its figures is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.document import Stream
from parsers.forms import Table
from parsers.normalise import matchable
from parsers.tables.grid import Cell, fit, read_cell
from parsers.tables.heads import FOREIGN, as_item
from parsers.tables.items import Slot
from parsers.tables.spread import Placed, Spread, spread
from parsers.tables.values import values_after

_WIDTH = 5
_GROUPS = (
    ("litigation_direct", re.compile("未?经?复?议?直接(?:提起|行政)?(?:起诉|诉讼)")),
    ("litigation_after_review", re.compile("(?<!未)(?:经)?复议后(?:提起|再)?(?:起诉|诉讼)")),
    ("review", re.compile("行政复议(?!后)")),
)
_NUMBER = re.compile(r"^(?:\(?[一二三四1234]\)?[、.]|\([一二三四1234]\))")
_LITIGATION = re.compile("诉讼|起诉")
_LONGEST_HEAD = 24
_REACH = 400
#: How many rows a header of table 4 has at most above its results.
_HEAD_ROWS = 4
#: Names a figure of a column or row that the form does not have.
_FOREIGN = ("", "")

Rows = dict[str, list[Cell]]


def read_grid(stream: Stream, table: Table, start: int) -> Rows | None:
    """The three groups of a table of cells; None where a figure is not named, or twice.

    Columns that the form does not have (上年, 诉讼合计) keep their figures; a result without a
    head of its own is unreadable.
    """
    home = _home(stream, table, start)
    grid = spread(stream, home) if home is not None else None
    if grid is None or home is None:
        return None
    first = _first_row(grid, grid.of[home].row, table)
    found: dict[tuple[str, str], Placed] = {}
    names: dict[int, str] = {}
    for placed in _figures(grid, first):
        named = _named(grid, placed, first, table, names)
        if named is None and placed.block.text.strip():
            return None  # a figure that nothing names: the heads stand elsewhere
        if named in found:
            return None
        if named is None or named == _FOREIGN:
            continue
        found[named] = placed
    return _rows(stream, table, found)


def _rows(stream: Stream, table: Table, found: dict[tuple[str, str], Placed]) -> Rows | None:
    results = {result for _, result in found}
    if len(results) < _WIDTH - 1 or len({group for group, _ in found}) < len(table.rows):
        return None
    rows: Rows = {}
    for row in table.rows:
        cells: list[Cell] = []
        for column in table.columns:
            placed = found.get((row.key, column.key))
            if placed is not None:
                cells.append(read_cell(as_item(stream, placed), column))
            elif column.key in results:
                return None  # a cell of the row is missing, and the others may stand elsewhere
            else:
                cells.append(Cell(None, "unreadable", "", 0))
        rows[row.key] = cells
    return rows


def _home(stream: Stream, table: Table, start: int) -> int | None:
    """The first cell that names a result."""
    cores = [re.escape(core) for core in table.columns[0].cores]
    for found in re.finditer("|".join(cores), stream.text[start:]):
        home = stream.block_at(start + found.start())
        if stream.document.blocks[home].is_cell:
            return home
    return None


def _text(placed: Placed) -> str:
    return _NUMBER.sub("", "".join(matchable(placed.block.text).split()))


def _group(text: str) -> str | None:
    return next((key for key, pattern in _GROUPS if pattern.search(text)), None)


def _result(text: str, table: Table) -> str | None:
    return next((c.key for c in table.columns if text in c.cores or text == c.label), None)


def _first_row(grid: Spread, home: int, table: Table) -> int:
    """Where the header begins: the rows over the results that name groups."""
    first = home
    for row in range(home, home - _HEAD_ROWS, -1):
        texts = [_text(placed) for placed in grid.rows.get(row, ())]
        if any(len(t) <= _LONGEST_HEAD and (_group(t) or _LITIGATION.search(t)) for t in texts):
            first = row
    return first


def _figures(grid: Spread, first: int) -> Iterator[Placed]:
    """Cells that can hold a figure, of rows that are not wholly blank."""
    for row in sorted(row for row in grid.rows if row >= first):
        cells = [p for p in grid.rows[row] if not re.search("[\u4e00-\u9fff]{2}", p.block.text)]
        if any(placed.block.text.strip() for placed in cells):
            yield from cells


def _named(
    grid: Spread, placed: Placed, first: int, table: Table, names: dict[int, str]
) -> tuple[str, str] | None:
    """The group and the result that the cells over and beside a figure name.

    ``_FOREIGN`` for a figure that they say is none of the form's; None when they do not say.
    """
    around = [*grid.above(placed.row, placed.left), *grid.beside(placed.row, placed.left)]
    texts = [
        names.setdefault(near.index, _text(near))
        for near in around
        if near.row >= first and near.block.text.strip()
    ]
    heads = [text for text in texts if 1 < len(text) <= _LONGEST_HEAD and not text.isdecimal()]
    results = {key for text in heads if (key := _result(text, table))}
    others = [text for text in heads if _result(text, table) is None]
    groups = {key for text in others if (key := _group(text))}
    if len(groups) > 1:  # 行政诉讼 over 复议后起诉 names one group, 行政复议 beside it another
        groups.discard("review")
    if any(FOREIGN.search(text) or re.search("[总合]计", text) for text in others):
        return _FOREIGN
    if len(results) != 1 or len(groups) != 1:
        return None
    return groups.pop(), results.pop()


def read_lines(stream: Stream, table: Table, start: int) -> Rows | None:
    """The three groups in running text whose figures stand behind labels of their own."""
    return _by_groups(stream, table, start) or _by_results(stream, table, start)


def _by_groups(stream: Stream, table: Table, start: int) -> Rows | None:
    """The five results named once, then each group with its five figures."""
    gap = r"[^\d]{0,4}?"
    head = re.search(gap.join(map(_any, (c.cores for c in table.columns))), stream.text[start:])
    if head is None:
        return None
    ends = start + head.end()
    places: list[tuple[int, int, str]] = []
    for row in table.rows:
        pattern = dict(_GROUPS)[row.key]
        found = pattern.search(stream.text, places[-1][1] if places else ends, ends + _REACH)
        if found is None:
            return None
        places.append((found.start(), found.end(), row.key))
    rows: Rows = {}
    for at, (_, label_end, key) in enumerate(places):
        is_last = at + 1 == len(places)
        limit = min(len(stream.text), label_end + _REACH) if is_last else places[at + 1][0]
        cells = fit(_after(stream, label_end, limit, is_last=is_last).items, table.columns)
        if cells is None:
            return None
        rows[key] = cells
    return rows


def _by_results(stream: Stream, table: Table, start: int) -> Rows | None:
    """Each result with its three figures, or each group's results with one figure each."""
    labels = "|".join(_any(column.cores) for column in table.columns)
    marks = [(m.start() + start, m.end() + start) for m in re.finditer(labels, stream.text[start:])]
    keys = [column.key for column in table.columns]
    for count, figures in ((3 * _WIDTH, 1), (_WIDTH, len(table.rows))):
        run = marks[:count]
        if len(run) < count or not _in_sequence(stream, run, table):
            continue
        slots = []
        for at, (_, end) in enumerate(run):
            is_last = at + 1 == count
            limit = min(len(stream.text), end + _REACH) if is_last else run[at + 1][0]
            slots.append(_after(stream, end, limit, is_last=is_last).items)
        if any(len(items) != figures for items in slots):
            continue
        order = _group_order(stream, run, table, single=figures == 1)
        if order is None:
            return None
        rows: Rows = {key: [] for key in order}
        for at, items in enumerate(slots):
            column = table.columns[keys.index(keys[at % _WIDTH])]
            for key, item in zip(
                [order[at // _WIDTH]] if figures == 1 else order, items, strict=True
            ):
                rows[key].append(read_cell(item, column))
        return rows
    return None


def _after(stream: Stream, label_end: int, limit: int, *, is_last: bool) -> Slot:
    return values_after(stream, label_end, limit, is_last=is_last)


def _any(cores: Sequence[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(cores, key=len, reverse=True))) + ")"


def _in_sequence(stream: Stream, run: list[tuple[int, int]], table: Table) -> bool:
    """Whether the labels follow one another in the official order, at borders."""
    for at, (begin, end) in enumerate(run):
        if stream.text[begin:end] not in table.columns[at % _WIDTH].cores:
            return False
        if not stream.is_border(begin) or (at and begin - run[at - 1][1] > _REACH):
            return False
    return True


def _group_order(
    stream: Stream, run: list[tuple[int, int]], table: Table, *, single: bool
) -> list[str] | None:
    """The groups in printed order; of single figures each must stand before its results."""
    if not single:
        low = max(0, run[0][0] - 60)
        places = {}
        for key, pattern in _GROUPS:
            found = list(pattern.finditer(stream.text, low, run[0][0]))
            if not found:
                return None
            places[key] = found[-1].start()
        return sorted(places, key=lambda key: places[key])
    order: list[str] = []
    for at in range(0, len(run), _WIDTH):
        low = run[at - 1][1] if at else max(0, run[0][0] - 30)
        named = [k for k, pattern in _GROUPS if pattern.search(stream.text, low, run[at][0])]
        if "review" in named and len(named) > 1:
            named.remove("review")
        if len(named) != 1:
            return None
        order += named
    return order if len(set(order)) == len(table.rows) else None
