"""A loopback web that does as it is told, and memory in place of the archive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256

import pytest

from scraper.addresses import ConnectTo
from scraper.crawl import Crawler, CrawlSettings
from scraper.fetcher import Limits
from scraper.protocols import Fetched, Link, Saved, Validators
from scraper.sources import Source


@dataclass
class Request:
    host: str
    path: str
    headers: dict[str, str]
    method: str = "GET"
    body: bytes = b""


@dataclass
class Reply:
    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def raw(self) -> bytes:
        body = self.body.encode() if isinstance(self.body, str) else self.body
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(body)),
            "Connection": "close",
        } | self.headers
        lines = [f"HTTP/1.1 {self.status} x", *(f"{k}: {v}" for k, v in headers.items()), "", ""]
        return "\r\n".join(lines).encode() + body


Answer = Reply | list[Reply] | bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


class Loopback:
    """One server for every host name; ``routes`` maps ``host/path`` to its answer.

    A list of replies is used up one by one, its last stays. Bytes are sent as they are.
    """

    def __init__(self) -> None:
        self.routes: dict[str, Answer] = {}
        self.requests: list[Request] = []
        self.at_once = 0
        self.most_at_once = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def paths(self, host: str | None = None) -> list[str]:
        return [r.path for r in self.requests if host in (None, r.host)]

    @property
    def rule(self) -> ConnectTo:
        return ConnectTo.parse(f":80:127.0.0.1:{self.port}")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._answer(await reader.readuntil(b"\r\n\r\n"), reader, writer)
        finally:
            self.at_once -= 1
            self._tasks.discard(task)
            writer.close()

    async def _answer(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        first, *lines = head.decode("latin-1").strip().split("\r\n")
        headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines)}
        host = headers["host"].partition(":")[0]
        method, path, _ = first.split(" ")
        sent = await reader.readexactly(int(headers.get("content-length", "0")))
        self.requests.append(Request(host, path, headers, method, sent))
        answer = self.routes.get(host + path, Reply("nothing here", 404))
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if callable(answer):
            await answer(writer)
            return
        writer.write(answer if isinstance(answer, bytes) else answer.raw())
        await writer.drain()


@pytest.fixture
def reply() -> type[Reply]:
    return Reply


@pytest.fixture
async def web() -> AsyncIterator[Loopback]:
    loopback = Loopback()
    await loopback.start()
    yield loopback
    await loopback.stop()


class Memory:
    """Store and frontier in dictionaries, with the archive's semantics."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self.saved: list[tuple[Link, Fetched]] = []
        self.newest: dict[str, Fetched] = {}
        self.links: dict[str, Link] = {}
        self.state: dict[str, str] = {}

    async def save(self, link: Link, fetched: Fetched) -> Saved:
        await asyncio.sleep(0)
        self.saved.append((link, fetched))
        if not fetched.ok:
            return Saved(None, False)
        digest = sha256(fetched.body).hexdigest()
        is_new = digest not in self.bodies
        self.bodies[digest] = fetched.body
        self.newest[link.url] = fetched
        return Saved(digest, is_new)

    async def validators(self, url: str) -> Validators:
        newest = self.newest.get(url)
        if newest is None:
            return Validators()
        return Validators(newest.header("etag"), newest.header("last-modified"))

    async def offer(self, links: Sequence[Link]) -> int:
        new = [link for link in links if link.url not in self.links]
        self.links |= {link.url: link for link in new}
        return len(new)

    async def pending(self, source_id: str) -> list[Link]:
        mine = [link for link in self.links.values() if link.source_id == source_id]
        return [link for link in mine if self.state.get(link.url) not in ("fetched", "gone")]

    async def done(self, link: Link, outcome: str) -> None:
        self.state[link.url] = outcome


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def settings(web: Loopback) -> CrawlSettings:
    return CrawlSettings(
        contact="crawl@example.org",
        delay=0.0,
        connect_to=(web.rule,),
        limits=replace(Limits(), deadline=20.0),
        patience=0.0,
    )


@pytest.fixture
def crawl(memory: Memory, settings: CrawlSettings):
    """Crawl sources into ``memory``; keyword arguments change the settings."""

    async def run(*sources: Source, on_event=None, **changes):
        crawler = Crawler(memory, memory, replace(settings, **changes), on_event)
        return await crawler.crawl(sources)

    return run
