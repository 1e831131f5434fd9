"""Numbers, matrices and paths as OFD writes them (GB/T 33190-2016, 7.3 and 9)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import atan2, degrees, hypot, isfinite

from lxml import etree

Matrix = tuple[float, float, float, float, float, float]
Points = list[tuple[float, float]]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
_STEP = re.compile(rf"[SMLQBAC]|{_NUMBER.pattern}")
#: How many numbers follow each letter of a path, and whether what it draws is straight.
_COUNTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_MOST_POINTS = 2_000
#: So large no page is, in millimetres.
_FARTHEST = 100_000.0


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute; none of them without end."""
    if not text:
        return []
    found = [float(one) for one in _NUMBER.findall(text)]
    return [one for one in found if isfinite(one) and abs(one) < _FARTHEST]


def box_of(node: etree._Element, name: str = "Boundary") -> tuple[float, float, float, float]:
    """Left, top, width and height of an attribute; zeros where it has not four numbers."""
    found = numbers(node.get(name))
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else (0, 0, 0, 0)


def matrix_of(node: etree._Element) -> Matrix:
    """The transformation of an object."""
    found = numbers(node.get("CTM"))
    if len(found) != 6:
        return IDENTITY
    return (found[0], found[1], found[2], found[3], found[4], found[5])


def moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    """A point of an object in the box that it lies in."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def scale(matrix: Matrix) -> tuple[float, float]:
    """How much wider and higher a transformation makes things."""
    a, b, c, d, _, _ = matrix
    return hypot(a, b), hypot(c, d)


def angle(matrix: Matrix) -> float:
    """How far it turns them, in degrees."""
    return degrees(atan2(matrix[1], matrix[0]))


def steps(text: str | None, count: int) -> list[float]:
    """The ways between ``count`` characters: numbers, or ``g 3 5.5`` for three of them.

    What is not given is not there: the list may be shorter.
    """
    found: list[float] = []
    parts = iter((text or "").split())
    for part in parts:
        times = 1
        if part == "g":
            said = next(parts, "")
            times = min(int(said[:9]), count) if said.isdecimal() else 0
            part = next(parts, "")  # noqa: PLW2901
        found += numbers(part)[:1] * times
        if len(found) >= count:
            break
    return found[:count]


def subpaths(text: str | None) -> Iterator[tuple[Points, bool]]:
    """The points of each part of a path, and whether no part of it is a curve."""
    points: Points = []
    is_straight = True
    for letter, values in _segments(text or ""):
        if letter in "SM" and points:
            yield points, is_straight
            points, is_straight = [], True
        if letter == "C":
            points += points[:1]
        else:
            is_straight &= letter in "SML"
            points.append((values[-2], values[-1]))
    if points:
        yield points, is_straight


def _segments(text: str) -> Iterator[tuple[str, Sequence[float]]]:
    letter, values, count = "", list[float](), 0
    for found in _STEP.finditer(text):
        if found[0] in _COUNTS:
            letter, values = found[0], []
        else:
            values.append(float(found[0]))
        if letter and len(values) == _COUNTS[letter]:
            yield letter, values
            letter, values, count = "", [], count + 1
        if count > _MOST_POINTS:
            return
