"""The colours that objects of OFD are drawn in, and whether they are drawn (GB/T 33190-2016, 8)."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from parsers.ofd.geometry import numbers

#: Sets of ways to draw, by the number that objects and layers name them by.
Params = Mapping[str, etree._Element]
#: So many sets build on one another.
_DEEPEST = 8
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def flag(node: etree._Element, name: str, *, otherwise: bool) -> bool:
    """An attribute that is true or false, written as XML may write it."""
    said = node.get(name)
    return otherwise if said is None else _FLAGS.get(said.strip(), otherwise)


def colour(
    node: etree._Element, name: str, params: Params, layer: str | None
) -> etree._Element | None:
    """The colour of an object: its own, or that of the set that it or its layer names."""
    own = next(node.iterchildren(f"{{*}}{name}"), None)
    if own is not None:
        return own
    for said in (node.get("DrawParam"), layer):
        for _ in range(_DEEPEST):
            # Readers leave out of account a set that is not there.
            named = params.get(said or "")
            if named is None:
                break
            found = next(named.iterchildren(f"{{*}}{name}"), None)
            if found is not None:
                return found
            said = named.get("Relative")  # noqa: PLW2901
    return None


def opacity(node: etree._Element, ink: etree._Element | None) -> float:
    """How little shines through: 1 for nothing."""
    alpha = 1.0
    for said in (node.get("Alpha"), ink.get("Alpha") if ink is not None else None):
        alpha *= next(iter(numbers(said)), 255.0) / 255
    return min(1.0, alpha)


def lightness(node: etree._Element, ink: etree._Element | None) -> float:
    """How near a colour is to white, what shines through counted in; black where none is named.

    One of a palette, which is not looked into, may be white.
    """
    parts = _channels(ink.get("Value")) if ink is not None else []
    if ink is not None and not parts and ink.get("Index") is not None:
        return 1.0
    if len(parts) == 1:
        parts = parts * 3
    if len(parts) == 4:  # cyan, magenta, yellow, black
        parts = [255 - min(255.0, one + parts[3]) for one in parts[:3]]
    red, green, blue = (one / 255 for one in parts) if len(parts) == 3 else (0.0, 0.0, 0.0)
    return 1 - (1 - (0.3 * red + 0.59 * green + 0.11 * blue)) * opacity(node, ink)


def _channels(text: str | None) -> list[float]:
    """The parts of a colour: ``255 255 255``, ``#FF #FF #FF``, also ``#FFFFFF``."""
    if "#" not in (text or ""):
        return numbers(text)
    found: list[float] = []
    for part in (text or "").split():
        digits = part.removeprefix("#")
        try:
            found += bytes.fromhex(digits if len(digits) % 2 == 0 else f"0{digits}")
        except ValueError:
            return []
    return found
