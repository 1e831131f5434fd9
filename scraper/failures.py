"""The names of what can go wrong on the network, and which exception has which."""

from __future__ import annotations

import ssl

import httpcore

from scraper.addresses import AddressRefusedError
from scraper.inflate import BodyError

ERROR_CODES = (
    "refused",  # a gate said no: host rules
    "robots",  # a gate said no: robots.txt disallows
    "robots_later",  # a gate said no: robots.txt could not be read, for now
    "busy",  # a gate said no: the host takes no more requests in this run
    "address",  # the host lies at a private address
    "url",  # not an address that can be requested
    "redirect",  # too many redirects, or one to nowhere
    "tls",  # no agreement on TLS: the certificate, its name, too old a server
    "connect",  # no connection (name, socket)
    "timeout",  # no complete answer in time
    "protocol",  # not HTTP as it should be
    "truncated",  # the body stopped before its end
    "too_large",  # the decoded body passes the cap
    "encoding",  # the transfer encoding is broken or unknown
)

_CODES: tuple[tuple[str, tuple[type[Exception], ...]], ...] = (
    ("timeout", (httpcore.TimeoutException, TimeoutError)),
    ("address", (AddressRefusedError,)),
    ("connect", (httpcore.ConnectError, httpcore.ReadError, httpcore.WriteError, OSError)),
    ("protocol", (httpcore.ProtocolError, httpcore.NetworkError)),
    ("url", (httpcore.UnsupportedProtocol, UnicodeError)),
)
#: What a request may end with; anything else is a mistake of ours and is raised.
FAILURES: tuple[type[Exception], ...] = (
    BodyError,
    *(kind for _, kinds in _CODES for kind in kinds),
)


def describe(error: Exception, deadline: float, *, in_body: bool = False) -> str:
    """``code: detail`` in one line; ``deadline`` in seconds, ``in_body`` after the headers."""
    if isinstance(error, BodyError):
        return f"{error.code}: {error}"
    if isinstance(error, TimeoutError):
        return f"timeout: no complete answer within {deadline:g} s"
    detail = " ".join(str(error).split()) or type(error).__name__
    code = next(code for code, kinds in _CODES if isinstance(error, kinds))
    # Whatever breaks the connection once the headers came cuts the body (RFC 9112 8).
    if in_body and code in ("connect", "protocol") and not _is_nonsense(detail):
        return f"truncated: {detail}"
    return f"{'tls' if _is_tls(error) else code}: {detail}"


def _is_nonsense(detail: str) -> bool:
    """h11's words for a chunk that is none: the body is not cut, it is no HTTP."""
    return "illegal" in detail or "too many" in detail.lower()


#: The other side hung up, or had not answered yet when it did.
_NO_DISAGREEMENT = (
    ssl.SSLEOFError,
    ssl.SSLWantReadError,
    ssl.SSLWantWriteError,
    ssl.SSLZeroReturnError,
)


def _is_tls(error: BaseException | None) -> bool:
    seen = 0
    while error is not None and seen < 5:
        if isinstance(error, ssl.SSLError) and not isinstance(error, _NO_DISAGREEMENT):
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False
