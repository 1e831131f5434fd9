"""From an origin back to the source: the element or line, and what is printed there.

Nothing of the reading is trusted: the document is decoded and taken apart again, and the
characters at the origin are compared with what was read there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from parsers.archive import member
from parsers.decode import charset_of, decode
from parsers.embedded import content_of, main_part, split_steps
from parsers.foreign import CONVERTED, Office, foreign
from parsers.hidden import Hiding, is_hidden, strings
from parsers.html import is_skipped, read_html
from parsers.normalise import visible
from parsers.reader import is_html, is_packed, is_pdf, plain_text
from parsers.report import Box, Origin
from parsers.seen import OBJECT
from parsers.text import read_text
from parsers.unreadable import Unreadable

_CONTEXT = 200
#: What was read at one place of a text may go on over so many lines, across cells.
_MOST_LINES = 60
_BARS = str.maketrans("", "", "|｜│┃║¦")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands.

    ``path`` is the element's path in the page's tree (XPath) or the name of a workbook's cell,
    ``line`` its line in the
    decoded source, or that of the text, counted from 1; ``cell`` the number of the cell in
    the line. ``offset`` is as in ``Origin``; ``after``, ``page`` and ``box`` too. ``text`` is
    what the element, the line or the box shows as a whole (at most 200 characters).
    ``within`` is that of ``Origin``.
    ``confirmed``: the raw text is printed at this very place (HTML), begins on this line or
    below it (text), or stands in this box (PDF).
    """

    path: str | None
    line: int | None
    cell: int | None
    offset: int
    after: bool
    raw: str
    text: str
    confirmed: bool
    page: int | None = None
    box: Box | None = None
    within: tuple[str, ...] = ()


def places(
    data: bytes,
    origins: Mapping[str, Origin],
    *,
    media_type: str | None,
    charset: str | None,
    office: Office | None = None,
    frames: Mapping[str, bytes] | None = None,
) -> dict[str, Place]:
    """The places of these origins in a document; ``data`` and the rest as for ``parse``.

    In a frame that was saved beside a page, an archive, a document that was converted, or a
    content that a page does not show, they are those of the document inside.
    """
    found: dict[str, Place] = {}
    for within in {origin.within for origin in origins.values()}:
        here = {name: one for name, one in origins.items() if one.within == within}
        outer, steps = split_steps(within)
        inner = _inside(data, outer, office, frames or {})
        if inner is None:
            found |= {name: _nowhere(origin) for name, origin in here.items()}
            continue
        declared = (None, None) if outer else (media_type, charset)
        for name, place in _places(inner, here, *declared, steps).items():
            found[name] = replace(place, within=within)
    return {name: found[name] for name in origins}


def _inside(
    data: bytes, within: tuple[str, ...], office: Office | None, frames: Mapping[str, bytes]
) -> bytes | None:
    """The bytes of the document within archives and conversions; None when it is not found."""
    found: bytes | None = data
    for step in within:
        if found is None:
            return None
        if step in frames and found is data:
            found = frames[step]
            continue
        if not step.startswith(CONVERTED):
            found = member(found, step)
            continue
        try:
            kind = foreign(found)
            found = office(found, kind.suffix, kind.wanted) if office and kind else None
        except Unreadable:
            return None
    return found


def _places(
    data: bytes,
    origins: Mapping[str, Origin],
    media_type: str | None,
    charset: str | None,
    steps: tuple[str, ...],
) -> dict[str, Place]:
    if is_pdf(data):
        return _in_pdf(data, origins)
    if is_packed(data) and any(origin.page for origin in origins.values()):
        return _in_ofd(data, origins)
    if is_packed(data):
        named = any(origin.name for origin in origins.values())
        return (_in_workbook if named else _in_word)(data, origins)
    saved = main_part(data)
    if saved is not None:
        data, charset = saved[0], saved[1] or charset
    shown = shown_text(decode(data, charset or charset_of(media_type)).text, steps)
    if shown is None:
        return {name: _nowhere(origin) for name, origin in origins.items()}
    text, is_page = shown
    finder = _Page(text) if is_page else _Lines(text)
    return {name: finder.place(origin) for name, origin in origins.items()}


def shown_text(text: str, steps: tuple[str, ...]) -> tuple[str, bool] | None:
    """The text in which elements or lines are counted, and whether it is a page.

    That of a decoded document, or of the content that the steps lead to; None where they
    lead nowhere.
    """
    is_page = is_html(text)
    if not steps:
        return (text, True) if is_page else (plain_text(text), False)
    document = read_html(text) if is_page else read_text(plain_text(text))
    return content_of(document, text, steps)


def _in_pdf(data: bytes, origins: Mapping[str, Origin]) -> dict[str, Place]:
    """Each place asked of the page itself, not of what was made of it."""
    from parsers.pdf.places import pages, same  # pdfium takes a while to load; few need it

    found: dict[str, Place] = {}
    with pages(data) as pdf:
        for name, origin in origins.items():
            page, box = origin.page, origin.box
            if page is None or box is None:
                found[name] = _nowhere(origin)
                continue
            text = pdf.text(page, box)
            confirmed = same(origin.raw) in same(text)
            shown = _clipped(text)
            found[name] = Place(
                None, None, None, origin.offset, False, origin.raw, shown, confirmed, page, box
            )
    return found


