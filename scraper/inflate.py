"""Transfer encodings undone under a size cap, so that a bomb costs no more than the cap."""

from __future__ import annotations

import re
import zlib

_GZIP_WINDOW = 16 + zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b"
# What servers write there for a plain page: its charset, or that there is no coding.
_CHARSET = re.compile(
    r"utf-?(?:8|16)|gb(?:k|2312|18030)|big5|iso-8859-1|ascii|none|binary|8bit|text"
)
_STEP = 256 * 1024


class BodyError(Exception):
    """A body that cannot be kept; ``code`` is one of the fetcher's error codes."""

    def __init__(self, code: str, detail: str) -> None:
        """Say which kind of error it is, and what was seen."""
        super().__init__(detail)
        self.code = code


class BodyReader:
    """Collects a body from raw chunks: identity, gzip (several members) or deflate."""

    def __init__(self, encoding: str | None, cap: int) -> None:
        """``encoding`` is the Content-Encoding header, ``cap`` the decoded size in bytes."""
        self._encoding = _known(encoding)
        self._cap = cap
        self._body = bytearray()
        self._raw = 0
        self._inflater: zlib._Decompress | None = None

    def feed(self, chunk: bytes) -> None:
        """Take one raw chunk; BodyError when the cap is passed or the data is corrupt."""
        if not chunk:
            return
        # Input without output (endless empty members) must end as well.
        self._raw += len(chunk)
        if self._raw > self._cap:
            raise BodyError("too_large", f"more than {self._cap} bytes sent")
        if self._encoding == "identity":
            self._take(chunk)
            return
        if self._inflater is None:
            self._inflater = zlib.decompressobj(self._window(chunk))
        self._inflate(chunk, self._inflater)

    def finish(self) -> bytes:
        """The whole body; BodyError when the compressed data stopped in the middle."""
        if self._inflater is not None and not self._inflater.eof:
            raise BodyError("truncated", f"the {self._encoding} data stops in the middle")
        return bytes(self._body)

    def _window(self, first: bytes) -> int:
        if self._encoding == "gzip":
            return _GZIP_WINDOW
        # Some servers send deflate without its zlib header (RFC 1950: low nibble 8).
        return zlib.MAX_WBITS if first[0] & 0x0F == 8 else -zlib.MAX_WBITS

    def _inflate(self, rest: bytes, inflater: zlib._Decompress) -> None:
        while True:
            if inflater.eof:
                # Bytes behind the end are a further gzip member or padding.
                if self._encoding != "gzip" or not rest.startswith(_GZIP_MAGIC):
                    return
                inflater = self._inflater = zlib.decompressobj(_GZIP_WINDOW)
            part = self._step(rest, inflater)
            self._take(part)
            rest = inflater.unconsumed_tail or inflater.unused_data
            # A full step may leave output inside zlib although its input is used up.
            if not rest and len(part) < _STEP:
                return

    def _step(self, data: bytes, inflater: zlib._Decompress) -> bytes:
        try:
            return inflater.decompress(data, _STEP)
        except zlib.error as error:
            raise BodyError("encoding", f"broken {self._encoding} data: {error}") from error

    def _take(self, part: bytes) -> None:
        if len(self._body) + len(part) > self._cap:
            raise BodyError("too_large", f"more than {self._cap} bytes")
        self._body += part


def is_charset(encoding: str | None) -> bool:
    """Whether a Content-Encoding names a charset instead: the body is as it was sent."""
    name = (encoding or "").strip().lower()
    return _CHARSET.fullmatch(name) is not None


def _known(encoding: str | None) -> str:
    name = (encoding or "identity").strip().lower()
    name = {"x-gzip": "gzip", "": "identity"}.get(name, name)
    if is_charset(name):
        return "identity"
    if name not in ("identity", "gzip", "deflate"):
        raise BodyError("encoding", f"content encoding {name!r} was not asked for")
    return name
