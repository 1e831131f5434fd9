"""Files that a form sends (RFC 7578), kept in memory and bounded; nothing is written to disk."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from gongkai.browse.desk.refusals import Headers, Refused, too_large

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
#: Files at a time, and characters of a name that are shown.
MOST_FILES, LONGEST_NAME = 20, 200
#: A browser shows our answer only once it has sent all: so much is taken in and thrown away.
_DRAINED = 2 * 1024**3
_SECONDS = 300


@dataclass(slots=True)
class Upload:
    """``files``: name and bytes in order; ``fields``: the other fields of the form."""

    files: list[tuple[str, bytes]] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)


async def receive_upload(headers: Headers, receive: Receive, most: int) -> Upload:
    """What a form sent, of at most ``most`` bytes in all. Raises ``Refused``."""
    kind, options = parse_options_header(headers.get(b"content-type", b""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise Refused(415, "请用本页选择文件。", "Choose the files on this page.")
    length = headers.get(b"content-length", b"")
    known = int(length) if length.isdigit() else 0
    if known > most:
        if known <= _DRAINED:
            await _each(receive, lambda _: None, known)
        raise too_large(most)
    parts = _Parts(options[b"boundary"])
    try:
        await _each(receive, parts.write, most)
        parts.finish()
    except MultipartParseError as error:
        zh = "文件没有传完整，请再试一次。"
        raise Refused(400, zh, "The files did not arrive whole; try again.") from error
    return parts.upload


async def _each(receive: Receive, take: Callable[[bytes], object], most: int) -> None:
    """Hand on the body piece by piece, at most ``most`` bytes of it."""
    taken = 0
    try:
        async with asyncio.timeout(_SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refused(400, "传送中断。", "The connection was broken off.")
                body: bytes = message.get("body", b"")
                taken += len(body)
                if taken > most:
                    raise too_large(most)
                take(body)
                if not message.get("more_body"):
                    return
    except TimeoutError as error:
        raise Refused(408, "传送太慢，已停止。", "Sending took too long.") from error


class _Parts:
    """Gathers the parts as the parser calls them out."""

    def __init__(self, boundary: bytes) -> None:
        self.upload = Upload()
        self._headers: dict[bytes, bytes] = {}
        self._field = self._value = b""
        self._body = bytearray()
        self._ended = False
        calls = {
            "on_part_begin": self._begin,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_header_field": self._on_field,
            "on_header_value": self._on_value,
            "on_header_end": self._header_end,
            "on_end": self._all,
        }
        self._parser = MultipartParser(boundary, calls)  # type: ignore[arg-type]

    def write(self, body: bytes) -> None:
        self._parser.write(body)

    def finish(self) -> None:
        """Raise ``MultipartParseError`` where the last boundary did not come."""
        self._parser.finalize()
        if not self._ended:
            raise MultipartParseError("cut off")

    def _begin(self) -> None:
        self._headers, self._body = {}, bytearray()

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._body += data[start:end]

    def _on_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._field.lower()] = self._value
        self._field = self._value = b""

    def _end(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        filename = options.get(b"filename")
        if filename is None:
            name = options.get(b"name", b"").decode("utf-8", errors="replace")
            self.upload.fields[name] = self._body[:100].decode("utf-8", errors="replace")
        elif filename or self._body:  # a form without a chosen file sends an empty one
            self.upload.files.append((_shown(filename), bytes(self._body)))
            if len(self.upload.files) > MOST_FILES:
                zh = f"一次至多核对 {MOST_FILES} 个文件。"
                raise Refused(413, zh, f"At most {MOST_FILES} files at a time.")

    def _all(self) -> None:
        self._ended = True


def _shown(filename: bytes) -> str:
    """A name as it can be shown: what cannot be seen, and a path, is left out."""
    name = filename.decode("utf-8", errors="replace").replace("\\", "/").rpartition("/")[2]
    seen = "".join(character for character in name if character.isprintable())
    return seen[:LONGEST_NAME] or "?"