def _in_ofd(data: bytes, origins: Mapping[str, Origin]) -> dict[str, Place]:
    from parsers.ofd import texts_in
    from parsers.pdf.places import same

    asked = [(one.page or 0, one.box or (0.0, 0.0, 0.0, 0.0)) for one in origins.values()]
    found: dict[str, Place] = {}
    for (name, origin), text in zip(origins.items(), texts_in(data, asked), strict=True):
        found[name] = replace(
            _nowhere(origin),
            text=_clipped(text),
            confirmed=origin.page is not None and same(origin.raw) in same(text),
            page=origin.page,
            box=origin.box,
        )
    return found


def _in_word(data: bytes, origins: Mapping[str, Origin]) -> dict[str, Place]:
    from parsers.word.places import elements, unmarked, words_of

    nodes, found = elements(data), {}
    for name, origin in origins.items():
        number = (origin.element or 0) - 1
        if not 0 <= number < len(nodes):
            found[name] = _nowhere(origin)
            continue
        words, node = words_of(nodes[number]), nodes[number]
        raw = _squeezed(unmarked(origin.raw))
        found[name] = Place(
            path=node.getroottree().getpath(node),
            line=None,
            cell=None,
            offset=origin.offset,
            after=False,
            raw=origin.raw,
            text=_clipped(words),
            confirmed=raw in _squeezed(unmarked(words)),
        )
    return found


def _in_workbook(data: bytes, origins: Mapping[str, Origin]) -> dict[str, Place]:
    from parsers.spreadsheet import texts  # its libraries take a while; few need them

    found, shown = {}, texts(data)
    for name, origin in origins.items():
        text = shown.get(origin.name or "")
        raw = _squeezed(origin.raw.replace(OBJECT, ""))
        confirmed = bool(shown) and raw in _squeezed(text or "")
        told = _clipped(text or "")
        found[name] = Place(
            origin.name, None, None, origin.offset, False, origin.raw, told, confirmed
        )
    return found


class _Page:
    """All that a page shows as one run of characters without white space."""

    def __init__(self, text: str) -> None:
        self.elements: list[etree._Element] = []
        #: Where each element begins and ends in ``shown``, by its number less one.
        self.spans: list[tuple[int, int]] = []
        root = read_html(text).tree
        self.hiding = Hiding(text, root)
        self.at = 0
        parts: list[str] = []
        if root is not None:
            self._walk(root, parts)
        self.shown = "".join(parts)

    def _walk(self, root: etree._Element, parts: list[str]) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        numbers: dict[etree._Element, int] = {}
        for event, node in walker:
            if event == "end":
                number = numbers.pop(node)
                self.spans[number] = (self.spans[number][0], self.at)
                self._take(node.tail, parts)
                continue
            numbers[node] = self._enter(node)
            if is_skipped(node) or is_hidden(node, self.hiding):
                walker.skip_subtree()
                for inner in node.iterdescendants():
                    self._enter(inner)
            else:
                self._take(node.text, parts)

    def _enter(self, node: etree._Element) -> int:
        self.elements.append(node)
        self.spans.append((self.at, self.at))
        return len(self.elements) - 1

    def _take(self, words: str | None, parts: list[str]) -> None:
        if words:
            shown = _squeezed(words)
            parts.append(shown)
            self.at += len(shown)

    def place(self, origin: Origin) -> Place:
        number = (origin.element or 0) - 1
        if not 0 <= number < len(self.elements):
            return _nowhere(origin)
        node, (start, end) = self.elements[number], self.spans[number]
        at = (end if origin.after else start) + origin.offset
        raw = _squeezed(origin.raw)
        return Place(
            path=node.getroottree().getpath(node),
            line=node.sourceline,
            cell=None,
            offset=origin.offset,
            after=origin.after,
            raw=origin.raw,
            text=_clipped("".join(strings(node))),
            confirmed=self.shown[at : at + len(raw)] == raw,
        )


class _Lines:
    """A text line by line, numbered as the reader numbers them."""

    def __init__(self, text: str) -> None:
        self.lines = visible(text.replace("\f", "\n")).splitlines()

    def place(self, origin: Origin) -> Place:
        first = (origin.line or 0) - 1
        if not 0 <= first < len(self.lines):
            return _nowhere(origin)
        below = self.lines[first : first + _MOST_LINES]
        raw = _squeezed(origin.raw).translate(_BARS)
        return Place(
            path=None,
            line=origin.line,
            cell=origin.cell,
            offset=origin.offset,
            after=False,
            raw=origin.raw,
            text=_clipped(self.lines[first]),
            confirmed=raw in _squeezed("".join(below)).translate(_BARS),
        )


def _nowhere(origin: Origin) -> Place:
    return Place(None, origin.line, origin.cell, origin.offset, False, origin.raw, "", False)


def _squeezed(text: str) -> str:
    return "".join(visible(text).split())


def _clipped(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= _CONTEXT else shown[:_CONTEXT] + "…"
