"""The HTTP client: the only module that knows httpx.

One connection an origin, and one request at a time on it: who is polite needs no pool,
and the cost of a request does not grow with the number of hosts. Of httpx it takes the
addresses, the headers and the TLS settings; what its client adds (cookies, redirects,
proxies, credentials from the environment) no crawl wants.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpcore
import httpx

from scraper.network import CheckedNetwork
from scraper.tls import TlsExceptions, permit

#: Origins whose connection is kept open.
_MOST_LINES = 512
_IDLE_SECONDS = 60.0

_Key = tuple[bytes, bytes, int, TlsExceptions]


class NotAnAddressError(Exception):
    """The text is no address that can be requested."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer whose body is still to be read; ``url`` is the address that was asked."""

    url: str
    status_code: int
    headers: httpx.Headers
    http_version: str
    _answer: httpcore.Response

    def aiter_raw(self) -> AsyncIterator[bytes]:
        """The body as it comes, its Content-Encoding not undone."""
        return self._answer.aiter_stream()


class Client:
    """Sends one request at a time to each origin; follows nothing, remembers nothing."""

    def __init__(
        self,
        network: CheckedNetwork,
        headers: Mapping[str, str],
        *,
        connect: float,
        read: float,
        roots: Path | None = None,
    ) -> None:
        """Timeouts in seconds; ``roots`` is a PEM file of further authorities."""
        self._network = network
        self._headers = {"Connection": "keep-alive", **headers}
        self._timeout = {"connect": connect, "read": read, "write": read}
        self._roots = roots
        self._contexts: dict[TlsExceptions, ssl.SSLContext] = {}
        self._lines: OrderedDict[_Key, _Line] = OrderedDict()

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        tls: TlsExceptions,
    ) -> AsyncIterator[Response]:
        """Send a request; the answer's body is read within the block, which then ends it.

        Raises NotAnAddressError, and what httpcore raises.
        """
        sent = self._request(method, _parsed(url), headers, body)
        line = await self._line(sent.url.origin, tls)
        async with line.answer(sent) as answer:
            version = bytes(answer.extensions.get("http_version", b"HTTP/1.1"))
            yield Response(
                url, answer.status, httpx.Headers(answer.headers), version.decode("ascii"), answer
            )

    async def close(self) -> None:
        """Close every connection."""
        for line in self._lines.values():
            await line.close()
        self._lines.clear()

    def _request(
        self, method: str, url: httpx.URL, headers: Mapping[str, str], body: bytes | None
    ) -> httpcore.Request:
        """The request as httpcore takes it; a header given replaces ours of that name."""
        named = {name.lower(): (name, text) for name, text in self._headers.items()}
        named |= {name.lower(): (name, text) for name, text in headers.items()}
        if body is not None:
            named["content-length"] = ("Content-Length", str(len(body)))
        sent = [(name.encode("ascii"), text.encode("ascii")) for name, text in named.values()]
        return httpcore.Request(
            method=method,
            url=httpcore.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=[(b"Host", url.netloc), *sent],
            content=body,
            extensions={"timeout": self._timeout},
        )

    async def _line(self, origin: httpcore.Origin, exceptions: TlsExceptions) -> _Line:
        key = (origin.scheme, origin.host, origin.port, exceptions)
        line = self._lines.get(key)
        if line is None:
            await self._make_room()
            context = self._context(exceptions) if origin.scheme == b"https" else None
            line = self._lines[key] = _Line(origin, context, self._network)
        self._lines.move_to_end(key)
        return line

    async def _make_room(self) -> None:
        if len(self._lines) < _MOST_LINES:
            return
        for key, line in self._lines.items():
            if not line.is_busy:
                del self._lines[key]
                await line.close()
                return

    def _context(self, exceptions: TlsExceptions) -> ssl.SSLContext:
        if exceptions not in self._contexts:
            made = httpx.create_ssl_context(trust_env=False)
            if self._roots is not None:
                made.load_verify_locations(self._roots)
            permit(made, exceptions)
            self._contexts[exceptions] = made
        return self._contexts[exceptions]


class _Line:
    """The connection to an origin, opened when it is needed and again after it broke."""

    def __init__(
        self, origin: httpcore.Origin, context: ssl.SSLContext | None, network: CheckedNetwork
    ) -> None:
        self._origin = origin
        self._context = context
        self._network = network
        self._turn = asyncio.Lock()
        self._open: httpcore.AsyncHTTPConnection | None = None
        self._waiting = 0

    @property
    def is_busy(self) -> bool:
        """Whether somebody uses the line or is about to."""
        return self._waiting > 0

    @asynccontextmanager
    async def answer(self, sent: httpcore.Request) -> AsyncIterator[httpcore.Response]:
        """Hold the line for a request until the answer's body was read or given up."""
        self._waiting += 1
        try:
            async with self._turn:
                answer = await self._ask(sent)
                try:
                    yield answer
                finally:
                    await answer.aclose()
        finally:
            self._waiting -= 1

    async def close(self) -> None:
        """Close the connection, if there is one."""
        if self._open is not None:
            await self._open.aclose()
            self._open = None

    async def _ask(self, sent: httpcore.Request) -> httpcore.Response:
        try:
            return await (await self._connection()).handle_async_request(sent)
        except httpcore.ConnectionNotAvailable:
            # An HTTP/2 server said goodbye to this connection, not to us.
            await self.close()
            return await (await self._connection()).handle_async_request(sent)

    async def _connection(self) -> httpcore.AsyncHTTPConnection:
        held = self._open
        if held is not None and held.is_available() and not held.has_expired():
            return held
        await self.close()
        self._open = httpcore.AsyncHTTPConnection(
            self._origin,
            self._context,
            keepalive_expiry=_IDLE_SECONDS,
            # Offered in the TLS handshake only (ALPN); plain text stays HTTP/1.1.
            http2=True,
            network_backend=self._network,
        )
        return self._open


def _parsed(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise NotAnAddressError(str(error)) from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise NotAnAddressError(f"{url[:200]!r} is no address on the web")
    return parsed
