"""HTML to blocks: cells of data tables as cells, everything else as paragraphs.

Layout tables are told from data tables by what is in them, not by their markup: a
cell that holds a table, or more text than a cell of a form ever does, is a paragraph
container like any ``div``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from parsers.document import Block, Document
from parsers.normalise import visible

_BREAKING = frozenset(
    re.split(
        r"\s+",
        "address article aside blockquote body br caption center dd div dl dt fieldset figure "
        "footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre section table "
        "tbody td tfoot th thead title tr ul",
    )
)
_SKIPPED = frozenset(
    ("script", "style", "template", "noscript", "select", "textarea", "svg", "head")
)
#: Tables made of other elements: a row's children are its cells when they look like it.
_TABLE_PARTS = frozenset(("table", "tr", "td", "th"))
_GRID_ROWS = frozenset(("div", "ul", "dl", "li", "section"))
_GRID_CELLS = frozenset(("div", "li", "dd", "dt"))
_WIDEST_ROW = 40
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent)\s*:\s*-\d{3,}|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)",
    re.IGNORECASE,
)
#: A cell with more text than this is a layout cell; the longest official label has 60.
_CELL_TEXT = 400
#: Inline tags that say nothing but can be nested by the thousand when left unclosed.
_DECORATION = re.compile(
    r"</?(?:font|span|b|strong|i|em|u|a|big|small|center|o:p|div)\b[^<>]*>", re.IGNORECASE
)


_MAY_HIDE = etree.XPath(
    "//*[@hidden or @style[contains(., 'one') or contains(., 'ONE') or contains(., 'idden')"
    " or contains(., ':-') or contains(., ': -') or contains(., 'size:0')"
    " or contains(., 'size: 0')]]"
)


def read_html(text: str) -> Document:
    """Blocks, title, meta, links, images and hidden text of an HTML page.

    Never raises: markup that the HTML parser gives up on (nesting beyond its limit)
    is read again without its inline tags, and noted.
    """
    document = Document([], is_html=True)
    root, whole = _tree(text)
    if not whole:
        document.notes.append(("markup_damage", "nested beyond the HTML parser's limit"))
        root, whole = _tree(_DECORATION.sub(" ", text))
        if not whole:
            document.notes.append(("truncated", "the rest is nested too deep to be read"))
    if root is not None:
        _Walk(document).run(root)
    return document


def _tree(text: str) -> tuple[etree._Element | None, bool]:
    """The tree, and whether all of the text is in it (libxml2 stops at its depth limit)."""
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    data = text.replace("\0", "").encode("utf-8", errors="replace")
    try:
        root = lxml_html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None, True
    last = parser.error_log.last_error
    return root, last is None or last.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT


class _Walk:
    """One pass over the tree; keeps the open inline text, tables, rows and cells."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.blocks = document.blocks
        self.text: list[str] = []
        self.element = 0
        self.tables = 0
        self.cells: list[_Cell] = []
        self.open_tables: list[_Table] = []
        self.hidden: list[str] = []
        self.grid: dict[etree._Element, _Table] = {}
        self.grids: dict[etree._Element | None, _Table] = {}

    def run(self, root: etree._Element) -> None:
        self._head(root)
        walker = etree.iterwalk(root, events=("start", "end"))
        # One XPath tells which elements can be hidden; asking each for its style costs more.
        styled = set(_MAY_HIDE(root))
        number = 0
        for event, node in walker:
            tag = node.tag
            if event == "end":
                if isinstance(tag, str):
                    self._end(node, tag)
                elif node.tail:
                    self.text.append(node.tail)
                continue
            number += 1
            if not isinstance(tag, str):
                continue
            if tag in _SKIPPED or (node in styled and self._is_hidden(node)):
                walker.skip_subtree()
                number += sum(1 for _ in node.iterdescendants())
            else:
                self._start(node, tag, number)
        self._flush()
        self.document.hidden = " ".join(self.hidden)

    def _head(self, root: etree._Element) -> None:
        for meta in root.iter("meta"):
            name = (meta.get("name") or meta.get("property") or "").strip().lower()
            if name:
                self.document.meta.setdefault(name, (meta.get("content") or "").strip())
        title = root.find(".//title")
        if title is not None:
            self.document.title = " ".join("".join(_strings(title)).split()) or None

    def _is_hidden(self, node: etree._Element) -> bool:
        if node.get("hidden") is None and not _HIDDEN.search(node.get("style") or ""):
            return False
        self.hidden.append(" ".join("".join(_strings(node)).split()))
        return True

    def _start(self, node: etree._Element, tag: str, element: int) -> None:
        if tag in _BREAKING:
            if self.text:
                self._flush()
            self.element = element
            if tag in _GRID_ROWS:
                if not self.cells and len(node) > 1:
                    self._open_grid_row(node)
            elif tag in _TABLE_PARTS:
                self._open_part(tag, element)
            if self.grid and node in self.grid:
                self.cells.append(_Cell(len(self.blocks), element, self.grid[node]))
        if node.text:
            self.text.append(node.text)

    def _open_part(self, tag: str, element: int) -> None:
        if tag == "table":
            self._open_table()
        elif tag == "tr" and self.open_tables:
            self.open_tables[-1].next_row()
        elif tag in ("td", "th") and self.open_tables:
            self.cells.append(_Cell(len(self.blocks), element, self.open_tables[-1]))

    def _end(self, node: etree._Element, tag: str) -> None:
        if tag in _BREAKING and tag != "br":
            if self.text:
                self._flush()
            if tag in ("td", "th") or (self.grid and node in self.grid):
                if self.cells:
                    self._close_cell(self.cells.pop())
            elif tag == "table" and self.open_tables:
                self.open_tables.pop()
        if node.tail:
            self.text.append(node.tail)

    def _flush(self) -> None:
        parts = self.text
        joined = parts[0] if len(parts) == 1 else "".join(parts)
        if not joined.isspace():
            pieces = 1 if len(parts) == 1 else sum(not part.isspace() for part in parts)
            self.blocks.append(Block(visible(joined), self.element, pieces=pieces))
        self.text = []

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
        inner = self.blocks[cell.first :]
        if cell.is_layout or sum(len(block.text) for block in inner) > _CELL_TEXT:
            return
        text = "\n".join(block.text for block in inner)
        pieces = sum(block.pieces for block in inner)
        del self.blocks[cell.first :]
        column = cell.table.next_column()
        self.blocks.append(
            Block(text, cell.element, None, cell.table.id, cell.table.row, column, pieces)
        )


class _Table:
    __slots__ = ("column", "id", "row")

    def __init__(self, number: int) -> None:
        self.id, self.row, self.column = number, -1, 0

    def next_row(self) -> None:
        self.row += 1
        self.column = 0

    def next_column(self) -> int:
        self.column += 1
        return self.column - 1


class _Cell:
    __slots__ = ("element", "first", "is_layout", "table")

    def __init__(self, first: int, element: int, table: _Table) -> None:
        self.first, self.element, self.table, self.is_layout = first, element, table, False


def _is_grid_row(node: etree._Element) -> bool:
    """Whether an element's children can be the cells of one row with a number or a blank."""
    if not 2 <= len(node) <= _WIDEST_ROW or (node.text and not node.text.isspace()):
        return False
    if any(child.tag not in _GRID_CELLS or child.tag != node[0].tag for child in node):
        return False
    if any(inner.tag in _BREAKING for child in node for inner in child if inner.tag != "br"):
        return False
    texts = ["".join(_strings(child)).strip() for child in node]
    return any(texts) and any(not text or text.isdigit() for text in texts)


def _strings(node: etree._Element) -> Iterator[str]:
    return (str(part) for part in node.itertext())
