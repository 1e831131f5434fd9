"""Documents that no library here reads, but LibreOffice does: Word 97 to 2003, WPS and RTF.

The program is not run from here: whoever calls ``parse`` hands in a function that does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from parsers.package import OLE2
from parsers.unreadable import Unreadable

#: ``office(data, suffix, wanted)`` converts bytes of one format (``doc``) to another (``docx``);
#: raises ``Unreadable``.
Office = Callable[[bytes, str, str], bytes]

#: How an origin and a problem name what LibreOffice made of a document.
CONVERTED = "LibreOffice: .docx"
RTF = b"{\\rtf"
_WORD = "WordDocument"
#: The beginning of the stream of a Word document, [MS-DOC] 2.5.2: its mark, and the flags.
_MARK, _FLAGS, _ENCRYPTED = b"\xec\xa5", 10, 0x0100


class Foreign(NamedTuple):
    """A format: how its files end, and what people call it."""

    suffix: str
    name: str


def foreign(data: bytes) -> Foreign | None:
    """The format of a document that LibreOffice has to read; None for all others.

    Raises ``Unreadable`` for one that asks for a password.
    """
    if data[:64].lstrip().startswith(RTF):
        return Foreign("rtf", "RTF")
    if not data.startswith(OLE2) or _WORD.encode("utf-16-le") not in data:
        return None
    _refuse_locked(data)
    return Foreign("doc", "Word 97-2003 or WPS (.doc, .wps)")


def _refuse_locked(data: bytes) -> None:
    from xlrd.compdoc import CompDoc  # few need it, and xlrd takes a while

    try:
        stream, start, size = CompDoc(data, logfile=_Nowhere()).locate_named_stream(_WORD)
        head = bytes(stream[start : start + _FLAGS + 2]) if stream is not None and size else b""
    except Exception:  # a damaged file fails in many ways; LibreOffice may yet mend it
        return
    flags = int.from_bytes(head[_FLAGS:], "little")
    if head.startswith(_MARK) and flags & _ENCRYPTED:
        raise Unreadable("encrypted", "the Word document asks for a password")


class _Nowhere:
    """Remarks that nobody reads."""

    def write(self, text: str) -> int:
        """Forget it."""
        return len(text)

    def flush(self) -> None:
        """Nothing waits."""
