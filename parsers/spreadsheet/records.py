"""What xlrd leaves out of a sheet of an .xls: drawings, conditional formats. [MS-XLS] 2.4.

A drawing is told by an anchor (``MsoDrawing``, [MS-ODRAW] 2.2), then what it is (``Obj``), then
its text (``TxO``).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from parsers.contrast import Rgb
from parsers.spreadsheet.conditions import Rule
from parsers.spreadsheet.drawings import Drawings
from parsers.spreadsheet.places import MOST_COLUMNS, MOST_ROWS, Area, cell_name
from parsers.unreadable import Unreadable

_BOF, _EOF = 0x809, 0x0A
_DRAWING, _OBJECT, _TEXT, _AREAS, _RULE = 0xEC, 0x5D, 0x1B6, 0x1B0, 0x1B1
_PROPERTIES, _ANCHOR = 0xF00B, 0xF010
#: Rectangle, oval, chart, text, polygon, picture, any other; a note opens when it is pointed at.
_SHAPES, _PICTURE = (2, 3, 5, 6, 8, 9, 30), 8
#: The property that says whether a shape is filled: that it is said, and that it is.
_FILL, _IS_SAID, _IS_FILLED = 0x1BF, 0x100000, 0x10
#: An anchor counts in parts of a cell: so many across, so many down.
_ACROSS, _DOWN = 1024, 256
_SHARE = 0.2
_OPERATORS = (
    "between",
    "notBetween",
    "equal",
    "notEqual",
    "greaterThan",
    "lessThan",
    "greaterThanOrEqual",
    "lessThanOrEqual",
)
#: What a rule changes, by bits: number format, font, pattern; and those of alignment and border,
#: with the length of their parts.
_FORMAT, _FONT, _PATTERN = 1 << 25, 1 << 26, 1 << 29
_BETWEEN = ((1 << 27, 8), (1 << 28, 8))
_NO_GROUND = 1 << 18
_HEAD, _FONT_SIZE, _STRIKE = 12, 118, 0x80
_MOST = 5_000

Colour = Callable[[int], Rgb | None]


@dataclass(slots=True)
class Extras:
    """``drawings`` over the cells and conditional ``rules`` of a sheet."""

    drawings: Drawings = field(default_factory=Drawings)
    rules: list[Rule] = field(default_factory=list)


@dataclass(slots=True)
class _Shape:
    area: Area | None = None
    is_bare: bool = False
    kind: int = 0
    has_text: bool = False

    def tell(self, found: Drawings) -> None:
        if self.area is None or self.kind not in _SHAPES:
            return
        if self.kind == _PICTURE:
            found.pictures.append((self.area[0], f"#{cell_name(self.area[0], self.area[2])}"))
        elif self.is_bare and not self.has_text:
            return
        found.areas.append(self.area)


def extras_of(stream: bytes, begin: int, colour: Colour) -> Extras:
    """What the records of the sheet that begins there say; ``colour`` by its number."""
    found, shape = Extras(), _Shape()
    areas: list[Area] = []
    for code, body in _records(stream, begin):
        if code == _DRAWING and (next_shape := _shape(body)) is not None:
            shape.tell(found.drawings)
            shape = next_shape
        elif code == _OBJECT:
            shape.kind = _word(body, 4)
        elif code == _TEXT:
            shape.has_text = _word(body, 10) > 0
        elif code == _AREAS:
            areas = _areas(body)
        elif code == _RULE and areas:
            found.rules.append(_rule(body, areas, colour))
        if len(found.rules) + len(found.drawings.areas) > _MOST:
            raise Unreadable("oversized", "more drawings and conditions than any report has")
    shape.tell(found.drawings)
    return found


def _records(stream: bytes, begin: int) -> Iterator[tuple[int, bytes]]:
    """The records of a sheet, without those of charts in it."""
    at, depth = begin, 0
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        depth += (code == _BOF) - (code == _EOF)
        if depth < 1:
            return
        if depth == 1:
            yield code, bytes(stream[at + 4 : at + 4 + size])
        at += 4 + size


def _shape(body: bytes) -> _Shape | None:
    """The shape that a drawing's record begins; None where it only goes on."""
    found = _Shape()
    at = 0
    while at + 8 <= len(body):
        first, kind, size = struct.unpack_from("<HHI", body, at)
        at += 8
        if first & 0xF == 0xF:
            continue  # it holds others
        if kind == _PROPERTIES:
            found.is_bare = _is_bare(body[at : at + size], first >> 4)
        elif kind == _ANCHOR and at + 18 <= len(body):
            found.area = _anchored(struct.unpack_from("<8H", body, at + 2))
        at += size
    return found if found.area is not None else None


