"""Cells that hold one run of inline text: read without a walk through their tags."""

from __future__ import annotations

import re

from lxml import etree

from parsers.hidden import hides
from parsers.normalise import visible
from parsers.seen import dressed

#: What may stand between a plain cell and its text, and how many of them.
_WRAPPERS = frozenset(("p", "span", "font", "div", "b", "strong", "a", "center", "o:p", "u"))
_INLINE = frozenset(("span", "font", "b", "strong", "a", "o:p", "u", "i", "em"))
_DEEPEST_WRAPPER = 8
_CELLS = frozenset(("td", "th"))
#: A cell with more text than this is a layout cell; the longest official label has 60.
CELL_TEXT = 400
_WIDEST_SPAN = 400
_DIGITS = re.compile("[0-9]{1,4}")

#: The text of a plain cell, how many elements and text nodes it has below it, whether it
#: is a link, whether it spans columns or rows.
Plain = tuple[str, int, int, bool, bool]


def plain_text(cell: etree._Element) -> Plain | None:
    """What a cell holds when that is one run of inline text; None when it may be more."""
    node, words, depth = cell, cell.text, 0
    # Asking for an attribute is what costs most here.
    named = cell.keys()
    if node.tag not in _CELLS or ("style" in named and hides(cell.get("style") or "")):
        return None
    while len(node) == 1 and (not words or words.isspace()):
        inner = node[0]
        style, tail = inner.get("style"), inner.tail
        if tail and not tail.isspace():
            break
        node, depth = inner, depth + 1
        if node.tag not in _WRAPPERS or depth > _DEEPEST_WRAPPER or _is_odd(style):
            return None
        words = node.text
    pieces, is_link = 1, node.tag == "a"
    if len(node):
        for inner in node.iterdescendants():
            depth += 1
            if inner.tag not in _INLINE or _is_odd(inner.get("style")) or _is_note(inner):
                return None
            is_link = is_link or inner.tag == "a"
        parts = _texts(node, [])
        words, pieces = "".join(parts), sum(not part.isspace() for part in parts)
    if words and len(words) > CELL_TEXT:
        return None
    if not words or words.isspace():
        words = ""
    elif not words.isascii():
        words = visible(words)  # digits hide nothing
    return words, depth, pieces or 1, is_link, "colspan" in named or "rowspan" in named


def _is_odd(style: str | None) -> bool:
    return bool(style and (hides(style) or dressed(style)))


def _is_note(node: etree._Element) -> bool:
    """Whether an element can be a footnote's number: a link within the page."""
    return node.tag == "a" and (node.get("href") or "").startswith("#")


def _texts(node: etree._Element, found: list[str]) -> list[str]:
    """The text nodes below an element, in order."""
    if node.text:
        found.append(node.text)
    for child in node:
        _texts(child, found)
        if child.tail:
            found.append(child.tail)
    return found


def span_of(node: etree._Element, name: str) -> int:
    """How many columns or rows a cell says it spans; nonsense is one."""
    said = node.get(name)
    return max(1, min(int(said), _WIDEST_SPAN)) if said and _DIGITS.fullmatch(said) else 1
