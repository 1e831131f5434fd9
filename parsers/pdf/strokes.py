"""The rules, shades and pictures that a page of a PDF draws."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.pdf.covers import MOST_COVERS, Covers
from parsers.pdf.glyphs import Box, Rule
from parsers.pdf.matrices import IDENTITY, Matrix, Points, moved, times
from parsers.pdf.opaque import address, hide

#: So many objects does a page have at most that is worth reading (every border is one).
MOST_OBJECTS = 20_000
_MOST_POINTS = 2_000
_MOST_NOTES = 2_000
_LYING_ON_TOP = (
    pdfium.FPDF_ANNOT_WIDGET,
    pdfium.FPDF_ANNOT_FREETEXT,
    pdfium.FPDF_ANNOT_STAMP,
    pdfium.FPDF_ANNOT_INK,
    pdfium.FPDF_ANNOT_REDACT,
)
_DEEPEST = 4
#: A line is no thicker, in points.
_THICKEST = 4.0
#: A picture that covers so much of the page, over its text, hides it.
_COVERING = 0.5
_DARK = 0.9


@dataclass(slots=True)
class Drawing:
    """What a page draws beside text; ``shades`` are areas filled with a colour."""

    rules: list[Rule] = field(default_factory=list)
    shades: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    covers: Covers = field(default_factory=Covers)
    is_covered: bool = False
    #: The objects of text in the order that they are drawn in.
    texts: dict[int, int] = field(default_factory=dict)
    #: There is more.
    is_cut: bool = False

    def is_shaded(self, x: float, y: float) -> bool:
        """Whether there is something to see white text on."""
        areas = (*self.shades, *self.pictures)
        return any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in areas)


def drawing(page: pypdfium2.PdfPage) -> Drawing:
    """The drawing of a page; objects beyond a limit are left out."""
    found = Drawing()
    left, bottom, right, top = page.get_mediabox()
    area = abs((right - left) * (top - bottom))
    for kind, item, matrix, is_solid in _objects(page.raw, found):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found.texts[address(item)] = len(found.texts)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _take_path(item, matrix, found, is_solid=is_solid)
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            box = _bounds(item, matrix)
            found.pictures.append(box)
            covers = (box[2] - box[0]) * (box[3] - box[1]) >= area * _COVERING
            found.is_covered |= bool(found.texts) and covers
    _take_notes(page.raw, found)
    return found


def _take_notes(page: object, found: Drawing) -> None:
    """What lies on the page: fields and notes are taken for pictures, for their words are no text
    of the page; what strikes words out is a rule through them.
    """
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page, at)
        if not note:
            continue
        kind, box = pdfium.FPDFAnnot_GetSubtype(note), pdfium.FS_RECTF()
        is_seen = not pdfium.FPDFAnnot_GetFlags(note) & pdfium.FPDF_ANNOT_FLAG_HIDDEN
        if is_seen and pdfium.FPDFAnnot_GetRect(note, box):
            if kind in _LYING_ON_TOP:
                found.pictures.append((box.left, box.bottom, box.right, box.top))
            elif kind == pdfium.FPDF_ANNOT_STRIKEOUT:
                found.rules.append(Rule(True, (box.bottom + box.top) / 2, box.left, box.right))
        pdfium.FPDFPage_CloseAnnot(note)


def _objects(page: object, found: Drawing) -> Iterator[tuple[int, object, Matrix, bool]]:
    """The objects of a page in the order they are drawn, those in forms included; and whether
    nothing shines through them.
    """
    left = MOST_OBJECTS
    count = pdfium.FPDFPage_CountObjects(page)
    objects = [pdfium.FPDFPage_GetObject(page, at) for at in range(min(count, left))]
    waiting = [(one, IDENTITY, 0, True) for one in reversed(objects)]
    while waiting and left:
        item, matrix, depth, is_solid = waiting.pop()
        left -= 1
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield kind, item, matrix, is_solid
        elif depth < _DEEPEST:
            inner = times(_matrix(item), matrix)
            many = min(pdfium.FPDFFormObj_CountObjects(item), left)
            parts = [pdfium.FPDFFormObj_GetObject(item, at) for at in range(many)]
            is_solid &= not pdfium.FPDFPageObj_HasTransparency(item)
            waiting += [(part, inner, depth + 1, is_solid) for part in reversed(parts)]
            found.is_cut |= many < pdfium.FPDFFormObj_CountObjects(item)
    found.is_cut |= bool(waiting) or count > MOST_OBJECTS


def _matrix(item: object) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _bounds(item: object, matrix: Matrix) -> Box:
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    return _box([moved(corner, matrix) for corner in corners])


def _box(points: Points) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _take_path(item: object, matrix: Matrix, found: Drawing, *, is_solid: bool) -> None:
    fills, strokes = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fills, strokes)
    is_filled = fills.value != pdfium.FPDF_FILLMODE_NONE
    if not (is_filled or strokes.value):
        return
    is_seen = _lightness(item, stroke=bool(strokes.value)) < _DARK
    parts = list(_subpaths(item, times(_matrix(item), matrix)))
    if is_solid and is_filled and found.texts:
        hide(found.covers, [points for points, _ in parts], item, matrix, len(found.texts))
        found.is_cut |= found.covers.count > MOST_COVERS
    for points, is_straight in parts:
        lay(
            found,
            points,
            is_drawn=bool(strokes.value) and is_straight,
            is_shade=is_filled and is_seen,
        )


def lay(found: Drawing, points: Points, *, is_drawn: bool, is_shade: bool) -> None:
    """Take a part of a path for what it looks like: a rule, the edges of a frame, a shade."""
    box = _box(points)
    if thin := _thin(box):
        found.rules.append(thin)
    elif is_drawn:
        found.rules += _edges(points)
    elif is_shade:
        found.shades.append(box)


def _lightness(item: object, *, stroke: bool) -> float:
    parts = [ctypes.c_uint() for _ in range(4)]
    colour = pdfium.FPDFPageObj_GetStrokeColor if stroke else pdfium.FPDFPageObj_GetFillColor
    colour(item, *parts)
    red, green, blue, alpha = (part.value / 255 for part in parts)
    return 1 - (1 - (0.3 * red + 0.59 * green + 0.11 * blue)) * alpha


def _thin(box: Box) -> Rule | None:
    """A box as a line; None when it is an area, or a dot."""
    left, bottom, right, top = box
    across, up = right - left, top - bottom
    if up <= _THICKEST and across > up:
        return Rule(True, (bottom + top) / 2, left, right)
    if across <= _THICKEST and up > across:
        return Rule(False, (left + right) / 2, bottom, top)
    return None


def _edges(points: Points) -> Iterator[Rule]:
    for one, other in pairwise(points):
        if rule := _thin(_box([one, other])):
            yield rule


def _subpaths(item: object, matrix: Matrix) -> Iterator[tuple[Points, bool]]:
    """The points of each part of a path, and whether no part of it is a curve."""
    points: Points = []
    is_straight = True
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(min(pdfium.FPDFPath_CountSegments(item), _MOST_POINTS)):
        segment = pdfium.FPDFPath_GetPathSegment(item, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points, is_straight
            points, is_straight = [], True
        is_straight &= kind != pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(moved((x.value, y.value), matrix))
        if pdfium.FPDFPathSegment_GetClose(segment) and len(points) > 1:
            points.append(points[0])
    if points:
        yield points, is_straight
