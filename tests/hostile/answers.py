"""What the hostile web can be told to answer; each is a value for ``HostileWeb.routes``."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@dataclass
class Request:
    host: str
    path: str
    headers: dict[str, str]
    method: str = "GET"
    body: bytes = b""
    connection: int = 0


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


Handler = Callable[[asyncio.StreamWriter], Awaitable[None]]
#: A list is used up one by one, its last stays. Bytes are sent as they are.
Answer = Reply | bytes | Handler | list[Reply | bytes | Handler]


def redirect(target: str, status: int = 302) -> Reply:
    return Reply("moved", status, {"Location": target})


def busy(seconds: str | None = None, status: int = 429) -> Reply:
    return Reply("busy", status, {} if seconds is None else {"Retry-After": seconds})


def zipped(body: bytes) -> Reply:
    return Reply(gzip.compress(body), headers={"Content-Encoding": "gzip"})


def bomb(size: int) -> Reply:
    """About a thousandth of ``size`` bytes over the wire."""
    return zipped(bytes(size))


async def drip(writer: asyncio.StreamWriter) -> None:
    """A body that comes byte by byte: no single read is ever slow."""
    writer.write(HEAD + b"Content-Length: 9999\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.01)


async def drip_headers(writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD)
    while not writer.is_closing():
        writer.write(b"X-More: 1\r\n")
        await writer.drain()
        await asyncio.sleep(0.01)


async def silence(_writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3600)


async def reset(writer: asyncio.StreamWriter) -> None:
    """Headers, a little body, then the connection is torn down."""
    writer.write(HEAD + b"Content-Length: 500\r\n\r\n<html>cut")
    await writer.drain()
    await asyncio.sleep(0.02)
    writer.transport.abort()


def slow(seconds: float, reply: Reply) -> Handler:
    async def answer(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        writer.write(reply.raw())

    return answer


def lying_length(body: bytes, length: int) -> bytes:
    return HEAD + f"Content-Length: {length}\r\n\r\n".encode() + body


#: Bodies that stop before their end, by what would have told the end.
CUT = {
    "length": lying_length(b"<html>cut", 500),
    "chunks": HEAD + b"Transfer-Encoding: chunked\r\n\r\n6\r\n<html>\r\n",
    "chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\n<html>",
    "gzip": HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"many words " * 99)[:40],
    "gzip header": HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"words")[:6],
}
