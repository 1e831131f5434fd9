"""Rows of table 3 whose printed values are not one a column: what can they be?

Three things happen to rows on their way into running text: cells are glued together,
blank cells leave no trace, digits of one cell come apart. Which of them a table suffers
from shows in all of its rows together; only readings of that kind are tried, and only a
reading that the identities leave alone is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from parsers import solver
from parsers.balance import Rule, Vector, settle
from parsers.numbers import read_number
from parsers.tables.grid import Cell, TableReading
from parsers.tables.items import Item, Slot


def resolve(reading: TableReading, *, shows_blanks: bool) -> None:
    """Settle the pending rows of table 3 as far as T3-ROW, T3-TOT and T3-BAL allow.

    ``shows_blanks``: the source is markup, where an empty cell is still a cell.
    """
    # Readings are tried in printed order, the other rows stand in the official one: where a
    # header moves columns, their sums must not be compared, and the rows stay ambiguous.
    if not reading.pending or reading.order != sorted(reading.order):
        return
    style = _Style(reading, shows_blanks=shows_blanks)
    reading.drops = style.lacks and not style.separated
    candidates = {row: _candidates(slot, style) for row, slot in reading.pending.items()}
    known = {row: [vector] for row, cells in reading.rows.items() if (vector := _vector(cells))}
    tried = {row: found for row, found in candidates.items() if found}
    settled = settle({**known, **tried}, _rules(reading, {*known, *tried}))
    for row in tried:
        _write(reading, row, settled[row])


#: Digits with separators; dashes and digits run together; one number.
_DASHES = re.compile("-+")
_GROUPED = re.compile(r"[0-9]+(?:,[0-9]+)*")
_GLUED_MARKS = re.compile(r"[0-9,]*[-/○〇无][-/○〇无0-9,]*")
_NUMBER = re.compile(r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+")
#: A row that can be read in more ways is left undetermined.
_MOST_READINGS = 150


class _Style:
    """How this table's cells came into the text, judged over all of its rows."""

    def __init__(self, reading: TableReading, *, shows_blanks: bool) -> None:
        width = len(reading.table.columns)
        slots = reading.pending.values()
        whole = sum(row not in reading.pending for row in reading.rows)
        #: Rows with one value a column stand beside these: cells are kept apart here.
        self.separated = whole > len(reading.pending) or all(
            item.whole for slot in slots for item in slot.items
        )
        short = any(_digits(slot) < width for slot in slots)
        empty = any(cells[0].status == "blank" for cells in reading.rows.values())
        bare = any(not any(cell.raw for cell in cells) for cells in reading.rows.values())
        glued = [slot for slot in slots if slot.glued]
        #: Some glued row has too few digits for its columns, or none.
        self.lacks = bool(glued) and (bare or any(_digits(slot) < width for slot in glued))
        #: A figure that no other makes up: the table shows nothing but totals.
        self.unsummed = any(_digits(slot) == 1 and _is_figure(slot) for slot in glued)
        #: Or they are no number a column: any other row may lack some, too.
        self.drops = self.lacks or any(_is_uncut(slot, width) for slot in glued)
        #: Some row has too few digits for its columns: blank cells are left out here.
        self.blanks = short or empty or not any(slot.glued for slot in slots)
        if shows_blanks and all(item.whole for slot in slots for item in slot.items):
            self.blanks = False  # a cell too few is merged with another
        self.width = width
        dashes = [
            run for slot in slots for item in slot.items for run in _DASHES.findall(item.text)
        ]
        #: A blank cell is shown as two dashes, not as one.
        self.double = all(len(run) % 2 == 0 for run in dashes)

    def one_a_dash(self, text: str) -> str:
        """The text with one sign for every cell that holds a dash."""
        return text.replace("--", "-") if self.double else text


