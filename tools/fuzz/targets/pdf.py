"""PDF files: bytes as they are, or as the content of a page in a sound file."""

from __future__ import annotations

from collections.abc import Iterator

from tests.parsers.pdf_writer import pdf, table, text
from tools.fuzz.sound import parse

MAX_LEN = 1024
_ROWS = [["", "总计"], ["一、本年新收政府信息公开申请数量", "12"], ["二、上年结转", "0"]]


def seeds() -> Iterator[bytes]:
    title = text(60, 800, "2023年霁川市政府信息公开工作年度报告", 16)
    page = title + table(_ROWS, [50, 350, 500], 700)
    yield b"\x00" + page.encode("latin-1")[: MAX_LEN - 1]
    yield b"\x00" + title.encode("latin-1")
    for row in _ROWS:
        yield b"\x00" + table([row], [50, 350, 500], 700).encode("latin-1")
    yield b"\x01" + pdf([text(60, 800, "年报")])
    yield b"\x01%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\ntrailer<</Root 1 0 R>>"


def check(data: bytes) -> None:
    how, body = data[:1] or b"\x00", data[1:]
    parse(body if how[0] & 1 else pdf([body.decode("latin-1")]))
