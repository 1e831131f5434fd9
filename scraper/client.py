"""The HTTP client: the only module that knows httpx.

One pool an origin, one connection a pool: who is polite needs no second one, and the
cost of a request does not grow with the number of hosts.
"""

from __future__ import annotations

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import httpcore
import httpx

from scraper.network import CheckedNetwork
from scraper.tls import TlsExceptions, permit

#: Idle origins whose connection is kept open.
_MOST_POOLS = 512
_IDLE_SECONDS = 60.0
_TLS = "tls_exceptions"

Response = httpx.Response
_Key = tuple[bytes, bytes, int, TlsExceptions]


class NotAnAddressError(Exception):
    """The text is no address that can be requested."""


class Client:
    """Sends one request at a time to each origin; follows nothing, remembers nothing."""

    def __init__(
        self,
        network: CheckedNetwork,
        headers: Mapping[str, str],
        *,
        connect: float,
        read: float,
        pool: float,
        roots: Path | None = None,
    ) -> None:
        """Timeouts in seconds; ``roots`` is a PEM file of further authorities."""
        # No proxies and credentials from the environment: the address checked is the one used.
        self._client = httpx.AsyncClient(
            transport=_Transport(network, roots),
            headers=dict(headers),
            # No page may depend on what was fetched before it.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(read, connect=connect, pool=pool),
            follow_redirects=False,
            trust_env=False,
        )

    def stream(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        tls: TlsExceptions,
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Send a request; the answer's body is still to be read. NotAnAddressError at once."""
        try:
            parsed = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise NotAnAddressError(str(error)) from error
        if parsed.scheme not in ("http", "https") or not parsed.host:
            raise NotAnAddressError(f"{url[:200]!r} is no address on the web")
        return self._client.stream(
            method, parsed, headers=dict(headers), content=body, extensions={_TLS: tls}
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()


class _Transport(httpx.AsyncBaseTransport):
    """httpx over connections whose sockets go where the network object says."""

    def __init__(self, network: CheckedNetwork, roots: Path | None) -> None:
        self._network = network
        self._roots = roots
        self._contexts: dict[TlsExceptions, ssl.SSLContext] = {}
        self._pools: OrderedDict[_Key, httpcore.AsyncConnectionPool] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Hand the request down as it is and wrap what comes back."""
        sent = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        pool = await self._pool(sent.url.origin, request.extensions.get(_TLS, TlsExceptions()))
        answer = await pool.handle_async_request(sent)
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Stream(answer),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        """Close every pool."""
        for pool in self._pools.values():
            await pool.aclose()
        self._pools.clear()

    async def _pool(
        self, origin: httpcore.Origin, exceptions: TlsExceptions
    ) -> httpcore.AsyncConnectionPool:
        key = (origin.scheme, origin.host, origin.port, exceptions)
        pool = self._pools.get(key)
        if pool is None:
            await self._make_room()
            pool = self._pools[key] = httpcore.AsyncConnectionPool(
                ssl_context=self._context(exceptions) if origin.scheme == b"https" else None,
                network_backend=self._network,
                max_connections=1,
                keepalive_expiry=_IDLE_SECONDS,
                # Offered in the TLS handshake only (ALPN); plain text stays HTTP/1.1.
                http2=True,
            )
        self._pools.move_to_end(key)
        return pool

    async def _make_room(self) -> None:
        if len(self._pools) < _MOST_POOLS:
            return
        for key, pool in self._pools.items():
            if all(one.is_idle() or one.is_closed() for one in pool.connections):
                del self._pools[key]
                await pool.aclose()
                return

    def _context(self, exceptions: TlsExceptions) -> ssl.SSLContext:
        if exceptions not in self._contexts:
            made = httpx.create_ssl_context(trust_env=False)
            if self._roots is not None:
                made.load_verify_locations(self._roots)
            permit(made, exceptions)
            self._contexts[exceptions] = made
        return self._contexts[exceptions]


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._answer.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._answer.aclose()
