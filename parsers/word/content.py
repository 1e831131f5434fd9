"""What stands in what: through wrappers, alternatives and text boxes, everything once."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from docx.oxml.ns import qn
from lxml.etree import _Element

PARAGRAPH, TABLE, ROW, CELL = (qn(f"w:{tag}") for tag in ("p", "tbl", "tr", "tc"))
BOX = qn("w:txbxContent")
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES = f"{_COMPATIBILITY}AlternateContent"
_CHOICE, _FALLBACK = f"{_COMPATIBILITY}Choice", f"{_COMPATIBILITY}Fallback"
#: The namespaces of the programs that read Word documents.
_KNOWN = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")
#: What only wraps content: controls, insertions, custom markup.
_WRAPS = frozenset(
    qn(f"w:{tag}")
    for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink")
)
#: What a tracked change has taken out.
TAKEN_OUT = frozenset((qn("w:del"), qn("w:moveFrom")))
#: What holds no text in sight.
_BARE = TAKEN_OUT | {qn(f"w:{tag}") for tag in ("tcPr", "trPr", "tblPr", "tblGrid", "sdtPr")}
_ROW_TAKEN_OUT = f"./{qn('w:trPr')}/{qn('w:del')}"


def children(node: _Element) -> Iterator[_Element]:
    """The children, for alternatives those of the one that is shown.

    Alternatives of which a reader shows none are given themselves.
    """
    for child in node:
        if child.tag != ALTERNATIVES or (shown := _shown(child)) is None:
            yield child
        else:
            yield from children(shown)


def parts(node: _Element, tags: Collection[str]) -> Iterator[_Element]:
    """The children of these kinds, through whatever wraps them."""
    for child in children(node):
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPS:
            yield from parts(child, tags)


def boxes(paragraph: _Element) -> Iterator[_Element]:
    """The text boxes that hang on a paragraph; not those within another."""
    if next(paragraph.iter(BOX), None) is not None:
        yield from _boxes(paragraph)


def paragraphs(node: _Element) -> Iterator[_Element]:
    """All paragraphs below, those of tables and boxes too."""
    for child in children(node):
        if child.tag == PARAGRAPH:
            yield child
            for box in boxes(child):
                yield from paragraphs(box)
        elif child.tag not in _BARE and not (child.tag == ROW and is_taken_out(child)):
            yield from paragraphs(child)


def is_taken_out(row: _Element) -> bool:
    """Whether a tracked change has taken a row out."""
    return row.find(_ROW_TAKEN_OUT) is not None


def _boxes(node: _Element) -> Iterator[_Element]:
    for child in children(node):
        if child.tag == BOX:
            yield child
        elif child.tag not in TAKEN_OUT:
            yield from _boxes(child)


def _shown(alternatives: _Element) -> _Element | None:
    """The first choice that a reader understands, or else what stands in for it (part 3, 7)."""
    understood = (one for one in alternatives.iterchildren(_CHOICE) if _is_understood(one))
    return next(understood, alternatives.find(_FALLBACK))


def _is_understood(choice: _Element) -> bool:
    asked = (choice.get("Requires") or "").split()
    return all(choice.nsmap.get(prefix, "").startswith(_KNOWN) for prefix in asked)
