"""Places of cells, and their names: ``AB7`` is row 6 and column 27, both counted from 0."""

from __future__ import annotations

import re

#: A report has two hundred rows and eleven columns; what goes beyond these is no report.
MOST_ROWS, MOST_COLUMNS = 5_000, 256
#: Row and column, counted from 0.
Place = tuple[int, int]
#: First row, row behind the last, first column, column behind the last.
Area = tuple[int, int, int, int]
_REF = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})$")


def cell_name(row: int, column: int) -> str:
    """``C7`` for row 6 and column 2."""
    letters = ""
    left = column + 1
    while left:
        left, digit = divmod(left - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"


def place_of(ref: str) -> Place | None:
    """The place of a cell by its name; None for any other text."""
    found = _REF.match(ref)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def area_of(ref: str) -> Area | None:
    """The area of ``A1:C7``, or of one cell, as far as a sheet is read; None for any other."""
    first, _, last = ref.upper().partition(":")
    one, other = place_of(first), place_of(last or first)
    if one is None or other is None or one[0] > other[0] or one[1] > other[1]:
        return None
    if one[0] >= MOST_ROWS or one[1] >= MOST_COLUMNS:
        return None
    return one[0], min(other[0] + 1, MOST_ROWS), one[1], min(other[1] + 1, MOST_COLUMNS)


def is_in(place: Place, area: Area) -> bool:
    """Whether an area holds a place."""
    return area[0] <= place[0] < area[1] and area[2] <= place[1] < area[3]