def _is_bare(properties: bytes, count: int) -> bool:
    for at in range(0, min(count * 6, len(properties) - 5), 6):
        name, value = struct.unpack_from("<HI", properties, at)
        if name & 0x3FFF == _FILL:
            return bool(value & _IS_SAID) and not value & _IS_FILLED
    return False


def _anchored(anchor: tuple[int, ...]) -> Area | None:
    left, from_left, top, from_top, right, from_right, bottom, from_bottom = anchor
    columns = _span(left, from_left / _ACROSS, right, from_right / _ACROSS)
    rows = _span(top, from_top / _DOWN, bottom, from_bottom / _DOWN)
    area = (rows[0], min(rows[1], MOST_ROWS), columns[0], min(columns[1], MOST_COLUMNS))
    return area if area[0] < area[1] and area[2] < area[3] else None


def _span(first: int, begin: float, last: int, end: float) -> tuple[int, int]:
    """The first and the one behind the last of which more than a rest is covered."""
    if first == last:
        return first, first + (end - begin >= _SHARE)
    return first + (1 - begin < _SHARE), last + (end >= _SHARE)


def _areas(body: bytes) -> list[Area]:
    count = min(_word(body, 12), (len(body) - 14) // 8)
    refs = (struct.unpack_from("<4H", body, 14 + 8 * at) for at in range(count))
    return [
        (top, min(bottom + 1, MOST_ROWS), left, min(right + 1, MOST_COLUMNS))
        for top, bottom, left, right in refs
    ]


def _rule(body: bytes, areas: list[Area], colour: Colour) -> Rule:
    try:
        kind, sign, size, more, flags = struct.unpack_from("<BBHHI", body)
        ink, ground, changes = _effect(body, flags, colour)
        formula = body[len(body) - size - more :][:size]
        name = _OPERATORS[sign - 1] if 0 < sign <= len(_OPERATORS) else ""
        return Rule(
            areas, "cellIs" if kind == 1 else "", name, [_number(formula)], ink, ground, changes
        )
    except struct.error:
        return Rule(areas, "", "", [], changes=True)  # cut off: it may do anything


def _effect(body: bytes, flags: int, colour: Colour) -> tuple[Rgb | None, Rgb | None, bool]:
    if flags & _FORMAT:
        return None, None, True
    ink = ground = None
    is_struck, at = False, _HEAD
    if flags & _FONT:
        style, number, unset = (struct.unpack_from("<i", body, at + n)[0] for n in (68, 80, 88))
        ink = colour(number) if number >= 0 else None
        is_struck = bool(style & ~unset & _STRIKE)
        at += _FONT_SIZE
    at += sum(size for bit, size in _BETWEEN if flags & bit)
    if flags & _PATTERN and not flags & _NO_GROUND:
        ground = colour(struct.unpack_from("<H", body, at + 2)[0] >> 7 & 0x7F)
    return ink, ground, is_struck


def _number(formula: bytes) -> str:
    """The number that a formula is; nothing for any other."""
    if len(formula) == 3 and formula[0] == 0x1E:
        return str(_word(formula, 1))
    if len(formula) == 9 and formula[0] == 0x1F:
        return f"{struct.unpack_from('<d', formula, 1)[0]:.9f}"
    return ""


def _word(body: bytes, at: int) -> int:
    return int.from_bytes(body[at : at + 2], "little")
