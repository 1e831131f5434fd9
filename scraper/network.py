"""The connections under the HTTP client: only to addresses that were checked."""

from __future__ import annotations

from collections.abc import Iterable

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
                return await self._sockets.connect_tcp(
                    endpoint.address, endpoint.port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        self._known.pop((host, port), None)
        raise failure

    async def sleep(self, seconds: float) -> None:
        """Wait, for the pool's own retries."""
        await self._sockets.sleep(seconds)
