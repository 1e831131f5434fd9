"""Markdown that still holds HTML: what a converter left as it was when it had no words for it."""

from __future__ import annotations

import html
import re

#: The line below the head of a Markdown table.
_RULE = re.compile(
    r"^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?)?[ \t]*$", re.MULTILINE
)
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_BREAK = re.compile(r"<(?:/?(?:div|p|h[1-6]|li|ul|ol|section|article)|br)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]{0,2000}>|<!--.{0,20000}?-->", re.IGNORECASE | re.DOTALL)


def is_markdown(text: str) -> bool:
    """Whether the tables are Markdown's, whatever tags stand around them."""
    # Nearly every page has a table of its own, and that is soon found.
    return _TABLE.search(text) is None and _RULE.search(text) is not None


def without_tags(text: str) -> str:
    """The text alone; a tag that begins or ends a paragraph leaves a line break."""
    lines = (_BREAK.sub(" " if "|" in line else "\n", line) for line in text.split("\n"))
    return html.unescape(_TAG.sub("", "\n".join(lines)))
