"""Text that keeps a page's columns side by side, labels wrapped within their column.

``pdftotext -layout``, ``w3m -dump`` and some HTML-to-text libraries print tables so: the
lines of one row must be put together column by column before its label can be read.
Rows are not ruled off; one begins where a numbered label begins, or at the second line
with numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from parsers.columns import display_width
from parsers.document import Block, Document
from parsers.normalise import matchable, visible

_PIECE = re.compile(r"\S+(?:[ \u3000\xa0]\S+)*")
_GAP = re.compile(r"\S[ \u3000\xa0]{2,}\S")
_NUMBER = re.compile(r"[+\-]?[0-9][0-9,.]*(?:亿元|万元|元|[件宗项个条份次起])?|[-/\\*○〇无]{1,3}")
#: What begins a row of its own: a numbered label, or the caption of a part of table 2.
_ORDINAL = re.compile(
    r"(?:第[一二三四五六七八九十0-9]{1,3}条|[一二三四五六七八九十]{1,2}、|"
    r"\([一二三四五六七八九十0-9]{1,2}\)|[0-9]{1,2}[.、])"
)
#: The corner of table 2's header; what stands below it is a row.
_CORNER = "信息内容"
#: Fewer lines than this with columns are a signature or a header, not a table.
_FEWEST_LINES = 6
_LONGEST_LINE = 400
_LONGEST_CELL = 40
#: So many labels side by side are a header.
_WIDE = 4
_MOST_COLUMNS = 60

Measure = Callable[[str], int]


@dataclass(slots=True)
class _Piece:
    """Words of one line that no gap divides; ``start`` and ``end`` count columns."""

    text: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        return _NUMBER.fullmatch(matchable(self.text)) is not None


@dataclass(slots=True)
class _Row:
    """The lines of one table row: its columns from left to right."""

    line: int
    columns: list[_Piece] = field(default_factory=list)
    has_numbers: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether no bracket of the row's label is still open."""
        return not any(_opens(c.text) for c in self.columns if not c.is_number)

    def add(self, pieces: Iterable[_Piece]) -> None:
        for piece in pieces:
            home = next((c for c in self.columns if _overlap(c, piece) and not c.is_number), None)
            if home is None or piece.is_number:
                self.columns.append(piece)
                self.has_numbers = self.has_numbers or piece.is_number
            else:
                home.text += piece.text
                home.start, home.end = min(home.start, piece.start), max(home.end, piece.end)
        self.columns.sort(key=lambda column: column.start)


def read_aligned(text: str) -> Document | None:
    """The text with its columns put together; None when it has no such columns."""
    lines = visible(text).splitlines()
    columnar = sum(len(line) <= _LONGEST_LINE and bool(_GAP.search(line)) for line in lines)
    if columnar < _FEWEST_LINES:
        return None
    measure = min((len, display_width), key=lambda m: _raggedness(lines, m))
    document = Document([])
    for table, run in enumerate(_runs(lines)):
        if isinstance(run, Block):
            document.blocks.append(run)
            continue
        for row in _rows((number, _pieces(line, measure)) for number, line in run):
            document.blocks += [
                Block(piece.text, line=row.line, table=table, row=row.line, column=column)
                for column, piece in enumerate(row.columns)
            ]
    return document


def _runs(lines: list[str]) -> Iterator[Block | list[tuple[int, str]]]:
    """Single lines of text as blocks, and runs of lines that belong to a table.

    Lines without a gap belong to a run when they stand within it, no blank line before.
    """
    run: list[tuple[int, str]] = []
    blank = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            blank = True
            continue
        inside = bool(run) and not blank and len(line.strip()) <= _LONGEST_CELL
        blank = False
        if len(line) <= _LONGEST_LINE and (_GAP.search(line) or inside):
            run.append((number, line))
            continue
        yield from _as_run(run)
        run = []
        yield Block(line, line=number)
    yield from _as_run(run)


def _as_run(run: list[tuple[int, str]]) -> Iterator[Block | list[tuple[int, str]]]:
    if sum(bool(_GAP.search(line)) for _, line in run) > 1:
        yield run
    else:
        yield from (Block(line, line=number) for number, line in run)


def _rows(lines: Iterable[tuple[int, list[_Piece]]]) -> Iterator[_Row]:
    row: _Row | None = None
    for number, pieces in lines:
        if row is None or _begins_row(row, pieces):
            if row is not None:
                yield row
            row = _Row(number)
        row.add(pieces)
    if row is not None:
        yield row


def _begins_row(row: _Row, pieces: list[_Piece]) -> bool:
    if len(pieces) + len(row.columns) > _MOST_COLUMNS:
        return True
    labels = [piece for piece in pieces if not piece.is_number]
    numbers = len(labels) < len(pieces)
    # The label nearest to the numbers is the row's own; those before it are groups.
    if labels and (_ORDINAL.match(matchable(labels[-1].text)) or labels[0].text == _CORNER):
        return True
    if len(labels) >= _WIDE or (numbers and (row.has_numbers or len(row.columns) >= _WIDE)):
        return True
    if row.has_numbers and labels and not numbers and row.is_closed and _opens(labels[-1].text):
        return True
    if row.columns and row.columns[0].text.startswith(_CORNER) and len(pieces) == 1:
        return _overlap(pieces[0], row.columns[0])
    # A number below a header, or a header below a number, is another row.
    return any(
        _overlap(piece, column) and piece.is_number != column.is_number
        for piece in pieces
        for column in row.columns
    )


def _pieces(line: str, measure: Measure) -> list[_Piece]:
    found = []
    for match in _PIECE.finditer(line):
        start = measure(line[: match.start()])
        found.append(_Piece(match.group(), start, start + max(measure(match.group()), 1)))
    return found


def _opens(text: str) -> bool:
    shown = matchable(text)
    return shown.count("(") > shown.count(")")


def _overlap(a: _Piece, b: _Piece) -> bool:
    return a.start < b.end and b.start < a.end


def _raggedness(lines: list[str], measure: Measure) -> int:
    """In how many different columns numbers begin: few where the measure is the right one."""
    sample = [line for line in lines if len(line) <= _LONGEST_LINE and _GAP.search(line)]
    return len({p.start for line in sample[:200] for p in _pieces(line, measure) if p.is_number})
