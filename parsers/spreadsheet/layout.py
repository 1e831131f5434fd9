"""What openpyxl's streaming reader leaves out of a sheet: merged areas, what is hidden, formulas
that no program has worked out. ECMA-376 part 1, 18.3.1.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.package import part_of, xml_of
from parsers.spreadsheet.sheet import MOST_COLUMNS, MOST_ROWS, Area, Place
from parsers.unreadable import Unreadable

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_REF = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
#: Areas of a report have some thousand cells together.
_MOST_MERGED = 500_000
_OFF = ("0", "false")


@dataclass(slots=True)
class Layout:
    """Of one sheet.

    ``unworked`` are the places of formulas without a result; ``last_row``, counted from 1, is
    that of the last value.
    """

    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unworked: set[Place] = field(default_factory=set)
    last_row: int = 0


def layouts(package: zipfile.ZipFile) -> dict[str, Layout]:
    """The layouts of a workbook's sheets by their names. Raises ``Unreadable``."""
    found: dict[str, Layout] = {}
    for name, path in _sheets(package):
        data = part_of(package, path)
        root = xml_of(data) if data is not None else None
        if root is not None:
            found[name] = _layout(root)
    return found


def _sheets(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Names and parts of the sheets."""
    book = _main(package)
    folder, file = posixpath.split(book)
    relations = _root(package, f"{folder}/_rels/{file}.rels".lstrip("/"))
    targets = {one.get("Id"): one.get("Target") or "" for one in relations.iter("{*}Relationship")}
    for sheet in _root(package, book).iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT))
        if target:
            path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            yield sheet.get("name") or "", posixpath.normpath(path)


def _main(package: zipfile.ZipFile) -> str:
    for one in _root(package, "_rels/.rels").iter("{*}Relationship"):
        if (one.get("Type") or "").endswith("/officeDocument"):
            return (one.get("Target") or "").lstrip("/")
    return "xl/workbook.xml"


def _root(package: zipfile.ZipFile, name: str) -> etree._Element:
    root = xml_of(part_of(package, name) or b"")
    return root if root is not None else etree.Element("nothing")


def _layout(root: etree._Element) -> Layout:
    found = Layout()
    for column in root.iter("{*}col"):
        if _is_on(column, "hidden") or column.get("width") == "0":
            first, last = _number(column, "min"), min(_number(column, "max"), MOST_COLUMNS)
            found.hidden_columns.update(range(first - 1, last))
    row_number = 0
    for row in root.iter("{*}row"):
        row_number = _number(row, "r") or row_number + 1
        if _is_on(row, "hidden") or row.get("ht") == "0":
            found.hidden_rows.add(row_number - 1)
        found.unworked.update(_unworked(row))
        if next(row.iter("{*}v", "{*}t"), None) is not None:
            found.last_row = max(found.last_row, row_number)
    area = 0
    for merge in root.iter("{*}mergeCell"):
        if (one := _area(merge.get("ref") or "")) is not None:
            found.merged.append(one)
            area += (one[1] - one[0]) * (one[3] - one[2])
        if area > _MOST_MERGED:
            raise Unreadable("oversized", "merged areas of more cells than any report has")
    return found


def _unworked(row: etree._Element) -> Iterator[Place]:
    for formula in row.iter("{*}f"):
        cell = formula.getparent()
        if cell is None or any(one.text for one in cell.iter("{*}v")):
            continue
        if place := _place(cell.get("r") or ""):
            yield place


def _area(ref: str) -> Area | None:
    first, _, last = ref.upper().partition(":")
    one, other = _place(first), _place(last or first)
    if one is None or other is None or one[0] > other[0] or one[1] > other[1]:
        return None
    # Beyond what is read it has no end that matters.
    return one[0], min(other[0] + 1, MOST_ROWS), one[1], min(other[1] + 1, MOST_COLUMNS)


def _place(ref: str) -> Place | None:
    found = _REF.match(ref)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _number(node: etree._Element, name: str) -> int:
    said = node.get(name) or ""
    return int(said) if said.isdecimal() and len(said) < 9 else 0


def _is_on(node: etree._Element, name: str) -> bool:
    return (node.get(name) or "0") not in _OFF
