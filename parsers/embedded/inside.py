"""The best of the contents that a page carries but does not show by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from parsers.document import Block, Document, Stream
from parsers.embedded.contents import LINES, UNSEEN, contents, holds_cells
from parsers.embedded.own import Reporting, named_within
from parsers.embedded.records import text_of
from parsers.html import read_html
from parsers.tables.find import Tables, best_reading, cells_read, losses
from parsers.text import read_text

#: Wrappings that may show a table in a damaged way.
_MAY_LOSE = re.compile(r"<pre\b|^\s*[{\[]|&(?:amp;)?lt;\s*t[dr]\b", re.IGNORECASE)
#: Escaped once, twice, in a string of a string; nothing goes deeper.
_DEEPEST = 3
_MOST_CONTENTS = 40
_LONGEST_TOLD = 2_000
#: How a step of ``Origin.within`` begins that leads to a content.
STEP = "content "


@dataclass(frozen=True, slots=True)
class _Inner:
    """A content read as a document of its own, the titles it goes under, what leads to it.

    ``facts`` are not None where they stand for the page's own text.
    """

    how: str
    document: Document
    titles: tuple[str, ...]
    steps: tuple[str, ...]
    facts: tuple[str, ...] | None = None


def best_inside(stream: Stream, tables: Tables, markup: str) -> tuple[Stream, Tables]:
    """The stream and tables with the content that a page hides from its reader.

    Nothing is looked for where the page itself shows its tables whole. What is found is put
    behind the page's own blocks, so that title and dates stay the page's; so it must not go
    under the title of another body's report, or another year's.
    """
    lacks = "requests" not in tables or (losses(tables) and _MAY_LOSE.search(markup))
    if not lacks:
        return stream, tables
    best, told = (stream, tables), _Told()
    reporting = Reporting(stream)
    for inner in _inner(stream.document, markup, _DEEPEST):
        whole = _joined(stream.document, inner)
        read = best_reading(Stream(whole), markup if whole.is_html else _lines(inner.document))
        if read[1] and inner.facts is not None and inner.titles:
            told.reports.add(inner.titles)
        if _value(read[1]) <= _value(best[1]):
            continue
        if inner.facts is None and (other := reporting.contradicted(inner.titles)):
            told.others[other] = inner.how
        else:
            best = read
    best[0].document.notes += told.notes()
    return best


@dataclass(slots=True)
class _Told:
    """Titles of contents that were left out, and of all that a JSON document holds."""

    others: dict[str, str] = field(default_factory=dict)
    reports: set[tuple[str, ...]] = field(default_factory=set)

    def notes(self) -> Iterator[tuple[str, str]]:
        for title, how in self.others.items():
            detail = f"a {how} holds tables under the title “{title}”; they were not read"
            yield "embedded_other", detail
        if len(self.reports) > 1:
            titles = "; ".join(title for one in sorted(self.reports) for title in one)
            detail = f"the document holds the tables of several reports, one was read: {titles}"
            yield "several_reports", detail[:_LONGEST_TOLD]


def _value(tables: Tables) -> tuple[int, int]:
    """How much was read: tables, then cells."""
    return len(tables.keys() & {"requests", "disclosure"}), cells_read(tables)


def _lines(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks)


def content(document: Document, markup: str, step: str) -> tuple[str, str] | None:
    """The kind and the text of the content that a step of ``Origin.within`` names.

    None when the document holds no such content; ``markup`` is its source.
    """
    if step.startswith(f"{STEP}0:"):
        held = text_of(markup)
        return (LINES, held[1]) if held and _step(0, *held) == step else None
    for number, one in enumerate(contents(document, markup), 1):
        if number > _MOST_CONTENTS:
            return None
        if _step(number, one.how, one.text) == step:
            return one.how, one.text
    return None


def held_text(source: str) -> tuple[Document, str] | None:
    """A document whose source holds a report's text in strings: JSON, JSON lines.

    And that text; None for any other."""
    held = text_of(source)
    if held is None:
        return None
    document = read_text(held[1])
    document.within = (_step(0, *held),)
    document.notes.append(("embedded_content", f"the text was read out of: {held[0]}"))
    return document, held[1]


def _step(number: int, how: str, text: str) -> str:
    """Its length tells a content from that of another page, or of another part of it."""
    return f"{STEP}{number}: {how}, {len(text)} characters"


def _inner(
    document: Document,
    markup: str,
    depth: int,
    titles: tuple[str, ...] = (),
    steps: tuple[str, ...] = (),
) -> Iterator[_Inner]:
    """Every content that may hold tables."""
    for number, one in enumerate(contents(document, markup), 1):
        if number > _MOST_CONTENTS:
            return
        path = (*steps, _step(number, one.how, one.text))
        if one.how == LINES:
            yield _Inner(one.how, read_text(one.text), one.titles or titles, path)
            continue
        inner = read_html(one.text)
        own = named_within(inner) or one.titles or titles
        yield _Inner(one.how, inner, own, path, one.facts)
        if depth > 1:
            yield from _inner(inner, one.text, depth - 1, own, path)


def _joined(outer: Document, inner: _Inner) -> Document:
    """The page's own blocks and, behind them, those of its content."""
    tables = max((block.table for block in outer.blocks), default=-1) + 1
    raw = inner.how in (LINES, "escaped markup")
    kept = [block for block in outer.blocks if not (raw and _is_repeated(block, inner.how))]
    if inner.facts is not None:
        kept = [Block(value, line=n) for n, value in enumerate(inner.facts, 1)]
    within = inner.document
    moved = [replace(b, table=b.table + tables if b.is_cell else -1) for b in within.blocks]
    code = "hidden_content" if inner.how == UNSEEN else "embedded_content"
    notes = [*outer.notes, (code, f"the tables were read from: {inner.how}")]
    blocks, embedded = [*kept, *moved], (len(kept), inner.steps)
    return replace(outer, blocks=blocks, is_html=within.is_html, notes=notes, embedded=embedded)


def _is_repeated(block: Block, how: str) -> bool:
    """Whether a block of the page shows what the content is made of."""
    return block.tag == "pre" if how == LINES else holds_cells(block.text)
