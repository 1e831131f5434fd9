"""A page of OFD as characters, rules and pictures: what the reader of PDFs makes tables of."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from parsers.ofd.canvas import MOST_OBJECTS, POINTS, Canvas
from parsers.ofd.geometry import Points, box_of, matrix_of, moved, subpaths
from parsers.ofd.inks import colour, flag, lightness, opacity
from parsers.ofd.letters import REPLACEMENT, take_text
from parsers.ofd.package import Page
from parsers.pdf.glyphs import Overfull, Sheet
from parsers.pdf.strokes import lay

_WHITE, _DARK = 0.96, 0.9
#: A picture that covers so much of the page, over its text, hides it.
_COVERING = 0.5
#: What lets less through hides what is under it.
_SOLID = 0.9
_OBJECTS = frozenset(("TextObject", "PathObject", "ImageObject", "CompositeObject"))
#: Layers from the ground up, in whatever order they are written.
_LAYERS = {"Background": 0, "Foreground": 2}


def sheet_of(page: Page, number: int) -> Sheet:
    """The page with that number, counted from 1. Raises ``Overfull``."""
    _, _, width, height = page.area
    canvas = Canvas(page, Sheet(number, width * POINTS, height * POINTS))
    for node, layer in _objects(page):
        kind = _name(node)
        if kind == "TextObject":
            take_text(node, layer, canvas)
        elif kind == "PathObject":
            _take_path(node, layer, canvas)
        else:
            _take_picture(box_of(node), canvas)
    for note in (one for root in page.notes for one in root.iter("{*}Annot")):
        # Its words are no text of the page; what it lies over may not be seen.
        if note.get("Type") == "Stamp" and (look := note.find("./{*}Appearance")) is not None:
            canvas.drawn.pictures.append(canvas.box(*box_of(look)))
    _settle(canvas)
    return canvas.sheet


def _settle(canvas: Canvas) -> None:
    """Part what is seen from what is not, once all that is drawn is known."""
    sheet, drawn = canvas.sheet, canvas.drawn
    hidden: list[str] = []
    for at, glyph in enumerate(canvas.texts):
        on_paper = 0 <= glyph.middle <= sheet.width and 0 <= glyph.centre <= sheet.height
        is_light = glyph.light >= _WHITE and not drawn.is_shaded(glyph.middle, glyph.centre)
        if on_paper and not is_light and not drawn.covers.hide(glyph, at):
            sheet.glyphs.append(glyph)
            sheet.lost += glyph.text == REPLACEMENT
            continue
        hidden.append(glyph.text)
        sheet.aside += [glyph] if glyph.text.isdecimal() else []
    sheet.hidden = "".join(hidden)
    sheet.rules, sheet.pictures = drawn.rules, drawn.pictures
    sheet.is_covered = drawn.is_covered


def _objects(page: Page) -> Iterator[tuple[etree._Element, str | None]]:
    """The objects in the order that they are drawn in, each with the set that its layer names."""
    count = 0
    for root in page.roots:
        layers = [*root.iterfind("./{*}Content/{*}Layer")]
        for layer in sorted(layers, key=lambda one: _LAYERS.get(one.get("Type") or "", 1)):
            for node in _within(layer):
                count += 1
                if count > MOST_OBJECTS:
                    raise Overfull(f"more than {MOST_OBJECTS} objects")
                yield node, layer.get("DrawParam")


def _within(layer: etree._Element) -> Iterator[etree._Element]:
    """The objects of a layer, those of its blocks included; no pattern of a colour is one."""
    waiting = [layer]
    while waiting:
        node = waiting.pop()
        name = _name(node)
        if not flag(node, "Visible", otherwise=True):
            continue
        if name in _OBJECTS:
            yield node
        elif name in ("Layer", "PageBlock"):
            waiting += reversed([one for one in node if isinstance(one.tag, str)])


def _name(node: etree._Element) -> str:
    """An element's name without its space; a damaged one is no name that lxml would take."""
    return str(node.tag).rpartition("}")[2]


def _take_path(node: etree._Element, layer: str | None, canvas: Canvas) -> None:
    strokes = flag(node, "Stroke", otherwise=True)
    fills = flag(node, "Fill", otherwise=False)
    if not (strokes or fills):
        return
    # Without a colour an area is not filled; thin ones are taken for rules all the same.
    ink = colour(node, "FillColor", canvas.page.params, layer) if fills else None
    is_shade = ink is not None and lightness(node, ink) < _DARK
    parts = list(_placed(node, canvas))
    for points, is_straight in parts:
        lay(canvas.drawn, points, is_drawn=strokes and is_straight, is_shade=is_shade)
    if canvas.texts and ink is not None and opacity(node, ink) >= _SOLID:
        paths = [points for points, _ in parts]
        canvas.drawn.covers.add(paths, len(canvas.texts))
        canvas.weigh(0)


def _placed(node: etree._Element, canvas: Canvas) -> Iterator[tuple[Points, bool]]:
    """The points of each part of a path on the sheet, and whether no part of it is a curve."""
    left, top, _, _ = box_of(node)
    matrix = matrix_of(node)
    data = next(node.iterchildren("{*}AbbreviatedData"), None)
    for points, is_straight in subpaths(data.text if data is not None else None):
        placed = [moved(x, y, matrix) for x, y in points]
        yield [canvas.point(left + x, top + y) for x, y in placed], is_straight


def _take_picture(place: tuple[float, float, float, float], canvas: Canvas) -> None:
    box = canvas.box(*place)
    canvas.drawn.pictures.append(box)
    area = (box[2] - box[0]) * (box[3] - box[1])
    covers = area >= canvas.sheet.width * canvas.sheet.height * _COVERING
    canvas.drawn.is_covered |= covers and bool(canvas.texts)
