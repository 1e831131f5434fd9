"""An OFD file as a document: its pages read as those of a PDF are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.document import Document
from parsers.ofd.canvas import MOST_GLYPHS as MOST_ON_PAGE
from parsers.ofd.package import Package
from parsers.ofd.pages import sheet_of
from parsers.pdf.glyphs import Overfull, Sheet
from parsers.pdf.opening import MOST_PAGES
from parsers.pdf.reading import MOST_GLYPHS, fill
from parsers.report import Box
from parsers.unreadable import Unreadable

#: A box is rounded to a tenth of a point.
_MARGIN = 1.0


def read_ofd(data: bytes) -> Document:
    """The blocks of an .ofd. Raises ``Unreadable``; what is lost of it is in the notes.

    Text that cannot be seen is not read; what seals and notes say is no text of the page.
    """
    found = Document([])
    fill(found, list(_sheets(data, found)))
    return found


def texts_in(data: bytes, places: Sequence[tuple[int, Box]]) -> list[str]:
    """What stands in each box of a page counted from 1; nothing where there is no such page."""
    try:
        sheets = {one.number: one for one in _sheets(data, Document([]))}
    except Unreadable:
        return [""] * len(places)
    return [_text(sheets[page], box) if page in sheets else "" for page, box in places]


def _text(sheet: Sheet, box: Box) -> str:
    left, bottom, right, top = box
    return "".join(
        glyph.text
        for glyph in sheet.glyphs
        if left - _MARGIN <= glyph.middle <= right + _MARGIN
        and bottom - _MARGIN <= glyph.centre <= top + _MARGIN
    )


def _sheets(data: bytes, found: Document) -> Iterator[Sheet]:
    left = MOST_GLYPHS
    count = 0
    for count, page in enumerate(Package(data).pages(), 1):
        if count > MOST_PAGES or left < 0:
            found.notes.append(("truncated", f"only the first {count - 1} pages were read"))
            return
        if page is None:
            found.notes.append(("page_unread", f"page {count} cannot be loaded"))
            continue
        for lost in page.lost[:1]:
            found.notes.append(("page_unread", f"page {count}: its {lost} is not there"))
        try:
            one = sheet_of(page, count)
        except Overfull as why:
            found.notes.append(("page_unread", f"page {count}: {why}"))
            left -= MOST_ON_PAGE
            continue
        left -= len(one.glyphs)
        yield one
    if not count:
        raise Unreadable("empty_document", "the OFD document has no pages")
