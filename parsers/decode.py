"""Bytes to text, for pages that lie about their character set.

``gb2312`` and ``gbk`` are always read as ``gb18030``: pages that declare gb2312 hold
characters beyond it (镕, 喆), and an HTML parser that believes them cuts the page off
at the first such character without an error.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHINESE = {"gb2312", "gbk", "gb_2312-80", "gb18030", "x-gbk", "cp936", "chinese", "hz-gb-2312"}
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
#: Words that any report holds; the reading that shows most of them is right.
_TELLTALE = ("政府", "信息", "公开", "公開", "资讯")
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Decoded:
    """``damaged`` is the number of places where bytes could not be read.

    ``utf8`` are the bytes, when they are the text in UTF-8 as it is.
    """

    text: str
    encoding: str
    damaged: int
    utf8: bytes | None = None


def charset_of(content_type: str | None) -> str | None:
    """The charset parameter of a Content-Type header, if it has one."""
    found = _CHARSET.search(content_type or "")
    return found.group(1) if found else None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Read bytes as text; never raises.

    Order: byte-order mark, then whatever decodes without an error among UTF-8, the
    declared and the ``<meta>`` character set and GB18030. UTF-8 comes first because
    Chinese text in another encoding is never valid UTF-8 by accident. When nothing
    decodes cleanly, the reading with the fewest unreadable places wins.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _lossy(data[len(mark) :], encoding)
    for encoding in _candidates(data, declared):
        text = _strict(data, encoding)
        if text is not None:
            utf8 = data if encoding == "utf-8" else None
            return Decoded(text, encoding, _damaged(text), utf8)
    readings = [_lossy(data, encoding) for encoding in _candidates(data, declared)]
    return min(readings, key=lambda reading: (reading.damaged, -_telltales(reading.text)))


def _candidates(data: bytes, declared: str | None) -> Iterator[str]:
    """The encodings to try, each once; what the page says of itself is read when it must be."""
    head = data[:_HEAD]
    if head.count(0) > len(head) // 4:  # every second byte of UTF-16 Latin text is NUL
        yield "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
        return
    yield "utf-8"
    meta = _META.search(head)
    named = [declared, meta.group(1).decode("ascii") if meta else None]
    known = [name for name in map(_known, named) if name]
    yield from (name for name in dict.fromkeys([*known, "gb18030"]) if name != "utf-8")


def _known(name: str | None) -> str | None:
    """The codec to use for a declared name; None for names that say nothing here."""
    if not name:
        return None
    if name.lower() in _CHINESE:
        return "gb18030"
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return None
    # Single-byte codecs read anything: a server's default iso-8859-1 proves nothing.
    usable = getattr(codec, "_is_text_encoding", True)
    return codec.name if usable and codec.name.startswith(("utf", "big5")) else None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _lossy(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, _damaged(text))


def _damaged(text: str) -> int:
    # Looking for the sign is far faster than counting it.
    return text.count("\ufffd") if "\ufffd" in text else 0


def _telltales(text: str) -> int:
    return sum(text.count(word) for word in _TELLTALE)