def _candidates(slot: Slot, style: _Style) -> list[Vector]:
    """Readings of a row that satisfy T3-ROW; empty when nothing is known."""
    items = [item for item in slot.items if not item.is_blank]
    if not items:
        return []
    if len(items) == 1 and not style.separated and _GLUED_MARKS.fullmatch(items[0].text):
        budget = solver.Budget(solver.ROW_STEPS)
        return solver.marked(style.one_a_dash(items[0].text), style.width, style.width, budget)
    if not all(_GROUPED.fullmatch(item.text) for item in items):
        return [] if slot.glued else _with_marks(items, style)
    runs = [item.text for item in items]
    if len(runs) > style.width:
        return list(solver.row_candidates(runs, style.width) or [])
    found: list[Vector] = []
    if not style.separated:
        cut = _cuts(tuple(runs), style.width)
        if cut is None:
            return []
        found += cut
    if style.drops and not style.separated:
        return [] if style.unsummed else _with_fewer(found, runs, style.width)
    if style.blanks and not any(_is_glued(run) for run in runs):
        values = [int(run.replace(",", "")) for run in runs if _NUMBER.fullmatch(run)]
        found += solver.placements(values, style.width) if len(values) == len(runs) else []
    return list(dict.fromkeys(found))


def _with_fewer(found: list[Vector], runs: list[str], width: int) -> list[Vector]:
    """Cuts into a number a column, and into fewer with blanks that left no trace among them.

    Empty when there are more than can be compared.
    """
    for count in range(max(2, len(runs)), width):
        cut = solver.row_candidates(runs, count)
        if cut is None:
            return []
        for values in cut:
            found += solver.placements(values, width)
        if len(found) > _MOST_READINGS:
            return []
    return list(dict.fromkeys(found))


def _digits(slot: Slot) -> int:
    return sum(len(item.text) for item in slot.items)


def _is_figure(slot: Slot) -> bool:
    return any(item.text in "123456789" for item in slot.items if item.text)


def _is_uncut(slot: Slot, width: int) -> bool:
    """Whether glued digits cannot be cut into a number a column whose last is their sum."""
    runs = [item.text for item in slot.items]
    if not all(_GROUPED.fullmatch(run) for run in runs):
        return False
    return len(runs) <= width and _cuts(tuple(runs), width) == []


@lru_cache(maxsize=64)
def _cuts(runs: tuple[str, ...], width: int) -> list[solver.Vector] | None:
    """A row is looked at twice: for what its table is like, and for itself."""
    return solver.row_candidates(runs, width)


def _is_glued(run: str) -> bool:
    return len(run) > 1 and run[0] == "0"


def _with_marks(items: Iterable[Item], style: _Style) -> list[Vector]:
    """Dashes and numbers that are not plain: each is one cell, whatever else is missing."""
    readings = [read_number(item.raw) for item in items]
    if any(reading.status == "unreadable" for reading in readings):
        return []
    values = [None if reading.value is None else int(reading.value) for reading in readings]
    return list(solver.placements(values, style.width))


def _vector(cells: list[Cell]) -> Vector | None:
    if any(cell.is_lost or isinstance(cell.value, float) for cell in cells):
        return None
    return tuple(None if cell.value is None else int(cell.value) for cell in cells)


def _rules(reading: TableReading, known: set[str]) -> list[Rule]:
    """T3-BAL when its four rows are there; T3-TOT, as a bound when outcome rows are not."""
    rows = [row.key for row in reading.table.rows]
    outcomes = tuple(rows[2:-2])
    rules = []
    balance = ("received", "carried_over"), ("total_processed", "carried_forward")
    if set(balance[0] + balance[1]) <= known:
        rules.append(Rule(*balance, exact=True))
    if "total_processed" in known:
        present = tuple(row for row in outcomes if row in known)
        rules.append(Rule(present, ("total_processed",), exact=present == outcomes))
    return rules


def _write(reading: TableReading, row: str, vectors: list[Vector]) -> None:
    slot = reading.pending[row]
    raw, place = " ".join(item.raw for item in slot.items), slot.items[0].position
    status = "solved"
    if len(slot.items) > len(vectors[0]):
        shown = "".join(item.text for item in slot.items)
        status = "merged" if shown == "".join(map(str, vectors[0])) else "solved"
    cells = []
    signs = sum(sign in solver.DASHES for item in slot.items for sign in item.text)
    nothing = "dash" if signs and vectors[0].count(None) <= signs else "blank"
    for agreed, value in solver.agree(vectors):
        told = status if value is not None else nothing
        cells.append(Cell(value if agreed else None, told if agreed else "ambiguous", raw, place))
    reading.rows[row] = reading.in_order(cells)
