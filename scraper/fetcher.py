"""One polite GET: the only module that knows the HTTP client.

Network trouble never raises; it comes back as ``Fetched.error``, ``code: detail`` in
one line. The codes are `ERROR_CODES`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urljoin

import httpcore
import httpx

from scraper.addresses import AddressBook, AddressRefusedError
from scraper.hosts import normalise
from scraper.inflate import BodyError, BodyReader
from scraper.network import CheckedNetwork
from scraper.protocols import Fetched, Validators

PRODUCT = "gongkai"
ERROR_CODES = (
    "refused",  # a gate said no: host rules
    "robots",  # a gate said no: robots.txt disallows
    "robots_later",  # a gate said no: robots.txt could not be read, for now
    "busy",  # a gate said no: the host asked for a longer rest than this run takes
    "address",  # the host lies at a private address
    "url",  # not an address that can be requested
    "redirect",  # too many redirects, or one to nowhere
    "connect",  # no connection (name, socket, certificate)
    "timeout",  # no complete answer in time
    "protocol",  # not HTTP as it should be
    "truncated",  # the body stopped before its end
    "too_large",  # the decoded body passes the cap
    "encoding",  # the transfer encoding is broken or unknown
)
_REDIRECTS = (301, 302, 303, 307, 308)
_VALIDATORS = frozenset(("If-None-Match", "If-Modified-Since"))

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


@dataclass(frozen=True, slots=True)
class _Ask:
    """What is sent to every hop of one fetch."""

    method: str
    body: bytes | None
    headers: dict[str, str]

    @classmethod
    def of(cls, method: str, data: Mapping[str, str] | str | None, headers: dict[str, str]) -> Self:
        if data is None:
            return cls(method, None, headers)
        if isinstance(data, str):
            return cls(method, data.encode(), headers)
        form = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
        return cls(method, urlencode(data).encode("ascii"), form | headers)

    @property
    def is_conditional(self) -> bool:
        return not _VALIDATORS.isdisjoint(self.headers)

    def after(self, status: int | None) -> Self:
        """The request that follows a redirect."""
        if self.method != "POST" or status not in (301, 302, 303):
            return self
        kept = {name: v for name, v in self.headers.items() if name != "Content-Type"}
        return replace(self, method="GET", body=None, headers=kept)


class Fetcher:
    """An HTTP client for one crawl; use as ``async with Fetcher() as fetcher``."""

    def __init__(
        self,
        *,
        contact: str | None = None,
        book: AddressBook | None = None,
        limits: Limits | None = None,
    ) -> None:
        """``contact`` (mail or page) is told to every host; ValueError if not plain ASCII."""
        self._limits = limits or Limits()
        # No proxies and credentials from the environment: the address checked is the one used.
        self._client = httpx.AsyncClient(
            transport=_Transport(CheckedNetwork(book or AddressBook())),
            headers={
                "User-Agent": user_agent(contact),
                "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
                "Accept-Language": "zh-CN,zh;q=0.9",
                "Accept-Encoding": "gzip, deflate",
            },
            # No page may depend on what was fetched before it.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(
                self._limits.read, connect=self._limits.connect, pool=self._limits.deadline
            ),
            follow_redirects=False,
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        """Open the connection pool."""
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        await self._client.__aexit__(kind, error, trace)

    async def fetch(
        self,
        url: str,
        *,
        gate: Gate | None = None,
        validators: Validators | None = None,
        method: str = "GET",
        data: Mapping[str, str] | str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        """Request an address, following redirects hop by hop through the gate.

        The deadline counts the time on the network only, not the waiting in the gate.
        A 304 counts as not modified only when validators were sent. ``data`` is sent as a
        form (UTF-8), text as it is with the Content-Type of ``headers``; after a 301, 302 or
        303 a POST goes on as a GET (RFC 9110 15.4). ``headers`` are added to every hop
        (Referer, X-Requested-With).
        """
        gate = gate or _open_gate
        ask = _Ask.of(method, data, {**(headers or {}), **_conditional(validators)})
        fetched = _nothing(url)
        for _ in range(self._limits.redirects + 1):
            fetched, location = await self._hop(fetched, gate, ask)
            if location is None:
                return fetched
            ask = ask.after(fetched.status)
            fetched = replace(fetched, final_url=location)
        return replace(fetched, error=f"redirect: more than {self._limits.redirects} in a row")

    async def _hop(self, so_far: Fetched, gate: Gate, ask: _Ask) -> tuple[Fetched, str | None]:
        async with gate(so_far.final_url) as refusal:
            if refusal is not None:
                return replace(so_far, error=refusal), None
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
        )
        return fetched, answer.location

    async def _request(self, so_far: Fetched, ask: _Ask) -> _Answer:
        try:
            async with (
                asyncio.timeout(self._limits.deadline - so_far.elapsed),
                self._client.stream(
                    ask.method, so_far.final_url, headers=ask.headers, content=ask.body
                ) as response,
            ):
                return await self._read(response)
        except _FAILURES as error:
            return _Answer(error=_describe(error, self._limits.deadline))

    async def _read(self, response: httpx.Response) -> _Answer:
        answer = _Answer(response.status_code, tuple(response.headers.multi_items()))
        location = response.headers.get("location")
        if response.status_code in _REDIRECTS and location:
            try:
                target = normalise(urljoin(str(response.request.url), location.strip()))
            except ValueError:
                return replace(answer, error=f"redirect: to {location[:200]!r}")
            return replace(answer, location=target)
        try:
            return replace(answer, body=await self._body(response))
        except _FAILURES as error:
            # The status came, so it is kept; a part of a body is not.
            return replace(answer, error=_describe(error, self._limits.deadline))

    async def _body(self, response: httpx.Response) -> bytes:
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


class _Transport(httpx.AsyncBaseTransport):
    """httpx over a connection pool whose sockets go where the network object says."""

    def __init__(self, network: CheckedNetwork) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            network_backend=network,
            max_connections=None,
            # Politeness keeps one request a host; what idles longer is a socket wasted.
            max_keepalive_connections=64,
            keepalive_expiry=15.0,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Hand the request down as it is and wrap what comes back."""
        answer = await self._pool.handle_async_request(
            httpcore.Request(
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
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Stream(answer),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        """Close the pool."""
        await self._pool.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._answer.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._answer.aclose()


_CODES: tuple[tuple[str, tuple[type[Exception], ...]], ...] = (
    ("timeout", (httpx.TimeoutException, httpcore.TimeoutException, TimeoutError)),
    ("address", (AddressRefusedError,)),
    ("connect", (httpcore.ConnectError, httpcore.ReadError, httpcore.WriteError, OSError)),
    ("protocol", (httpcore.ProtocolError, httpcore.NetworkError, httpx.HTTPError)),
    ("url", (httpx.InvalidURL, httpcore.UnsupportedProtocol, UnicodeError)),
)
_FAILURES: tuple[type[Exception], ...] = (
    BodyError,
    *(kind for _, kinds in _CODES for kind in kinds),
)


def _describe(error: Exception, deadline: float) -> str:
    if isinstance(error, BodyError):
        return f"{error.code}: {error}"
    if isinstance(error, TimeoutError):
        return f"timeout: no complete answer within {deadline:g} s"
    detail = " ".join(str(error).split()) or type(error).__name__
    # h11's words for a body shorter than its Content-Length or without its last chunk.
    if isinstance(error, httpcore.RemoteProtocolError) and "complete message body" in detail:
        return f"truncated: {detail}"
    code = next(code for code, kinds in _CODES if isinstance(error, kinds))
    return f"{code}: {detail}"


def _conditional(validators: Validators | None) -> dict[str, str]:
    headers = {}
    if validators is not None and validators.etag:
        headers["If-None-Match"] = validators.etag
    if validators is not None and validators.last_modified:
        headers["If-Modified-Since"] = validators.last_modified
    return headers


def _nothing(url: str) -> Fetched:
    return Fetched(
        url=url,
        final_url=url,
        fetched_at=datetime.now(UTC),
        status=None,
        headers=(),
        body=b"",
        elapsed=0.0,
    )


def _open_gate(_url: str) -> AbstractAsyncContextManager[str | None]:
    return nullcontext()
