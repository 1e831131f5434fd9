"""The sheets of an .xlsx, streamed by openpyxl within bounds of our own."""

from __future__ import annotations

import posixpath
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.cell.rich_text import CellRichText, TextBlock

from parsers.document import Document
from parsers.package import DAMAGE, as_file, weighed
from parsers.seen import OBJECT
from parsers.spreadsheet.conditions import Rules
from parsers.spreadsheet.fonts import Fonts
from parsers.spreadsheet.formats import shown, shown_text
from parsers.spreadsheet.hiding import Hidden
from parsers.spreadsheet.layout import Layout, layouts
from parsers.spreadsheet.looks import Look, doubted, dressed
from parsers.spreadsheet.places import MOST_COLUMNS, MOST_ROWS, Place
from parsers.spreadsheet.sheet import Sheet
from parsers.unreadable import Unreadable

#: openpyxl carries no types.
_Source = Any
_XlsxCell = Any


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
        fonts = Fonts(known.palette)
        for source in book.worksheets:
            if source.sheet_state == "visible":
                # By its part: two sheets may have one name.
                layout = known.sheets[posixpath.normpath(source._worksheet_path)]
                yield _Reader(source, layout, fonts).sheet(found)


@contextmanager
def _damage_named() -> Iterator[None]:
    try:
        yield
    except Unreadable:
        raise
    except (*DAMAGE, Exception) as error:  # it fails in as many ways as a package has parts
        detail = f"no workbook that can be opened: {type(error).__name__}: {error}"
        raise Unreadable("damaged_file", detail) from error


class _Reader:
    """Reads one sheet."""

    def __init__(self, source: _Source, layout: Layout, fonts: Fonts) -> None:
        self.source, self.layout, self.fonts = source, layout, fonts
        self.rules = Rules(layout.rules)

    def sheet(self, found: Document) -> Sheet:
        """What the sheet shows."""
        layout = self.layout
        sheet = Sheet(
            self.source.title,
            merged=layout.merged,
            hidden_rows=Hidden(layout.hidden_rows),
            hidden_columns=Hidden(layout.hidden_columns),
            drawings=layout.drawings,
        )
        # What the file says of its size may be a lie, and blank rows would be made up for it.
        self.source.reset_dimensions()
        for row in self.source.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
            for cell in row:
                if cell is EMPTY_CELL:
                    continue
                place = (cell.row - 1, cell.column - 1)
                if text := OBJECT if place in layout.unworked else self._text(place, cell):
                    sheet.texts[place] = text
        self._told_bounds(found)
        return sheet

    def _told_bounds(self, found: Document) -> None:
        name = self.source.title
        if self.layout.last_row > MOST_ROWS:
            detail = f"only the first {MOST_ROWS} rows of sheet {name} were read"
            found.notes.append(("truncated", detail))
        if self.layout.is_wide:
            detail = f"only the first {MOST_COLUMNS} columns of sheet {name} were read"
            found.notes.append(("truncated", detail))

    def _text(self, place: Place, cell: _XlsxCell) -> str:
        value = cell.value
        if value is None:
            return ""
        look = self.fonts.of(cell)
        text = self._value(self.layout.rich.get(place, value), cell, look)
        return self.rules.told(text, place, value, look)

    def _value(self, value: object, cell: _XlsxCell, look: Look) -> str:
        if not isinstance(value, CellRichText):
            return dressed(self._plain(value, cell), look)
        parts = "".join(self._run(part, look) for part in value)
        # The colour is each run's own; a line through the cell goes through all of them.
        return dressed(shown_text(parts, cell.number_format), look.without_colours())

    def _run(self, part: object, look: Look) -> str:
        if isinstance(part, TextBlock):
            return dressed(str(part.text or ""), self.fonts.of_run(part.font, look))
        return doubted("", str(part)) if look.is_unseen else str(part)

    def _plain(self, value: object, cell: _XlsxCell) -> str:
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, int | float):
            is_shown = value or self.layout.shows_zeros
            return shown(value, cell.number_format) if is_shown else ""
        if isinstance(value, datetime):
            at = value.time()
            return str(value.date()) if at == time() else str(value)
        if isinstance(value, date | time):
            return str(value)
        if cell.data_type == "e":
            return OBJECT
        return shown_text(str(value), cell.number_format)
