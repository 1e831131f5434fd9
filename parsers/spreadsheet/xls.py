"""The sheets of an .xls (or WPS .et), read by xlrd."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import xlrd

from parsers.contrast import BLACK, WHITE, Rgb
from parsers.document import Document
from parsers.ole2 import NOWHERE, opened
from parsers.seen import OBJECT
from parsers.spreadsheet.conditions import Rules
from parsers.spreadsheet.formats import shown, shown_text
from parsers.spreadsheet.hiding import Hidden
from parsers.spreadsheet.looks import Look, dressed
from parsers.spreadsheet.places import MOST_COLUMNS, MOST_ROWS, Place
from parsers.spreadsheet.records import Extras, extras_of
from parsers.spreadsheet.sheet import Sheet
from parsers.unreadable import Unreadable

#: xlrd carries no types.
_Book = Any
_Source = Any
_XlsCell = Any
_Style = Any
_Font = Any
_NAMES = ("Workbook", "Book")
#: The fill that is none, and the one that is solid ([MS-XLS] 2.5.131).
_NO_FILL, _SOLID = 0, 1
#: Colours that the system chooses for letters, by number ([MS-XLS] 2.5.161), and a point.
_SYSTEM_INKS, _POINT = (0x40, 0x7FFF), 20


def has_book(data: bytes) -> bool:
    """Whether an OLE2 file is a workbook, and not a document that holds one."""
    try:
        return _stream(data) is not None
    except Exception:  # a damaged file fails in many ways
        return any(name.encode("utf-16-le") in data for name in _NAMES)


def _stream(data: bytes) -> bytes | None:
    """The workbook's stream, found as xlrd finds it."""
    parts = opened(data)
    streams = (parts.locate_named_stream(name)[0] for name in _NAMES)
    return next((one for one in streams if one is not None), None)


def sheets_of(data: bytes, found: Document) -> Iterator[Sheet]:
    """The sheets that are seen, in their order. Raises ``Unreadable``."""
    with _damage_named():
        stream = _stream(data) or b""
        book = xlrd.open_workbook(file_contents=data, logfile=NOWHERE, formatting_info=True)
        sheets = [one for one in book.sheets() if not one.visibility]
    for source in sheets:
        with _damage_named():
            extras = extras_of(stream, book._sh_abs_posn[source.number], book.colour_map.get)
            sheet = _sheet(book, source, found, extras)
        yield sheet


@contextmanager
def _damage_named() -> Iterator[None]:
    try:
        yield
    except Unreadable:
        raise
    except Exception as error:
        if "encrypted" in str(error).lower() or "password" in str(error).lower():
            raise Unreadable("encrypted", "the workbook asks for a password") from error
        detail = f"no workbook that can be opened: {type(error).__name__}: {error}"
        raise Unreadable("damaged_file", detail) from error


def _sheet(book: _Book, source: _Source, found: Document, extras: Extras) -> Sheet:
    sheet, rules = Sheet(source.name, drawings=extras.drawings), Rules(extras.rules)
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
            if text := _text(book, source, (row, column), rules):
                sheet.texts[row, column] = text
    return sheet


def _text(book: _Book, source: _Source, place: Place, rules: Rules) -> str:
    cell = source.cell(*place)
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or cell.value == "":
        return ""
    style = book.xf_list[cell.xf_index]
    look = _look(book, book.font_list[style.font_index], _ground(book, style))
    runs = source.rich_text_runlist_map.get(place)
    if runs and cell.ctype == xlrd.XL_CELL_TEXT:
        parts = _in_runs(book, runs, str(cell.value), look)
        text = dressed(shown_text(parts, _code(book, style)), look.without_colours())
    else:
        is_shown = cell.value != 0 or source.show_zero_values
        text = dressed(_value(book, cell, style), look) if is_shown else ""
    return rules.told(text, place, cell.value, look)


def _ground(book: _Book, style: _Style) -> Rgb | None:
    pattern = style.background.fill_pattern
    if pattern == _NO_FILL:
        return WHITE
    colour: Rgb | None = book.colour_map.get(style.background.pattern_colour_index)
    return colour if pattern == _SOLID else None


def _look(book: _Book, font: _Font, ground: Rgb | None) -> Look:
    number = font.colour_index
    ink = BLACK if number in _SYSTEM_INKS else book.colour_map.get(number)
    return Look(ink, ground, bool(font.struck_out), bool(font.escapement), font.height / _POINT)


def _code(book: _Book, style: _Style) -> str:
    known = book.format_map.get(style.format_key)
    return str(known.format_str) if known is not None else ""


def _value(book: _Book, cell: _XlsCell, style: _Style) -> str:
    code = _code(book, style)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return shown_text(str(cell.value), code)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return shown(cell.value, code)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            at = xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (ValueError, OverflowError):
            return OBJECT
        return str(at.date()) if cell.value == int(cell.value) else str(at)
    return "TRUE" if cell.ctype == xlrd.XL_CELL_BOOLEAN and cell.value else OBJECT


def _in_runs(book: _Book, runs: list[tuple[int, int]], text: str, look: Look) -> str:
    """Each part of a text in its own font; a run is where it begins and its font."""
    starts = [start for start, _ in runs]
    parts = [dressed(text[: starts[0]], replace(look, is_struck=False, is_raised=False))]
    for (start, font), end in zip(runs, [*starts[1:], len(text)], strict=True):
        own = _look(book, book.font_list[font], look.ground)
        parts.append(dressed(text[start:end], own))
    return "".join(parts)
