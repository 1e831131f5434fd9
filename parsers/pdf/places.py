"""From an origin in a PDF back to its page: what stands in that box, asked of pdfium anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

from parsers.normalise import matchable
from parsers.pdf.opening import opened
from parsers.pdf.radicals import plain
from parsers.report import Box
from parsers.seen import OBJECT, STRUCK
from parsers.unreadable import Unreadable

#: A box is rounded to a tenth of a point; characters reach over theirs by as much as a point.
_MARGIN = 1.0


class Pages:
    """The pages of a PDF, to be asked what is printed where."""

    def __init__(self, document: pypdfium2.PdfDocument | None) -> None:
        self._document = document

    def text(self, page: int, box: Box) -> str:
        """What stands in a box of a page counted from 1; nothing where there is no such page."""
        document = self._document
        if document is None or not 1 <= page <= len(document):
            return ""
        left, bottom, right, top = box
        sheet = document[page - 1]
        words = sheet.get_textpage()
        try:
            found: str = words.get_text_bounded(
                left - _MARGIN, bottom - _MARGIN, right + _MARGIN, top + _MARGIN
            )
        finally:
            words.close()
            sheet.close()
        return found


@contextmanager
def pages(data: bytes) -> Iterator[Pages]:
    """The pages of a PDF; none where it cannot be opened."""
    try:
        document = opened(data)
    except Unreadable:
        yield Pages(None)
        return
    try:
        yield Pages(document)
    finally:
        document.close()


def same(text: str) -> str:
    """A text as it is compared: without white space, marks and the names of radicals."""
    kept = text.replace(OBJECT, "").replace(STRUCK, "")
    return matchable("".join(plain(sign) for sign in "".join(kept.split())))
