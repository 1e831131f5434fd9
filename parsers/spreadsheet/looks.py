"""How a cell, or a part of its text, looks: what nobody can see is no reading of it."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.contrast import BLACK, WHITE, Rgb, is_lost
from parsers.seen import OBJECT, STRUCK

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
        return self.points < _SMALLEST or is_lost(self.ink, self.ground)

    def without_colours(self) -> Look:
        """What it does to a text whose parts have been dressed."""
        return Look(None, None, self.is_struck, self.is_raised)


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
