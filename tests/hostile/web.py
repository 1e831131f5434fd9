"""The server: every host name, plain or over TLS, on the test's loop or a thread of its own."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

from scraper.addresses import ConnectTo

from .answers import Answer, Reply, Request


class HostileWeb:
    """``routes`` maps ``host/path`` to its answer; what it does not name is a 404.

    ``requests`` records what was asked, in order. A client may reuse its connection when
    the reply does not say ``Connection: close``.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Answer] = {}
        self.requests: list[Request] = []
        self.connections = 0
        self.at_once = 0
        self.most_at_once = 0
        self._tls = tls
        self._tasks: set[asyncio.Task[None]] = set()
        self._servers: list[asyncio.Server] = []

    async def start(self, address: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; call again with other loopback addresses to stand for private ones."""
        server = await asyncio.start_server(self._serve, address, port, ssl=self._tls)
        self._servers.append(server)
        self.port = server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        for server in self._servers:
            server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for server in self._servers:
            await server.wait_closed()

    @contextmanager
    def on_a_thread(self) -> Iterator[HostileWeb]:
        """Serve from a thread, for what runs an event loop of its own."""
        loop = asyncio.new_event_loop()
        thread = Thread(target=loop.run_forever, daemon=True)
        thread.start()
        asyncio.run_coroutine_threadsafe(self.start(), loop).result()
        try:
            yield self
        finally:
            asyncio.run_coroutine_threadsafe(self.stop(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def paths(self, host: str | None = None) -> list[str]:
        return [r.path for r in self.requests if host in (None, r.host)]

    @property
    def rule(self) -> ConnectTo:
        return ConnectTo.parse(f":{443 if self._tls else 80}:127.0.0.1:{self.port}")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        number = self.connections
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while await self._exchange(number, reader, writer):
                    pass
        finally:
            self.at_once -= 1
            self._tasks.discard(task)
            writer.close()

    async def _exchange(
        self, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """One request and its answer; whether the connection may serve another."""
        request = await _read(number, reader)
        self.requests.append(request)
        answer = self.routes.get(request.host + request.path, Reply("nothing here", 404))
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if callable(answer):
            await answer(writer)
            return False
        raw = answer if isinstance(answer, bytes) else answer.raw()
        writer.write(raw)
        await writer.drain()
        return isinstance(answer, Reply) and b"Connection: close" not in raw


async def _read(number: int, reader: asyncio.StreamReader) -> Request:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines)}
    method, path, _ = first.split(" ")
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(headers["host"].partition(":")[0], path, headers, method, body, number)
