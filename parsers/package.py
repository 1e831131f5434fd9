"""Zip packages (Word, spreadsheets, OFD), looked through before anything is unpacked.

Nothing of them is ever written to a disk, and no part is looked up by a name of its own choosing.
"""

from __future__ import annotations

import codecs
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
_XML_NAMES = (".xml", ".rels")
#: So many bytes tell whether a part can be XML.
_HEAD = 64
_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
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
            size = sum(part.file_size for part in parts)
            is_small = len(parts) <= MOST_PARTS and size <= MOST_BYTES
            is_small = is_small and not any(is_bomb(package, part) for part in parts)
    except DAMAGE as error:
        raise Unreadable("damaged_file", f"a damaged {kind}: {error}") from error
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("encrypted", f"the parts of the {kind} are locked")
    if not is_small:
        detail = f"{len(parts)} parts that unpack to {size} bytes: not read"
        raise Unreadable("oversized", detail)


def is_bomb(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part that can be read as XML unpacks to more than any document's does.

    Readers take the part that a relation names, whatever its ending; a white picture may pack
    as small.
    """
    if part.file_size <= max(_HARMLESS, min(MOST_XML, part.compress_size * MOST_RATIO)):
        return False
    return part.filename.lower().endswith(_XML_NAMES) or _may_be_xml(package, part)


def _may_be_xml(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    try:
        with package.open(part) as body:
            head = body.read(_HEAD)
    except (*DAMAGE, RuntimeError):  # damaged, or locked
        return True
    for mark in _ORDER_MARKS:
        head = head.removeprefix(mark)
    # White space may stand before the first tag, and zeros beside its letters.
    return head.strip(b"\0\t\n\r ")[:1] in (b"<", b"")


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
