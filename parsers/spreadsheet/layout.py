"""What openpyxl's streaming reader leaves out of a sheet: merged areas, what is hidden, formulas
that no program has worked out, drawings, conditional formats. ECMA-376 part 1, 18.3.1.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from openpyxl.cell.rich_text import CellRichText

from parsers.package import part_of, xml_of
from parsers.spreadsheet.conditions import Rule, rules_of
from parsers.spreadsheet.drawings import Drawings, drawings_of
from parsers.spreadsheet.palette import Palette, palette_of
from parsers.spreadsheet.parts import root_of, sheet_parts
from parsers.spreadsheet.places import MOST_COLUMNS, Area, Place, area_of, place_of

_STYLES = "xl/styles.xml"
_OFF = ("0", "false")


@dataclass(slots=True)
class Layout:
    """Of one sheet.

    ``unworked`` are the places of formulas without a result, ``rich`` texts in the cells
    themselves with fonts of their own; ``last_row``, counted from 1, is that of the last value,
    and ``is_wide`` tells of values in columns that are not read.
    """

    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unworked: set[Place] = field(default_factory=set)
    rich: dict[Place, CellRichText] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    drawings: Drawings = field(default_factory=Drawings)
    last_row: int = 0
    is_wide: bool = False
    shows_zeros: bool = True


@dataclass(slots=True)
class Layouts:
    """Of a workbook: its sheets by their parts, and its colours."""

    sheets: dict[str, Layout]
    palette: Palette


def layouts(package: zipfile.ZipFile) -> Layouts:
    """The layouts of a workbook's sheets. Raises ``Unreadable``."""
    styles = root_of(package, _STYLES)
    found = Layouts({}, palette_of(package, styles))
    dxfs = styles.findall("{*}dxfs/{*}dxf")
    for path in sheet_parts(package):
        data = part_of(package, path)
        root = xml_of(data) if data is not None else None
        if root is not None:
            layout = found.sheets[path] = _layout(root)
            layout.rules = rules_of(root, dxfs, found.palette)
            hidden = (layout.hidden_rows, layout.hidden_columns)
            layout.drawings = drawings_of(package, path, root, hidden)
    return found


def _layout(root: etree._Element) -> Layout:
    found = Layout()
    for view in root.iterfind("{*}sheetViews/{*}sheetView"):
        found.shows_zeros = found.shows_zeros and view.get("showZeros") not in _OFF
    for column in root.iter("{*}col"):
        if _is_on(column, "hidden") or _is_nothing(column.get("width")):
            first, last = _number(column, "min"), min(_number(column, "max"), MOST_COLUMNS)
            found.hidden_columns.update(range(first - 1, last))
    row_number = 0
    for row in root.iter("{*}row"):
        row_number = _number(row, "r") or row_number + 1
        _row(row, row_number, found)
    refs = (merge.get("ref") or "" for merge in root.iter("{*}mergeCell"))
    found.merged = [area for ref in refs if (area := area_of(ref)) is not None]
    return found


def _row(row: etree._Element, number: int, found: Layout) -> None:
    if _is_on(row, "hidden") or _is_nothing(row.get("ht")):
        found.hidden_rows.add(number - 1)
    if next(row.iter("{*}f", "{*}r"), None) is not None:
        for place, cell in _cells(row, number):
            _cell(place, cell, found)
    if next(row.iter("{*}v", "{*}t"), None) is not None:
        found.last_row = max(found.last_row, number)
        found.is_wide = found.is_wide or _is_wide(row)


def _cells(row: etree._Element, number: int) -> Iterator[tuple[Place, etree._Element]]:
    """The cells with their places, which openpyxl counts so where a cell names none."""
    column = 0
    for cell in row:
        place = place_of((cell.get("r") or "").upper()) or (number - 1, column)
        column = place[1] + 1
        yield place, cell


def _cell(place: Place, cell: etree._Element, found: Layout) -> None:
    results = list(cell.iterchildren("{*}v"))
    # A formula whose result is an empty text was worked out.
    has_result = any(one.text for one in results) or (results and cell.get("t") == "str")
    if cell.find("{*}f") is not None and not has_result:
        found.unworked.add(place)
    text = cell.find("{*}is")
    if text is not None and text.find("{*}r/{*}rPr") is not None:
        found.rich[place] = CellRichText.from_tree(text)


def _is_wide(row: etree._Element) -> bool:
    for cell in row.iterchildren("{*}c", reversed=True):
        place = place_of(cell.get("r") or "")
        if place is None or place[1] < MOST_COLUMNS:
            return False
        if next(cell.iter("{*}v", "{*}t"), None) is not None:
            return True
    return False


def _number(node: etree._Element, name: str) -> int:
    said = node.get(name) or ""
    return int(said) if said.isdecimal() and len(said) < 9 else 0


def _is_on(node: etree._Element, name: str) -> bool:
    return (node.get(name) or "0") not in _OFF


def _is_nothing(size: str | None) -> bool:
    """Whether a width or height is 0, however it is written."""
    return bool(size) and not (size or "").strip("0. ")
