"""HTML to blocks: cells of data tables as cells, everything else as paragraphs.

Layout tables are told from data tables by what is in them, not by their markup: a
cell that holds a table, or more text than a cell of a form ever does, is a paragraph
container like any ``div``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from lxml import etree

from parsers.document import Block, Document
from parsers.lexicon import spam_in
from parsers.normalise import visible

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
#: What may stand between a plain cell and its text, and how many of them.
_WRAPPERS = frozenset(("p", "span", "font", "div", "b", "strong", "a", "center", "o:p", "u"))
_DEEPEST_WRAPPER = 8
_GRID_CELLS = frozenset(("div", "li", "dd", "dt"))
_WIDEST_ROW = 40
_WIDEST_SPAN = 400
_DIGITS = re.compile("[0-9]{1,4}")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_GONE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden"
    # Word moves whole tables by margins of some hundred points: only what no screen shows.
    r"|(?<![\w-])(?:left|top|right|margin-left|margin-top)\s*:\s*-(?:\d{4,}|[5-9]\d\d)"
    r"|text-indent\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_NO_FONT = re.compile(
    r"font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:!important)?\s*(?:;|$)", re.IGNORECASE
)
#: Tricks that ordinary pages use as well: they hide advertising only.
_TINY = re.compile(
    r"(?<![\w-])(?:width|height|line-height)\s*:\s*[01](?:px|pt)?\s*(?:;|$)"
    r"|font-size\s*:\s*1(?:px|pt)|opacity\s*[:=]\s*0(?:\.0\d*)?\s*(?:[;)]|$)|clip\s*:\s*rect",
    re.IGNORECASE,
)
#: Links that nobody sees are some dozen words; what is longer is the page.
_LONGEST_SPAM = 3000
_COLOURS = re.compile(r"(?<![\w-])(background(?:-color)?|color)\s*:\s*([^;]{1,40})", re.IGNORECASE)
_WHITE = {"white": "#fff", "#ffffff": "#fff", "rgb(255,255,255)": "#fff"}
#: A cell with more text than this is a layout cell; the longest official label has 60.
_CELL_TEXT = 400
#: Inline tags that say nothing but can be nested by the thousand when left unclosed.
_DECORATION = re.compile(
    r"</?(?:font|span|b|strong|i|em|u|a|big|small|center|o:p|div)\b[^<>]*>", re.IGNORECASE
)


def read_html(text: str) -> Document:
    """Blocks, title, meta and hidden text of an HTML page.

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
    document.tree = root
    if root is not None:
        _Walk(document, may_hide="hidden" in text).run(root)
    return document


def _tree(text: str) -> tuple[etree._Element | None, bool]:
    """The tree, and whether all of the text is in it (libxml2 stops at its depth limit)."""
    # Plain elements: those of lxml.html cost a Python call each.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    data = text.replace("\0", "").encode("utf-8", errors="replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None, True
    last = parser.error_log.last_error
    return root, last is None or last.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT


