"""Colours of text and of what lies behind it: whether the one is seen on the other."""

from __future__ import annotations

import re

from docx.oxml.ns import qn
from lxml.etree import _Element

from parsers.contrast import WHITE, Rgb, is_lost

_HEX = re.compile("[0-9a-f]{6}")
_SHARE = re.compile("pct([0-9]{1,2})")
#: ECMA-376 part 1, 17.18.40.
_HIGHLIGHTS = {
    **{"black": "000000", "white": "ffffff", "lightgray": "c0c0c0", "darkgray": "808080"},
    **{"red": "ff0000", "green": "00ff00", "blue": "0000ff"},
    **{"cyan": "00ffff", "magenta": "ff00ff", "yellow": "ffff00"},
    **{"darkred": "800000", "darkgreen": "008000", "darkblue": "000080"},
    **{"darkcyan": "008080", "darkmagenta": "800080", "darkyellow": "808000"},
}


def is_unseen(colour: str, ground: str) -> bool:
    """Whether text of a colour is not seen on a ground (no colour: paper)."""
    if _HEX.fullmatch(colour) is None:
        return False  # Word chooses one that is seen
    return is_lost(_parts(colour), _parts(ground) if _HEX.fullmatch(ground) else WHITE)


def highlight(name: str) -> str:
    """The colour of a highlight by its name in small letters; none for none."""
    return _HIGHLIGHTS.get(name, "")


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


def _parts(colour: str) -> Rgb:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)
