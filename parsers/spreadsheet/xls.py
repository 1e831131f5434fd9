"""The sheets of an .xls (or WPS .et), read by xlrd."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import xlrd
from xlrd.compdoc import CompDoc

from parsers.document import Document
from parsers.seen import OBJECT, STRUCK
from parsers.spreadsheet.formats import shown
from parsers.spreadsheet.hiding import Hidden
from parsers.spreadsheet.sheet import MOST_COLUMNS, MOST_ROWS, Sheet
from parsers.unreadable import Unreadable

#: xlrd carries no types.
_Book = Any
_Source = Any
_XlsCell = Any
_Look = Any
_Font = Any
_NAMES = ("Workbook", "Book")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: Palette numbers of white ([MS-XLS] 2.5.161), and the fill that is none.
_WHITES, _NO_FILL = (1, 9), 0


class _Nowhere:
    """xlrd writes remarks; nobody reads them."""

    def write(self, text: str) -> int:
        """Forget it."""
        return len(text)

    def flush(self) -> None:
        """Nothing waits."""


def has_book(data: bytes) -> bool:
    """Whether an OLE2 file is a workbook, and not a document that holds one."""
    try:
        parts = CompDoc(data, logfile=_Nowhere())
        return any(parts.locate_named_stream(name)[0] is not None for name in _NAMES)
    except Exception:  # a damaged file fails in many ways
        return any(name.encode("utf-16-le") in data for name in _NAMES)


def sheets_of(data: bytes, found: Document) -> Iterator[Sheet]:
    """The sheets that are seen, in their order. Raises ``Unreadable``."""
    try:
        book = xlrd.open_workbook(file_contents=data, logfile=_Nowhere(), formatting_info=True)
        sheets = [one for one in book.sheets() if not one.visibility]
    except Exception as error:
        if "encrypted" in str(error).lower() or "password" in str(error).lower():
            raise Unreadable("encrypted", "the workbook asks for a password") from error
        detail = f"no workbook that can be opened: {type(error).__name__}: {error}"
        raise Unreadable("damaged_file", detail) from error
    for sheet in sheets:
        yield _sheet(book, sheet, found)


def _sheet(book: _Book, source: _Source, found: Document) -> Sheet:
    sheet = Sheet(source.name)
    rows, columns = min(source.nrows, MOST_ROWS), min(source.ncols, MOST_COLUMNS)
    if source.nrows > rows:
        found.notes.append(("truncated", f"only the first {rows} rows of {source.name} were read"))
    sheet.merged = [
        (top, min(bottom, rows), left, min(right, columns))
        for top, bottom, left, right in source.merged_cells
        if top < rows and left < columns
    ]
    shut = (r for r, info in source.rowinfo_map.items() if info.hidden or info.height == 0)
    sheet.hidden_rows = Hidden(shut)
    narrow = (c for c, info in source.colinfo_map.items() if info.hidden or info.width == 0)
    sheet.hidden_columns = Hidden(narrow)
    for row in range(rows):
        for column in range(min(columns, source.row_len(row))):
            if text := _text(book, source, row, column):
                sheet.texts[row, column] = text
    return sheet


def _text(book: _Book, source: _Source, row: int, column: int) -> str:
    cell = source.cell(row, column)
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or cell.value == "":
        return ""
    look = book.xf_list[cell.xf_index]
    text = _value(book, cell, look)
    text = _in_runs(book, source.rich_text_runlist_map.get((row, column)), text)
    font = book.font_list[look.font_index]
    if font.colour_index in _WHITES and look.background.fill_pattern == _NO_FILL:
        return OBJECT if any(sign.isdecimal() for sign in text) else ""
    return _dressed(text, font)


def _value(book: _Book, cell: _XlsCell, look: _Look) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return shown(cell.value, book.format_map[look.format_key].format_str)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            at = xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (ValueError, OverflowError):
            return OBJECT
        return str(at.date()) if cell.value == int(cell.value) else str(at)
    return "TRUE" if cell.ctype == xlrd.XL_CELL_BOOLEAN and cell.value else OBJECT


def _in_runs(book: _Book, runs: list[tuple[int, int]] | None, text: str) -> str:
    """Each part of a text in its own font; a run is where it begins and its font."""
    if not runs:
        return text
    starts = [start for start, _ in runs]
    parts = [text[: starts[0]]]
    for (start, font), end in zip(runs, [*starts[1:], len(text)], strict=True):
        parts.append(_dressed(text[start:end], book.font_list[font]))
    return "".join(parts)


def _dressed(text: str, font: _Font) -> str:
    if font.struck_out and text:
        return f"{STRUCK}{text}{STRUCK}"
    return text.translate(_RAISED) if font.escapement else text
