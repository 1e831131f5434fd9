"""The connections under the HTTP client: only to addresses that were checked."""

from __future__ import annotations

import asyncio
import select
import socket
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from scraper.addresses import AddressBook, Endpoint


class CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Connects where an address book says.

    The pool above still keys its connections by the host of the URL, and so do the
    Host header and the TLS server name: only the socket's address is ours.
    """

    def __init__(self, book: AddressBook) -> None:
        """Wrap the ordinary asyncio sockets."""
        self._book = book
        self._known: dict[tuple[str, int], list[Endpoint]] = {}
        self._sockets = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (the signature is httpcore's)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Try the host's checked addresses in turn; the last failure is raised.

        A host is resolved once a crawl, and again when none of its addresses takes us.
        """
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        if (host, port) not in self._known:
            self._known[host, port] = await self._book.endpoints(host, port)
        for endpoint in self._known[host, port]:
            try:
                stream = await self._sockets.connect_tcp(
                    endpoint.address, endpoint.port, timeout, local_address, socket_options
                )
                return _Stream(stream)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        self._known.pop((host, port), None)
        raise failure

    async def sleep(self, seconds: float) -> None:
        """Wait, for the pool's own retries."""
        await self._sockets.sleep(seconds)


class _Stream(httpcore.AsyncNetworkStream):
    """A socket that is closed also when a deadline ends its TLS handshake."""

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner
        self._socket = inner.get_extra_info("socket")

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        return await self._inner.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        try:
            return await self._inner.start_tls(ssl_context, server_hostname, timeout)
        except asyncio.CancelledError:
            await asyncio.shield(self._inner.aclose())
            raise

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 (the signature is httpcore's)
        if info == "is_readable":
            # Asked before every request; looking the socket up anew asks the system each time.
            return _is_readable(self._socket)
        return self._inner.get_extra_info(info)


def _is_readable(sock: socket.socket | None) -> bool:
    """Whether there is something to read; of an idle connection that is its end."""
    number = -1 if sock is None else sock.fileno()
    if number < 0:
        return True
    waiting = select.poll()
    waiting.register(number, select.POLLIN)
    return bool(waiting.poll(0))
