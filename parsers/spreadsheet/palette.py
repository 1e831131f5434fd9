"""The colours of an .xlsx: written out, or by number in the theme or in a list. ECMA-376
part 1, 18.8.3 (``color``) and 18.8.27 (``indexedColors``).
"""

from __future__ import annotations

import colorsys
import re
import zipfile
from collections.abc import Sequence

from lxml import etree
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.xml.constants import ARC_THEME

from parsers.contrast import BLACK, WHITE, Rgb
from parsers.package import part_of, xml_of

#: A theme names its colours in this order, and cells count them with the first pairs swapped.
_SWAPPED = (1, 0, 3, 2)
_THEME = (WHITE, BLACK)
_HEX = re.compile("(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_TINT = re.compile(r"-?(?:[01]|[01]?\.[0-9]{1,20})")
_SYSTEM = {"window": WHITE, "windowText": BLACK}
#: What the system prints letters with.
_SYSTEM_INK = 64


class Palette:
    """``theme`` is the part of that name, ``indexed`` the list of the workbook."""

    __slots__ = ("_indexed", "_theme")

    def __init__(self, theme: bytes | None, indexed: Sequence[str]) -> None:
        self._theme = _theme_colours(theme) if theme else _THEME
        self._indexed = indexed

    def rgb(self, kind: str, value: object, tint: float = 0) -> Rgb | None:
        """A colour by how it is given (``rgb``, ``theme``, ``indexed``), None if it is unknown."""
        found = _written(value) if kind == "rgb" else None
        if kind == "theme" and isinstance(value, int) and 0 <= value < len(self._theme):
            found = self._theme[value]
        elif kind == "indexed" and isinstance(value, int):
            is_listed = 0 <= value < min(len(self._indexed), _SYSTEM_INK)
            found = _written(self._indexed[value]) if is_listed else None
        return found if found is None or not tint else _tinted(found, tint)

    def of_node(self, node: etree._Element | None) -> Rgb | None:
        """The colour of an element ``color``, as any of them is written."""
        if node is None:
            return None
        for kind in ("rgb", "theme", "indexed"):
            if said := node.get(kind):
                value = int(said) if said.isdecimal() and kind != "rgb" and len(said) < 6 else said
                return self.rgb(kind, value, _tint(node.get("tint") or ""))
        return None


def palette_of(package: zipfile.ZipFile, styles: etree._Element) -> Palette:
    """The palette of a workbook whose part of styles that is."""
    own = [node.get("rgb") or "" for node in styles.iterfind("{*}colors/{*}indexedColors/*")]
    return Palette(part_of(package, ARC_THEME), own or COLOR_INDEX)


def _written(value: object) -> Rgb | None:
    found = _HEX.fullmatch(str(value))
    if found is None:
        return None
    red, green, blue = bytes.fromhex(found[1])
    return red, green, blue


def _theme_colours(part: bytes) -> Sequence[Rgb | None]:
    root = xml_of(part)
    scheme = next(root.iter("{*}clrScheme"), None) if root is not None else None
    if scheme is None:
        return _THEME
    values = [one.get("lastClr") or one.get("val") or "" for node in scheme for one in node[:1]]
    colours = [_SYSTEM.get(value) or _written(value) for value in values]
    return [colours[at] for at in _SWAPPED if at < len(colours)] + colours[len(_SWAPPED) :]


def _tint(said: str) -> float:
    return float(said) if _TINT.fullmatch(said) else 0


def _tinted(colour: Rgb, tint: float) -> Rgb:
    hue, light, strength = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    red, green, blue = (
        round(255 * part) for part in colorsys.hls_to_rgb(hue, min(max(light, 0), 1), strength)
    )
    return red, green, blue
