"""The text of a paragraph as Word shows it: insertions in, deletions and hidden text out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from lxml.etree import _Element

from parsers.seen import OBJECT, STRUCK

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_TEXT, _RUN = qn("w:t"), qn("w:r")
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: What is taken out, what is no text of this paragraph, and what only says how it looks.
_SKIPPED = frozenset(
    (
        *map(qn, ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:rPr", "w:pPr")),
        *map(qn, ("w:txbxContent", "w:tbl", "w:sdtPr")),
        _FALLBACK,
    )
)
_PICTURES = frozenset(map(qn, ("w:drawing", "w:pict", "w:object")))
_OFF = ("0", "false", "off", "none")


@dataclass(slots=True)
class Told:
    """The text of some content. ``hidden`` is what nobody sees; ``holds`` tells of a picture."""

    parts: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    holds: bool = False

    @property
    def text(self) -> str:
        """All of it; digits that are not seen leave a mark."""
        shown = "".join(self.parts).strip("\n")
        is_figure = not shown.strip("0123456789,. \n\t\xa0\u3000")
        unseen = any(sign.isdecimal() for words in self.hidden for sign in words)
        return shown + OBJECT if is_figure and (self.holds or unseen) else shown


def tell(paragraph: _Element, told: Told) -> None:
    """Add a paragraph's text; the text of boxes that float beside it is not its own."""
    for node in _walk(paragraph):
        tag = node.tag
        if tag in _PICTURES:
            told.holds = True
        elif tag in (_TEXT, _MATH):
            _take(node, node.text or "", told)
        elif tag in _SIGNS:
            told.parts.append(_SIGNS[tag])
        elif tag == qn("w:sym"):
            told.parts.append(OBJECT)  # a sign of a symbol font: its code says nothing


def boxes(paragraph: _Element) -> Iterator[_Element]:
    """The text boxes that hang on a paragraph, one of the two forms that Word writes each in."""
    for box in paragraph.iter(qn("w:txbxContent")):
        if not any(one.tag == _FALLBACK for one in box.iterancestors()):
            yield box


def _walk(node: _Element) -> Iterator[_Element]:
    for child in node:
        if child.tag in _SKIPPED:
            continue
        yield child
        yield from _walk(child)


def _take(node: _Element, words: str, told: Told) -> None:
    run = next(node.iterancestors(_RUN), None)
    look = run.find(qn("w:rPr")) if run is not None else None
    if look is None:
        told.parts.append(words)
    elif _is_on(look, "w:vanish") or _value(look, "w:color").upper() == "FFFFFF":
        told.hidden.append(words)
    elif _is_on(look, "w:strike") or _is_on(look, "w:dstrike"):
        told.parts.append(f"{STRUCK}{words}{STRUCK}")
    elif _value(look, "w:vertAlign") in ("superscript", "subscript"):
        told.parts.append(words.translate(_RAISED))
    else:
        told.parts.append(words)


def _is_on(look: _Element, name: str) -> bool:
    node = look.find(qn(name))
    return node is not None and (node.get(qn("w:val")) or "1").lower() not in _OFF


def _value(look: _Element, name: str) -> str:
    node = look.find(qn(name))
    return (node.get(qn("w:val")) or "") if node is not None else ""
