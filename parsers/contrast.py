"""Whether letters of one colour are seen on another: one rule for Word and workbooks."""

from __future__ import annotations

from functools import lru_cache

#: Red, green and blue, 0 to 255.
Rgb = tuple[int, int, int]
BLACK: Rgb = (0, 0, 0)
WHITE: Rgb = (255, 255, 255)
#: Colours no further apart than this look the same (F2F2F2 on white).
_ALIKE = 16
#: How light letters are that light paper shows no more, and how light such paper is.
_WHITE_INK, _LIGHT_GROUND = 0.96, 0.9


@lru_cache(maxsize=1024)
def is_lost(ink: Rgb | None, ground: Rgb | None) -> bool:
    """Whether both colours are known, and nobody can tell letters of the one on the other."""
    if ink is None or ground is None:
        return False
    if max(abs(one - other) for one, other in zip(ink, ground, strict=True)) <= _ALIKE:
        return True
    return _lightness(ink) >= _WHITE_INK and _lightness(ground) >= _LIGHT_GROUND


def _lightness(colour: Rgb) -> float:
    red, green, blue = colour
    return (0.3 * red + 0.59 * green + 0.11 * blue) / 255
