"""Pictures and shapes that lie over cells: what is under them is not seen, or is not the number.

ECMA-376 part 1, 20.5.2: an anchor names two cells, or one and a size, or a place on the sheet.
"""

from __future__ import annotations

import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from lxml import etree

from parsers.spreadsheet.parts import named, related, root_of
from parsers.spreadsheet.places import MOST_COLUMNS, MOST_ROWS, Area
from parsers.unreadable import Unreadable

#: English Metric Units of a pixel and of a point.
_PIXEL, _POINT = 9_525, 12_700
#: A digit of the usual font is so many pixels wide; columns and rows are so wide and high.
_DIGIT, _WIDTH, _HEIGHT = 7, 9.14, 15.0
#: A part of a cell as large as this may hide its digits.
_SHARE = 0.2
_MOST_ANCHORS = 2_000
_ANCHORS = ("{*}twoCellAnchor", "{*}oneCellAnchor", "{*}absoluteAnchor")
_SHAPES = ("{*}pic", "{*}graphicFrame", "{*}sp")


@dataclass(slots=True)
class Drawings:
    """``areas`` of cells under something; ``pictures``: the row where each begins, its part."""

    areas: list[Area] = field(default_factory=list)
    pictures: list[tuple[int, str]] = field(default_factory=list)


class _Edges:
    """Where the columns, or the rows, of a sheet begin."""

    def __init__(self, sizes: dict[int, float], usual: float, most: int) -> None:
        widths = (round(sizes.get(at, usual)) for at in range(most))
        self.at = list(accumulate(widths, initial=0))

    def place(self, index: int, offset: int) -> int:
        """A place within a column or row; it never lies beyond it."""
        last = len(self.at) - 1
        begin = self.at[min(index, last)]
        return min(begin + offset, self.at[min(index + 1, last)])

    def under(self, begin: int, end: int) -> tuple[int, int]:
        """The first and the one behind the last that lie between two places, but for a rest."""
        first = max(bisect_right(self.at, begin) - 1, 0)
        last = min(bisect_left(self.at, end), len(self.at) - 1)
        while first < last and self._share(first, begin, end) < _SHARE:
            first += 1
        while first < last and self._share(last - 1, begin, end) < _SHARE:
            last -= 1
        return first, last

    def _share(self, at: int, begin: int, end: int) -> float:
        left, right = self.at[at], self.at[at + 1]
        return (min(right, end) - max(left, begin)) / (right - left) if right > left else 0


def drawings_of(
    package: zipfile.ZipFile,
    path: str,
    sheet: etree._Element,
    hidden: tuple[Container[int], Container[int]],
) -> Drawings:
    """What lies over the cells of a sheet whose part that is; ``hidden`` rows and columns."""
    found = Drawings()
    node = next(sheet.iter("{*}drawing"), None)
    part = related(package, path).get(named(node)) if node is not None else None
    if part is None:
        return found
    targets = related(package, part)
    rows, columns = _rows(sheet, hidden[0]), _columns(sheet, hidden[1])
    for count, anchor in enumerate(root_of(package, part).iter(*_ANCHORS)):
        if count >= _MOST_ANCHORS:
            raise Unreadable("oversized", "more drawings than any report has")
        top, bottom = rows.under(*_span(anchor, rows, "row", "y"))
        left, right = columns.under(*_span(anchor, columns, "col", "x"))
        if top < bottom and left < right and _covers(anchor):
            found.areas.append((top, bottom, left, right))
            found.pictures += [(top, targets[name]) for name in _blips(anchor) if name in targets]
    return found


def _blips(anchor: etree._Element) -> Iterator[str]:
    for blip in anchor.iter("{*}blip"):
        yield named(blip, "embed")


def _covers(anchor: etree._Element) -> bool:
    """Whether anything in an anchor hides what is under it: no line does, nor a mere frame."""
    return any(_is_opaque(shape) for shape in anchor.iter(*_SHAPES))


def _is_opaque(shape: etree._Element) -> bool:
    name = next(shape.iter("{*}cNvPr"), None)
    if name is not None and name.get("hidden") not in (None, "0", "false"):
        return False
    is_shape = etree.QName(shape).localname == "sp"
    is_empty = shape.find("{*}spPr/{*}noFill") is not None
    return not (is_shape and is_empty) or any(one.text for one in shape.iter("{*}t"))


def _span(anchor: etree._Element, edges: _Edges, name: str, axis: str) -> tuple[int, int]:
    begin = _corner(anchor, edges, "from", name)
    if begin is None:
        begin = _number(anchor.find("{*}pos"), axis)
    end = _corner(anchor, edges, "to", name)
    return begin, begin + _number(anchor.find("{*}ext"), f"c{axis}") if end is None else end


def _corner(anchor: etree._Element, edges: _Edges, corner: str, name: str) -> int | None:
    at = anchor.find(f"{{*}}{corner}")
    if at is None:
        return None
    index, offset = (_whole(at.findtext(f"{{*}}{one}") or "") for one in (name, f"{name}Off"))
    return edges.place(index, offset)


def _columns(sheet: etree._Element, hidden: Container[int]) -> _Edges:
    usual = _size(sheet, "defaultColWidth", _WIDTH)
    sizes: dict[int, float] = {}
    for node in sheet.iter("{*}col"):
        first, last = _number(node, "min") - 1, min(_number(node, "max"), MOST_COLUMNS)
        sizes.update(dict.fromkeys(range(first, last), _float(node.get("width") or "", usual)))
    sizes.update((at, 0) for at in range(MOST_COLUMNS) if at in hidden)
    pixels = {at: size * _DIGIT * _PIXEL for at, size in sizes.items()}
    return _Edges(pixels, usual * _DIGIT * _PIXEL, MOST_COLUMNS)


def _rows(sheet: etree._Element, hidden: Container[int]) -> _Edges:
    usual = _size(sheet, "defaultRowHeight", _HEIGHT)
    sizes: dict[int, float] = {}
    for row, node in enumerate(sheet.iter("{*}row")):
        if said := node.get("ht"):
            sizes[(_number(node, "r") or row + 1) - 1] = _float(said, usual)
    sizes.update((at, 0) for at in range(MOST_ROWS) if at in hidden)
    points = {at: size * _POINT for at, size in sizes.items()}
    return _Edges(points, usual * _POINT, MOST_ROWS)


def _size(sheet: etree._Element, name: str, usual: float) -> float:
    said = sheet.find("{*}sheetFormatPr")
    return _float(said.get(name) or "", usual) if said is not None else usual


def _float(said: str, usual: float) -> float:
    whole, _, rest = said.partition(".")
    is_size = whole.isdecimal() and len(whole) < 5 and (not rest or rest.isdecimal())
    return float(said) if is_size else usual


def _number(node: etree._Element | None, name: str) -> int:
    return _whole((node.get(name) or "") if node is not None else "")


def _whole(said: str) -> int:
    said = said.strip()
    return int(said) if said.isdecimal() and len(said) < 13 else 0
