"""A workbook as a document: the sheets one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.document import Block, Document
from parsers.normalise import visible
from parsers.package import OLE2, has_part
from parsers.spreadsheet.sheet import Sheet, blocks_of, name_of
from parsers.stacked import is_stacked, unstack
from parsers.unreadable import Unreadable

_ROW = re.compile("[0-9]+$")


def is_workbook(data: bytes) -> bool:
    """Whether bytes are a zip with an .xlsx workbook in it."""
    return has_part(data, "xl/workbook")


def is_xls(data: bytes) -> bool:
    """Whether bytes are an OLE2 file that is a workbook."""
    if not data.startswith(OLE2):
        return False
    from parsers.spreadsheet.xls import has_book  # few need it, and xlrd takes a while

    return has_book(data)


def _sheets(data: bytes, found: Document) -> Iterator[Sheet]:
    from parsers.spreadsheet import xls, xlsx

    return xls.sheets_of(data, found) if data.startswith(OLE2) else xlsx.sheets_of(data, found)


def texts(data: bytes) -> dict[str, str]:
    """What each cell shows, by its name (``表3!C7``); nothing where it cannot be opened."""
    try:
        sheets = list(_sheets(data, Document([])))
    except Unreadable:
        return {}
    return {
        name_of(sheet.name, *place): visible(text)
        for sheet in sheets
        for place, text in sheet.texts.items()
    }


def _pictures(sheet: Sheet, blocks: list[Block], before: int) -> Iterator[tuple[int, str]]:
    """The pictures of a sheet, each with the block that begins before it."""
    rows = [int(found[0]) for one in blocks if (found := _ROW.search(one.name or ""))]
    for row, address in sheet.drawings.pictures:
        yield before + sum(one <= row + 1 for one in rows) - 1, address


def read_workbook(data: bytes) -> Document:
    """The blocks of a workbook's visible sheets. Raises ``Unreadable``.

    Sheets, rows and columns that are hidden are not read; a formula counts as what the
    program that wrote the file worked out, and is unreadable without it.
    """
    found = Document([], is_html=True)
    tables = 0
    for sheet in _sheets(data, found):
        blocks = blocks_of(sheet, tables)
        found.pictures += _pictures(sheet, blocks, len(found.blocks))
        tables = max([tables, *(block.table + 1 for block in blocks)])
        found.blocks += blocks
    if not found.blocks and found.pictures:
        raise Unreadable("image_only", "the workbook shows pictures; no text to read")
    if not found.blocks:
        raise Unreadable("empty_document", "the workbook shows no text")
    if any("\n" in b.text and is_stacked(b.text) for b in found.blocks if b.is_cell):
        found.blocks = unstack(found.blocks)
    return found
