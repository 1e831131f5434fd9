"""Rows of cells that hold one run of inline text each, read from their markup.

Nearly every row of a report is like this (``td > p > span``), and asking the tree for each of
its tags would cost more than all the rest of the page. So libxml2 writes the row out, where
every ``<`` begins a tag and every ``>`` ends one; that is cut up, and what repeats (the cells
that say 0, the tags of all others) is read once.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

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
_ATTRIBUTE = re.compile(r'(\S+?)="([^"]*)"')
_EMPTY_CELL = re.compile(r"(\s*<t[dh][^>]*>)</>")
#: What libxml2 writes for a character that XML has no way to write.
_UNWRITTEN = "&#xFFFD;"
#: Cells with more markup than this are not remembered.
_LONGEST_KEPT = 1_000

#: The text of a plain cell, how many elements and text nodes it has below it, whether it
#: is a link, how many columns and rows it spans.
Plain = tuple[str, int, int, bool, int, int]


def plain_row(row: etree._Element) -> list[Plain] | None:
    """What the cells of a row hold, each one run of inline text; None when one may hold more."""
    if next(row.iterdescendants("table", "tr"), None) is not None:
        return None  # tables in tables: the same text would be written out at every level
    markup = etree.tostring(row, encoding="unicode", with_tail=False)
    if "</th>" in markup:
        markup = markup.replace("</th>", "</td>")
    parts = markup.split("</td>")
    parts[0] = parts[0].partition(">")[2]
    parts[-1] = parts[-1].removesuffix("</tr>")
    found: list[Plain] = []
    for part in parts:
        cells = _remembered(part) if len(part) < _LONGEST_KEPT else _cells(part)
        if cells is None:
            return None
        found += cells
    return found


def _cells(markup: str) -> tuple[Plain, ...] | None:
    """The cells in a part of a row's markup: any number of empty ones, then one without its end."""
    if _UNWRITTEN in markup:
        return None
    markup = markup.replace("&#13;", "\r").replace("/>", "></>")
    found: list[Plain] = []
    while empty := _EMPTY_CELL.match(markup):
        cell = _cell(empty[1])
        if cell is None:
            return None
        found.append(cell)
        markup = markup[empty.end() :]
    if markup and not markup.isspace():
        cell = _cell(markup)
        if cell is None:
            return None
        found.append(cell)
    return tuple(found)


_remembered = lru_cache(maxsize=4096)(_cells)


def _cell(markup: str) -> Plain | None:
    """One cell from its opening tag to before its closing one."""
    first, *tokens = markup.split(">")
    before, _, tag = first.partition("<")
    spans = _spans(tag) if not before or before.isspace() else None
    if spans is None:
        return None
    texts: list[tuple[int, str]] = []
    tags: list[_Tag] = []
    # ``outer``: the first tags that hold all there is; no other stands beside one of them.
    depth, outer, is_opening = 0, 0, True
    for token in tokens:
        text, mark, tag = token.partition("<")
        if text:
            texts.append((depth, text))
            if not text.isspace():
                is_opening, outer = False, min(outer, depth)
        if tag[:1] == "/":
            depth -= 1
            is_opening = False
        elif mark:
            tags.append(_tag(tag))
            outer = depth + 1 if is_opening else min(outer, depth)
            depth += 1
    wraps, inner = tags[:outer], tags[outer:]
    if outer > _DEEPEST_WRAPPER or False in [may_wrap for may_wrap, _, _ in wraps]:
        return None
    if False in [is_inline for _, is_inline, _ in inner]:
        return None
    is_link = True in [is_link for _, _, is_link in (*wraps[-1:], *inner)]
    shown = [text for level, text in texts if level >= outer]
    words = html.unescape("".join(shown))
    if len(words) > CELL_TEXT:
        return None
    pieces = sum(not text.isspace() for text in shown)
    words = "" if words.isspace() else visible(words)
    return words, len(tags), pieces or 1, is_link, *spans


#: Whether an element may hold a cell's text alone, may stand within it, is a link.
_Tag = tuple[bool, bool, bool]


@lru_cache(maxsize=4096)
def _tag(markup: str) -> _Tag:
    name, attributes = _taken_apart(markup)
    style = attributes.get("style")
    if style and (hides(style) or dressed(style)):
        return False, False, name == "a"
    # A link within the page can be a footnote's number.
    is_note = name == "a" and attributes.get("href", "").startswith("#")
    return name in _WRAPPERS, name in _INLINE and not is_note, name == "a"


@lru_cache(maxsize=4096)
def _spans(markup: str) -> tuple[int, int] | None:
    """The columns and rows that a cell spans; None when it is none, or out of sight."""
    name, attributes = _taken_apart(markup)
    if name not in _CELLS or hides(attributes.get("style", "")):
        return None
    return _span(attributes.get("colspan")), _span(attributes.get("rowspan"))


def _taken_apart(markup: str) -> tuple[str, dict[str, str]]:
    """An opening tag's name and attributes, as libxml2 writes them."""
    name, _, rest = markup.partition(" ")
    return name, {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(rest)}


def span_of(node: etree._Element, name: str) -> int:
    """How many columns or rows a cell says it spans; nonsense is one."""
    return _span(node.get(name))


def _span(said: str | None) -> int:
    return max(1, min(int(said), _WIDEST_SPAN)) if said and _DIGITS.fullmatch(said) else 1
