"""From an origin in a Word document back to its element, and the words that stand in it."""

from __future__ import annotations

from docx.oxml.ns import qn
from lxml.etree import _Element

from parsers.seen import OBJECT, REVERSED, STRUCK
from parsers.unreadable import Unreadable
from parsers.word.package import opened
from parsers.word.texts import LOWERED


def elements(data: bytes) -> list[_Element]:
    """All elements of the document in its order; none where it cannot be opened."""
    try:
        return list(opened(data).element.iter("*"))
    except Unreadable:
        return []


def words_of(element: _Element) -> str:
    """All text below an element, whatever it looks like."""
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def unmarked(raw: str) -> str:
    """Text without the marks of how it looks."""
    for mark in (STRUCK, OBJECT, REVERSED):
        raw = raw.replace(mark, "")
    return raw.translate(LOWERED)
