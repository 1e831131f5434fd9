"""Columns of a terminal."""

from __future__ import annotations

import unicodedata


def display_width(text: str) -> int:
    """How many columns a text takes: a Chinese character or a full-width digit takes two."""
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(c) in "WF" for c in text)
