"""Flattened text: pieces of official labels, or any bytes; the contract holds."""

from __future__ import annotations

from collections.abc import Iterator

import fixtures
from tools.fuzz.pieces import shortened, spelled
from tools.fuzz.sound import parse

MAX_LEN = 80
_PART = 76


def seeds() -> Iterator[bytes]:
    for path in sorted(fixtures.documents_folder().glob("*.txt")):
        short = shortened(path.read_text(encoding="utf-8"), tags=False)
        for start in range(0, len(short), _PART):
            yield b"\x00" + short[start : start + _PART]
        yield b"\x01" + path.read_bytes()[:_PART]


def check(data: bytes) -> None:
    """An even first byte: what follows is spelled out; an odd one: taken as it is."""
    body = data[1:]
    parse(body if data[:1] > b"\x00" and data[0] % 2 else spelled(body, tags=False))
