"""A PDF file opened, or the reason why it cannot be."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.unreadable import Unreadable

#: A report has five to thirty pages, a compilation of a county's some hundreds.
MOST_PAGES = 300
_PASSWORD = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
#: The mark that ends a PDF stands among so many bytes.
_TAIL = 2_048


def opened(data: bytes) -> pypdfium2.PdfDocument:
    """The document; raises ``Unreadable``."""
    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        raise _reason(data, getattr(error, "err_code", None)) from error
    if not pages:
        document.close()
        raise Unreadable("empty_document", "the PDF has no pages")
    return document


def _reason(data: bytes, code: int | None) -> Unreadable:
    # pdfium may tell the error of the file before: it sets none for a file without pages.
    if code in _PASSWORD and b"/Encrypt" in data:
        return Unreadable("encrypted", "the PDF asks for a password")
    if not has_end(data):
        return Unreadable("truncated", "the PDF ends before its table of contents")
    return Unreadable("damaged_file", "no PDF that can be opened, or one without pages")


def has_end(data: bytes) -> bool:
    """Whether the file ends as a PDF ends."""
    return b"%%EOF" in data[-_TAIL:]
