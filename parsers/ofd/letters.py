"""The characters of text objects (GB/T 33190-2016, 11): where each stands, and if it is seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from parsers.ofd.canvas import POINTS, Canvas
from parsers.ofd.clips import Clips, clips_of
from parsers.ofd.geometry import Matrix, angle, box_of, matrix_of, moved, numbers, scale, steps
from parsers.ofd.inks import colour, flag, lightness
from parsers.pdf.glyphs import Glyph

#: Text that leans more than this is a stamp or a watermark, in degrees.
_LEANING = 3
#: Of a font's height: how far letters rise over their base, and fall below it.
_RISE, _FALL = 0.88, 0.12
#: Letters so low or so narrow nobody reads, in millimetres.
_TINY = 0.4
#: Of its size: how far a letter may stand outside the box that its object is cut off at.
_OUTSIDE = 0.2
REPLACEMENT = "\ufffd"
_PRIVATE = range(0xE000, 0xF900)


@dataclass(slots=True)
class _Text:
    """A text object with all that its characters share."""

    box: tuple[float, float, float, float]
    matrix: Matrix
    size: float
    light: float
    clips: Clips | None

    @property
    def is_upright(self) -> bool:
        """Whether its letters are seen as they are read: not turned, mirrored, or tiny."""
        a, b, c, d, _, _ = self.matrix
        return abs(angle(self.matrix)) <= _LEANING and a * d - b * c > 0


def take_text(node: etree._Element, layer: str | None, canvas: Canvas) -> None:
    """Put the characters of an object on the page; digits that are not read are kept aside."""
    text = _text(node, layer, canvas)
    wide, high = scale(text.matrix)
    stretch = next(iter(numbers(node.get("HScale"))), 1.0)
    is_tiny = min(text.size * high, text.size * stretch * wide) < _TINY
    is_upright, is_turned = text.is_upright and not is_tiny, _is_turned(node)
    signs = list(_signs(node, text.size * stretch, canvas))
    places = [moved(x, y, text.matrix) for _, x, y, _ in signs]
    rise = text.size * high * (_RISE - _FALL) / 2
    widths = [width * wide for _, _, _, width in signs]
    middles = [(x + w / 2, y - rise) for (x, y), w in zip(places, widths, strict=True)]
    cut = _cut(text, middles)
    for at, (sign, _, _, _) in enumerate(signs):
        glyph = _glyph(text, canvas, sign, places[at], (widths[at], text.size * high))
        is_digit = sign.isdecimal()
        if is_upright and at not in cut and not (is_turned and is_digit):
            canvas.texts.append(glyph)
        elif is_digit:
            canvas.sheet.aside.append(glyph)


def _text(node: etree._Element, layer: str | None, canvas: Canvas) -> _Text:
    ink = colour(node, "FillColor", canvas.page.params, layer)
    light = lightness(node, ink) if flag(node, "Fill", otherwise=True) else 1.0
    size = next(iter(numbers(node.get("Size"))), 0.0)
    return _Text(box_of(node), matrix_of(node), size, light, clips_of(node))


def _is_turned(node: etree._Element) -> bool:
    """Whether letters are turned each, or run from right to left."""
    letters, line = numbers(node.get("CharDirection")), numbers(node.get("ReadDirection"))
    return any(one % 360 for one in letters) or 180 in line


def _signs(
    node: etree._Element, size: float, canvas: Canvas
) -> Iterator[tuple[str, float, float, float]]:
    """Each character with its place in the object, and how wide it is at most.

    A run that does not say where it begins does so where the one before it began.
    """
    x = y = 0.0
    for code in node.iterchildren("{*}TextCode"):
        x = next(iter(numbers(code.get("X"))), x)
        y = next(iter(numbers(code.get("Y"))), y)
        canvas.weigh(len(code.text or ""))
        yield from _run(code, x, y, size)


def _run(
    code: etree._Element, x: float, y: float, size: float
) -> Iterator[tuple[str, float, float, float]]:
    text = code.text or ""
    across, down = steps(code.get("DeltaX"), len(text)), steps(code.get("DeltaY"), len(text))
    for at, sign in enumerate(text):
        wide = size if ord(sign) > 0xFF else size / 2
        way = across[at] if at < len(across) else None
        width = min(wide, way) if way and way > 0 else wide
        if not sign.isspace() and ord(sign) >= 0x20:
            yield (REPLACEMENT if ord(sign) in _PRIVATE else sign), x, y, width
        # Without ways at all a font's own would count, which is not looked into.
        x += way if way is not None else 0.0 if across or down else wide
        y += down[at] if at < len(down) else 0.0


def _glyph(
    text: _Text, canvas: Canvas, sign: str, at: tuple[float, float], measure: tuple[float, float]
) -> Glyph:
    left, top, _, _ = text.box
    x, y = canvas.point(left + at[0], top + at[1])
    width, size = measure[0] * POINTS, measure[1] * POINTS
    return Glyph(sign, x, y - size * _FALL, x + width, y + size * _RISE, y, size, text.light)


def _cut(text: _Text, middles: list[tuple[float, float]]) -> set[int]:
    """Which letters have their middle outside the object's box, or outside what it clips to.

    Where all stand outside the box, it is the box that is wrong.
    """
    left, top, across, down = text.box
    slack = text.size * scale(text.matrix)[1] * _OUTSIDE
    out = {
        at
        for at, (x, y) in enumerate(middles)
        if not (-slack <= x <= across + slack and -slack <= y <= down + slack)
    }
    cut = out if len(out) < len(middles) and across > 0 and down > 0 else set()
    if text.clips is None:
        return cut
    return cut | {at for at, (x, y) in enumerate(middles) if not text.clips.show(left + x, top + y)}
