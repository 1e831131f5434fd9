"""A sheet of a workbook as its reader sees it, whatever program wrote it; and its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from parsers.document import Block
from parsers.normalise import visible
from parsers.plain_cells import CELL_TEXT
from parsers.spreadsheet.covered import Covered
from parsers.spreadsheet.drawings import Drawings
from parsers.spreadsheet.hiding import Hidden
from parsers.spreadsheet.labels import is_row
from parsers.spreadsheet.pasted import Cell, joined
from parsers.spreadsheet.places import Area, Place, cell_name
from parsers.title import recognise
from parsers.unreadable import Unreadable

MOST_CELLS = 200_000
#: Areas of a report have some thousand cells together.
_MOST_MERGED = 500_000
#: What stands alone in its row and is a heading or a sentence, and no row of a table.
_HEADING = re.compile(r"\s*(?:第?[一二三四五六七八九十]{1,3}(?:部分)?[、.．,，:：]|\(?注)")


@dataclass(slots=True)
class Sheet:
    """What a workbook says of a sheet: ``texts`` by place, ``merged`` areas, what is hidden, and
    what lies over its cells.
    """

    name: str
    texts: dict[Place, str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: Hidden = field(default_factory=Hidden)
    hidden_columns: Hidden = field(default_factory=Hidden)
    drawings: Drawings = field(default_factory=Drawings)


def name_of(sheet: str, row: int, column: int) -> str:
    """``表3!C7`` for row 6 and column 2."""
    return f"{sheet}!{cell_name(row, column)}"


def blocks_of(sheet: Sheet, first_table: int) -> list[Block]:
    """Paragraphs and table cells of a sheet, row by row; tables are numbered from that on.

    What is hidden is left out: nobody reads it. A row without any text ends a table, and so
    does a heading or a sentence that stands alone in its row.
    """
    rows = joined(_rows(_seen(sheet)))
    over = Covered(sheet.drawings.areas, sheet.hidden_rows, sheet.hidden_columns)
    found: list[Block] = []
    table: list[list[Cell]] = []
    number = first_table
    covered = 0
    for at in range(max(rows, default=-1) + 1):
        cells = [cell for cell in rows.get(at, []) if cell.text.strip()]
        is_alone = len(cells) == 1 and covered <= at and (not table or _is_prose(cells[0].text))
        if is_alone or (not cells and covered <= at):
            found += _cells(sheet, table, number, over)
            number += bool(table)
            table = []
            found += [Block(one.text, name=one.name) for one in cells]
            continue
        table.append(rows.get(at, []))
        covered = max([covered, *(cell.row + cell.down for cell in cells)])
    return found + _cells(sheet, table, number, over)


def _is_prose(text: str) -> bool:
    is_long = len(text) > CELL_TEXT or "。" in text
    is_heading = _HEADING.match(text) is not None and not is_row(text)
    return is_long or is_heading or recognise(text).is_report


def _rows(cells: Iterable[Cell]) -> dict[int, list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(cells, key=lambda one: (one.row, one.column)):
        rows.setdefault(cell.row, []).append(cell)
    return rows


def _seen(sheet: Sheet) -> Iterator[Cell]:
    """The cells that are seen, those of a merged area as one; places are counted in these."""
    if len(sheet.texts) > MOST_CELLS:
        raise Unreadable("oversized", f"sheet {sheet.name}: {len(sheet.texts)} cells: not read")
    if sum((area[1] - area[0]) * (area[3] - area[2]) for area in sheet.merged) > _MOST_MERGED:
        raise Unreadable("oversized", "merged areas of more cells than any report has")
    inside: set[Place] = set()
    for area in sheet.merged:
        top, bottom, left, right = area
        inside.update((r, c) for r in range(top, bottom) for c in range(left, right))
        if cell := _placed(sheet, area):
            yield cell
    for (row, column), text in sheet.texts.items():
        if (row, column) not in inside and (cell := _one(sheet, row, column, text)):
            yield cell


def _one(sheet: Sheet, row: int, column: int, text: str) -> Cell | None:
    if row in sheet.hidden_rows or column in sheet.hidden_columns:
        return None
    at = (sheet.hidden_rows.seen_at(row), sheet.hidden_columns.seen_at(column))
    return Cell(visible(text), name_of(sheet.name, row, column), *at)


def _placed(sheet: Sheet, area: Area) -> Cell | None:
    top, bottom, left, right = area
    rows = [row for row in range(top, bottom) if row not in sheet.hidden_rows]
    columns = [column for column in range(left, right) if column not in sheet.hidden_columns]
    if not rows or not columns:
        return None
    # Its text is the first cell's, wherever the part that is seen begins.
    cell = _one(sheet, rows[0], columns[0], sheet.texts.get((top, left), ""))
    assert cell is not None  # neither its row nor its column is hidden
    cell.name = name_of(sheet.name, top, left)
    cell.down, cell.across = len(rows), len(columns)
    return cell


def _nothing(sheet: Sheet, row: int, column: int) -> Cell:
    """The blank cell at a place where nobody wrote."""
    at = (sheet.hidden_rows.in_file(row), sheet.hidden_columns.in_file(column))
    return Cell("", name_of(sheet.name, *at), row, column)


def _cells(sheet: Sheet, table: list[list[Cell]], number: int, over: Covered) -> list[Block]:
    """A table's cells; between its outermost texts a cell that is not there is a blank one."""
    filled = [cell for row in table for cell in row if cell.text.strip()]
    if not filled:
        return []
    left = min(cell.column for cell in filled)
    right = max(cell.column + cell.across for cell in filled)
    top = min(cell.row for cell in filled)
    known = {(cell.row, cell.column): cell for row in table for cell in row}
    taken: set[Place] = set()
    found: list[Block] = []
    for row in range(top, top + len(table)):
        column = 0
        for at in range(left, right):
            if (row, at) in taken:
                continue
            cell = known.get((row, at)) or _nothing(sheet, row, at)
            over.mark(cell)
            down, across = min(cell.down, top + len(table) - row), min(cell.across, right - at)
            taken.update((r, c) for r in range(row, row + down) for c in range(at, at + across))
            found.append(_block(cell, number, row - top, column, across, down))
            column += 1
    return found


def _block(cell: Cell, table: int, row: int, column: int, across: int, down: int) -> Block:
    if len(cell.text) > CELL_TEXT:
        return Block(cell.text, name=cell.name)
    text, name = cell.text, cell.name
    return Block(
        text, table=table, row=row, column=column, across=across, down=down, name=name or None
    )
