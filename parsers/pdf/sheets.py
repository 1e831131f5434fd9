"""Pages of a PDF to characters, rules and pictures, by pdfium."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from math import degrees, inf

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.pdf.glyphs import Box, Glyph, Overfull, Sheet
from parsers.pdf.opaque import address
from parsers.pdf.strokes import Drawing, drawing

#: A page of a report has a thousand characters.
MOST_GLYPHS = 60_000
#: Text that leans more than this is a stamp or a watermark, in degrees.
_LEANING = 3
#: Lighter than this is not seen on white paper.
_WHITE = 0.96
_INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_REPLACEMENT = "\ufffd"
_PRIVATE = range(0xE000, 0xF900)


def sheet(document: pypdfium2.PdfDocument, index: int) -> Sheet:
    """Page ``index`` (from 0). Raises ``PdfiumError`` where it cannot be loaded, ``Overfull``."""
    page = document[index]
    try:
        width, height = page.get_size()
        found = Sheet(index + 1, width, height)
        drawn = drawing(page)
        _read_text(page, found, drawn)
        found.rules = drawn.rules
        found.pictures = drawn.pictures
        found.is_covered, found.is_cut = drawn.is_covered, drawn.is_cut
        _turn(found)
    finally:
        page.close()
    return found


def _read_text(page: pypdfium2.PdfPage, found: Sheet, drawn: Drawing) -> None:
    text = page.get_textpage()
    try:
        raw = text.raw
        count = text.count_chars()
        if count > MOST_GLYPHS:
            raise Overfull(f"more than {MOST_GLYPHS} characters")
        angles: Counter[int] = Counter()
        read = list(_glyphs(raw, count, found, drawn, angles, page.get_mediabox()))
    finally:
        text.close()
    # Most text is upright in what its reader sees; a page laid on its side is turned.
    quarter = max(angles, key=lambda one: (angles[one], -one), default=0)
    found.turns = quarter
    found.glyphs = [glyph for angle, glyph in read if angle == quarter]
    others = (glyph for angle, glyph in read if angle != quarter)
    found.aside += [glyph for glyph in others if glyph.text.isdecimal()]


def _glyphs(
    raw: object, count: int, found: Sheet, drawn: Drawing, angles: Counter[int], paper: Box
) -> Iterator[tuple[int, Glyph]]:
    hidden: list[str] = []
    for at in range(count):
        sign = _sign(raw, at)
        if sign is None:
            continue
        # pdfium counts clockwise.
        angle = _quarter(-degrees(pdfium.FPDFText_GetCharAngle(raw, at)))
        if angle is None:
            continue
        glyph = _glyph(raw, at, sign, angle)
        if glyph is None or not _is_on(glyph, paper) or _is_unseen(raw, at, glyph, drawn):
            hidden.append(sign)
            found.aside += [glyph] if glyph is not None and sign.isdecimal() else []
            continue
        found.lost += sign == _REPLACEMENT
        angles[angle] += 1
        yield angle, glyph
    found.hidden = "".join(hidden)


def _sign(raw: object, at: int) -> str | None:
    """The character; None for white space and for what pdfium puts in between."""
    code = pdfium.FPDFText_GetUnicode(raw, at)
    if pdfium.FPDFText_IsGenerated(raw, at) == 1:
        return None
    if code in (0, 0xFFFE, 0xFFFF) or code in _PRIVATE or 0xD800 <= code < 0xE000:
        return _REPLACEMENT
    if pdfium.FPDFText_HasUnicodeMapError(raw, at) == 1 or code > 0x10FFFF:
        return _REPLACEMENT
    sign = chr(code)
    return None if sign.isspace() or code < 0x20 else sign


def _quarter(angle: float) -> int | None:
    """Which quarter turn counter-clockwise an angle is, 0 to 3; None when it is none."""
    turned = round(angle / 90)
    return turned % 4 if abs(angle - turned * 90) <= _LEANING else None


def _glyph(raw: object, at: int, sign: str, angle: int) -> Glyph | None:
    loose = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    if not pdfium.FPDFText_GetLooseCharBox(raw, at, loose):
        return None
    pdfium.FPDFText_GetCharOrigin(raw, at, x, y)
    size = loose.top - loose.bottom if angle % 2 == 0 else loose.right - loose.left
    light = _lightness(raw, at)
    base = (y.value, x.value, y.value, x.value)[angle]
    return Glyph(sign, loose.left, loose.bottom, loose.right, loose.top, base, size, light)


def _lightness(raw: object, at: int) -> float:
    """How near the colour is to white, what shines through counted in."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFText_GetFillColor(raw, at, *parts):
        return 0.0
    red, green, blue, alpha = (part.value / 255 for part in parts)
    return 1 - (1 - (0.3 * red + 0.59 * green + 0.11 * blue)) * alpha


def _is_on(glyph: Glyph, paper: Box) -> bool:
    left, bottom, right, top = paper
    return left <= glyph.middle <= right and bottom <= glyph.centre <= top


def _is_unseen(raw: object, at: int, glyph: Glyph, drawn: Drawing) -> bool:
    """Whether a reader sees nothing: not drawn at all, under something, or white on white."""
    owner = pdfium.FPDFText_GetTextObject(raw, at)
    if owner and pdfium.FPDFTextObj_GetTextRenderMode(owner) in _INVISIBLE:
        return True
    if (
        owner
        and drawn.covers.count
        and drawn.covers.hide(glyph, drawn.texts.get(address(owner), inf))
    ):
        return True
    return glyph.light >= _WHITE and not drawn.is_shaded(glyph.middle, glyph.centre)


def _turn(found: Sheet) -> None:
    """Turn everything on the sheet until its text reads from left to right."""
    if not found.turns:
        return
    for glyph in (*found.glyphs, *found.aside):
        box = (glyph.left, glyph.bottom, glyph.right, glyph.top)
        glyph.left, glyph.bottom, glyph.right, glyph.top = _turned(box, found.turns)
        glyph.base = (glyph.base, -glyph.base, -glyph.base, glyph.base)[found.turns]
    found.pictures = [_turned(box, found.turns) for box in found.pictures]
    for rule in found.rules:
        box = (rule.start, rule.at, rule.end, rule.at)
        box = box if rule.is_level else (rule.at, rule.start, rule.at, rule.end)
        left, bottom, right, top = _turned(box, found.turns)
        rule.is_level ^= found.turns % 2 == 1
        rule.at = bottom if rule.is_level else left
        rule.start, rule.end = (left, right) if rule.is_level else (bottom, top)


def _turned(box: Box, turns: int) -> Box:
    """A box turned clockwise about the corner of the paper."""
    left, bottom, right, top = box
    for _ in range(turns):
        left, bottom, right, top = bottom, -right, top, -left
    return left, bottom, right, top
