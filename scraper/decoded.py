"""A body as text: what one rule decoded, the next one need not decode again."""

from __future__ import annotations

from functools import lru_cache

from parsers.decode import charset_of, decode
from scraper.protocols import Fetched

#: Larger bodies are rare and would fill the memory.
_LARGEST_KEPT = 1_000_000


def text_of(fetched: Fetched) -> str:
    """The decoded body, by the charset that its head declares or by its own signs."""
    declared = charset_of(fetched.header("content-type"))
    if len(fetched.body) > _LARGEST_KEPT:
        return decode(fetched.body, declared).text
    return _text(fetched.body, declared)


@lru_cache(maxsize=2)
def _text(body: bytes, declared: str | None) -> str:
    return decode(body, declared).text
