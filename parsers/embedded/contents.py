"""What a page carries but does not show by itself: each content, and the titles beside it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from parsers.document import Document
from parsers.embedded.beside import Objects, beside_field
from parsers.embedded.loading import json_strings
from parsers.embedded.strings import literals

_MARKUP = re.compile(r"<(?:td|tr|table|p|div)\b", re.IGNORECASE)
_CELL = re.compile(r"(?:<|&lt;|&amp;lt;)\s*(?:td|th|tr)\b", re.IGNORECASE)
_HOLDERS = ("script", "textarea", "template", "noscript", "iframe", "input")
#: A preformatted block of fewer lines holds no table.
_FEWEST_LINES = 6
_LONGEST_FACT = 120
#: What kind of content holds lines, not markup.
LINES = "pre"
#: Parts that the page itself keeps out of sight, as one: what hides them is left out.
UNSEEN = "hidden parts"
_MOST_UNSEEN = 40


@dataclass(frozen=True, slots=True)
class Content:
    """Its kind, its text, and the titles that stand beside it in the same object of a script.

    ``facts`` are short strings beside it in a JSON document, which has no text of its own;
    None elsewhere.
    """

    how: str
    text: str
    titles: tuple[str, ...] = ()
    facts: tuple[str, ...] | None = None


def contents(document: Document, markup: str) -> Iterator[Content]:
    """All of a page whose source is ``markup``, in an order that is always the same."""
    yield from _of_json(markup)
    if document.tree is not None:
        for node in document.tree.iter(*_HOLDERS, "pre"):
            yield from _held(node)
    if any(next(node.iter("td"), None) is not None for node in document.unseen):
        parts = document.unseen[:_MOST_UNSEEN]
        yield Content(UNSEEN, "".join(f"<div>{_markup_of(node)}</div>" for node in parts))
    shown = [block.text for block in document.blocks if holds_cells(block.text)]
    if shown:
        yield Content("escaped markup", html.unescape("\n".join(shown)))


def holds_cells(text: str) -> bool:
    """Whether a text holds a table's markup, escaped or not."""
    return _CELL.search(text) is not None


def _of_json(markup: str) -> Iterator[Content]:
    fields = json_strings(markup)
    for field in fields:
        if holds_cells(field.value):
            text = field.value if _MARKUP.search(field.value) else html.unescape(field.value)
            titles, beside = beside_field(fields, field)
            facts = tuple(f.value for f in beside if 3 < len(f.value) <= _LONGEST_FACT)
            yield Content(f"json {field.key}", text, titles, facts)


def _held(node: etree._Element) -> Iterator[Content]:
    tag = str(node.tag)
    text = "".join(map(str, node.itertext()))
    if tag == "pre":
        if text.count("\n") >= _FEWEST_LINES:
            yield Content(LINES, text)
    elif tag in ("iframe", "input"):
        value = node.get("srcdoc") or node.get("value") or ""
        if holds_cells(value):
            yield Content(tag, value if _MARKUP.search(value) else html.unescape(value))
    elif tag == "script":
        yield from _scripted(text)
    elif len(node):
        yield Content(tag, _markup_of(node))
    elif holds_cells(text):
        yield Content(tag, text if _MARKUP.search(text) else html.unescape(text))


def _scripted(text: str) -> Iterator[Content]:
    if len(text) < 200:
        return
    if _MARKUP.match(text.lstrip()):
        yield Content("script", text)  # a template of text/html
        return
    objects = None
    for at, literal in literals(text):
        if holds_cells(literal):
            objects = objects or Objects(text)
            found = literal if _MARKUP.search(literal) else html.unescape(literal)
            yield Content("script", found, objects.titles(at))


def _markup_of(node: etree._Element) -> str:
    parts = [html.escape(node.text or "")]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in node]
    return "".join(parts)
