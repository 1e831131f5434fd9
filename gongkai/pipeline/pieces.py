"""A snapshot taken apart into what it shows: texts, and the bare tags around them.

Nothing here is fit for a browser: whoever shows the pieces decides which tags to write, and
escapes every text. Positions are those of ``parsers.report.Origin``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from parsers.cell_places import places, shown_text
from parsers.decode import charset_of, decode
from parsers.embedded import main_part, split_steps
from parsers.hidden import Hiding, is_hidden
from parsers.html import is_skipped, read_html
from parsers.normalise import visible
from parsers.plain_cells import span_of
from parsers.reader import is_packed
from parsers.report import Origin

#: An element of the parsers' tree.
_Element = Any
#: Longer snapshots are shown as far as this, in characters of text and in tags.
MOST_CHARACTERS, MOST_TAGS = 2_000_000, 100_000
_BINARY = (b"\x89PNG", b"\xff\xd8\xff")
_BARS = "|｜│┃¦"
#: Of an address, or of the words in place of a picture.
_MOST_TOLD = 300
#: What was read at one place of a text may go on over so many lines.
_MOST_LINES = 60
_LOOKED_AT, _MOST_ODD = 8_000, 0.05


class Piece(NamedTuple):
    """``kind`` is ``open``, ``close`` (``text`` is the tag) or ``text``.

    ``told`` is the address of a link or the words in place of a picture; ``across`` and
    ``down`` what a cell spans. ``marked``: this is the cell, or its text, that was asked for.
    """

    kind: str
    text: str
    told: str = ""
    across: int = 1
    down: int = 1
    marked: bool = False


class Shown(NamedTuple):
    """``form`` is ``page``, ``text`` or ``other`` (no text: a PDF, a picture …).

    ``is_found``: the text that was asked for is printed at its place, and marked there unless
    the form is ``other``. ``hidden`` counts the elements that the page itself keeps out of sight;
    they are left out. ``is_cut``: the snapshot goes on.
    """

    form: str
    pieces: list[Piece]
    is_found: bool = False
    hidden: int = 0
    is_cut: bool = False


def pieces_of(
    data: bytes, media_type: str | None, charset: str | None, origin: Origin | None
) -> Shown:
    """What a snapshot shows, with the place of ``origin`` marked where it is confirmed.

    Of a number in a content that a page does not show by itself, that content.
    """
    if is_packed(data):
        return Shown("other", [], is_found=origin is not None and _stands_in(data, origin))
    saved = main_part(data)
    if saved is not None:
        data, charset = saved[0], saved[1] or charset
    if data.startswith(_BINARY):
        return Shown("other", [])
    text = decode(data, charset or charset_of(media_type)).text
    head = text[:_LOOKED_AT]
    if sum(c == "\ufffd" or (c < " " and not c.isspace()) for c in head) > len(head) * _MOST_ODD:
        return Shown("other", [])
    beside, steps = split_steps(origin.within if origin else ())
    content = None if beside else shown_text(text, steps)
    if content is None:
        # It stands in another file, or nowhere: the same number here would be another.
        origin, content = None, shown_text(text, ())
    return _read(*content, origin) if content else Shown("other", [])


def _read(text: str, is_page: bool, origin: Origin | None) -> Shown:
    if not is_page:
        return _lines(text, origin)
    tree = read_html(text).tree
    shown = _Page(tree, origin, Hiding(text, tree)).shown()
    return shown if origin is None or shown.is_found else _unmarked(shown)


def _stands_in(data: bytes, origin: Origin) -> bool:
    """Whether the page of the PDF shows that text in that box, or the workbook in that cell."""
    return places(data, {"": origin}, media_type=None, charset=None)[""].confirmed


def _unmarked(shown: Shown) -> Shown:
    """A mark that is not confirmed would point at the wrong number."""
    return shown._replace(pieces=[piece._replace(marked=False) for piece in shown.pieces])


class _Page:
    """A walk over the tree that counts elements and characters as the parsers do."""

    def __init__(self, root: _Element | None, origin: Origin | None, hiding: Hiding) -> None:
        self.root, self.origin, self.hiding = root, origin, hiding
        self.raw = _squeezed(origin.raw) if origin else ""
        self.pieces: list[Piece] = []
        self.number = self.at = self.hidden = 0
        #: Where the text that was asked for begins, once that is known.
        self.start: int | None = None
        self.seen: list[str] = []
        self.is_there = False

    def shown(self) -> Shown:
        todo: list[tuple[_Element, int]] = [] if self.root is None else [(self.root, 0)]
        while todo and not self._is_full():
            node, number = todo.pop()
            if number:
                self._leave(node, number)
            elif self._enter(node):
                todo.append((node, self.number))
                todo.extend((child, 0) for child in reversed(node))
            else:
                self._text(node.tail)
        found = self.is_there and "".join(self.seen) == self.raw
        return Shown("page", self.pieces, found, self.hidden, bool(todo))

    def _is_full(self) -> bool:
        return self.at > MOST_CHARACTERS or len(self.pieces) > MOST_TAGS

    def _enter(self, node: _Element) -> bool:
        """Whether the page shows what is inside."""
        self.number += 1
        if is_hidden(node, self.hiding):
            self.hidden += 1
        elif not is_skipped(node):
            is_here = self._is_asked(self.number, after=False)
            self.pieces.append(_opening(node, is_marked=is_here))
            self._begin(is_here)
            self._text(node.text)
            return True
        self.number += sum(1 for _ in node.iterdescendants())
        return False

    def _leave(self, node: _Element, number: int) -> None:
        self.pieces.append(Piece("close", str(node.tag)))
        self._begin(self._is_asked(number, after=True))
        self._text(node.tail)

    def _is_asked(self, number: int, *, after: bool) -> bool:
        origin = self.origin
        return origin is not None and origin.after == after and origin.element == number

    def _begin(self, is_here: bool) -> None:
        if is_here and self.origin:
            self.start, self.is_there = self.at + self.origin.offset, True
            if not self.raw:
                self.pieces.append(Piece("text", "", marked=True))  # a blank cell

    def _text(self, words: str | None) -> None:
        if not words:
            return
        length = len(_squeezed(words))
        start, self.at = self.at, self.at + length
        end = None if self.start is None else self.start + len(self.raw)
        if self.start is None or end is None or start >= end or self.at <= self.start:
            self.pieces.append(Piece("text", words))
            return
        for part, is_marked in _parts(words, self.start - start, end - start):
            self.pieces.append(Piece("text", part, marked=is_marked))
            if is_marked:
                self.seen.append(_squeezed(part))


def _opening(node: _Element, *, is_marked: bool) -> Piece:
    tag = str(node.tag)
    told = {"a": "href", "img": "alt", "input": "value"}.get(tag)
    if tag == "input" and (node.get("type") or "text").lower() not in ("text", "number", "tel"):
        told = None
    return Piece(
        "open",
        tag,
        (node.get(told) or "")[:_MOST_TOLD] if told else "",
        span_of(node, "colspan"),
        span_of(node, "rowspan"),
        is_marked,
    )


def _parts(words: str, start: int, end: int) -> Iterator[tuple[str, bool]]:
    """``words`` in up to three parts, the second being the characters from start to end.

    White space is not counted: what stands around the second part is left outside of it.
    """
    places = [at for at, sign in enumerate(words) if _squeezed(sign)]
    first, last = places[max(start, 0)], places[min(end, len(places)) - 1] + 1
    parts = ((words[:first], False), (words[first:last], True), (words[last:], False))
    return ((part, is_marked) for part, is_marked in parts if part)


def _lines(text: str, origin: Origin | None) -> Shown:
    """A text line by line, numbered as the reader numbers them."""
    lines = visible(text.replace("\f", "\n")).splitlines()
    pieces: list[Piece] = []
    size, found = 0, origin is not None and _is_printed(lines, origin)
    for number, line in enumerate(lines, 1):
        is_here = found and origin is not None and origin.line == number
        pieces.append(Piece("open", "line", marked=is_here))
        parts = _in_line(line, origin) if is_here and origin else [(line, False)]
        pieces += [Piece("text", part, marked=is_marked) for part, is_marked in parts]
        pieces.append(Piece("close", "line"))
        size += len(line) + 1
        if size > MOST_CHARACTERS:
            break
    return Shown("text", pieces, found, is_cut=size > MOST_CHARACTERS)


def _is_printed(lines: list[str], origin: Origin) -> bool:
    """Whether the text begins on its line; it may go on below, across cells."""
    first = (origin.line or 0) - 1
    if not 0 <= first < len(lines):
        return False
    below = _squeezed("".join(lines[first : first + _MOST_LINES]))
    bare = str.maketrans("", "", _BARS)
    return _squeezed(origin.raw).translate(bare) in below.translate(bare)


def _in_line(line: str, origin: Origin) -> list[tuple[str, bool]]:
    """The printed text within its line, where it begins at that very character."""
    raw, bare = _squeezed(origin.raw), _squeezed(line)
    start = origin.offset + (0 if origin.cell is None else _cell_start(line, origin.cell))
    if not raw or bare[start : start + len(raw)] != raw:
        return [(line, False)]
    return list(_parts(line, start, start + len(raw)))


def _cell_start(line: str, cell: int) -> int:
    """Before which character, white space left out, a cell between bars begins."""
    bare = _squeezed(line)
    ends = [at + 1 for at, sign in enumerate(bare) if sign in _BARS]
    starts = ends if ends[:1] == [1] else [0, *ends]
    return starts[cell - 1] if cell <= len(starts) else len(bare)


def _squeezed(text: str) -> str:
    return "".join(visible(text).split())
