"""What is asked of search engines: to keep to the pages that are finite, or to stay away.

``robots.txt`` is RFC 9309. Tables, queries and comparisons have addresses without end, so they
are never for robots; a header says the same for pages that were found elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Asgi = Callable[[Message, Callable[..., Any], Callable[..., Any]], Awaitable[None]]

#: Front page, reports and agencies; everything else is for people.
OPEN = b"""User-agent: *
Allow: /$
Allow: /report/
Disallow: /report/*/source/
Disallow: /report/*?
Allow: /agency/
Disallow: /agency/*?
Allow: /-/gongkai/pages.css
Disallow: /
"""
BLOCKED = b"User-agent: *\nDisallow: /\n"
_FINITE = re.compile(r"/|/report/[^/]+/[^/]+/[^/]+|/agency/[^/]+/|/-/gongkai/[a-z]+\.css")
_HEADER = (b"x-robots-tag", b"noindex, nofollow")


def directed(app: Asgi, *, block: bool) -> Asgi:
    """The application with ``/robots.txt``, and a header on what is not for robots."""

    async def answered(
        scope: Message, receive: Callable[..., Any], send: Callable[..., Any]
    ) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        if scope["path"] == "/robots.txt":
            return await _robots_txt(send, BLOCKED if block else OPEN)
        is_for_people = block or scope.get("query_string") or not _FINITE.fullmatch(scope["path"])

        async def send_with_header(message: Message) -> None:
            if is_for_people and message["type"] == "http.response.start":
                others = [header for header in message["headers"] if header[0] != _HEADER[0]]
                message = {**message, "headers": [*others, _HEADER]}
            await send(message)

        return await app(scope, receive, send_with_header)

    return answered


async def _robots_txt(send: Callable[..., Any], body: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
