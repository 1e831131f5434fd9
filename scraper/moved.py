"""A page that is nothing but a script that leads on: ``location.href = '/nb/2023.html'``.

No script is run. Only where no text is shown, and one address alone is named, it is read as
the redirect that it is; a script that chooses (for phones) names two.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

_LARGEST = 6_000
_LITTLE = 60
_SCRIPT = re.compile(r"<script\b[^<>]*>(.*?)</script", re.IGNORECASE | re.DOTALL)
_MOVE = re.compile(
    r"(?<![\w$])location(?:\s*\.\s*href)?\s*=\s*(?P<q>[\"'])(?P<a>[^\"'\n]+)(?P=q)(?!\s*\+)"
    r"|(?<![\w$])location\s*\.\s*(?:replace|assign)\s*\(\s*(?P<q2>[\"'])(?P<b>[^\"'\n]+)(?P=q2)\s*\)"
)
_HIDDEN = re.compile(
    r"<(script|style|noscript|title)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
#: The front page of a host: where an address that is no more is sent.
HOME = re.compile(r"/(?:(?:index|default|home|main)\.\w{2,5})?", re.IGNORECASE)


def script_target(markup: str) -> str | None:
    """The address, as written, that the page's script goes to; None of any other page."""
    if len(markup) > _LARGEST or "location" not in markup:
        return None
    found = {m["a"] or m["b"] for code in _SCRIPT.findall(markup) for m in _MOVE.finditer(code)}
    if len(found) != 1 or len("".join(unescape(_HIDDEN.sub(" ", markup)).split())) > _LITTLE:
        return None
    target = found.pop().strip()
    return None if not target or HOME.fullmatch(urlsplit(target).path or "/") else target
