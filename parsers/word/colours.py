"""Colours of text and of what lies behind it: whether the one is seen on the other."""

from __future__ import annotations

import re

from docx.oxml.ns import qn
from lxml.etree import _Element

#: Lightness of text that white paper shows no more, and of what is dark enough to show it.
_WHITE, _DARK = 0.96, 0.9
_HEX = re.compile("[0-9a-f]{6}")
_SHARE = re.compile("pct([0-9]{1,2})")
_HIGHLIGHTS = {"black": "000000", "white": "ffffff"}
#: All other highlights are darker than white text needs.
_SOME_HIGHLIGHT = "808080"


def is_unseen(colour: str, ground: str) -> bool:
    """Whether text of a colour is not seen on a ground (no colour: paper)."""
    light = _lightness(colour)
    if light is None:
        return False  # Word chooses one that is seen
    behind = _lightness(ground)
    return colour == ground or (light >= _WHITE and (behind is None or behind >= _DARK))


def highlight(name: str) -> str:
    """The colour of a highlight; none for none."""
    return _HIGHLIGHTS.get(name, _SOME_HIGHLIGHT) if name not in ("", "none") else ""


def shade(node: _Element | None) -> str:
    """The colour that a shading comes to: its fill, and a pattern's colour over it (17.3.5)."""
    if node is None:
        return ""
    pattern, fill = node.get(qn("w:val")) or "clear", _colour(node, "fill")
    share = _SHARE.fullmatch(pattern)
    if pattern != "solid" and share is None:
        return fill
    over = _colour(node, "color") or "000000"
    return _mixed(over, fill or "ffffff", int(share[1]) / 100 if share else 1.0)


def _colour(node: _Element, name: str) -> str:
    said = (node.get(qn(f"w:{name}")) or "").lower()
    return said if _HEX.fullmatch(said) else ""


def _mixed(over: str, under: str, share: float) -> str:
    pairs = zip(_parts(over), _parts(under), strict=True)
    return "".join(f"{round(one * share + other * (1 - share)):02x}" for one, other in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)


def _lightness(colour: str) -> float | None:
    if not _HEX.fullmatch(colour):
        return None
    red, green, blue = _parts(colour)
    return (0.3 * red + 0.59 * green + 0.11 * blue) / 255
