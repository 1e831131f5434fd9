"""The tree of a page, as libxml2 builds it; pages beyond its limits lose their inline tags."""

from __future__ import annotations

import re

from lxml import etree

#: Inline tags that say nothing but can be nested by the thousand when left unclosed.
_DECORATION = re.compile(
    r"</?(?:font|span|b|strong|i|em|u|a|big|small|center|o:p|div)\b[^<>]*>", re.IGNORECASE
)


def encoded(text: str) -> bytes:
    """The page in the encoding that the tree is read from; lone surrogates are replaced."""
    return text.encode("utf-8", errors="replace")


def tree_of(data: bytes) -> tuple[etree._Element | None, bool]:
    """The tree, and whether all of the page is in it (libxml2 stops at its depth limit)."""
    # Plain elements: those of lxml.html cost a Python call each.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(data.replace(b"\0", b""), parser)
    except etree.XMLSyntaxError:
        return None, True
    last = parser.error_log.last_error
    return root, last is None or last.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT


def undecorated(text: str) -> str:
    """The page without its inline tags."""
    return _DECORATION.sub(" ", text)
