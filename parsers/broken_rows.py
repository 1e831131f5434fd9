"""Table rows broken over lines, a bar behind every cell: ``规章 |⏎28 |⏎0 |⏎1 | |``.

Extractors that write a bar after each cell, and keep the line break that a paragraph in
the cell ends with, print tables so; a row that is short of columns is filled up with bars.
Every row of a table therefore has the same number of bars, and that number tells where
the next one begins. The last row of a table may lack its filling.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

BARS = re.compile(r"[|｜│┃¦]")
_MOST_BARS = 60
#: A cell goes on over so many lines without a bar; what is longer is running text.
_MOST_LINES = 4
_LONGEST_LINE = 60
#: Fewer rows than this fit by accident.
_FEWEST_ROWS = 3
_FIGURE = re.compile(r"[+\-－]?[0-9０-９][0-9０-９,，.．]*")
_LABEL = re.compile("[\u4e00-\u9fff]{2}")
#: Of so many rows one begins otherwise: a heading in a column of numbers.
_SELDOM = 5
#: Places where a table may begin and none is found; bounds the work on hostile texts.
_MOST_FAILURES = 50
_MOST_LINES_OF_TABLE = 5_000


@dataclass(slots=True)
class Row:
    """A row's cells, each with the index of the line that it begins on."""

    cells: list[tuple[int, str]] = field(default_factory=list)
    lines: int = 0
    #: Bars of the line that ends it.
    last_bars: int = 0


@dataclass(slots=True)
class _Reader:
    """Reads lines into rows of so many ``columns``."""

    columns: int
    rows: list[Row] = field(default_factory=list)
    row: Row = field(default_factory=Row)
    #: Lines of the open cell that no bar has ended yet, and where the first of them stands.
    begun: list[str] = field(default_factory=list)
    begun_at: int = 0

    def take(self, at: int, line: str, bars: int) -> bool:
        """Read a line; False when it does not fit into this row."""
        if not bars:
            if not self.begun:
                self.begun_at = at
            self.begun.append(line.strip())
            return len(self.begun) <= _MOST_LINES and len(line) <= _LONGEST_LINE
        parts = BARS.split(line.rstrip())[:-1]
        first = self.begun_at if self.begun else at
        parts[0] = " ".join([*self.begun, parts[0]])
        self.begun = []
        self.row.cells += [(at if n else first, part.strip()) for n, part in enumerate(parts)]
        self.row.lines += 1
        self.row.last_bars = bars
        if len(self.row.cells) == self.columns:
            self.rows.append(self.row)
            self.row = Row()
        return len(self.row.cells) < self.columns

    @property
    def is_between(self) -> bool:
        """Whether no row is open."""
        return not (self.row.cells or self.begun)


def broken_rows(lines: Sequence[str]) -> dict[int, tuple[int, list[Row]]]:
    """Where such tables begin: line index → (index after the table, its rows)."""
    bars = [len(BARS.findall(line)) if BARS.match(line.rstrip()[-1:]) else 0 for line in lines]
    found: dict[int, tuple[int, list[Row]]] = {}
    at, failures = 0, 0
    while at < len(lines) and failures < _MOST_FAILURES:
        if not bars[at]:
            at += 1
            continue
        table = _table(lines, bars, at)
        if table is None:
            failures += 1
            at = next((n for n in range(at, len(lines)) if not bars[n]), len(lines))
            continue
        if _begins_with_menu(table[1]) and _table(lines, bars, at + 1) is not None:
            at, failures = at + 1, failures + 1
            continue
        if any(row.lines > 1 for row in table[1]):
            found[at] = table
        at = table[0]
    return found


def _table(lines: Sequence[str], bars: Sequence[int], first: int) -> tuple[int, list[Row]] | None:
    """The rows from a line on, in the fewest columns in which the lines fit; None if they do not.

    A caption that spans the table (``第二十条第（一）项 | |||``) settles how many, wholly or but
    for its first cell; where no line shows the width of the table, nothing does. Where the lines
    fit by accident, rows begin with labels and figures by turns: other columns are preferred.
    """
    mixed: tuple[int, list[Row]] | None = None
    # No line has more, so that none would show the width of more columns.
    most = max(bars[first : first + _MOST_LINES_OF_TABLE]) + 1
    for columns in range(max(2, bars[first]), min(most, _MOST_BARS) + 1):
        end, rows = _read(lines, bars, first, columns)
        # The line of a menu that only begins a row tells nothing.
        widest = max((row.last_bars for row in rows if len(row.cells) == columns), default=0)
        if len(rows) >= _FEWEST_ROWS and widest > 1 and columns - 1 <= widest:
            if not _is_mixed(rows):
                return end, rows
            mixed = mixed or (end, rows)
    return mixed


def _begins_with_menu(rows: Sequence[Row]) -> bool:
    """Whether nothing but a first line with words in several cells shows a table's width, and
    the rows behind it begin with this and that: a header's rows begin alike."""
    first, *others = rows
    filled = sum(bool(text) for _, text in first.cells)
    width = len(first.cells)
    alone = first.lines == 1 and filled > 1 and all(row.last_bars < width - 1 for row in others)
    figures, labels = _beginnings(others)
    return alone and max(figures, labels) * _SELDOM < len(others) * (_SELDOM - 1)


def _is_mixed(rows: Sequence[Row]) -> bool:
    """Whether rows begin with figures and with labels, and neither of them seldom."""
    figures, labels = _beginnings(rows)
    return min(figures, labels) * _SELDOM > len(rows)


def _beginnings(rows: Sequence[Row]) -> tuple[int, int]:
    """How many rows begin with a figure, and how many with a label."""
    firsts = [row.cells[0][1] for row in rows if row.cells]
    figures = sum(_FIGURE.fullmatch(text) is not None for text in firsts)
    return figures, sum(_LABEL.search(text) is not None for text in firsts)


def _read(
    lines: Sequence[str], bars: Sequence[int], first: int, columns: int
) -> tuple[int, list[Row]]:
    """The rows in so many columns, and where they end: at a line without a bar."""
    reader = _Reader(columns)
    last = min(len(lines), first + _MOST_LINES_OF_TABLE)
    for at in range(first, last):
        line = lines[at]
        if not line.strip():
            continue
        if not bars[at] and reader.is_between:
            return at, reader.rows
        if not reader.take(at, line, bars[at]):
            return _short_last(lines, bars, first, at, columns)
    end = reader.begun_at if reader.begun else last
    return end, [*reader.rows, *([reader.row] if reader.row.cells else [])]


def _short_last(
    lines: Sequence[str], bars: Sequence[int], first: int, at: int, columns: int
) -> tuple[int, list[Row]]:
    """The rows up to the last line without a bar before ``at``, where the table may have ended."""
    end = next((n for n in range(at, first, -1) if lines[n].strip() and not bars[n]), first)
    while end > first and not bars[end - 1]:
        end -= 1
    reader = _Reader(columns)
    for n in range(first, end):
        if lines[n].strip() and not reader.take(n, lines[n], bars[n]):
            return first, []
    open_row = [reader.row] if reader.row.cells else []
    return (end, [*reader.rows, *open_row]) if not reader.begun else (first, [])
