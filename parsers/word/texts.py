"""The text of a paragraph as Word shows it: insertions in, deletions and hidden text out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from lxml.etree import _Element

from parsers.seen import OBJECT, REVERSED, STRUCK
from parsers.word.colours import is_unseen
from parsers.word.content import ALTERNATIVES, BOX, TABLE, TAKEN_OUT, children
from parsers.word.fields import FIELD, Fields
from parsers.word.grounds import ground
from parsers.word.looks import RUN_LOOK, Look, Styles

_DIRECTION, _VALUE = qn("w:bdo"), qn("w:val")
_DIGIT = re.compile(r"\d")
_LINED, _HIGH = "0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED, LOWERED = str.maketrans(_LINED, _HIGH), str.maketrans(_HIGH, _LINED)
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXTS, _RUNS = frozenset((qn("w:t"), f"{_MATH}t")), (qn("w:r"), f"{_MATH}r")
#: What is taken out, what is no text of this paragraph (readings of characters are over it),
#: and what only says how it looks.
_SKIPPED = TAKEN_OUT | frozenset(
    (
        *map(qn, ("w:instrText", "w:delText", "w:rPr", "w:pPr", "w:sdtPr", "w:rt")),
        BOX,
        TABLE,
    )
)
_PICTURES = frozenset(map(qn, ("w:drawing", "w:pict", "w:object")))
#: Mathematics that puts its parts above one another, or signs between them.
_BUILT = (
    "f sSup sSub sSubSup sPre rad nary m eqArr limLow limUpp func acc bar groupChr borderBox box d"
)
#: What shows something that is not said here: a sign of a symbol font, numbers that Word counts.
_UNTOLD = frozenset(
    (
        *map(qn, ("w:sym", "w:pgNum")),
        *(f"{_MATH}{name}" for name in (*_BUILT.split(), "phant")),
        "{http://schemas.microsoft.com/office/word/2015/wordml/symex}symEx",
    )
)
#: A baseline so many half points higher raises a digit; less leaves a doubt.
_RISE = 4


@dataclass(slots=True)
class Told:
    """The text of some content, each part with its rise above the line, in half points.

    ``hidden`` is what nobody sees; ``holds`` tells of a picture, or of another doubt.
    """

    parts: list[tuple[str, float]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    holds: bool = False

    def add(self, words: str, rise: float = 0.0) -> None:
        """Go on with these words."""
        self.parts.append((words, rise))

    @property
    def text(self) -> str:
        """All of it; digits that are not seen leave a mark."""
        shown = "".join([words for words, _ in self.parts]).strip("\n")
        rises = {rise for words, rise in self.parts if rise and _digits(words)}
        doubtful = self.holds or any(map(_digits, self.hidden))
        if rises:
            shown, is_uneven = self._risen()
            doubtful |= is_uneven
        is_figure = not shown.strip("0123456789,. \n\t\xa0\u3000")
        return shown + OBJECT if doubtful and is_figure else shown

    def _risen(self) -> tuple[str, bool]:
        """The text with its raised digits, and whether others stand beside the line.

        All digits of a text may be moved together: then theirs is the line.
        """
        rises = [rise for words, rise in self.parts if _digits(words)]
        line = 0.0 if 0.0 in rises else rises[0]
        shown, is_uneven = "", False
        for words, rise in self.parts:
            above = rise - line if _digits(words) else 0.0
            shown += words.translate(_RAISED) if above >= _RISE else words
            is_uneven |= above != 0.0 and above < _RISE
        return shown.strip("\n"), is_uneven


def tell(paragraph: _Element, told: Told, styles: Styles) -> None:
    """Add a paragraph's text; the text of boxes that float beside it is not its own."""
    fields, sheet = Fields(), _Sheet(paragraph, styles)
    for node in _walk(paragraph):
        if node.tag == FIELD:
            told.holds |= fields.meets(node)
        elif fields.asks:
            fields.skipped += [node.text or ""] if node.tag in _TEXTS else []
        elif node.tag not in _RUNS:
            _show(node, told, sheet)
    if fields.asks:
        told.hidden += fields.skipped


def _walk(node: _Element) -> Iterator[_Element]:
    for child in children(node):
        tag = child.tag
        if tag not in _SKIPPED:
            yield child
            if tag not in _TEXTS and tag != ALTERNATIVES:
                yield from _walk(child)


@dataclass(slots=True)
class _Sheet:
    """What a paragraph is written on."""

    paragraph: _Element
    styles: Styles
    _around: tuple[str, str] | None = None
    _ground: str | None = None

    def look(self, node: _Element) -> Look:
        run = next(node.iterancestors(_RUNS), None)
        own = run.find(RUN_LOOK) if run is not None else None
        if self._around is None:
            self._around = self.styles.around(self.paragraph)
        return self.styles.look(own, self._around)

    def is_unseen(self, look: Look) -> bool:
        """Whether the colour of text is that of what it stands on."""
        if not look.colour or look.colour == "auto":
            return False
        if not look.ground and self._ground is None:
            self._ground = ground(self.paragraph, self.styles)
        return is_unseen(look.colour, look.ground or self._ground or "")


def _show(node: _Element, told: Told, sheet: _Sheet) -> None:
    tag = node.tag
    if tag in _TEXTS:
        _take(node.text or "", sheet.look(node), told, sheet)
    elif tag in _SIGNS:
        told.add(_SIGNS[tag])
    elif tag in _PICTURES:
        told.holds = True
    elif tag in _UNTOLD:
        told.add(OBJECT)
    elif tag == _DIRECTION and node.get(_VALUE) == "rtl":
        told.add(REVERSED)
    elif tag == ALTERNATIVES:
        told.hidden += [one.text or "" for one in node.iter(*_TEXTS)]


def _take(words: str, look: Look, told: Told, sheet: _Sheet) -> None:
    # White words may stand on what is not seen here (a shape), and no number is made of them.
    if look.is_hidden or (sheet.is_unseen(look) and _digits(words)):
        told.hidden.append(words)
    elif look.is_struck:
        told.add(f"{STRUCK}{words}{STRUCK}")
    elif look.is_raised:
        told.add(words.translate(_RAISED))
    else:
        told.add(words, look.rise)


def _digits(words: str) -> bool:
    return _DIGIT.search(words) is not None
