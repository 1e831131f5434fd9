"""The loopback server of the crawl benchmarks: fast, keeps connections, counts requests.

``python -m benchmarks.crawl.server`` serves from a process of its own, prints its port,
and ends with its standard input.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import click

from benchmarks.crawl import pages

Pages = dict[str, bytes]


class Site:
    """Serves ``host/path`` → body; ``asked`` counts the requests, ``on_request`` hears of each."""

    def __init__(self, served: Pages, on_request: Callable[[str], None] | None = None) -> None:
        self.served = {address: _answer(address, body) for address, body in served.items()}
        self.asked: Counter[str] = Counter()
        self.on_request = on_request or (lambda address: None)
        self.port = 0

    async def start(self) -> asyncio.Server:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Talk(self), "127.0.0.1", 0, backlog=1024)
        self.port = server.sockets[0].getsockname()[1]
        return server

    def answer(self, address: str) -> bytes:
        self.asked[address] += 1
        self.on_request(address)
        return self.served.get(address, _MISSING)

    @contextmanager
    def on_a_thread(self) -> Iterator[Site]:
        loop = asyncio.new_event_loop()
        thread = Thread(target=loop.run_forever, daemon=True)
        thread.start()
        server = asyncio.run_coroutine_threadsafe(self.start(), loop).result()
        try:
            yield self
        finally:
            loop.call_soon_threadsafe(server.close)
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()


class _Talk(asyncio.Protocol):
    def __init__(self, site: Site) -> None:
        self.site = site
        self.waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while b"\r\n\r\n" in self.waiting:
            head, _, self.waiting = self.waiting.partition(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            host = next(x for x in lines if x.lower().startswith("host:"))[5:].strip()
            self.transport.write(self.site.answer(host.partition(":")[0] + lines[0].split(" ")[1]))


def _answer(address: str, body: bytes, status: str = "200 OK") -> bytes:
    kind = "text/plain" if address.endswith(".txt") else "text/html"
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


_MISSING = _answer("", b"nothing here", "404 Not Found")


def sites(count: int, reports: int, size: int) -> Pages:
    """All pages of that many sites."""
    return {
        pages.host(number) + path: body
        for number in range(count)
        for path, body in pages.site(number, reports, size)
    }


@click.command()
@click.option("--hosts", default=200)
@click.option("--reports", default=10)
@click.option("--size", default=60_000)
def main(hosts: int, reports: int, size: int) -> None:
    """Serve until standard input ends."""
    with Site(sites(hosts, reports, size)).on_a_thread() as site:
        print(site.port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
