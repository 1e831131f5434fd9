"""A page of OFD as characters, rules and pictures: what the reader of PDFs makes tables of.

Millimetres from the upper left corner become points from the lower left one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.ofd.geometry import (
    Matrix,
    angle,
    box_of,
    matrix_of,
    moved,
    numbers,
    scale,
    steps,
    subpaths,
)
from parsers.ofd.package import Page
from parsers.pdf.glyphs import Box, Glyph, Sheet
from parsers.pdf.strokes import Drawing, lay

#: Points in a millimetre.
POINTS = 72 / 25.4
MOST_OBJECTS, MOST_GLYPHS = 20_000, 60_000
#: Text that leans more than this is a stamp or a watermark, in degrees.
_LEANING = 3
_WHITE, _DARK = 0.96, 0.9
#: Of a font's height: how far letters rise over their base, and fall below it.
_RISE, _FALL = 0.88, 0.12
#: A picture that covers so much of the page, over its text, hides it.
_COVERING = 0.5
_REPLACEMENT = "\ufffd"
_PRIVATE = range(0xE000, 0xF900)
_OBJECTS = ("TextObject", "PathObject", "ImageObject", "CompositeObject")


@dataclass(slots=True)
class _Reading:
    page: Page
    sheet: Sheet
    drawn: Drawing = field(default_factory=Drawing)
    texts: list[Glyph] = field(default_factory=list)

    def point(self, x: float, y: float) -> tuple[float, float]:
        left, top, _, height = self.page.area
        return (x - left) * POINTS, (height - (y - top)) * POINTS

    def box(self, left: float, top: float, width: float, height: float) -> Box:
        first, last = self.point(left, top + height), self.point(left + width, top)
        return (*first, *last)


def sheet_of(page: Page, number: int) -> Sheet:
    """The page with that number, counted from 1."""
    _, _, width, height = page.area
    sheet = Sheet(number, width * POINTS, height * POINTS)
    reading = _Reading(page, sheet)
    for node in _objects(page):
        kind = etree.QName(node).localname
        if kind == "TextObject":
            _take_text(node, reading)
        elif kind == "PathObject":
            _take_path(node, reading)
        else:
            _take_picture(box_of(node), reading)
    for note in (one for root in page.notes for one in root.iter("{*}Annot")):
        # Its words are no text of the page; what it lies over may not be seen.
        if note.get("Type") == "Stamp" and (look := note.find("./{*}Appearance")) is not None:
            reading.drawn.pictures.append(reading.box(*box_of(look)))
    _settle(reading)
    return sheet


def _settle(reading: _Reading) -> None:
    """Part what is seen from what is not, once all that is drawn is known."""
    sheet, drawn = reading.sheet, reading.drawn
    hidden: list[str] = []
    for glyph in reading.texts:
        on_paper = 0 <= glyph.middle <= sheet.width and 0 <= glyph.centre <= sheet.height
        is_light = glyph.light >= _WHITE and not drawn.is_shaded(glyph.middle, glyph.centre)
        if on_paper and not is_light:
            sheet.glyphs.append(glyph)
            sheet.lost += glyph.text == _REPLACEMENT
            continue
        hidden.append(glyph.text)
        sheet.aside += [glyph] if glyph.text.isdecimal() else []
    sheet.hidden = "".join(hidden)
    sheet.rules, sheet.pictures = drawn.rules, drawn.pictures
    sheet.is_covered = drawn.is_covered


def _objects(page: Page) -> Iterator[etree._Element]:
    left = MOST_OBJECTS
    tags = [f"{{*}}{name}" for name in _OBJECTS]
    for root in page.roots:
        for node in root.iter(*tags):
            if (node.get("Visible") or "true") == "false":
                continue
            left -= 1
            if left < 0:
                return
            yield node


def _take_text(node: etree._Element, reading: _Reading) -> None:
    matrix, size = matrix_of(node), next(iter(numbers(node.get("Size"))), 0.0)
    wide, high = scale(matrix)
    stretch = next(iter(numbers(node.get("HScale"))), 1.0)
    is_drawn = (node.get("Fill") or "true") != "false"
    light = _lightness(node, "FillColor") if is_drawn else 1.0
    leans = abs(angle(matrix)) > _LEANING
    for code in node.iterfind("./{*}TextCode"):
        for text, x, y, width in _signs(code, size * stretch):
            if len(reading.texts) >= MOST_GLYPHS:
                return
            glyph = _glyph(node, reading, matrix, text, (x, y), (width * wide, size * high), light)
            if not leans:
                reading.texts.append(glyph)
            elif text.isdecimal():
                reading.sheet.aside.append(glyph)


def _signs(code: etree._Element, size: float) -> Iterator[tuple[str, float, float, float]]:
    """Each character of a run with its place in the object, and how wide it is at most."""
    text = code.text or ""
    x, y = (next(iter(numbers(code.get(name))), 0.0) for name in ("X", "Y"))
    across, down = steps(code.get("DeltaX"), len(text)), steps(code.get("DeltaY"), len(text))
    for at, sign in enumerate(text):
        wide = size if ord(sign) > 0xFF else size / 2
        way = across[at] if at < len(across) else None
        width = min(wide, way) if way and way > 0 else wide
        if not sign.isspace() and ord(sign) >= 0x20:
            yield (_REPLACEMENT if ord(sign) in _PRIVATE else sign), x, y, width
        # Without ways at all a font's own would count, which is not looked into.
        x += way if way is not None else 0.0 if across or down else wide
        y += down[at] if at < len(down) else 0.0


def _glyph(
    node: etree._Element,
    reading: _Reading,
    matrix: Matrix,
    text: str,
    at: tuple[float, float],
    measure: tuple[float, float],
    light: float,
) -> Glyph:
    left, top, _, _ = box_of(node)
    x, y = moved(*at, matrix)
    x, y = reading.point(left + x, top + y)
    width, size = measure[0] * POINTS, measure[1] * POINTS
    return Glyph(text, x, y - size * _FALL, x + width, y + size * _RISE, y, size, light)


def _take_path(node: etree._Element, reading: _Reading) -> None:
    strokes = (node.get("Stroke") or "true") != "false"
    fills = (node.get("Fill") or "false") == "true"
    left, top, _, _ = box_of(node)
    matrix = matrix_of(node)
    is_shade = fills and _lightness(node, "FillColor") < _DARK
    if not (strokes or fills):
        return
    for points, is_straight in subpaths(node.findtext("./{*}AbbreviatedData")):
        placed = [moved(x, y, matrix) for x, y in points]
        on_page = [reading.point(left + x, top + y) for x, y in placed]
        lay(reading.drawn, on_page, is_drawn=strokes and is_straight, is_shade=is_shade)


def _take_picture(place: tuple[float, float, float, float], reading: _Reading) -> None:
    box = reading.box(*place)
    reading.drawn.pictures.append(box)
    area = (box[2] - box[0]) * (box[3] - box[1])
    covers = area >= reading.sheet.width * reading.sheet.height * _COVERING
    reading.drawn.is_covered |= covers and bool(reading.texts)


def _lightness(node: etree._Element, name: str) -> float:
    """How near a colour is to white, what shines through counted in; black where none is named."""
    colour = node.find(f"./{{*}}{name}")
    alphas = [node.get("Alpha"), colour.get("Alpha") if colour is not None else None]
    alpha = 1.0
    for said in filter(None, alphas):
        alpha *= next(iter(numbers(said)), 255.0) / 255
    parts = numbers(colour.get("Value")) if colour is not None else []
    if len(parts) == 1:
        parts = parts * 3
    if len(parts) == 4:  # cyan, magenta, yellow, black
        parts = [255 - min(255.0, one + parts[3]) for one in parts[:3]]
    red, green, blue = (one / 255 for one in parts) if len(parts) == 3 else (0.0, 0.0, 0.0)
    return 1 - (1 - (0.3 * red + 0.59 * green + 0.11 * blue)) * min(1.0, alpha)
