"""Zip packages (Word, spreadsheets, OFD), looked through before anything is unpacked.

Nothing of them is ever written to a disk, and no part is looked up by a name of its own choosing.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import IO, cast

from lxml import etree

from parsers.unreadable import Unreadable

ZIP = b"PK\x03\x04"
OLE2 = b"\xd0\xcf\x11\xe0"
#: A report has some ten parts and 200 kB; pictures may be large.
MOST_PARTS = 2_000
MOST_BYTES = 200 * 1024 * 1024
#: Of one part that is XML.
MOST_XML = 40 * 1024 * 1024
#: Deflate cannot make less of a text; what packs better was made to burst.
MOST_RATIO = 250
#: Packed so small, no ratio does harm.
_HARMLESS = 1024 * 1024
#: What zipfile raises for an archive that is damaged, or was made to break it.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    EOFError,
    NotImplementedError,
    OverflowError,
)
#: No office format has a document type: only bombs and readers of foreign files declare one.
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Memory:
    """Bytes as the file that zipfile asks for; nothing is opened."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def __repr__(self) -> str:
        return f"<{len(self._data)} bytes>"

    def read(self, size: int = -1) -> bytes:
        """The next bytes, all that are left by default."""
        end = len(self._data) if size is None or size < 0 else self._at + size
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


def as_file(data: bytes) -> IO[bytes]:
    """Bytes as a file that can be read."""
    return cast("IO[bytes]", Memory(data))


def has_part(data: bytes, name: str) -> bool:
    """Whether bytes are a zip with a part of that name, a number and ending aside.

    ``word/document`` is also ``word/document2.xml``. Of a damaged zip, whose list of parts is at
    its end, the bytes are asked.
    """
    if not data.startswith(ZIP) or name.encode() not in data:
        return False
    whole = re.compile(re.escape(name) + r"(?:\d{0,3}\.(?:xml|bin))?", re.ASCII)
    try:
        with zipfile.ZipFile(as_file(data)) as package:
            return any(map(whole.fullmatch, package.namelist()))
    except DAMAGE:
        return True


def weighed(data: bytes, kind: str) -> None:
    """Look at what the parts say they unpack to; zipfile unpacks no more than that.

    ``kind`` names the document for the message. Raises ``Unreadable``.
    """
    try:
        with zipfile.ZipFile(as_file(data)) as package:
            parts = package.infolist()
    except DAMAGE as error:
        raise Unreadable("damaged_file", f"a damaged {kind}: {error}") from error
    size = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or size > MOST_BYTES or any(map(is_bomb, parts)):
        detail = f"{len(parts)} parts that unpack to {size} bytes: not read"
        raise Unreadable("oversized", detail)
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("encrypted", f"the parts of the {kind} are locked")


def is_bomb(part: zipfile.ZipInfo) -> bool:
    """Whether an XML part unpacks to more than any document's does; a white picture may."""
    if not part.filename.lower().endswith((".xml", ".rels")) or part.file_size <= _HARMLESS:
        return False
    return part.file_size > min(MOST_XML, part.compress_size * MOST_RATIO)


def part_of(package: zipfile.ZipFile, name: str) -> bytes | None:
    """The bytes of a part that was weighed; None when there is none of that name."""
    try:
        return package.read(name)
    except KeyError:
        return None


def xml_of(data: bytes) -> etree._Element | None:
    """The root of an XML part: no entity is resolved and nothing fetched; None when it is none."""
    # In UTF-16 every other byte is a zero.
    if _DOCTYPE.search(data[:8_192].replace(b"\0", b"")):
        raise Unreadable("damaged_file", "a part declares a document type, as no office file does")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
