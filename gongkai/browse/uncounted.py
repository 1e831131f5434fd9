"""Views without the count of all their rows, which Datasette makes for every page of them.

At 100,000 reports that count takes seconds, the page itself milliseconds. Whoever wants it
asks with ``_nocount=`` (empty); tables are counted as ever.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from gongkai.archive.views import VIEWS

Message = MutableMapping[str, Any]
Asgi = Callable[[Message, Callable[..., Any], Callable[..., Any]], Awaitable[None]]
_NAMES = frozenset(view.name for view in VIEWS)


def uncounted(app: Asgi) -> Asgi:
    """The application, asked not to count the rows of views."""

    async def asked(scope: Message, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        await app(_asked(scope), receive, send)

    return asked


def _asked(scope: Message) -> Message:
    if scope["type"] != "http" or not _is_view(scope["path"]):
        return scope
    query: bytes = scope.get("query_string") or b""
    if "_nocount" in parse_qs(query.decode("latin-1"), keep_blank_values=True):
        return scope
    return {**scope, "query_string": query + (b"&" if query else b"") + b"_nocount=1"}


def _is_view(path: str) -> bool:
    """Whether a page, or the JSON, of a view is asked for: ``/archive/panel``."""
    parts = path.strip("/").split("/")
    return len(parts) == 2 and parts[1].removesuffix(".json") in _NAMES
