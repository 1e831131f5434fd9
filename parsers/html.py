"""HTML to blocks: cells of data tables as cells, everything else as paragraphs.

Layout tables are told from data tables by what is in them, not by their markup: a
cell that holds a table, or more text than a cell of a form ever does, is a paragraph
container like any ``div``.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from parsers.document import Block, Document
from parsers.hidden import IN_SIGHT, Hiding, advertises, hides, how_hidden, strings
from parsers.html_tree import encoded, tree_of, undecorated
from parsers.normalise import visible
from parsers.plain_cells import CELL_TEXT, plain_row, span_of
from parsers.seen import (
    OBJECT,
    REVERSED,
    STRUCK,
    Sight,
    dress,
    field_text,
    is_field,
    is_object,
    is_white_figure,
)
from parsers.stacked import is_stacked, unstack

#: What an element is to the walk; elements not named here are inline.
_PARTS: dict[object, str] = {
    **dict.fromkeys(
        re.split(
            r"\s+",
            "address article aside blockquote body br caption center fieldset figure footer "
            "form h1 h2 h3 h4 h5 h6 header hr html main nav ol option p pre tbody tfoot thead",
        ),
        "block",
    ),
    # Rows of tables that are made of other elements: their children are cells if they look so.
    **dict.fromkeys(("div", "ul", "dl", "li", "section", "dd", "dt"), "grid"),
    **dict.fromkeys(("td", "th"), "cell"),
    "tr": "row",
    "table": "table",
    "marquee": "marquee",
    **dict.fromkeys(
        ("script", "style", "template", "noscript", "select", "textarea", "svg", "head"), "skip"
    ),
}
_GRID_CELLS = frozenset(("div", "li", "dd", "dt"))
_WIDEST_ROW = 40
#: What stands behind a raised element: nothing, but the next is raised no more.
_RAISED_END = "raised"
#: A part out of sight with fewer characters is no part of a report.
_FEWEST_WORDS = 30
_FIGURE = "0123456789,. \n\xa0\u3000"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read_html(text: str, utf8: bytes | None = None) -> Document:
    """Blocks, title, meta and hidden text of an HTML page.

    ``utf8`` is the same page encoded, where it is at hand. Never raises: markup that the HTML
    parser gives up on (nesting beyond its limit) is read again without its inline tags, and
    noted.
    """
    document = Document([], is_html=True)
    root, whole = tree_of(utf8 if utf8 is not None else encoded(text))
    if not whole:
        document.notes.append(("markup_damage", "nested beyond the HTML parser's limit"))
        root, whole = tree_of(encoded(undecorated(text)))
        if not whole:
            document.notes.append(("truncated", "the rest is nested too deep to be read"))
    document.tree = root
    if root is not None:
        hiding = Hiding(text, root)
        _Walk(document, Sight(text, hiding.sheet), hiding).run(root)
    return document


class _Walk:
    """One pass over the tree; keeps the open inline text, tables, rows and cells."""

    def __init__(self, document: Document, sight: Sight, hiding: Hiding) -> None:
        self.document = document
        self.sight = sight
        self.hiding = hiding
        self.may_hide = hiding.acts or not sight.is_plain
        #: Inline elements of cells that dress their text, and what stands behind it.
        self.dressed: dict[etree._Element, str] = {}
        self.raised = 0
        #: Whether some cell holds figures one under another.
        self.stacked = False
        self.blocks = document.blocks
        self.text: list[str] = []
        self.element = 0
        self.tag = ""
        #: The block element that ended last, if none has begun since.
        self.closed: etree._Element | None = None
        self.numbers: dict[etree._Element, int] = {}
        self.link = False
        self.tables = 0
        self.cells: list[_Cell] = []
        self.open_tables: list[_Table] = []
        self.hidden: list[str] = []
        self.grid: dict[etree._Element, _Table] = {}
        self.grids: dict[etree._Element | None, _Table] = {}

    def run(self, root: etree._Element) -> None:
        # One loop on purpose: a page has thousands of elements, and a call for each shows.
        self._head(root)
        walker = etree.iterwalk(root, events=("start", "end"))
        text, part_of, dressed, may_hide = self.text, _PARTS.get, self.dressed, self.may_hide
        number = 0
        taken: etree._Element | None = None
        for event, node in walker:
            tag: Any = node.tag
            part = part_of(tag)
            if event == "end":
                if part is not None and node is not taken:
                    self._end(node, part, tag)
                elif dressed and node in dressed:
                    self._undress(node)
                words = node.tail
                if words:
                    text.append(words.translate(_RAISED) if self.raised else words)
                continue
            number += 1
            style = node.get("style")
            is_odd = may_hide or part == "marquee" or (style and hides(style))
            if part == "skip" or (is_odd and self._is_hidden(node, part)):
                self._note_object(node)
                walker.skip_subtree()
                number += sum(1 for _ in node.iterdescendants())
                continue
            if part is None:
                self._dress(node)
            else:
                if text:
                    self._flush()
                if part == "row" and self.open_tables and (count := self._plain_row(node, number)):
                    walker.skip_subtree()
                    taken, number = node, number + count
                    self.closed = node
                    continue
                self.element = number
                self.closed = None
                self.tag = self.tag if tag == "br" else tag
                if part != "block":
                    self._open(node, part, number)
            self.link |= tag == "a"
            words = node.text
            if words:
                # A footnote's number must not run into the number that it stands on.
                text.append(words.translate(_RAISED) if self.raised or tag == "sup" else words)
        self._finish()

    def _finish(self) -> None:
        self._flush()
        if self.stacked:
            self.document.blocks = unstack(self.blocks)
        self.document.hidden = " ".join(self.hidden)

    def _end(self, node: etree._Element, part: str, tag: object) -> None:
        if self.text:
            self._flush()
        if part != "block":
            self._close(node, part)
        if tag != "br":
            self.tag = ""
        self.closed = node
        self.link = False

    def _plain_row(self, row: etree._Element, number: int) -> int:
        """Take a row of cells that hold one run of inline text each (``td > p > span``).

        Returns how many elements it has; 0 when it must be walked. Nearly every row is like
        this, and walking through its tags would cost more than all the rest.
        """
        cells = None if self.may_hide else plain_row(row)
        if cells is None:
            return 0
        table = self.open_tables[-1]
        line, count = table.row + 1, 0
        blocks: list[Block] = []
        for column, (text, depth, pieces, is_link, across, down) in enumerate(cells):
            count += 1
            place = number + count
            blocks.append(
                Block(text, place, None, table.id, line, column, pieces, "", is_link, across, down)
            )
            count += depth
        self.blocks += blocks
        table.row, table.column = line, len(blocks)
        return count

    def _dress(self, node: etree._Element) -> None:
        """Mark inline text of a cell that is struck out, raised, or perhaps out of sight."""
        if not self.cells:
            return
        self._note_object(node)
        how = dress(node, self.text[-1] if self.text else "", self.sight.sheet)
        doubtful = not self.sight.is_plain and self.sight.may_be_hidden(node)
        if how == "raised":
            self.raised += 1
        mark = {"struck": STRUCK, "reversed": REVERSED}.get(how, " " if doubtful else "")
        if doubtful and is_white_figure(node):
            mark = OBJECT
        if mark:
            self.text.append(mark)
        if how or doubtful:
            self.dressed[node] = mark if how != "raised" else _RAISED_END

    def _undress(self, node: etree._Element) -> None:
        mark = self.dressed.pop(node)
        if mark == _RAISED_END:
            self.raised -= 1
        elif mark != REVERSED:
            self.text.append(mark)

    def _note_object(self, node: etree._Element) -> None:
        """What a cell shows that is no text: a field's value is read, a picture is noted."""
        if not self.cells:
            return
        if is_field(node.tag):
            self.text.append(field_text(node))
        elif is_object(node.tag):
            self.cells[-1].holds = True

    def _is_hidden(self, node: etree._Element, part: str | None) -> bool:
        how = how_hidden(node, part, self.hiding)
        if how == "tiny" and self.cells and part is None and node not in self.dressed:
            self.text.append(" ")  # in sight or not: it is no part of the number before it
            self.dressed[node] = " "
        if how in IN_SIGHT:
            return False
        words = " ".join("".join(strings(node)).split())
        self.hidden.append(words)
        if len(words) >= _FEWEST_WORDS and not advertises(node):
            self.document.unseen.append(node)
        return True

    def _head(self, root: etree._Element) -> None:
        meta, title = self.document.meta, None
        for node in root.iter("meta", "link", "title"):
            if node.tag == "title":
                title = node if title is None else title
            elif node.tag == "link":
                if (node.get("rel") or "").lower() == "canonical":
                    meta.setdefault("canonical", (node.get("href") or "").strip())
            elif name := (node.get("name") or node.get("property") or "").strip().lower():
                meta.setdefault(name, (node.get("content") or "").strip())
        if title is not None:
            self.document.title = " ".join("".join(strings(title)).split()) or None

    def _open(self, node: etree._Element, part: str, element: int) -> None:
        if part == "cell":
            if self.open_tables:
                cell = _Cell(len(self.blocks), element, self.open_tables[-1])
                if not self.sight.is_plain:
                    cell.holds = not self.sight.shows_nothing(node)
                if len(node.attrib) > 0:
                    cell.across, cell.down = span_of(node, "colspan"), span_of(node, "rowspan")
                self.cells.append(cell)
        elif part == "row":
            if self.open_tables:
                self.open_tables[-1].next_row()
        elif part == "table":
            self._open_table()
        elif part == "grid" and len(node) > 1 and not self.cells:
            self._open_grid_row(node)
        if self.grid and node in self.grid:
            self.cells.append(_Cell(len(self.blocks), element, self.grid[node]))

    def _close(self, node: etree._Element, part: str) -> None:
        if part == "cell" or (self.grid and node in self.grid):
            if self.cells:
                self._close_cell(self.cells.pop())
        elif part == "table" and self.open_tables:
            self.open_tables.pop()

    def _flush(self) -> None:
        parts = self.text
        joined = parts[0] if len(parts) == 1 else "".join(parts)
        if joined and not joined.isspace():
            pieces = 1 if len(parts) == 1 else sum(not part.isspace() for part in parts)
            tag, link = self.tag, self.link
            block = Block(visible(joined), self.element, None, -1, -1, -1, pieces, tag, link)
            self.link = False
            if self.closed is not None:
                block.element, block.after = self._number(self.closed), True
            self.blocks.append(block)
        parts.clear()

    def _number(self, node: etree._Element) -> int:
        """An element's number in document order; the last one opened is known."""
        if node.tag == "br":
            return self.element
        if not self.numbers:
            everything = node.getroottree().getroot().iter()
            self.numbers = {one: number for number, one in enumerate(everything, 1)}
        return self.numbers[node]

    def _open_table(self) -> None:
        for cell in self.cells:
            cell.is_layout = True
        self.open_tables.append(_Table(self.tables))
        self.tables += 1

    def _open_grid_row(self, node: etree._Element) -> None:
        """Mark the children of a row of a table made of ``div``s as its cells."""
        if not _is_grid_row(node):
            return
        parent = node.getparent()
        if parent not in self.grids:
            self.grids[parent] = _Table(self.tables)
            self.tables += 1
        table = self.grids[parent]
        table.next_row()
        self.grid.update(dict.fromkeys(node, table))

    def _close_cell(self, cell: _Cell) -> None:
        first, blocks = cell.first, self.blocks
        text, pieces, link = "", 1, False
        if len(blocks) == first + 1:
            link = blocks[first].link
            text, pieces = blocks[first].text, blocks[first].pieces
        elif len(blocks) > first:
            text = "\n".join(block.text for block in blocks[first:])
            pieces = sum(block.pieces for block in blocks[first:])
        nested = len(blocks) == first + 1 and blocks[first].is_cell
        if cell.is_layout and not (nested and not text.strip(_FIGURE)):
            return  # a table of one figure inside a cell is that cell's figure
        if len(text) > CELL_TEXT:
            return
        if cell.holds and not text.strip(_FIGURE):
            text += OBJECT
        del blocks[first:]
        self.stacked = self.stacked or ("\n" in text and is_stacked(text))
        table = cell.table
        block = Block(text, cell.element, None, table.id, table.row, table.column, pieces)
        block.across, block.down, block.link = cell.across, cell.down, link
        blocks.append(block)
        table.column += 1


