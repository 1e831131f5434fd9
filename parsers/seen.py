"""What a table cell shows beside plain text: fields, pictures, struck and raised digits.

A cell whose number is drawn by a script, a style sheet or a picture is not blank; two
digits of which one may be out of sight are not one number. What cannot be read is marked,
so that the cell is told to be unreadable.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from lxml import etree

from parsers.stylesheet import Stylesheet, names_of

#: Something that is no text stands here (U+FFFC, the object replacement character).
OBJECT = "\ufffc"
#: Marks on both sides of text that is struck out, as Markdown has them.
STRUCK = "~~"
#: Digits inside are shown in reverse order.
REVERSED = "\u202e"
_OBJECTS = frozenset(
    ("img", "script", "noscript", "canvas", "svg", "object", "embed", "iframe", "video")
)
_STRIKES = frozenset(("s", "del", "strike"))
#: Fields of a form that show what they hold.
_SHOWN_FIELDS = frozenset(("", "text", "number", "tel", "search"))
_STRUCK_STYLE = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_RAISED_STYLE = re.compile(
    r"vertical-align\s*:\s*(?:super|sub|text-top|[1-9][\d.]*(?:px|pt|em|%))", re.IGNORECASE
)
_WHITE = re.compile(
    r"color(?<![\w-]color)\s*[:=]\s*[\"']?(?:#?[fF]{3}(?:[fF]{3})?\b|white)", re.IGNORECASE
)
_FIGURE = re.compile(r"[\s0-9,.]*[0-9][\s0-9,.]*")
_NAMES = (
    r"(?:sr|screen-?reader)[\w-]*|visually-?hidden[\w-]*|hide|hidden|d-none|invisible|hidden-\w+|"
    r"(?:m|pc|mobile|print)-(?:only|hide|hidden)|print|noprint|no-print"
)
_HIDING_CLASS = re.compile(rf"(?:^|\s)(?:{_NAMES})(?=\s|$)", re.IGNORECASE)
_HIDING_RULE = re.compile(
    r"\.([\w-]+)\s*\{[^{}]*(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0|font-size\s*:\s*0)"
)
_DRAWING_RULE = re.compile(r"content\s*:\s*(?:attr|counter|[\"'][^\"']*[0-9])")
_CLASS = re.compile(r"class\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([\w-]+))")
_PLAIN_CLASS = re.compile(r'class="([^"]*)"')
_DATA = re.compile("data-(?:val|num|text|content|count)")


class Sight:
    """What a page's own styles say about its cells.

    ``is_plain``: nothing on the page asks for a closer look. ``hiding`` are classes that its
    style sheet takes out of sight, ``draws`` tells that it puts digits where no text is.
    """

    __slots__ = ("draws", "hiding", "is_plain", "sheet")

    def __init__(self, source: str, sheet: Stylesheet) -> None:
        cells = source[source.find("<td") : source.rfind("</td") + 1]
        styles = sheet.text if cells else ""
        names = _HIDING_RULE.findall(styles)
        self.hiding = frozenset(name for name in names if name in cells)
        self.draws = _DRAWING_RULE.search(styles) is not None and "class=" in cells
        self.sheet = sheet
        dressed = any(name[1:] in cells for name in sheet.dressed)
        self.is_plain = not (self.hiding or self.draws or dressed or _has_signs(cells))

    def may_be_hidden(self, node: etree._Element) -> bool:
        """Whether nobody can say if this element is seen: its class, or a reader's aid."""
        if node.get("aria-hidden") is not None or _is_white(node):
            return True
        names = node.get("class")
        if not names:
            return False
        return bool(_HIDING_CLASS.search(names)) or not self.hiding.isdisjoint(names.split())

    def shows_nothing(self, cell: etree._Element) -> bool:
        """Whether a cell without text is a blank one: nothing in it draws a number."""
        for node in cell.iter():
            if any(_DATA.match(name) for name in node.attrib):
                return False
            if self.draws and node.get("class"):
                return False
        return True


def is_white_figure(node: etree._Element) -> bool:
    """Whether an element shows a number alone, in white: on what ground nobody can tell."""
    if not _is_white(node):
        return False
    return _FIGURE.fullmatch("".join(map(str, node.itertext()))) is not None


def _is_white(node: etree._Element) -> bool:
    style, colour = node.get("style"), node.get("color")
    return bool((style and _WHITE.search(style)) or (colour and _WHITE.match(f"color={colour}")))


def _has_signs(cells: str) -> bool:
    """Whether anything in the source of a page's cells makes a closer look worth while."""
    if "aria-hidden" in cells or ("data-" in cells and _DATA.search(cells)):
        return True
    if "color" in cells and _WHITE.search(cells):
        return True
    return any(_HIDING_CLASS.search(name) for name in _classes(cells))


def _classes(cells: str) -> set[str]:
    """The values of all class attributes; nearly every cell has that of the one before it."""
    count = cells.count("class")
    if not count:
        return set()
    plain = _PLAIN_CLASS.findall(cells)
    if len(plain) == count:
        return set(plain)
    return {name for names in _CLASS.findall(cells) for name in names}


@lru_cache(maxsize=4096)
def dressed(style: str) -> Literal["", "struck", "raised"]:
    """Whether an inline style strikes its text out or raises it like a footnote's number."""
    if _STRUCK_STYLE.search(style):
        return "struck"
    return "raised" if _RAISED_STYLE.search(style) else ""


def dress(
    node: etree._Element, before: str, sheet: Stylesheet
) -> Literal["", "struck", "raised", "reversed"]:
    """How an inline element shows its text; ``before`` is the cell's text so far."""
    tag, style = node.tag, node.get("style")
    if tag in _STRIKES:
        return "struck"
    if tag in ("sup", "sub"):
        return "raised"
    if tag == "bdo":
        return "reversed"
    follows = before[-1:].isdigit()
    if follows and (tag == "small" or (tag == "a" and (node.get("href") or "").startswith("#"))):
        return "raised"
    how = dressed(style) if style else ""
    return how or (sheet.dress(names_of(node.get("class"), None)) if sheet.dressed else "")


def is_object(tag: object) -> bool:
    """Whether an element shows something that is no text."""
    return tag in _OBJECTS


def field_text(node: etree._Element) -> str:
    """What a form's field shows; the mark of an object where it shows no text."""
    tag = node.tag
    if tag == "input":
        kind = (node.get("type") or "").lower()
        if kind in _SHOWN_FIELDS:
            return node.get("value") or ""
        return "" if kind == "hidden" else OBJECT
    if tag == "textarea":
        return "".join(map(str, node.itertext()))
    options = list(node.iter("option"))
    chosen = [one for one in options if one.get("selected") is not None] or options[:1]
    return "".join("".join(map(str, one.itertext())) for one in chosen)


def is_field(tag: object) -> bool:
    """Whether an element is a form's field."""
    return tag in ("input", "textarea", "select")
