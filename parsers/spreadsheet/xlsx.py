"""The sheets of an .xlsx, streamed by openpyxl within bounds of our own."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock

from parsers.document import Document
from parsers.package import DAMAGE, as_file, weighed
from parsers.seen import OBJECT, STRUCK
from parsers.spreadsheet.formats import shown
from parsers.spreadsheet.hiding import Hidden
from parsers.spreadsheet.layout import Layout, layouts
from parsers.spreadsheet.sheet import MOST_COLUMNS, MOST_ROWS, Sheet
from parsers.unreadable import Unreadable

#: openpyxl carries no types.
_Source = Any
_XlsxCell = Any
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_WHITE = "FFFFFFFF"


def sheets_of(data: bytes, found: Document) -> Iterator[Sheet]:
    """The sheets that are seen, in their order. Raises ``Unreadable``."""
    weighed(data, "workbook")
    with _damage_named(), zipfile.ZipFile(as_file(data)) as package:
        known = layouts(package)
    with _damage_named(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions that it does not know
        book = openpyxl.load_workbook(
            as_file(data), read_only=True, data_only=True, keep_links=False, rich_text=True
        )
        for source in book.worksheets:
            if source.sheet_state == "visible":
                yield _sheet(source, known.get(source.title) or Layout(), found)


@contextmanager
def _damage_named() -> Iterator[None]:
    try:
        yield
    except Unreadable:
        raise
    except (*DAMAGE, Exception) as error:  # it fails in as many ways as a package has parts
        detail = f"no workbook that can be opened: {type(error).__name__}: {error}"
        raise Unreadable("damaged_file", detail) from error


def _sheet(source: _Source, layout: Layout, found: Document) -> Sheet:
    sheet = Sheet(
        source.title,
        merged=layout.merged,
        hidden_rows=Hidden(layout.hidden_rows),
        hidden_columns=Hidden(layout.hidden_columns),
    )
    # What the file says of its size may be a lie, and blank rows would be made up for it.
    source.reset_dimensions()
    for row in source.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
        for cell in row:
            place = (getattr(cell, "row", 0) - 1, getattr(cell, "column", 0) - 1)
            if text := OBJECT if place in layout.unworked else _text(cell):
                sheet.texts[place] = text
    if layout.last_row > MOST_ROWS:
        detail = f"only the first {MOST_ROWS} rows of sheet {sheet.name} were read"
        found.notes.append(("truncated", detail))
    return sheet


def _text(cell: _XlsxCell) -> str:
    value = cell.value
    if value is None:
        return ""
    text = _value(value, cell)
    if not text:
        return text
    font = cell.font
    if font is None:
        return text
    colour = font.color
    if colour is not None and colour.type == "rgb" and colour.rgb == _WHITE and _is_bare(cell):
        return OBJECT if any(sign.isdecimal() for sign in text) else ""
    if font.strike:
        return f"{STRUCK}{text}{STRUCK}"
    return text.translate(_RAISED) if font.vertAlign in ("superscript", "subscript") else text


def _is_bare(cell: _XlsxCell) -> bool:
    """Whether the cell has no ground on which white text would be seen."""
    return cell.fill is None or cell.fill.patternType in (None, "none")


def _value(value: object, cell: _XlsxCell) -> str:
    if isinstance(value, CellRichText):
        return "".join(map(_run, value))
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return shown(value, cell.number_format)
    if isinstance(value, datetime):
        at = value.time()
        return str(value.date()) if at == time() else str(value)
    if isinstance(value, date | time):
        return str(value)
    return OBJECT if cell.data_type == "e" else str(value)


def _run(part: object) -> str:
    if not isinstance(part, TextBlock):
        return str(part)
    text, font = str(part.text or ""), part.font
    if font is not None and font.strike:
        return f"{STRUCK}{text}{STRUCK}"
    is_raised = font is not None and font.vertAlign in ("superscript", "subscript")
    return text.translate(_RAISED) if is_raised else text
