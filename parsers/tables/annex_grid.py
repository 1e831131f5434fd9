"""Local annexes in real tables: columns by their headers, spans laid out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from parsers.document import Block, Stream
from parsers.forms.annex import column_kind, unit_of
from parsers.tables.annex_rows import (
    CUMULATIVE,
    NUMERIC,
    THIS_YEAR,
    AnnexLine,
    Roles,
    figure,
    is_footer,
    is_heading,
    is_label,
    roles_of,
    tidy,
    unread,
)
from parsers.tables.grid import Cell

_WIDEST = 60
_MOST_ROWS = 2000
#: A header has no more lines than this.
_DEEPEST = 3

Line = list[int | None]


@dataclass(slots=True)
class Found:
    """The rows of one table, where it stands, and what its header left to say."""

    lines: list[AnnexLine]
    start: int
    end: int
    notes: list[str] = field(default_factory=list)
    year_notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Panel:
    """Columns that belong together: a label on the left and its values on the right."""

    labels: list[int]
    unit: int | None
    roles: Roles
    first: int
    last: int


def tables_of(stream: Stream) -> Iterator[list[int]]:
    """The block numbers of each table of the page, in reading order."""
    found: dict[int, list[int]] = {}
    for index, block in enumerate(stream.document.blocks):
        if block.table >= 0:
            found.setdefault(block.table, []).append(index)
    yield from found.values()


def read_table(stream: Stream, indexes: Sequence[int], year: int | None) -> Found | None:
    """The annex rows of one table; None when no header names a value column."""
    blocks = stream.document.blocks
    lines = _laid_out(blocks, indexes)
    found = Found([], stream.block_start(indexes[0]), stream.block_start(indexes[-1] + 1))
    panels: list[_Panel] = []
    width, at = 0, 0
    collected: list[list[AnnexLine]] = []
    while at < len(lines):
        header = _header(blocks, lines, at, year)
        if header is not None:
            panels, height = header
            width, at = max(panel.last for panel in panels) + 1, at + height
            collected += [[] for _ in panels]
            found.notes += [panel.roles.note for panel in panels if panel.roles.note]
            found.year_notes += [p.roles.year_note for p in panels if p.roles.year_note]
            continue
        for number, panel in enumerate(panels):
            row = _row(stream, lines[at], panel, width)
            if row is not None:
                collected[len(collected) - len(panels) + number].append(row)
        at += 1
    found.lines = [line for rows in collected for line in rows]
    return found if found.lines else None


def _laid_out(blocks: Sequence[Block], indexes: Sequence[int]) -> list[Line]:
    """Rows of block numbers, a spanned place holding the number of the cell that spans it."""
    lines: list[Line] = []
    carried: dict[int, tuple[int, int]] = {}
    last = blocks[indexes[0]].row
    for row, cells in groupby(indexes, key=lambda index: blocks[index].row):
        if len(lines) >= _MOST_ROWS:
            break
        carried = {c: (i, n - row + last) for c, (i, n) in carried.items() if n > row - last}
        last = row
        lines.append(_line(blocks, list(cells), carried))
    return lines


def _line(
    blocks: Sequence[Block], cells: Sequence[int], carried: dict[int, tuple[int, int]]
) -> Line:
    """One row; ``carried`` holds what reaches down into it, by column, and is added to."""
    line: Line = []
    fresh: dict[int, tuple[int, int]] = {}
    for index in cells:
        while len(line) in carried:
            line.append(carried[len(line)][0])
        for _ in range(min(blocks[index].across, _WIDEST - len(line))):
            if blocks[index].down > 1:
                fresh[len(line)] = (index, blocks[index].down)
            line.append(index)
    for column in sorted(column for column in carried if column >= len(line)):
        line += [None] * (column - len(line)) + [carried[column][0]]
    carried.update(fresh)
    return line


def _header(
    blocks: Sequence[Block], lines: Sequence[Line], at: int, year: int | None
) -> tuple[list[_Panel], int] | None:
    """The panels that a header at that line declares, and how many lines it has."""
    top = _kinds(blocks, lines[at])
    named = [kind for kind in top if kind is not None]
    if len(named) < 2 and not (named and at + 1 < len(lines)):
        return None
    width = len(lines[at])
    kinds, texts = list(top), [_text(blocks, index) for index in lines[at]]
    height = 1
    while height < _DEEPEST and at + height < len(lines):
        line = lines[at + height]
        lower = _kinds(blocks, line)
        fresh = [c for c, i in enumerate(line) if i is not None and i not in lines[at + height - 1]]
        if len(line) != width or not _is_lower_header(blocks, line, lower, fresh):
            break
        for column in fresh:
            kinds[column], texts[column] = lower[column], _text(blocks, line[column])
        height += 1
    if not any(kind in NUMERIC for kind in kinds) or not _names_rows(kinds):
        return None
    # A header's cells say nothing else: a row with a label and 累计 in a note is none.
    first_row = [text for text in (_text(blocks, index) for index in lines[at]) if text]
    if sum(column_kind(text) is not None for text in first_row) * 2 < len(first_row):
        return None
    panels = [panel for panel in _panels(kinds, texts, year) if panel.roles.readable]
    return (panels, height) if panels else None


def _names_rows(kinds: Sequence[str | None]) -> bool:
    return any(kind in ("label", "unit", "code") for kind in kinds) or (
        kinds[0] is None and any(kind in NUMERIC - {"value"} for kind in kinds)
    )


def _is_lower_header(
    blocks: Sequence[Block], line: Line, kinds: Sequence[str | None], fresh: Sequence[int]
) -> bool:
    return any(kinds[c] in NUMERIC for c in fresh) and all(
        kinds[c] is not None or not _text(blocks, line[c]) for c in fresh
    )


def _kinds(blocks: Sequence[Block], line: Line) -> list[str | None]:
    return [column_kind(_text(blocks, index)) for index in line]


def _text(blocks: Sequence[Block], index: int | None) -> str:
    return "" if index is None else "".join(blocks[index].text.split())


def _panels(
    kinds: Sequence[str | None], texts: Sequence[str], year: int | None
) -> Iterator[_Panel]:
    """Labels may stand twice side by side: each run of labels with its values is a panel."""
    starts = [0]
    for column in range(1, len(kinds)):
        before = kinds[starts[-1] : column]
        complete = "label" in before and any(kind in NUMERIC for kind in before)
        if kinds[column] in ("label", "code") and complete:
            starts.append(column)
    for first, after in zip(starts, [*starts[1:], len(kinds)], strict=True):
        part = kinds[first:after]
        values = [c for c, kind in enumerate(part) if kind in NUMERIC]
        if not values:
            continue
        roles = roles_of(part, texts[first:after], year)
        this_year, total = _moved(roles.this_year, first), _moved(roles.cumulative, first)
        moved = replace(roles, this_year=this_year, cumulative=total)
        labels = [first + c for c, kind in enumerate(part) if kind == "label"]
        labels = labels or [first + c for c in range(values[0]) if part[c] is None]
        units = [first + c for c, kind in enumerate(part) if kind == "unit"]
        yield _Panel(labels, units[0] if units else None, moved, first, after - 1)


def _moved(column: int, by: int) -> int:
    return column + by if column >= 0 else column


def _row(stream: Stream, line: Line, panel: _Panel, width: int) -> AnnexLine | None:
    """One row of a panel; None for a heading, a footer, or a row of notes."""
    blocks = stream.document.blocks
    shape = _fits(blocks, line, width)
    columns = panel.labels if shape else range(panel.first, len(line))
    shown = [line[c] for c in columns if c < len(line)]
    named = [i for i in shown if i is not None and _is_name(blocks[i].text)]
    if not named:
        return None
    label_block = named[-1] if shape else named[0]
    if is_footer(blocks[label_block].text):
        return None
    values = [c for c in (panel.roles.this_year, panel.roles.cumulative) if c >= 0]
    if not shape:
        return _shifted(stream, line, panel, label_block)
    if any(line[c] in (None, label_block) for c in values):
        return None  # the label runs through the value columns: a heading
    label, unit = tidy(blocks[label_block].text)
    if panel.unit is not None and (at := line[panel.unit]) is not None:
        unit = unit_of(blocks[at].text) or _printed_unit(blocks[at].text) or unit
    row = AnnexLine(label, unit, stream.block_start(label_block))
    if is_heading(label) and not unit and not any(_text(blocks, line[c]) for c in values):
        return None
    for name, column in _named(panel.roles):
        row.cells[name] = _cell(stream, line, column, unit, values)
    return row


def _is_name(text: str) -> bool:
    return is_label(text) and unit_of(text) is None


def _printed_unit(text: str) -> str | None:
    shown = "".join(text.split())
    return shown if shown and not set(shown) & set("-—–―/") and len(shown) <= 6 else None


def _named(roles: Roles) -> Iterator[tuple[str, int]]:
    for name, column in ((THIS_YEAR, roles.this_year), (CUMULATIVE, roles.cumulative)):
        if column != -1:
            yield name, column


def _cell(stream: Stream, line: Line, column: int, unit: str | None, values: Sequence[int]) -> Cell:
    """What one place says; nothing where a number spans rows or both value columns."""
    index = line[column] if column >= 0 else None
    if index is None:
        shown = [i for i in dict.fromkeys(line) if i is not None]
        raw = " ".join(_text(stream.document.blocks, i) for i in shown[1:])
        return unread(raw, stream.block_start(shown[0]))
    block = stream.document.blocks[index]
    place = stream.block_start(index)
    shared = block.down > 1 or sum(line[c] == index for c in values) > 1
    cell = figure(block.text, unit, place, block.pieces)
    return unread(cell.raw, place) if shared and cell.value is not None else cell


def _fits(blocks: Sequence[Block], line: Line, width: int) -> bool:
    """Whether a row has the header's columns; empty cells too many at its end are padding."""
    return len(line) >= width and not any(_text(blocks, index) for index in line[width:])


def _shifted(stream: Stream, line: Line, panel: _Panel, label_block: int) -> AnnexLine | None:
    """A row with more or fewer cells than its header: its numbers are in no certain column."""
    blocks = stream.document.blocks
    rest = [i for i in line if i is not None and i > label_block and _text(blocks, i)]
    units = [unit for i in rest if (unit := unit_of(blocks[i].text)) is not None]
    rest = [i for i in rest if unit_of(blocks[i].text) is None]
    if not any(c.isdigit() for i in rest for c in blocks[i].text):
        return None
    label, unit = tidy(blocks[label_block].text)
    row = AnnexLine(label, units[0] if units else unit, stream.block_start(label_block))
    raw = " ".join(" ".join(blocks[i].text.split()) for i in dict.fromkeys(rest))
    row.cells = {name: unread(raw, row.position) for name, _ in _named(panel.roles)}
    return row
