"""The parts of an .xlsx and what they name each other by: ECMA-376 part 2, 8 (relationships)."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree

from parsers.package import part_of, xml_of

_NAMESPACES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


def root_of(package: zipfile.ZipFile, name: str) -> etree._Element:
    """The root of a part; an empty element when there is none."""
    root = xml_of(part_of(package, name) or b"")
    return root if root is not None else etree.Element("nothing")


def related(package: zipfile.ZipFile, name: str) -> dict[str, str]:
    """The parts that a part names, by their ids."""
    folder, file = posixpath.split(name)
    found: dict[str, str] = {}
    for one in root_of(package, f"{folder}/_rels/{file}.rels".lstrip("/")).iter("{*}Relationship"):
        target = one.get("Target") or ""
        if target and one.get("TargetMode") != "External":
            path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            found[one.get("Id") or ""] = posixpath.normpath(path)
    return found


def named(node: etree._Element, attribute: str = "id") -> str:
    """The id by which an element names another part."""
    ids = (node.get(f"{{{space}}}{attribute}") for space in _NAMESPACES)
    return next(filter(None, ids), "")


def sheet_parts(package: zipfile.ZipFile) -> Iterator[str]:
    """The parts of the sheets."""
    book = _main(package)
    targets = related(package, book)
    for sheet in root_of(package, book).iter("{*}sheet"):
        if path := targets.get(named(sheet)):
            yield path


def _main(package: zipfile.ZipFile) -> str:
    for one in root_of(package, "_rels/.rels").iter("{*}Relationship"):
        if (one.get("Type") or "").endswith("/officeDocument"):
            return (one.get("Target") or "").lstrip("/")
    return "xl/workbook.xml"
