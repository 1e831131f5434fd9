"""Filled paths of a PDF that hide the text under them."""

from __future__ import annotations

import ctypes
from math import inf

import pypdfium2.raw as pdfium

from parsers.pdf.covers import MOST_COVERS, Covers, box_around, fills_box
from parsers.pdf.glyphs import Box
from parsers.pdf.matrices import Matrix, Points, moved

#: Of 255: what lets less through hides what is under it.
_SOLID = 230
_MOST_CLIPS, _MOST_POINTS = 50, 200


def address(item: object) -> int:
    """Which object of pdfium's this is, in whatever variable it stands."""
    return ctypes.addressof(item.contents)  # type: ignore[attr-defined]


def hide(covers: Covers, path: list[Points], item: object, matrix: Matrix, texts: int) -> None:
    """Take a filled path for what hides the texts before it, unless something shines through.

    ``matrix`` is that of the form it stands in.
    """
    parts = [ctypes.c_uint() for _ in range(4)]
    has_colour = pdfium.FPDFPageObj_GetFillColor(item, *parts)
    if not has_colour or parts[3].value < _SOLID or pdfium.FPDFPageObj_HasTransparency(item):
        return
    clip = _clip(item, matrix)
    if clip is not None and covers.count <= MOST_COVERS:
        covers.add(path, texts, clip)


def _clip(item: object, matrix: Matrix) -> Box | None:
    """The box that an object is seen in; None where it is no box."""
    left, bottom, right, top = -inf, -inf, inf, inf
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    for path in range(max(0, min(count, _MOST_CLIPS))):
        points = _clip_points(clip, path, matrix)
        if not points or not fills_box(points):
            return None
        box = box_around(points)
        left, bottom = max(left, box[0]), max(bottom, box[1])
        right, top = min(right, box[2]), min(top, box[3])
    return left, bottom, right, top


def _clip_points(clip: object, path: int, matrix: Matrix) -> Points:
    points = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(min(pdfium.FPDFClipPath_CountPathSegments(clip, path), _MOST_POINTS)):
        segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(moved((x.value, y.value), matrix))
    return points
