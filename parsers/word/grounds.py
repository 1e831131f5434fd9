"""What lies behind the text of a paragraph: its shade, its cell's, that of the table's style."""

from __future__ import annotations

import re

from docx.oxml.ns import qn
from lxml.etree import _Element

from parsers.word.colours import shade
from parsers.word.content import CELL, ROW, TABLE
from parsers.word.looks import PARAGRAPH_LOOK, TABLE_LOOK, Styles

_SHADE = qn("w:shd")
_OF_PARAGRAPH = f"./{PARAGRAPH_LOOK}/{_SHADE}"
_OF_CELL = f"./{qn('w:tcPr')}/{_SHADE}"
_OF_TABLE = f"./{TABLE_LOOK}/{_SHADE}"
_LOOK = f"./{TABLE_LOOK}/{qn('w:tblLook')}"
_CONDITION = qn("w:tblStylePr")
#: The bit of ``w:tblLook`` that has the first row look its own way (17.4.55).
_FIRST_ROW = 0x20
_BITS = re.compile("[0-9A-Fa-f]{1,8}")


def ground(paragraph: _Element, styles: Styles) -> str:
    """The colour behind a paragraph's text; none for the paper's."""
    own = paragraph.find(PARAGRAPH_LOOK)
    shades = [paragraph.find(_OF_PARAGRAPH)]
    shades += [style.find(_OF_PARAGRAPH) for style in styles.chain("paragraph", own)]
    said = next((one for one in shades if one is not None), None)
    return shade(said) or next(filter(None, (_of_cell(c, styles) for c in _cells(paragraph))), "")


def _cells(paragraph: _Element) -> list[_Element]:
    """The cells around a paragraph, the inmost first; a box does not let them through."""
    found: list[_Element] = []
    for outer in paragraph.iterancestors(CELL, qn("w:txbxContent")):
        if outer.tag != CELL:
            break
        found.append(outer)
    return found


def _of_cell(cell: _Element, styles: Styles) -> str:
    own = cell.find(_OF_CELL)
    table = next(cell.iterancestors(TABLE), None)
    if own is not None or table is None:
        return shade(own)
    is_first = _is_in_first_row(cell, table)
    for style in styles.chain("table", table.find(TABLE_LOOK)):
        heads = [one for one in style.iterchildren(_CONDITION) if _is_of_first_row(one)]
        for part in (*(heads if is_first else ()), style):
            if (found := shade(part.find(_OF_CELL)) or shade(part.find(_OF_TABLE))) != "":
                return found
    return shade(table.find(_OF_TABLE))


def _is_in_first_row(cell: _Element, table: _Element) -> bool:
    """Whether a cell stands in a first row that the table's style may dress differently."""
    look = table.find(_LOOK)
    row = next(cell.iterancestors(ROW), None)
    if look is None or row is not next(table.iter(ROW), None):
        return False
    said, bits = look.get(qn("w:firstRow")), look.get(qn("w:val")) or ""
    if said is not None:
        return said not in ("0", "false", "off")
    return _BITS.fullmatch(bits) is not None and bool(int(bits, 16) & _FIRST_ROW)


def _is_of_first_row(condition: _Element) -> bool:
    return condition.get(qn("w:type")) == "firstRow"
