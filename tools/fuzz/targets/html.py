"""Pages: pieces of labels and tags, or any bytes behind a tag; the contract holds."""

from __future__ import annotations

from collections.abc import Iterator

import fixtures
from tools.fuzz.pieces import shortened, spelled
from tools.fuzz.sound import parse

MAX_LEN = 80
_PART = 76
_PAGES = ("annex_v2008.html", "news.html", "truncated.html")
_URL = "http://www.jichuan-sample.gov.cn/zwgk/content_1.html"


def seeds() -> Iterator[bytes]:
    for name in _PAGES:
        path = fixtures.documents_folder() / name
        short = shortened(path.read_text(encoding="utf-8"), tags=True)
        for start in range(0, len(short), _PART):
            yield b"\x00" + short[start : start + _PART]
        yield b"\x01" + path.read_bytes()[:_PART]
    report, _ = next(iter(fixtures.report_files()))
    short = shortened(report.read_text(encoding="utf-8"), tags=True)
    for start in range(0, len(short), _PART):
        yield b"\x02" + short[start : start + _PART]


def check(data: bytes) -> None:
    """The first byte: bit 0, what follows is taken as it is; bit 1, the page has an address."""
    how, body = data[:1] or b"\x00", data[1:]
    page = body if how[0] & 1 else spelled(body, tags=True)
    parse(b"<html>" + page, _URL if how[0] & 2 else None)
