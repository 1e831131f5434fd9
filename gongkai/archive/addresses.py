"""Addresses as the archive compares them: without scheme and www, and their telling end."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

#: A document's number in a content system: t20210126_3310750.shtml, content_1303190.html.
_NUMBER = re.compile(r"\d{5}")


def host_of(url: str) -> str | None:
    """The host in lower case, without ``www.``; None for a file."""
    parts = _parts(url)
    host = parts.hostname if parts else None
    return host.removeprefix("www.") if host else None


def address_of(url: str) -> str | None:
    """Host and path (with the query) of a web address; None for a file."""
    host, parts = host_of(url), _parts(url)
    if host is None or parts is None:
        return None
    return host + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def tail_of(url: str) -> str | None:
    """The end of an address, if it holds the number of a document; a copy keeps it."""
    parts = _parts(url)
    if parts is None:
        return None
    name = parts.path.rpartition("/")[2]
    if _NUMBER.search(name):
        return name.lower()
    tail = f"{name}?{parts.query}".lower()
    return tail if _NUMBER.search(parts.query) else None


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.hostname  # noqa: B018  an address that is none raises here
    except ValueError:
        return None
    return parts
