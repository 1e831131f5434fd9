"""The contents that a page carries but does not show by itself, and the best of them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from parsers.document import Block, Document, Stream
from parsers.embedded.strings import json_strings, literals
from parsers.html import read_html
from parsers.tables.find import Tables, best_reading, cells_read, losses
from parsers.text import read_text

_MARKUP = re.compile(r"<(?:td|tr|table|p|div)\b", re.IGNORECASE)
_CELL = re.compile(r"(?:<|&lt;|&amp;lt;)\s*(?:td|th|tr)\b", re.IGNORECASE)
#: Wrappings that may show a table in a damaged way.
_MAY_LOSE = re.compile(r"<pre\b|^\s*[{\[]|&(?:amp;)?lt;\s*t[dr]\b", re.IGNORECASE)
_HOLDERS = ("script", "textarea", "template", "noscript", "iframe", "input")
#: Escaped once, twice, in a string of a string; nothing goes deeper.
_DEEPEST = 3
_MOST_CONTENTS = 40
#: A preformatted block of fewer lines holds no table.
_FEWEST_LINES = 6
_LONGEST_FACT = 120
#: What kind of content holds lines, not markup.
LINES = "pre"
#: Parts that the page itself keeps out of sight.
UNSEEN = "hidden parts"
#: How a step of ``Origin.within`` begins that leads to a content.
STEP = "content "


def best_inside(stream: Stream, tables: Tables, markup: str) -> tuple[Stream, Tables]:
    """The stream and tables with the content that a page hides from its reader.

    Nothing is looked for where the page itself shows its tables whole. What is found is put
    behind the page's own blocks, so that title and dates stay the page's.
    """
    lacks = "requests" not in tables or (losses(tables) and _MAY_LOSE.search(markup))
    if not lacks:
        return stream, tables
    best, found = (stream, tables), tables
    for how, inner, steps in _inner(stream.document, markup, _DEEPEST):
        whole = _joined(stream.document, inner, how, markup, steps)
        read = best_reading(Stream(whole), markup if whole.is_html else _lines(inner))
        if _value(read[1]) > _value(found):
            best, found = read, read[1]
    return best


def _value(tables: Tables) -> tuple[int, int]:
    """How much was read: tables, then cells."""
    return len(tables.keys() & {"requests", "disclosure"}), cells_read(tables)


def _lines(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks)


def content(document: Document, markup: str, step: str) -> tuple[str, str] | None:
    """The kind and the text of the content that a step of ``Origin.within`` names.

    None when the document holds no such content; ``markup`` is its source.
    """
    for number, (how, text) in enumerate(_contents(document, markup), 1):
        if number > _MOST_CONTENTS:
            return None
        if _step(number, how, text) == step:
            return how, text
    return None


def _step(number: int, how: str, text: str) -> str:
    """Its length tells a content from that of another page, or of another part of it."""
    return f"{STEP}{number}: {how}, {len(text)} characters"


def _inner(
    document: Document, markup: str, depth: int, steps: tuple[str, ...] = ()
) -> Iterator[tuple[str, Document, tuple[str, ...]]]:
    """Every content that may hold tables, read as a document of its own, and what leads to it."""
    for number, (how, text) in enumerate(_contents(document, markup), 1):
        if number > _MOST_CONTENTS:
            return
        path = (*steps, _step(number, how, text))
        if how == LINES:
            yield how, read_text(text), path
            continue
        inner = read_html(text)
        yield how, inner, path
        if depth > 1:
            yield from _inner(inner, text, depth - 1, path)


def _contents(document: Document, markup: str) -> Iterator[tuple[str, str]]:
    for key, value in json_strings(markup.strip()):
        if _CELL.search(value):
            yield f"json {key}", html.unescape(value) if not _MARKUP.search(value) else value
    if document.tree is not None:
        for node in document.tree.iter(*_HOLDERS, "pre"):
            yield from _held(node)
    if any(next(node.iter("td"), None) is not None for node in document.unseen):
        parts = document.unseen[:_MOST_CONTENTS]
        yield UNSEEN, "".join(map(_markup_itself, parts))
    shown = [block.text for block in document.blocks if _CELL.search(block.text)]
    if shown:
        yield "escaped markup", html.unescape("\n".join(shown))


def _held(node: etree._Element) -> Iterator[tuple[str, str]]:
    tag = str(node.tag)
    text = "".join(map(str, node.itertext()))
    if tag == "pre":
        if text.count("\n") >= _FEWEST_LINES:
            yield tag, text
    elif tag in ("iframe", "input"):
        value = node.get("srcdoc") or node.get("value") or ""
        if _CELL.search(value):
            yield tag, value if _MARKUP.search(value) else html.unescape(value)
    elif tag == "script":
        yield from _scripted(text)
    elif len(node):
        yield tag, _markup_of(node)
    elif _CELL.search(text):
        yield tag, text if _MARKUP.search(text) else html.unescape(text)


def _scripted(text: str) -> Iterator[tuple[str, str]]:
    if len(text) < 200:
        return
    if _MARKUP.match(text.lstrip()):
        yield "script", text  # a template of text/html
        return
    for literal in literals(text):
        if _CELL.search(literal):
            yield "script", literal if _MARKUP.search(literal) else html.unescape(literal)


def _markup_of(node: etree._Element) -> str:
    parts = [html.escape(node.text or "")]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in node]
    return "".join(parts)


def _markup_itself(node: etree._Element) -> str:
    """The element's own markup, without what hides it."""
    return f"<div>{_markup_of(node)}</div>"


def _joined(
    outer: Document, inner: Document, how: str, markup: str, steps: tuple[str, ...]
) -> Document:
    """The page's own blocks and, behind them, those of its content."""
    tables = max((block.table for block in outer.blocks), default=-1) + 1
    raw = how in (LINES, "escaped markup")
    kept = [block for block in outer.blocks if not (raw and _is_repeated(block, how))]
    facts = _facts(markup) if how.startswith("json") else kept
    moved = [replace(b, table=b.table + tables if b.is_cell else -1) for b in inner.blocks]
    code = "hidden_content" if how == UNSEEN else "embedded_content"
    notes = [*outer.notes, (code, f"the tables were read from: {how}")]
    blocks, embedded = [*facts, *moved], (len(facts), steps)
    return replace(outer, blocks=blocks, is_html=inner.is_html, notes=notes, embedded=embedded)


def _is_repeated(block: Block, how: str) -> bool:
    """Whether a block of the page shows what the content is made of."""
    return block.tag == "pre" if how == "pre" else _CELL.search(block.text) is not None


def _facts(markup: str) -> list[Block]:
    """Title and dates of a JSON document: its short values, one a line."""
    found = [v for _, v in json_strings(markup.strip()) if 3 < len(v) <= _LONGEST_FACT]
    return [Block(value, line=n) for n, value in enumerate(found, 1)]
