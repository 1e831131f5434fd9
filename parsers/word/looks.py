"""How a run's text looks: by its own properties, or by what its styles and the document say.

ECMA-376 part 1, 17.7.2: a character's style goes before the paragraph's, that before the
table's, and what holds for the whole document comes last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsmap, qn
from lxml import etree
from lxml.etree import _Element

from parsers.word.colours import highlight, shade
from parsers.word.content import TABLE

#: A run's properties by name, their values as strings.
_Said = Mapping[str, str]
#: In styles, one that strikes and one that strikes again strike nothing in Word (17.7.3), and
#: do elsewhere: what any of them says counts, so that nobody's digits are taken for a number.
_TOGGLES = ("strike", "dstrike", "vanish")
_NAMES = {
    qn(f"w:{name}"): name
    for name in (*_TOGGLES, "color", "vertAlign", "position", "sz", "highlight", "shd")
}
_VALUE, _ON = qn("w:val"), "1"
_OFF = frozenset(("0", "false", "off", "none"))
_BY_ID, _USUAL = (
    etree.XPath(path, namespaces={"w": nsmap["w"]})
    for path in ("w:style[@w:styleId=$name]", "w:style[@w:default]")
)
RUN_LOOK, PARAGRAPH_LOOK, TABLE_LOOK = qn("w:rPr"), qn("w:pPr"), qn("w:tblPr")
#: How properties of a paragraph, a table and a run name their styles.
_NAMING = {
    "paragraph": qn("w:pStyle"),
    "table": qn("w:tblStyle"),
    "character": qn("w:rStyle"),
}
_LENGTH = re.compile(r"(-?[0-9]{1,5}(?:\.[0-9]{1,5})?)(pt|mm|cm|in|pc|pi)?")
#: In half points (22.9.2.14).
_UNITS = {"": 1.0, "pt": 2.0, "mm": 5.67, "cm": 56.7, "in": 144.0, "pc": 24.0, "pi": 24.0}
#: Nobody reads a letter of so many half points.
_TINY = 4


class Look(NamedTuple):
    """``rise`` is in half points above the line; ``ground`` the colour right behind the text."""

    is_hidden: bool
    is_struck: bool
    is_raised: bool
    rise: float
    colour: str
    ground: str


@dataclass(slots=True)
class Styles:
    """The styles of a document, looked up as they are needed: most never are.

    ``usual`` are the ids of those that go unnamed, by type.
    """

    root: _Element
    base: _Said = field(default_factory=dict)
    usual: dict[str, str] = field(default_factory=dict)
    _styles: dict[tuple[str, str], _Element | None] = field(default_factory=dict)
    _tables: dict[_Element, str] = field(default_factory=dict)
    _merged: dict[tuple[str, ...], _Said] = field(default_factory=dict)
    _looks: dict[tuple[object, ...], Look] = field(default_factory=dict)

    def chain(self, kind: str, look: _Element | None) -> Iterator[_Element]:
        """The style that properties name, and those that it is based on."""
        yield from self._chain(kind, self._id(kind, look))

    def around(self, paragraph: _Element) -> tuple[str, str]:
        """The styles that a paragraph's text has of its table and of itself."""
        table = next(paragraph.iterancestors(TABLE), None)
        if table is not None and table not in self._tables:
            self._tables[table] = self._id("table", table.find(TABLE_LOOK))
        outer = self._tables[table] if table is not None else ""
        return outer, self._id("paragraph", paragraph.find(PARAGRAPH_LOOK))

    def look(self, own: _Element | None, around: tuple[str, str]) -> Look:
        """How a run with these properties of its own looks."""
        named = (*around, self._id("character", own))
        said = _said(own) if own is not None else {}
        key = (*named, *said.items())
        if key not in self._looks:
            self._looks[key] = _look({**self._of_styles(named), **said})
        return self._looks[key]

    def _of_styles(self, named: tuple[str, ...]) -> _Said:
        if named not in self._merged:
            styles = zip(("table", "paragraph", "character"), named, strict=True)
            self._merged[named] = _merged(self.base, *(self._of_style(*one) for one in styles))
        return self._merged[named]

    def _id(self, kind: str, look: _Element | None) -> str:
        """The style that properties name; the usual one where they name none."""
        named = look.find(_NAMING[kind]) if look is not None else None
        name = (named.get(_VALUE) or "") if named is not None else ""
        return name if self._style(kind, name) is not None else self.usual.get(kind, "")

    def _style(self, kind: str, name: str) -> _Element | None:
        if (kind, name) not in self._styles:
            named = _BY_ID(self.root, name=name) if name else ()
            found = (one for one in named if _kind(one) == kind)
            self._styles[kind, name] = next(found, None)
        return self._styles[kind, name]

    def _chain(self, kind: str, name: str) -> Iterator[_Element]:
        seen: set[str] = set()
        while name not in seen and (style := self._style(kind, name)) is not None:
            yield style
            seen.add(name)
            based = style.find(qn("w:basedOn"))
            name = (based.get(_VALUE) or "") if based is not None else ""

    def _of_style(self, kind: str, name: str) -> _Said:
        found: dict[str, str] = {}
        for style in self._chain(kind, name):
            own = style.find(RUN_LOOK)
            found = {**(_said(own) if own is not None else {}), **found}
        return found


def styles_of(word: WordDocument) -> Styles:
    """The styles of a document; none where it has no part with them."""
    for relation in word.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.STYLES and not relation.is_external:
            root = getattr(relation.target_part, "element", None)
            if root is not None:
                return _read(root)
    return Styles(etree.Element("nothing"))


def _read(root: _Element) -> Styles:
    found = Styles(root)
    usual = root.find(f"./{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{RUN_LOOK}")
    if usual is not None:
        found.base = _said(usual)
    for style in _USUAL(root):
        if style.get(qn("w:default")) not in _OFF:
            found.usual.setdefault(_kind(style), style.get(qn("w:styleId")) or "")
    return found


def _kind(style: _Element) -> str:
    return style.get(qn("w:type")) or "paragraph"


def _said(look: _Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in look:
        if (name := _NAMES.get(str(node.tag))) == "shd":
            found[name] = shade(node)
        elif name is not None:
            found[name] = (node.get(_VALUE) or _ON).lower()
    return found


def _merged(*levels: _Said) -> _Said:
    found: dict[str, str] = {}
    for level in levels:
        kept = {name for name in _TOGGLES if _is_on(found, name)}
        found |= {name: value for name, value in level.items() if name not in kept}
    return found


def _look(said: _Said) -> Look:
    size = _length(said, "sz")
    return Look(
        is_hidden=_is_on(said, "vanish") or (size is not None and size <= _TINY),
        is_struck=_is_on(said, "strike") or _is_on(said, "dstrike"),
        is_raised=said.get("vertAlign") in ("superscript", "subscript"),
        rise=_length(said, "position") or 0.0,
        colour=said.get("color", ""),
        ground=highlight(said.get("highlight", "")) or said.get("shd", ""),
    )


def _is_on(said: _Said, name: str) -> bool:
    return name in said and said[name] not in _OFF


def _length(said: _Said, name: str) -> float | None:
    length = _LENGTH.fullmatch(said[name]) if name in said else None
    return float(length[1]) * _UNITS[length[2] or ""] if length else None
