"""One polite request, hop by hop, within one deadline.

Network trouble never raises; it comes back as ``Fetched.error``, ``code: detail`` in
one line. The codes are `scraper.failures.ERROR_CODES`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

from scraper.addresses import AddressBook
from scraper.ask import Ask
from scraper.client import Client, NotAnAddressError, Response
from scraper.failures import ERROR_CODES, FAILURES, describe
from scraper.hosts import spelled
from scraper.inflate import BodyError, BodyReader, is_charset
from scraper.network import CheckedNetwork
from scraper.protocols import Fetched, Validators
from scraper.tls import TlsExceptions

__all__ = ["ERROR_CODES", "PRODUCT", "Fetcher", "Gate", "Limits", "error_code", "user_agent"]

PRODUCT = "gongkai"
_REDIRECTS = (301, 302, 303, 307, 308)

# Asked before every hop, redirects included; holds the host while the request runs.
# Yields None to go ahead, else the refusal as "code: detail".
Gate = Callable[[str], AbstractAsyncContextManager[str | None]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost: bytes after decompression, seconds, hops."""

    body: int = 20 * 1024 * 1024
    deadline: float = 90.0
    connect: float = 15.0
    read: float = 30.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    error: str | None = None
    location: str | None = None
    protocol: str | None = None
    notes: tuple[str, ...] = ()


