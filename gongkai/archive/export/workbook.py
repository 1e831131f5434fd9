"""XLSX: one workbook, a sheet for each table; texts are texts, never formulas or links.

Excel holds 1,048,576 rows a sheet, 32,767 UTF-16 units a cell and 15 digits a number.
What is more goes on in a further sheet, in the sheet ``continued``, or stands as text;
the sheet ``about`` and the notes say so.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.worksheet import Worksheet

from gongkai.archive.errors import ArchiveError
from gongkai.archive.export.package import words_of
from gongkai.archive.export.rows import Value
from gongkai.archive.export.sink import Rows
from gongkai.archive.export.tables import Table

FILE = "gongkai.xlsx"
MAX_ROWS = 1_048_576
MAX_UNITS = 32_767
#: Integers from here on would lose digits.
MAX_INTEGER = 10**15
MARK = " […] continued"
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: No text of XML can hold these.
_NO_CHARACTERS = "\ufffe", "\uffff"


class Workbook:
    """Writes row by row; nothing but the row at hand is in memory."""

    def __init__(self, folder: Path, created: datetime) -> None:
        self.notes: list[str] = []
        self.path = folder / FILE
        options = {"constant_memory": True, "tmpdir": str(folder)}
        self._book = xlsxwriter.Workbook(str(self.path), options)
        self._book.use_zip64()
        naive = created.replace(tzinfo=None)
        self._book.set_properties({"title": "gongkai", "created": naive})
        self._bold = self._book.add_format({"bold": True})
        self._about = self._sheet("about", ("sheet", "what it holds"))
        self._continued: Worksheet | None = None
        self._about_row = self._continued_row = 1

    def add(self, table: Table, rows: Rows) -> dict[str, Any]:
        """Write a table as one sheet, or several when it is too long for one."""
        name = table.name[:31]
        self._tell(name, f"{words_of(table)[0]} (datapackage.json explains every column)")
        sheet, at, number = self._sheet(name, table.columns), 1, 1
        for row in rows:
            if at == MAX_ROWS:
                number += 1
                name = f"{table.name[:25]} {number}"
                sheet, at = self._sheet(name, table.columns), 1
                self._tell(name, f"goes on from the sheet before: {MAX_ROWS:,} rows are the limit")
            for column, value in enumerate(row):
                self._write(sheet, at, column, value, table.columns[column])
            at += 1
        if number > 1:
            self.notes.append(f"{table.name}: too long for one sheet, it goes on in {number}")
        return {
            "path": FILE,
            "format": "xlsx",
            "mediatype": _MEDIA_TYPE,
            "dialect": {"excel": {"sheet": table.name[:31]}},
        }

    def close(self) -> None:
        """Pack the workbook; the same rows give the same bytes. Raises ``ArchiveError``."""
        if self._continued_row > 1:
            words = (
                f"{self._continued_row - 1} further parts of texts longer than {MAX_UNITS:,} "
                f"characters are in the sheet continued; their cells end in “{MARK.strip()}”"
            )
            self._tell("continued", words)
            self.notes.append(words)
        try:
            self._book.close()
            _settle(self.path)
        except XlsxWriterException as error:
            raise ArchiveError(f"{FILE}: cannot be written ({error})") from error

    def abandon(self) -> None:
        """Close the temporary files of the sheets."""
        for sheet in self._book.worksheets():
            sheet.row_data_fh.close()

    def _sheet(self, name: str, header: tuple[str, ...]) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, text in enumerate(header):
            sheet.write_string(0, column, text, self._bold)
        return sheet

    def _tell(self, name: str, words: str) -> None:
        self._about.write_string(self._about_row, 0, name)
        self._about.write_string(self._about_row, 1, words)
        self._about_row += 1

    def _write(self, sheet: Worksheet, row: int, column: int, value: Value, name: str) -> None:
        if isinstance(value, str):
            self._text(sheet, row, column, self._lawful(value), name)
        elif isinstance(value, int) and abs(value) >= MAX_INTEGER:
            sheet.write_string(row, column, str(value))
            self.notes.append(f"{sheet.get_name()} row {row + 1}, {name}: {value} stands as text")
        elif value is not None:
            sheet.write_number(row, column, value)

    def _lawful(self, text: str) -> str:
        for sign in _NO_CHARACTERS:
            if sign in text:
                self.notes.append(f"a character U+{ord(sign):X} became U+FFFD: XML cannot hold it")
                text = text.replace(sign, "\ufffd")
        return text

    def _text(self, sheet: Worksheet, row: int, column: int, text: str, name: str) -> None:
        if len(text) * 2 <= MAX_UNITS or units(text) <= MAX_UNITS:
            sheet.write_string(row, column, text)
            return
        first, *others = pieces(text)
        sheet.write_string(row, column, first + MARK)
        if self._continued is None:
            header = ("sheet", "row", "column", "part", "text")
            self._continued = self._sheet("continued", header)
        for part, other in enumerate(others, 2):
            place = (sheet.get_name(), row + 1, name, part, other)
            for at, value in enumerate(place):
                write = self._continued.write_number if isinstance(value, int) else None
                (write or self._continued.write_string)(self._continued_row, at, value)
            self._continued_row += 1


def units(text: str) -> int:
    """The length of a text in UTF-16 units, as Excel counts."""
    return len(text.encode("utf-16-le")) // 2


def pieces(text: str) -> list[str]:
    """A text in pieces that a cell holds together with the mark; joined they are the text."""
    room = MAX_UNITS - len(MARK)
    found, start, used = [], 0, 0
    for at, sign in enumerate(text):
        size = 2 if sign > "\uffff" else 1
        if used + size > room:
            found.append(text[start:at])
            start, used = at, 0
        used += size
    return [*found, text[start:]]


def _settle(path: Path) -> None:
    """Take the rights of temporary files out of the package: they differ between machines."""
    with ZipFile(path, "a") as package:
        for entry in package.infolist():
            entry.external_attr, entry.create_system = 0, 0
        package.comment = b""  # only with this does zipfile write its directory again
