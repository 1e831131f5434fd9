"""The package of a Word document: a zip, looked through before anything is unpacked."""

from __future__ import annotations

import zipfile
from typing import IO, cast

import docx
from docx.document import Document as WordDocument

from parsers.unreadable import Unreadable

#: The main part of every Word document, whatever program wrote it.
_MAIN = b"word/document"
_ZIP = b"PK\x03\x04"
#: A report has some ten parts and 200 kB; pictures may be large.
MOST_PARTS = 2_000
MOST_BYTES = 200 * 1024 * 1024


class Memory:
    """Bytes as the file that zipfile asks for; nothing is opened."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes, all that are left by default."""
        end = len(self._data) if size < 0 else self._at + size
        found = self._data[self._at : end]
        self._at += len(found)
        return found

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place, as files do."""
        self._at = max(0, (0, self._at, len(self._data))[whence] + offset)
        return self._at

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._at

    def seekable(self) -> bool:
        """It is."""
        return True


def is_word(data: bytes) -> bool:
    """Whether bytes are a zip with a Word document in it."""
    if not data.startswith(_ZIP) or _MAIN not in data:
        return False
    try:
        with zipfile.ZipFile(_as_file(data)) as package:
            return any(name.startswith(_MAIN.decode()) for name in package.namelist())
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError):
        return True  # a damaged one: its list of parts is at its end


def opened(data: bytes) -> WordDocument:
    """The document; raises ``Unreadable``."""
    _weigh(data)
    try:
        return docx.Document(_as_file(data))
    except Exception as error:  # a damaged package fails in as many ways as it has parts
        detail = f"no Word document that can be opened: {type(error).__name__}: {error}"
        raise Unreadable("damaged_file", detail) from error


def _as_file(data: bytes) -> IO[bytes]:
    return cast("IO[bytes]", Memory(data))


def _weigh(data: bytes) -> None:
    """Add up what the parts say they unpack to; zipfile unpacks no more than that."""
    try:
        with zipfile.ZipFile(_as_file(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise Unreadable("damaged_file", f"a damaged Word document: {error}") from error
    size = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or size > MOST_BYTES:
        detail = f"{len(parts)} parts that unpack to {size} bytes: not read"
        raise Unreadable("oversized", detail)
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("encrypted", "the parts of the Word document are locked")