class _Walk:
    """One pass over the tree; keeps the open inline text, tables, rows and cells."""

    def __init__(self, document: Document, *, may_hide: bool) -> None:
        self.document = document
        self.may_hide = may_hide
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
        text, part_of = self.text, _PARTS.get
        number = 0
        taken: etree._Element | None = None
        for event, node in walker:
            tag = node.tag
            part = part_of(tag)
            if event == "end":
                if part is not None and node is not taken:
                    if text:
                        self._flush()
                    if part != "block":
                        self._close(node, part)
                words = node.tail
                if words:
                    text.append(words)
                continue
            number += 1
            if part == "skip" or self._is_hidden(node, part):
                walker.skip_subtree()
                number += sum(1 for _ in node.iterdescendants())
                continue
            if part is not None:
                if text:
                    self._flush()
                if part == "cell" and (depth := self._plain_cell(node, number)):
                    walker.skip_subtree()
                    taken, number = node, number + depth - 1
                    continue
                self.element = number
                if part != "block":
                    self._open(node, part, number)
            words = node.text
            if words:
                # A footnote's number must not run into the number that it stands on.
                text.append(words.translate(_RAISED) if tag == "sup" else words)
        self._flush()
        self.document.hidden = " ".join(self.hidden)

    def _plain_cell(self, cell: etree._Element, number: int) -> int:
        """Take a cell that holds one text node (``td > p > span``): how many elements, or 0.

        Nearly every cell is like this, and walking through its tags would cost more than
        all the rest.
        """
        if not self.open_tables:
            return 0
        node, depth = cell, 1
        words = node.text
        while len(node) == 1 and (not words or words.isspace()):
            node, depth = node[0], depth + 1
            style, tail = node.get("style"), node.tail
            if node.tag not in _WRAPPERS or depth > _DEEPEST_WRAPPER or (style and _hides(style)):
                return 0
            if tail and not tail.isspace():
                return 0
            words = node.text
        if len(node) or (words and len(words) > _CELL_TEXT) or self.may_hide:
            return 0
        shown = "" if not words or words.isspace() else words
        shown = shown if shown.isascii() else visible(shown)  # digits hide nothing
        table = self.open_tables[-1]
        block = Block(shown, number, None, table.id, table.row, table.column)
        if cell.get("colspan") or cell.get("rowspan"):
            block.across, block.down = _span(cell, "colspan"), _span(cell, "rowspan")
        self.blocks.append(block)
        table.column += 1
        return depth

    def _is_hidden(self, node: etree._Element, part: str | None) -> bool:
        style = node.get("style")
        how = _hides(style) if style else ""
        if part == "marquee":
            how = how or "tiny"
        if self.may_hide and node.get("hidden") is not None:
            how = "gone"
        if not how or (how == "no font" and _resizes(node)):
            return False
        if how == "tiny" and not _advertises(node):
            return False
        self.hidden.append(" ".join("".join(_strings(node)).split()))
        return True

    def _head(self, root: etree._Element) -> None:
        for meta in root.iter("meta", "link"):
            if meta.tag == "link":
                if (meta.get("rel") or "").lower() == "canonical":
                    self.document.meta.setdefault("canonical", (meta.get("href") or "").strip())
                continue
            name = (meta.get("name") or meta.get("property") or "").strip().lower()
            if name:
                self.document.meta.setdefault(name, (meta.get("content") or "").strip())
        title = root.find(".//title")
        if title is not None:
            self.document.title = " ".join("".join(_strings(title)).split()) or None

    def _open(self, node: etree._Element, part: str, element: int) -> None:
        if part == "cell":
            if self.open_tables:
                cell = _Cell(len(self.blocks), element, self.open_tables[-1])
                if len(node.attrib) > 0:
                    cell.across, cell.down = _span(node, "colspan"), _span(node, "rowspan")
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
            self.blocks.append(Block(visible(joined), self.element, pieces=pieces))
        parts.clear()

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
        text, pieces = "", 1
        if len(blocks) == first + 1:
            text, pieces = blocks[first].text, blocks[first].pieces
        elif len(blocks) > first:
            text = "\n".join(block.text for block in blocks[first:])
            pieces = sum(block.pieces for block in blocks[first:])
        if cell.is_layout or len(text) > _CELL_TEXT:
            return
        del blocks[first:]
        table = cell.table
        block = Block(text, cell.element, None, table.id, table.row, table.column, pieces)
        block.across, block.down = cell.across, cell.down
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
    __slots__ = ("across", "down", "element", "first", "is_layout", "table")

    def __init__(self, first: int, element: int, table: _Table) -> None:
        self.first, self.element, self.table, self.is_layout = first, element, table, False
        self.across = self.down = 1


def _span(node: etree._Element, name: str) -> int:
    """How many columns or rows a cell says it spans; nonsense is one."""
    said = node.get(name)
    return max(1, min(int(said), _WIDEST_SPAN)) if said and _DIGITS.fullmatch(said) else 1


@lru_cache(maxsize=4096)
def _hides(style: str) -> Literal["", "gone", "no font", "tiny"]:
    """How an inline style takes its element out of sight; pages repeat their styles."""
    if _GONE.search(style):
        return "gone"
    if _NO_FONT.search(style):
        return "no font"
    return "tiny" if _TINY.search(style) or _is_blended(style) else ""


def _is_blended(style: str) -> bool:
    """Whether the text has the colour of its own background."""
    found = {name.lower()[:5]: value for name, value in _COLOURS.findall(style)}
    values = [re.sub(r"\s|!important", "", value).lower() for value in found.values()]
    return len(values) == 2 and len({_WHITE.get(value, value) for value in values}) == 1


def _advertises(node: etree._Element) -> bool:
    """Whether an element holds advertising and little else; bounded, since such nest."""
    text = ""
    for part in _strings(node):
        text += part
        if len(text) > _LONGEST_SPAM:
            return False
    return spam_in(text) is not None


def _resizes(node: etree._Element) -> bool:
    """Whether something inside gives its text a size again, as text pasted from Word does."""
    return any(
        inner.tag == "font" or "font-size" in (inner.get("style") or "").lower()
        for inner in node.iterdescendants()
    )


def _is_grid_row(node: etree._Element) -> bool:
    """Whether an element's children can be the cells of one row with a number or a blank."""
    if not 2 <= len(node) <= _WIDEST_ROW or (node.text and not node.text.isspace()):
        return False
    if any(child.tag not in _GRID_CELLS or child.tag != node[0].tag for child in node):
        return False
    if any(_PARTS.get(inner.tag) and inner.tag != "br" for child in node for inner in child):
        return False
    texts = ["".join(_strings(child)).strip() for child in node]
    return any(texts) and any(not text or text.isdecimal() for text in texts)


def _strings(node: etree._Element) -> Iterator[str]:
    return (str(part) for part in node.itertext())
