"""How a cell, or a part of its text, looks: what nobody can see is no reading of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from parsers.seen import OBJECT, STRUCK

#: Red, green and blue.
Rgb = tuple[int, int, int]
BLACK: Rgb = (0, 0, 0)
WHITE: Rgb = (255, 255, 255)
#: Colours no further apart than this look the same (F2F2F2 on white).
_ALIKE = 16
#: Letters smaller than so many points are seen by nobody.
_SMALLEST = 3
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Look:
    """A font on its ground; None: nobody knows which colour."""

    ink: Rgb | None = BLACK
    ground: Rgb | None = WHITE
    is_struck: bool = False
    is_raised: bool = False
    points: float = 11

    @property
    def is_unseen(self) -> bool:
        """Whether the ink cannot be told from its ground, or its letters are specks."""
        return self.points < _SMALLEST or alike(self.ink, self.ground)

    def without_colours(self) -> Look:
        """What it does to a text whose parts have been dressed."""
        return Look(None, None, self.is_struck, self.is_raised)


@lru_cache(maxsize=1024)
def alike(ink: Rgb | None, ground: Rgb | None) -> bool:
    """Whether two colours are known and look the same."""
    if ink is None or ground is None:
        return False
    return max(abs(one - other) for one, other in zip(ink, ground, strict=True)) <= _ALIKE


def dressed(text: str, look: Look) -> str:
    """A text with what its look does to it: digits that are not seen leave a mark."""
    if look.is_unseen:
        return doubted("", text)
    if look.is_struck and text:
        return f"{STRUCK}{text}{STRUCK}"
    return text.translate(_RAISED) if look.is_raised else text


def doubted(shown: str, text: str) -> str:
    """``shown`` for a text, with the mark of an object where the text has digits."""
    return shown + OBJECT if any(map(str.isdecimal, text)) else shown