class _Table:
    __slots__ = ("column", "id", "row")

    def __init__(self, number: int) -> None:
        self.id, self.row, self.column = number, -1, 0

    def next_row(self) -> None:
        self.row += 1
        self.column = 0


class _Cell:
    __slots__ = ("across", "down", "element", "first", "holds", "is_layout", "table")

    def __init__(self, first: int, element: int, table: _Table) -> None:
        self.first, self.element, self.table, self.is_layout = first, element, table, False
        self.across = self.down = 1
        #: Something that is no text stands in it, or may be drawn there.
        self.holds = False


def is_skipped(node: etree._Element) -> bool:
    """Whether an element's text is no part of what the page says (scripts, styles …)."""
    return _PARTS.get(node.tag) == "skip"


def _is_grid_row(node: etree._Element) -> bool:
    """Whether an element's children can be the cells of one row with a number or a blank."""
    if not 2 <= len(node) <= _WIDEST_ROW or (node.text and not node.text.isspace()):
        return False
    if any(child.tag not in _GRID_CELLS or child.tag != node[0].tag for child in node):
        return False
    if any(_PARTS.get(inner.tag) and inner.tag != "br" for child in node for inner in child):
        return False
    texts = ["".join(strings(child)).strip() for child in node]
    return any(texts) and any(not text or text.isdecimal() for text in texts)
