"""What a reader of the page cannot see: elements taken out of sight, mostly for advertising."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from lxml import etree

from parsers.lexicon import spam_in
from parsers.stylesheet import Stylesheet, names_of, stylesheet

_GONE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden"
    # Word moves whole tables by margins of some hundred points: only what no screen shows.
    r"|(?<![\w-])(?:left|top|right|margin-left|margin-top)\s*:\s*-(?:\d{4,}|[5-9]\d\d)"
    r"|text-indent\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_NO_FONT = re.compile(
    r"font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:!important)?\s*(?:;|$)", re.IGNORECASE
)
#: Tricks that ordinary pages use as well: they hide advertising only.
_TINY = re.compile(
    r"(?<![\w-])(?:width|height|line-height)\s*:\s*[01](?:px|pt)?\s*(?:;|$)"
    r"|font-size\s*:\s*1(?:px|pt)|opacity\s*[:=]\s*0(?:\.0\d*)?\s*(?:[;)]|$)|clip\s*:\s*rect",
    re.IGNORECASE,
)
#: What ``how_hidden`` says of elements that a reader may see.
IN_SIGHT = ("", "tiny")
#: Links that nobody sees are some dozen words; what is longer is the page.
_LONGEST_SPAM = 3000
_COLOURS = re.compile(r"(?<![\w-])(background(?:-color)?|color)\s*:\s*([^;]{1,40})", re.IGNORECASE)
_WHITE = {"white": "#fff", "#ffffff": "#fff", "rgb(255,255,255)": "#fff"}


@lru_cache(maxsize=4096)
def hides(style: str) -> Literal["", "gone", "no font", "tiny"]:
    """How an inline style takes its element out of sight; pages repeat their styles."""
    if _GONE.search(style):
        return "gone"
    if _NO_FONT.search(style):
        return "no font"
    return "tiny" if _TINY.search(style) or _is_blended(style) else ""


def _is_blended(style: str) -> bool:
    """Whether the text has the colour of its own background."""
    found = {name.lower()[:5]: value for name, value in _COLOURS.findall(style)}
    values = [re.sub(r"\s|!important", "", value).lower() for value in found.values()]
    return len(values) == 2 and len({_WHITE.get(value, value) for value in values}) == 1


def advertises(node: etree._Element) -> bool:
    """Whether an element holds advertising and little else; bounded, since such nest."""
    text = ""
    for part in strings(node):
        text += part
        if len(text) > _LONGEST_SPAM:
            return False
    return spam_in(text) is not None


def resizes(node: etree._Element) -> bool:
    """Whether something inside gives its text a size again, as text pasted from Word does."""
    return any(
        inner.tag == "font" or "font-size" in (inner.get("style") or "").lower()
        for inner in node.iterdescendants()
    )


def strings(node: etree._Element) -> Iterator[str]:
    """The text nodes below an element."""
    return (str(part) for part in node.itertext())


#: Part of a line: what hides them may be undone elsewhere, and a number with such a part is
#: told to be unreadable (``seen``).
_INLINE = frozenset(("a", "b", "em", "font", "i", "label", "s", "small", "span", "strong", "u"))


class Hiding:
    """What besides inline styles may keep elements of a page out of sight.

    ``acts``: whether anything on this page does, so that each element is looked at.
    """

    __slots__ = ("acts", "sheet")

    def __init__(self, source: str, root: etree._Element | None) -> None:
        """``root`` is the tree of the page; its source is faster to look through for a word."""
        odd = [] if root is None else list(root.iter("style", "dialog"))
        styles = [node.text or "" for node in odd if node.tag == "style"]
        self.sheet: Stylesheet = stylesheet(" ".join(styles), source)
        self.acts = "hidden" in source or len(odd) > len(styles) or bool(self.sheet.gone)

    def hides(self, node: etree._Element) -> bool:
        """By its attribute, as a closed dialogue, by a rule for its class or id."""
        if node.get("hidden") is not None or (node.tag == "dialog" and node.get("open") is None):
            return True
        if not self.sheet.gone or node.tag in _INLINE:
            return False
        names = names_of(node.get("class"), node.get("id"))
        return bool(names) and self.sheet.hides(names, node.get("style") or "")


def is_hidden(node: etree._Element, hiding: Hiding) -> bool:
    """Whether a reader of the page cannot see an element."""
    part = "marquee" if node.tag == "marquee" else None
    return how_hidden(node, part, hiding) not in IN_SIGHT


def how_hidden(node: etree._Element, part: str | None, hiding: Hiding) -> str:
    """How an element is kept from the page's reader: nothing, ``tiny``, or one of ``hides``.

    ``part`` is what the element is to the walk. ``tiny`` is in sight: text that is small, or
    moves, and advertises nothing.
    """
    style = node.get("style")
    how = hides(style) if style else ""
    if part == "marquee":
        how = how or "tiny"
    if hiding.acts and hiding.hides(node):
        how = "gone"
    if how == "no font" and resizes(node):
        return ""
    return "gone" if how == "tiny" and advertises(node) else how
