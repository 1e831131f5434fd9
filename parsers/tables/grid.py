"""A table being read: cells with their place, and rows that still wait for the solver."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from parsers.document import Stream
from parsers.forms import Column, Table
from parsers.normalise import matchable
from parsers.numbers import Reading, read_number
from parsers.report import Number, Problem
from parsers.tables.anchors import Hit
from parsers.tables.items import Item, Slot

Side = Literal["start", "end"]
#: Several numbers in one cell.
#: The columns of table 3.
_REQUESTS = 7
_SEVERAL = re.compile(r"(?:[0-9][0-9,.]*|[-/无]{1,2})(?:\s+(?:[0-9][0-9,.]*|[-/无]{1,2}))+")
_DIGITS = {str(digit): digit for digit in range(10)}


@dataclass(slots=True)
class Cell:
    """One cell as read: value, the contract's status, what was printed, and where."""

    value: Number | None
    status: str | None
    raw: str
    position: int

    @property
    def is_lost(self) -> bool:
        """Whether something is printed here that could not be read."""
        return self.status in ("ambiguous", "unreadable")

    @property
    def is_empty(self) -> bool:
        """Whether the source shows nothing, or a dash."""
        return self.status in ("blank", "dash")


@dataclass(slots=True)
class TableReading:
    """What was read of one table. ``[start, end)`` is its extent in the stream.

    ``rows`` maps row keys to cells in column order; ``pending`` holds rows whose printed
    values are not one a column; ``subtotals`` are numbers printed beside group labels.
    ``order`` is the official index of each printed column; empty: they are in order.
    ``filler`` is the end of its rows at which the table has empty cells too many.
    ``apart`` and ``short`` count rows with more and with fewer numbers than columns.
    """

    table: Table
    form: str
    start: int
    end: int
    rows: dict[str, list[Cell]] = field(default_factory=dict)
    pending: dict[str, Slot] = field(default_factory=dict)
    subtotals: dict[str, list[Cell]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    filler: Side | None = None
    #: Rows that the form does not have: the row they follow, their label, their number.
    extras: list[tuple[str, str, int | None]] = field(default_factory=list)
    apart: int = 0
    short: int = 0
    #: Its glued rows show that blank cells leave no trace.
    drops: bool = False

    def count(self, items: Sequence[Item], columns: int) -> None:
        """Keep account of a row that does not show one number a column."""
        numbers = sum(item.is_number for item in items)
        self.apart += numbers > columns
        self.short += 1 < len(items) < columns

    def value(self, row: str, column: int) -> Number | None:
        """The value of a cell; None when the row was not found or the cell holds none."""
        cells = self.rows.get(row)
        return cells[column].value if cells else None

    def in_order(self, printed: list[Cell]) -> list[Cell]:
        """Cells in the official order of the columns."""
        if not self.order:
            return printed
        placed = dict(zip(self.order, printed, strict=True))
        return [placed[index] for index in range(len(printed))]

    def note(self, code: str, severity: str, where: str | None, detail: str) -> None:
        """Add a problem of this table; ``where`` is a row key or None."""
        place = f"{self.table.key}.{where}" if where else self.table.key
        assert severity in ("error", "warning", "info")
        self.problems.append(Problem(code, severity, place, detail))  # type: ignore[arg-type]


def fit(
    items: Sequence[Item], columns: Sequence[Column], filler: Side | None = None
) -> list[Cell] | None:
    """One cell a column, when the source shows exactly as many values; else None.

    ``filler`` tells at which end of its rows this table has empty cells too many.
    """
    shown = items = _unfolded(items, len(columns))
    if len(items) != len(columns):
        shown = _without_padding(list(items), len(columns), filler)
        if len(shown) != len(columns):
            return None
    cells: list[Cell] = []
    has_several = False
    for item, column in zip(shown, columns, strict=True):
        if item.pieces == 1 and item.raw in _DIGITS:  # nine of ten cells
            cells.append(Cell(_DIGITS[item.raw], None, item.raw, item.position))
            continue
        if not item.whole and _is_glued(item):
            return None  # "00" in running text is two cells run together, never one number
        cells.append(read_cell(item, column))
        has_several = has_several or _SEVERAL.fullmatch(item.text) is not None
    if has_several:
        # One of these may belong where the others show nothing.
        cells = [
            replace(cell, status="ambiguous") if cell.status == "blank" else cell for cell in cells
        ]
    return cells


def _unfolded(items: Sequence[Item], width: int) -> Sequence[Item]:
    """The values of a row whose cells were put into its first, blank ones left behind it."""
    if len(items) > 1 and items[0].raw and items[1].raw:
        return items  # as nearly always
    filled = [item for item in items if not item.is_blank]
    words = filled[0].raw.split() if len(filled) == 1 and width > 1 else []
    if len(words) != width or items[0].is_blank or not all(word[0].isdecimal() for word in words):
        return items
    at, found = filled[0].position, []
    for word in words:
        found.append(replace(filled[0], raw=word, text=matchable(word), position=at, whole=False))
        at += len(word)
    return found


def is_padded(cells: Sequence[Cell]) -> bool:
    """Whether a row of flattened text may lack a cell and be filled up at its end.

    Its last cell, the total, is blank where others hold figures.
    """
    *parts, total = cells
    return total.status == "blank" and any(cell.value for cell in parts)


def confirm(cells: list[Cell], columns: Sequence[Column]) -> list[Cell]:
    """Cells that hold a gap or a letter, read as the sum of their row or group demands.

    Such a cell (``1 2``, ``l2``) is taken only when every cell of the row has a reading
    and the last is the sum of the others (T3-ROW, T4-SUM); else it stays unreadable.
    """
    if "unreadable" not in [cell.status for cell in cells]:
        return cells
    doubtful = [cell.status == "unreadable" for cell in cells]
    gaps = [odd and " " in cell.raw.strip() for odd, cell in zip(doubtful, cells, strict=True)]
    if gaps[-1] and sum(gaps) > 1:
        return cells  # a total that was put together itself confirms no other
    guesses = [
        read_number(cell.raw, column.kind, column.unit).candidate if odd else cell.value or 0
        for cell, column, odd in zip(cells, columns, doubtful, strict=True)
    ]
    values = [guess for guess in guesses if guess is not None]
    if len(values) < len(cells) or sum(values[:-1]) != values[-1]:
        return cells
    return [
        Cell(value, _confirmed(cell.raw), cell.raw, cell.position) if odd else cell
        for cell, value, odd in zip(cells, values, doubtful, strict=True)
    ]


def _confirmed(raw: str) -> str:
    return "merged" if raw.replace(" ", "").isdecimal() else "ocr_fixed"


def shows_cells(stream: Stream, hits: Sequence[Hit]) -> bool:
    """Whether the labels are cells of a page's table, where an empty cell is seen to be one.

    A page may hold its table as lines of text.
    """
    blocks = stream.document.blocks
    return stream.document.is_html and any(
        blocks[stream.block_at(hit.start)].is_cell for hit in hits
    )


def doubt_empty(reading: TableReading, *, shows_blanks: bool) -> None:
    """A row without values in running text is lost, unless this table loses its blanks.

    Where blank cells leave no trace, other rows are short of some values.
    """
    short = (s for s in reading.pending.values() if len(s.items) < len(reading.table.columns))
    if shows_blanks or any(slot.items and not slot.glued for slot in short):
        return
    empty = [row for row, cells in reading.rows.items() if not any(cell.raw for cell in cells)]
    for row in empty:
        cells = reading.rows[row]
        if all(cell.status == "blank" for cell in cells):
            reading.rows[row] = [replace(cell, status="unreadable") for cell in cells]


def nothing(between: str, columns: Sequence[Column], position: int) -> list[Cell]:
    """Cells of a row without values: blank, or unreadable when digits stand ``between``."""
    status = "unreadable" if any(c.isdecimal() for c in between) else "blank"
    return [Cell(None, status, "", position) for _ in columns]


def lost(items: Sequence[Item], columns: Sequence[Column], position: int) -> list[Cell]:
    """Cells of a row that nobody can read: null, ``ambiguous``, with the raw digits."""
    raw = " ".join(item.raw for item in items)
    place = items[0].position if items else position
    return [Cell(None, "ambiguous", raw, place) for _ in columns]


def read_cell(item: Item, column: Column) -> Cell:
    """One printed value as its column demands."""
    if item.raw in _DIGITS and item.pieces == 1:  # nine of ten cells
        return Cell(_DIGITS[item.raw], None, item.raw, item.position)
    reading: Reading = read_number(item.raw, column.kind, column.unit)
    status = reading.status
    if status is None and item.pieces > 1 and len(item.raw) > 1:
        status = "merged"
    return Cell(reading.value, status, item.raw, item.position)


def _is_glued(item: Item) -> bool:
    return not item.whole and len(item.text) > 1 and item.is_number and item.text[0] == "0"


def filler_side(rows: Iterable[Sequence[Item]], count: int) -> Side | None:
    """At which end the rows of a table carry empty cells too many, if all of them agree."""
    ends: set[Side] = set()
    for items in rows:
        if len(items) > count and items[0].is_blank != items[-1].is_blank:
            ends.add("start" if items[0].is_blank else "end")
    return ends.pop() if len(ends) == 1 else None


def _without_padding(items: list[Item], count: int, filler: Side | None) -> list[Item]:
    """Drop empty filler cells while there are too many; nothing when either end could go."""
    surplus = len(items) - count
    if surplus > 0 and filler is None and items[0].is_blank != items[-1].is_blank:
        filler = "start" if items[0].is_blank else "end"
    if surplus > 0 and filler is None and all(item.is_blank for item in items):
        filler = "end"
    while len(items) > count and filler == "end" and items[-1].is_blank:
        items.pop()
    while len(items) > count and filler == "start" and items[0].is_blank:
        items.pop(0)
    filled = [item for item in items if not item.is_blank]
    if len(items) > count == len(filled) and _may_be_all(filled):
        return filled
    return items


def _may_be_all(filled: Sequence[Item]) -> bool:
    """Whether what is left without the blanks within a row can be the row.

    Seven figures of table 3 must add up: a blank may be a value, and a figure another column's.
    """
    numbers = [int(item.text) for item in filled if item.is_number]
    return len(filled) != _REQUESTS or len(numbers) < _REQUESTS or sum(numbers[:-1]) == numbers[-1]
