"""A Word document as a document: paragraphs and table cells in the order of its body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml.etree import _Element

from parsers.document import Block, Document
from parsers.normalise import visible
from parsers.plain_cells import CELL_TEXT
from parsers.stacked import is_stacked, unstack
from parsers.word.package import opened
from parsers.word.texts import Told, boxes, tell

_PARAGRAPH, _TABLE, _ROW, _CELL = (qn(f"w:{tag}") for tag in ("p", "tbl", "tr", "tc"))
#: What only wraps content: controls, insertions, custom markup.
_WRAPS = frozenset(
    qn(f"w:{tag}")
    for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink")
)
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_WIDEST = 400
_DEEPEST = 12


def read_word(data: bytes) -> Document:
    """The blocks of a .docx. Raises ``Unreadable``.

    Headers, footers and notes are no part of the report; numbers that Word gives to
    paragraphs by itself are not in the file and not read.
    """
    word = opened(data)
    found = Document([], is_html=True)
    # The title in its properties is left alone: it is often that of the file it was made of.
    _Body(word, found).read()
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
    numbers: dict[_Element, int] = field(default_factory=dict)
    tables: int = 0
    hidden: list[str] = field(default_factory=list)

    def read(self) -> None:
        root = self.word.element
        self.numbers = {node: number for number, node in enumerate(root.iter("*"), 1)}
        self._content(root.body, 0)
        self.found.hidden = " ".join(self.hidden)

    def _content(self, node: _Element, depth: int) -> None:
        for part in _parts(node, (_PARAGRAPH, _TABLE)):
            if part.tag == _TABLE:
                if depth < _DEEPEST:
                    self._table(part, depth)
                continue
            told = Told()
            tell(part, told)
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
        table, self.tables = self.tables, self.tables + 1
        for row, cells in enumerate(_grid(node)):
            for column, cell in enumerate(cells):
                inner = [one for one in _parts(cell.node, (_TABLE,)) if not _is_figure(one)]
                told = self._told(cell.node)
                if inner or len(told.text) > CELL_TEXT:
                    self._content(cell.node, depth + 1)
                    continue
                self._note(cell.node, told)
                self._add(
                    Block(
                        visible(told.text),
                        self.numbers[cell.node],
                        None,
                        table,
                        row,
                        column,
                        across=cell.across,
                        down=cell.down,
                    )
                )

    def _told(self, cell: _Element) -> Told:
        """All paragraphs of a cell, those of a table with a single figure in it included."""
        told = Told()
        for paragraph in _parts(cell, (_PARAGRAPH, _TABLE)):
            told.parts.append("\n")
            inner = paragraph.iter(_PARAGRAPH) if paragraph.tag == _TABLE else (paragraph,)
            for one in inner:
                tell(one, told)
                for box in boxes(one):
                    for line in box.iter(_PARAGRAPH):
                        tell(line, told)
        return told


def _parts(node: _Element, tags: Sequence[str]) -> Iterator[_Element]:
    """The children of these kinds, through whatever wraps them."""
    for child in node:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPS:
            yield from _parts(child, tags)


def _grid(table: _Element) -> list[list[_Cell]]:
    """The cells row by row; those that only go on downwards lengthen the one above."""
    rows: list[list[_Cell]] = []
    open_cells: dict[int, _Cell] = {}
    for row in _parts(table, (_ROW,)):
        set_up = row.find(qn("w:trPr"))
        if set_up is not None and set_up.find(qn("w:del")) is not None:
            continue  # a tracked change has taken it out
        at = _number(set_up, "w:gridBefore", 0)
        cells: list[_Cell] = []
        for node in _parts(row, (_CELL,)):
            look = node.find(qn("w:tcPr"))
            across = _number(look, "w:gridSpan", 1)
            if cells and _goes_on(look, "w:hMerge"):
                cells[-1].across += across
                at += across
                continue
            merge = look.find(qn("w:vMerge")) if look is not None else None
            above = open_cells.get(at)
            if _goes_on(look, "w:vMerge") and above is not None and above.across == across:
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
    merge = look.find(qn(name)) if look is not None else None
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _number(look: _Element | None, name: str, usual: int) -> int:
    node = look.find(qn(name)) if look is not None else None
    said = node.get(qn("w:val")) if node is not None else None
    return max(0, min(int(said), _WIDEST)) if said and said.isdecimal() else usual


def _is_figure(table: _Element) -> bool:
    """Whether a table in a cell holds one figure, and is but a frame around it."""
    told = Told()
    for paragraph in table.iter(_PARAGRAPH):
        tell(paragraph, told)
    return bool(told.text) and not told.text.strip("0123456789,. \n\t")
