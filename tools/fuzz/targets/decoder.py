"""Bytes to text: never raises, the text can be written, every unreadable place is counted."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.decode import charset_of, decode

MAX_LEN = 256
_WORDS = "2023年政府信息公开工作年度报告：镕、喆、\U00020bb7"
_NAMES = ("utf-8", "gb18030", "big5", "utf-16", "utf-16-be", "gbk", "utf-7")


def seeds() -> Iterator[bytes]:
    for name in _NAMES:
        declared = name.encode()
        meta = f"<meta charset={name}>".encode()
        yield declared + b"\n" + meta + _WORDS.encode(name, errors="replace")
        yield b"\n\xef\xbb\xbf" + _WORDS.encode(name, errors="replace")[1:]


def check(data: bytes) -> None:
    """The first line is the Content-Type that a server declared."""
    declared, _, body = data.partition(b"\n")
    header = f"text/html; charset={declared.decode('latin-1')}"
    for charset in (declared.decode("latin-1"), charset_of(header), None):
        found = decode(body, charset)
        found.text.encode("utf-8")  # no half of a character: it is stored and printed
        assert found.damaged == found.text.count("\ufffd"), found
        assert found.utf8 is None or found.utf8.decode("utf-8") == found.text, found
        assert decode(body, charset) == found
