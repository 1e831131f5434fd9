"""A document as blocks in reading order, and as one stream of characters to match in.

Whatever came in (HTML, text, later PDF and Word), the readers see the same thing: words
with their origin, blank cells kept where the source shows them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import Any

from parsers.normalise import matchable
from parsers.report import Box, Origin


@dataclass(slots=True)
class Block:
    """A paragraph, a line of text, or one table cell.

    ``table`` is -1 outside tables; ``row`` and ``column`` count within a table.
    ``element`` is the element's number in document order (HTML), ``line`` a line number
    (text). ``pieces`` counts the text nodes a cell was put together from; ``across`` and
    ``down`` are the columns and rows that it spans. ``tag`` is the innermost block element
    (HTML); ``link`` whether any of the text is a link's. ``after``: the text begins where
    ``element`` ends, not where it begins. ``skipped`` characters (white space left out) of the
    element stand before the text. ``place`` is the page, counted from 1, and the box on it (PDF).
    ``name`` is the cell's in a workbook (``表3!C7``).
    """

    text: str
    element: int | None = None
    line: int | None = None
    table: int = -1
    row: int = -1
    column: int = -1
    pieces: int = 1
    tag: str = ""
    link: bool = False
    across: int = 1
    down: int = 1
    after: bool = False
    skipped: int = 0
    place: tuple[int, Box] | None = None
    name: str | None = None

    @property
    def is_cell(self) -> bool:
        """Whether this block is a cell of a table (or of a line with separators)."""
        return self.table >= 0


@dataclass(slots=True)
class Document:
    """Blocks in reading order and what the page says about itself.

    ``meta`` holds ``<meta>`` names in lower case, and ``canonical``; ``hidden`` is text that
    a reader of the page cannot see; ``notes`` are problem codes with their details.
    ``tree`` is the page's own tree, from which ``references`` takes links and images when
    someone asks for them: nearly every report is read without. ``pictures`` are those of a
    PDF: the block before each, and its address within the file (RFC 8118).
    ``unseen`` are elements of the tree that it keeps out of sight and that may hold text of a
    report (a tab, a template). ``within`` is that of ``parsers.report.Origin``.
    ``embedded``: the blocks from that index on are those of a content that the page holds, and
    the steps that lead to it.
    """

    blocks: list[Block]
    title: str | None = None
    meta: dict[str, str] = field(default_factory=dict)
    hidden: str = ""
    is_html: bool = False
    notes: list[tuple[str, str]] = field(default_factory=list)
    tree: Any = None
    pictures: list[tuple[int, str]] = field(default_factory=list)
    unseen: list[Any] = field(default_factory=list)
    within: tuple[str, ...] = ()
    embedded: tuple[int, tuple[str, ...]] | None = None

    def within_of(self, block: int) -> tuple[str, ...]:
        """What lies between the bytes that were kept and the block of that index."""
        if self.embedded is None or block < self.embedded[0]:
            return self.within
        return self.within + self.embedded[1]

    @property
    def own_blocks(self) -> list[Block]:
        """Those of the document itself, not of a content that it holds."""
        return self.blocks if self.embedded is None else self.blocks[: self.embedded[0]]


class Stream:
    """All words of the blocks run together, without white space.

    ``text`` is normalised for matching. ``starts[i]`` is where word ``i`` begins and
    ``blocks[i]`` which block it came from; a blank cell is a word of no length.
    ``begins[b]`` is where block ``b`` begins. ``has_lines_only``: the source is text that
    shows no cells.
    """

    __slots__ = (
        "_borders",
        "begins",
        "blocks",
        "document",
        "has_lines_only",
        "raw",
        "starts",
        "text",
        "words",
    )

    def __init__(self, document: Document) -> None:
        self.document = document
        found = [block.text.split() for block in document.blocks]
        cells = [index for index, block in enumerate(document.blocks) if block.table >= 0]
        for index in cells:
            if not found[index]:
                found[index] = [""]
        self.has_lines_only = not (cells or document.is_html)
        self.words = words = list(chain.from_iterable(found))
        starts = list(accumulate(map(len, words), initial=0))
        firsts = accumulate(map(len, found), initial=0)
        self.blocks = [index for index, of_block in enumerate(found) for _ in of_block]
        self.begins = [starts[first] for first in firsts]
        self.begins.pop()
        starts.pop()
        self.starts = starts
        self.raw = "".join(words)
        self.text = matchable(self.raw)
        self._borders = frozenset(self.starts)

    def word_at(self, position: int) -> int:
        """The index of the word that holds the character at ``position``."""
        return bisect_right(self.starts, position) - 1

    def end_of(self, word: int) -> int:
        """Where word number ``word`` ends."""
        return self.starts[word + 1] if word + 1 < len(self.starts) else len(self.raw)

    def is_border(self, position: int) -> bool:
        """Whether white space, a cell or a line ends just before ``position``."""
        return position in self._borders or position >= len(self.raw)

    def block_at(self, position: int) -> int:
        """The index of the block that holds the character at ``position``."""
        if not self.blocks:
            return 0
        if position < 0:
            return self.blocks[0]
        return self.blocks[bisect_right(self.starts, position) - 1]

    def block_start(self, block: int) -> int:
        """Where the first word of that block (or of a later one) begins."""
        return self.begins[block] if block < len(self.begins) else len(self.raw)

    def origin(self, position: int, raw: str = "") -> Origin:
        """Where the character at ``position`` stands in the source; ``raw`` is what was read."""
        if not self.blocks:
            return Origin(None, None, 0, raw=raw)
        index = self.blocks[max(0, bisect_right(self.starts, position) - 1)]
        block = self.document.blocks[index]
        cell = block.column + 1 if block.line is not None and block.table >= 0 else None
        offset = position - self.begins[index] + block.skipped
        page, box = block.place or (None, None)
        within = self.document.within_of(index)
        return Origin(
            block.element, block.line, offset, cell, block.after, raw, page, box, block.name, within
        )
