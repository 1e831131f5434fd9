"""A server that speaks HTTP/2 when the handshake agreed on it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import h2.config
import h2.connection
import h2.events


class Http2Web:
    """Answers every request with ``body``; ``cut`` resets the stream in the middle."""

    def __init__(self, body: bytes, cut: bool = False) -> None:
        self.body = body
        self.cut = cut
        self.port = 0
        self.seen: list[dict[str, str]] = []
        self.tasks: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        with suppress(ConnectionError, ssl.SSLError, asyncio.CancelledError):
            await self._talk(reader, writer)
        writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        h2_config = h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
        talk = h2.connection.H2Connection(h2_config)
        talk.initiate_connection()
        writer.write(talk.data_to_send())
        while data := await reader.read(65536):
            for event in talk.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    self._answer(talk, event)
            writer.write(talk.data_to_send())
            await writer.drain()

    def _answer(self, talk: h2.connection.H2Connection, event: h2.events.RequestReceived) -> None:
        assert event.headers is not None
        assert event.stream_id is not None
        self.seen.append({str(name): str(value) for name, value in event.headers})
        headers = [(":status", "200"), ("content-type", "text/html")]
        talk.send_headers(event.stream_id, headers)
        talk.send_data(event.stream_id, self.body, end_stream=not self.cut)
        if self.cut:
            talk.reset_stream(event.stream_id)


@asynccontextmanager
async def http2_web(
    context: ssl.SSLContext, body: bytes, *, cut: bool = False
) -> AsyncIterator[Http2Web]:
    web = Http2Web(body, cut)
    server = await asyncio.start_server(web.serve, "127.0.0.1", 0, ssl=context)
    web.port = server.sockets[0].getsockname()[1]
    yield web
    server.close()
    for task in web.tasks:
        task.cancel()
    await asyncio.gather(*web.tasks, return_exceptions=True)