class Fetcher:
    """The fetcher of one crawl; use as ``async with Fetcher() as fetcher``."""

    def __init__(
        self,
        *,
        contact: str | None = None,
        book: AddressBook | None = None,
        limits: Limits | None = None,
        roots: Path | None = None,
    ) -> None:
        """``contact`` (mail or page) is told to every host; ValueError if not plain ASCII.

        ``roots`` is a PEM file of certificate authorities trusted besides the usual ones.
        """
        self._limits = limits or Limits()
        self._client = Client(
            CheckedNetwork(book or AddressBook()),
            {
                "User-Agent": user_agent(contact),
                "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
                "Accept-Language": "zh-CN,zh;q=0.9",
                "Accept-Encoding": "gzip, deflate",
            },
            connect=self._limits.connect,
            read=self._limits.read,
            roots=roots,
        )

    async def __aenter__(self) -> Self:
        """Nothing is connected before the first fetch."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        await self._client.close()

    async def fetch(
        self,
        url: str,
        *,
        gate: Gate | None = None,
        validators: Validators | None = None,
        method: str = "GET",
        data: Mapping[str, str] | str | None = None,
        headers: Mapping[str, str] | None = None,
        tls: TlsExceptions | None = None,
    ) -> Fetched:
        """Request an address, following redirects hop by hop through the gate.

        The deadline counts the time on the network only, not the waiting in the gate.
        A 304 counts as not modified only when validators were sent. ``data`` is sent as a
        form (UTF-8), text as it is with the Content-Type of ``headers``; after a 301, 302 or
        303 a POST goes on as a GET (RFC 9110 15.4). ``headers`` are added to every hop
        (Referer, X-Requested-With).
        """
        gate = gate or _open_gate
        ask = Ask.of(method, data, headers, validators, tls or TlsExceptions())
        fetched = _nothing(url, ask)
        for _ in range(self._limits.redirects + 1):
            fetched, location = await self._hop(fetched, gate, ask)
            if location is None:
                return fetched
            ask = ask.after(fetched.status)
            fetched = replace(fetched, final_url=location)
        return replace(fetched, error=f"redirect: more than {self._limits.redirects} in a row")

    async def _hop(self, so_far: Fetched, gate: Gate, ask: Ask) -> tuple[Fetched, str | None]:
        async with gate(so_far.final_url) as refusal:
            if refusal is not None:
                return replace(so_far, error=refusal), None
            # Not before: the gate may have held us for minutes.
            so_far = replace(so_far, fetched_at=datetime.now(UTC))
            started = time.monotonic()
            answer = await self._request(so_far, ask)
            elapsed = so_far.elapsed + time.monotonic() - started
        fetched = replace(
            so_far,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            error=answer.error,
            elapsed=elapsed,
            not_modified=answer.status == 304 and ask.is_conditional,
            protocol=answer.protocol,
            tls=ask.tls.names if so_far.final_url.startswith("https:") else (),
            notes=answer.notes,
        )
        return fetched, answer.location

    async def _request(self, so_far: Fetched, ask: Ask) -> _Answer:
        deadline = self._limits.deadline
        try:
            async with (
                asyncio.timeout(deadline - so_far.elapsed),
                self._client.stream(
                    ask.method, so_far.final_url, ask.headers, ask.body, ask.tls
                ) as response,
            ):
                return await self._read(response)
        except NotAnAddressError as error:
            return _Answer(error=f"url: {error}")
        except FAILURES as error:
            return _Answer(error=describe(error, deadline))

    async def _read(self, response: Response) -> _Answer:
        answer = _Answer(
            response.status_code,
            tuple(response.headers.multi_items()),
            protocol=response.http_version,
        )
        location = response.headers.get("location")
        if response.status_code in _REDIRECTS and location:
            try:
                target = spelled(urljoin(response.url, location.strip()))
            except ValueError:
                return replace(answer, error=f"redirect: to {location[:200]!r}")
            return replace(answer, location=target)
        try:
            body = await self._body(response)
        except FAILURES as error:
            # The status came, so it is kept; a part of a body is not.
            return replace(answer, error=describe(error, self._limits.deadline, in_body=True))
        return replace(answer, body=body, notes=_doubts(response, body))

    async def _body(self, response: Response) -> bytes:
        declared = response.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > self._limits.body:
            raise BodyError("too_large", f"{declared} bytes announced")
        reader = BodyReader(response.headers.get("content-encoding"), self._limits.body)
        async for chunk in response.aiter_raw():
            reader.feed(chunk)
        return reader.finish()


def user_agent(contact: str | None) -> str:
    """``gongkai/<version> (+contact)``; ValueError when the contact is not plain ASCII."""
    try:
        release = version(PRODUCT)
    except PackageNotFoundError:
        release = "0"
    if contact is None:
        return f"{PRODUCT}/{release}"
    if not contact.isascii() or not contact.isprintable():
        raise ValueError(f"contact {contact!r} must be a plain mail address or web address")
    return f"{PRODUCT}/{release} (+{contact})"


def error_code(fetched: Fetched) -> str | None:
    """The code before the colon of ``Fetched.error``; None when there was no error."""
    return None if fetched.error is None else fetched.error.partition(":")[0]


def _doubts(response: Response, body: bytes) -> tuple[str, ...]:
    """What was odd about an answer that was kept."""
    odd = is_charset(response.headers.get("content-encoding"))
    coded = ("content_encoding_ignored",) if odd else ()
    return (*_perhaps_cut(response, body), *coded)


def _perhaps_cut(response: Response, body: bytes) -> tuple[str, ...]:
    """Why a body may be cut although nothing says so: only the connection's end ended it."""
    coding = response.headers.get("content-encoding", "identity").lower()
    known = (
        "content-length" in response.headers
        or "transfer-encoding" in response.headers
        # A compressed stream and an HTTP/2 stream know their own end.
        or not (coding == "identity" or is_charset(coding))
        or response.http_version == "HTTP/2"
    )
    is_page = "html" in response.headers.get("content-type", "html").lower()
    if known or not body or not is_page or b"</html" in body[-4096:].lower():
        return ()
    return ("perhaps_truncated",)


def _nothing(url: str, ask: Ask) -> Fetched:
    return Fetched(
        url=url,
        final_url=url,
        fetched_at=datetime.now(UTC),
        status=None,
        headers=(),
        body=b"",
        elapsed=0.0,
        method=ask.method,
        form=ask.form,
    )


def _open_gate(_url: str) -> AbstractAsyncContextManager[str | None]:
    return nullcontext()
