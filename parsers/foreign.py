"""Documents that no library here reads, but LibreOffice does: Word 97 to 2003, WPS, RTF, the XML
of Office 2003 (often named .doc or .xls), OpenDocument.

The program is not run from here: whoever calls ``parse`` hands in a function that does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from parsers.package import OLE2, ZIP
from parsers.unreadable import Unreadable

#: ``office(data, suffix, wanted)`` converts bytes of one format (``doc``) to another (``docx``);
#: raises ``Unreadable``.
Office = Callable[[bytes, str, str], bytes]

#: How an origin names what LibreOffice made of a document; the ending follows.
CONVERTED = "LibreOffice: ."


class Foreign(NamedTuple):
    """A format: how its files end, what people call it, and what it is converted to."""

    suffix: str
    name: str
    wanted: str = "docx"


RTF = b"{\\rtf"
_WORD = "WordDocument"
_HEAD = 2_048
_EXCEL_XML, _WORD_XML = b'progid="Excel.Sheet"', b'progid="Word.Document"'
_WORD_2003 = Foreign("word.xml", "Word 2003 XML")
_EXCEL_2003 = Foreign("excel.xml", "Excel 2003 XML", "xlsx")
_OPENED = b"application/vnd.oasis.opendocument."
_OPEN = {
    _OPENED + b"text": Foreign("odt", "OpenDocument text"),
    _OPENED + b"spreadsheet": Foreign("ods", "OpenDocument spreadsheet", "xlsx"),
}
#: The beginning of the stream of a Word document, [MS-DOC] 2.5.2: its mark, and the flags.
_MARK, _FLAGS, _ENCRYPTED = b"\xec\xa5", 10, 0x0100


def foreign(data: bytes) -> Foreign | None:
    """The format of a document that LibreOffice has to read; None for all others.

    Raises ``Unreadable`` for one that asks for a password.
    """
    if data[:64].lstrip().startswith(RTF):
        return Foreign("rtf", "RTF")
    if data.startswith(ZIP):
        return _open_document(data)
    if is_office_xml(data):
        is_sheet = _EXCEL_XML in data[:_HEAD]
        return _EXCEL_2003 if is_sheet else _WORD_2003
    if not data.startswith(OLE2) or _WORD.encode("utf-16-le") not in data:
        return None
    _refuse_locked(data)
    return Foreign("doc", "Word 97-2003 or WPS (.doc, .wps)")


def is_office_xml(data: bytes) -> bool:
    """Whether a document is one of Office 2003 as a single XML file."""
    head = data[:_HEAD]
    return head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml") and (
        _EXCEL_XML in head or _WORD_XML in head
    )


def _open_document(data: bytes) -> Foreign | None:
    """The kind of an OpenDocument package: its first part, stored, says so (part 3, 3.3)."""
    head = data[:_HEAD]
    return next((kind for mark, kind in _OPEN.items() if b"mimetype" + mark in head), None)


def _refuse_locked(data: bytes) -> None:
    from parsers.ole2 import opened  # few need it, and xlrd takes a while

    try:
        stream, start, size = opened(data).locate_named_stream(_WORD)
        head = bytes(stream[start : start + _FLAGS + 2]) if stream is not None and size else b""
    except Exception:  # a damaged file fails in many ways; LibreOffice may yet mend it
        return
    flags = int.from_bytes(head[_FLAGS:], "little")
    if head.startswith(_MARK) and flags & _ENCRYPTED:
        raise Unreadable("encrypted", "the Word document asks for a password")
