"""A Word document as a document: paragraphs and table cells in the order of its body."""

from __future__ import annotations

from dataclasses import dataclass, field

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml.etree import _Element

from parsers.document import Block, Document
from parsers.normalise import visible
from parsers.plain_cells import CELL_TEXT
from parsers.stacked import is_stacked, unstack
from parsers.word.content import (
    CELL,
    PARAGRAPH,
    ROW,
    TABLE,
    boxes,
    is_taken_out,
    paragraphs,
    parts,
)
from parsers.word.looks import Styles, styles_of
from parsers.word.package import opened
from parsers.word.texts import Told, tell

_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_ROW_LOOK, _CELL_LOOK, _ACROSS, _DOWN, _BEFORE, _SPAN, _VALUE, _CHUNK = (
    qn(f"w:{tag}")
    for tag in ("trPr", "tcPr", "hMerge", "vMerge", "gridBefore", "gridSpan", "val", "altChunk")
)
_WIDEST = 400
_DEEPEST = 12
_TOO_DEEP = "tables or text boxes that are nested too deep were not read"
_INSERTED = "a file that is inserted whole (w:altChunk) was not read"


def read_word(data: bytes) -> Document:
    """The blocks of a .docx. Raises ``Unreadable``.

    Headers, footers and notes are no part of the report; numbers that Word gives to
    paragraphs by itself are not in the file and not read.
    """
    word = opened(data)
    found = Document([], is_html=True)
    # The title in its properties is left alone: it is often that of the file it was made of.
    _Body(word, found, styles_of(word)).read()
    if any("\n" in b.text and is_stacked(b.text) for b in found.blocks if b.is_cell):
        found.blocks = unstack(found.blocks)
    return found


@dataclass(slots=True)
class _Cell:
    node: _Element
    left: int
    across: int
    down: int = 1


@dataclass(slots=True)
class _Body:
    word: WordDocument
    found: Document
    styles: Styles
    numbers: dict[_Element, int] = field(default_factory=dict)
    tables: int = 0
    hidden: list[str] = field(default_factory=list)
    is_cut: bool = False

    def read(self) -> None:
        root = self.word.element
        self.numbers = {node: number for number, node in enumerate(root.iter("*"), 1)}
        self._content(root.body, 0)
        self.found.hidden = " ".join(self.hidden)
        if self.is_cut:
            self.found.notes.append(("truncated", _TOO_DEEP))
        if next(root.iter(_CHUNK), None) is not None:
            self.found.notes.append(("content_unread", _INSERTED))

    def _content(self, node: _Element, depth: int) -> None:
        if depth > _DEEPEST:
            self.is_cut = True
            return
        for part in parts(node, (PARAGRAPH, TABLE)):
            if part.tag == TABLE:
                self._table(part, depth)
                continue
            told = Told()
            tell(part, told, self.styles)
            self._note(part, told)
            if told.text.strip():
                self._add(Block(visible(told.text), self.numbers[part], tag="p"))
            for box in boxes(part):
                self._content(box, depth + 1)

    def _note(self, node: _Element, told: Told) -> None:
        self.hidden += told.hidden
        for picture in node.iter("*") if told.holds else ():
            if (name := picture.get(_EMBED)) and name in self.word.part.rels:
                target = self.word.part.rels[name].target_ref
                self.found.pictures.append((len(self.found.blocks) - 1, target))

    def _add(self, block: Block) -> None:
        self.found.blocks.append(block)

    def _table(self, node: _Element, depth: int) -> None:
        if depth >= _DEEPEST:
            self.is_cut = True
            return
        table, self.tables = self.tables, self.tables + 1
        for row, cells in enumerate(_grid(node)):
            for column, cell in enumerate(cells):
                told = self._told(cell.node)
                if told is None or len(told.text) > CELL_TEXT:
                    self._content(cell.node, depth + 1)
                    continue
                self._note(cell.node, told)
                self._add(_block(cell, told, self.numbers[cell.node], (table, row, column)))

    def _told(self, cell: _Element) -> Told | None:
        """All that a cell holds, figures in frames of their own included; none of a layout's."""
        frames = list(parts(cell, (TABLE,)))
        if not frames:
            return self._all(cell)
        if not all(_is_figures(self._all(frame).text) for frame in frames):
            return None
        told = self._all(cell)
        # A frame holds the cell's figure; of several nobody knows which it is.
        lines = filter(None, map(str.strip, told.text.split("\n")))
        told.holds |= len(list(lines)) > 1
        return told

    def _all(self, node: _Element) -> Told:
        told = Told()
        for paragraph in paragraphs(node):
            told.add("\n")
            tell(paragraph, told, self.styles)
        return told


def _block(cell: _Cell, told: Told, element: int, place: tuple[int, int, int]) -> Block:
    text, (table, row, column) = visible(told.text), place
    return Block(text, element, None, table, row, column, across=cell.across, down=cell.down)


def _grid(table: _Element) -> list[list[_Cell]]:
    """The cells row by row; those that only go on downwards lengthen the one above."""
    rows: list[list[_Cell]] = []
    open_cells: dict[int, _Cell] = {}
    for row in parts(table, (ROW,)):
        if is_taken_out(row):
            continue
        set_up = row.find(_ROW_LOOK)
        at = _number(set_up, _BEFORE, 0)
        cells: list[_Cell] = []
        for node in parts(row, (CELL,)):
            look = node.find(_CELL_LOOK)
            across = _number(look, _SPAN, 1)
            if cells and _goes_on(look, _ACROSS):
                cells[-1].across += across
                at += across
                continue
            merge = look.find(_DOWN) if look is not None else None
            above = open_cells.get(at)
            if _goes_on(look, _DOWN) and above is not None and above.across == across:
                above.down += 1
            else:
                cell = _Cell(node, at, across)
                cells.append(cell)
                open_cells.pop(at, None)
                if merge is not None:
                    open_cells[at] = cell
            at += across
        rows.append(cells)
    return rows


def _goes_on(look: _Element | None, name: str) -> bool:
    """Whether a cell only goes on from the one above it, or to its left."""
    merge = look.find(name) if look is not None else None
    return merge is not None and merge.get(_VALUE, "continue") == "continue"


def _number(look: _Element | None, name: str, usual: int) -> int:
    node = look.find(name) if look is not None else None
    said = node.get(_VALUE) if node is not None else None
    return max(0, min(int(said), _WIDEST)) if said and said.isdecimal() else usual


def _is_figures(text: str) -> bool:
    """Whether a table in a cell holds figures alone, and is but a frame around them."""
    return bool(text) and not text.strip("0123456789,. \n\t")
