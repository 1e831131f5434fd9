"""WARC and WET files read record by record: what each says, as the archive keeps it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.recordloader import ArcWarcRecord
from warcio.timeutils import iso_date_to_datetime

from gongkai.archive.captures import Capture
from gongkai.archive.fetches import content_type
from gongkai.archive.rows import dumps, utc_text
from gongkai.archive.warc import FETCH_FIELD, SOURCES_FIELD, payload_digest
from scraper.inflate import BodyError, BodyReader

_STEP = 64 * 1024
_MAGIC = (b"WARC/", b"\x1f\x8b")
#: Media types that can be a report; without one, anything can.
_DOCUMENTS = (
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "application/pdf",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    None,
)
#: Fields that are columns, or are worked out anew whenever a record is written.
_COLUMNS = {
    "warc-type",
    "warc-record-id",
    "warc-date",
    "warc-target-uri",
    "warc-block-digest",
    "warc-payload-digest",
    "content-length",
    "content-type",
    FETCH_FIELD.lower(),
}


class WarcError(Exception):
    """A file that cannot be read as WARC; the message is one line."""


@dataclass(slots=True)
class Passed:
    """What was not taken: types without a body of a page, counted; damaged records, named."""

    types: dict[str, int] = field(default_factory=dict)
    damaged: list[tuple[str, str]] = field(default_factory=list)


def is_warc(path: Path) -> bool:
    """Whether a file is WARC or WET, plain or compressed, judged by how it begins."""
    with path.open("rb") as file:
        head = file.read(512)
    if head.startswith(_MAGIC[1]):
        try:
            reader = BodyReader("gzip", 1 << 20)
            reader.feed(head)
        except BodyError:
            return False
        head = bytes(reader._body)
    return head.startswith(_MAGIC[0])


def read(path: Path, passed: Passed, cap: int) -> Iterator[Capture]:
    """The records of a file that the archive keeps, in order.

    ``cap`` is the largest decoded body in bytes. Raises ``WarcError`` where the file
    stops being readable; what came before was yielded.
    """
    sources: dict[str, Any] = {}
    with path.open("rb") as file:
        try:
            for record in _records(file):
                capture = _capture(record, passed, cap, sources)
                if capture is not None:
                    yield capture
        except (EOFError, OSError) as error:
            raise WarcError(f"not readable as WARC: {_first_line(error)}") from error


def _records(file: BinaryIO) -> Iterator[ArcWarcRecord]:
    records = iter(ArchiveIterator(file, check_digests=True))
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except Exception as error:
            # Beside its own errors the library raises whatever a field makes it trip over: a
            # digest in no base, a response without an address. It cannot go on from there.
            raise WarcError(f"not readable as WARC: {_first_line(error)}") from error
        yield record


def _capture(
    record: ArcWarcRecord, passed: Passed, cap: int, sources: dict[str, Any]
) -> Capture | None:
    name = record.rec_headers.get_header("WARC-Target-URI") or record.rec_type
    try:
        if record.rec_type == "warcinfo":
            sources.update(_sources(record.raw_stream.read(cap)))
            return None
        if record.rec_headers.get_header("Content-Length") is None:
            raise BodyError("truncated", "the file ends inside this record")
        if record.rec_headers.get_header(FETCH_FIELD):
            return _own(record, cap, sources)
        if _is_page(record):
            return _foreign(record, cap)
    except BodyError as error:
        passed.damaged.append((name, str(error)))
        return None
    except (KeyError, ValueError, TypeError) as error:
        passed.damaged.append((name, f"a field of the record cannot be read: {error}"))
        return None
    passed.types[record.rec_type] = passed.types.get(record.rec_type, 0) + 1
    return None


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type in ("response", "revisit"):
        return record.http_headers is not None
    return record.rec_type in ("resource", "conversion")


def _own(record: ArcWarcRecord, cap: int, sources: dict[str, Any]) -> Capture:
    """A record that gongkai wrote: the fetch's row stands in one field."""
    row = _exact(json.loads(record.rec_headers.get_header(FETCH_FIELD)))
    body = None
    if record.rec_type not in ("revisit", "metadata"):
        body = _body(record, None, cap)
        expected = record.rec_headers.get_header("WARC-Payload-Digest")
        if payload_digest(hashlib.sha256(body).hexdigest()) != expected:
            raise BodyError("damaged", "the body does not match its digest")
    return Capture(_record_id(record), row, body, _repeats(record), sources)


def _exact(said: object) -> dict[str, Any]:
    """The row as it was written. Whoever wrote it, nothing unreadable gets into the archive."""
    if not isinstance(said, dict):
        raise ValueError(f"{FETCH_FIELD} is no object")
    if not all(isinstance(value, str | int | float) for value in said.values()):
        raise ValueError(f"{FETCH_FIELD} holds no plain values")
    row: dict[str, Any] = dict(said)
    _date(row["fetched_at"])
    pairs = json.loads(str(row["headers"]))
    if not all(len(pair) == 2 and all(isinstance(text, str) for text in pair) for pair in pairs):
        raise ValueError("headers are no list of pairs")
    return row


def _foreign(record: ArcWarcRecord, cap: int) -> Capture:
    """A record that another tool wrote, its named fields kept."""
    fields = {n: v for n, v in record.rec_headers.headers if n.lower() not in _COLUMNS}
    http = record.http_headers
    headers = [list(pair) for pair in http.headers] if http else []
    # Even what has neither status nor headers is an answer here, and has no number to be read.
    status = int(http.get_statuscode()) if http is not None else None
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    if not url:
        raise ValueError("WARC-Target-URI is missing")
    row: dict[str, Any] = {
        "url": url,
        "final_url": url,
        "fetched_at": _required_date(record),
        "status": status,
        "revisit": int(record.rec_type == "revisit"),
        "record_type": record.rec_type,
        "warc_fields": dumps(fields) if fields else None,
        "etag": http.get_header("etag") if http else None,
        "last_modified": http.get_header("last-modified") if http else None,
    }
    if not http:
        media_type = record.rec_headers.get_header("Content-Type")
        headers = [["content-type", media_type]] if media_type else []
    row["headers"] = dumps(headers)
    row["kind"], row["is_document"] = _kind(url, content_type(headers)[0])
    body = None
    if record.rec_type != "revisit" and (status is None or 200 <= status < 300):
        truncated = record.rec_headers.get_header("WARC-Truncated")
        row["error"] = f"truncated: {truncated}" if truncated else None
        encoding = http.get_header("content-encoding") if http else None
        body = None if truncated else _body(record, encoding, cap)
    repeats = _repeats(record) if record.rec_type == "revisit" else {}
    return Capture(_record_id(record), row, body, repeats)


def _kind(url: str, media_type: str | None) -> tuple[str, int]:
    if url.partition("?")[0].endswith("/robots.txt"):
        return "robots", 0
    if media_type not in _DOCUMENTS:
        return "file", 0
    return ("report" if url.startswith(("http://", "https://")) else "file"), 1


def _body(record: ArcWarcRecord, encoding: str | None, cap: int) -> bytes:
    """The body, decoded from its transfer. ``BodyError`` when damaged or too large."""
    stream, http = record.raw_stream, record.http_headers
    sent = (http.get_header("transfer-encoding") or "") if http else ""
    if sent.lower() == "chunked":
        stream = ChunkedDataReader(stream)
    first = stream.read(_STEP)
    # Some tools store bodies decoded and leave the header as it was.
    is_packed = encoding and (encoding.lower() != "gzip" or first.startswith(_MAGIC[1]))
    reader = BodyReader(encoding if is_packed else None, cap)
    while first:
        reader.feed(first)
        first = stream.read(_STEP)
    body = reader.finish()
    _require_sound(record)
    return body


def _require_sound(record: ArcWarcRecord) -> None:
    while record.raw_stream.read(_STEP):
        pass  # a digest is compared at the end of the record
    problems = [text for text in record.digest_checker.problems if "block digest failed" in text]
    if problems:
        raise BodyError("damaged", problems[0])
    if record.raw_stream.limit:
        raise BodyError("truncated", "the file ends inside this record")


def _repeats(record: ArcWarcRecord) -> dict[str, str]:
    get = record.rec_headers.get_header
    found = {
        "record_id": (get("WARC-Refers-To") or "").strip("<>"),
        "url": (get("WARC-Refers-To-Target-URI") or "").strip("<>"),
        "fetched_at": _date(get("WARC-Refers-To-Date")),
        "snapshot_id": _snapshot_id(get("WARC-Payload-Digest")),
    }
    return {name: value for name, value in found.items() if value}


def _snapshot_id(digest: str | None) -> str:
    """SHA-256 in hex from a labelled digest; empty for any other algorithm."""
    label, _, value = (digest or "").partition(":")
    if label.lower() != "sha256":
        return ""
    if len(value) == 64:
        return value.lower()
    try:
        return base64.b32decode(value).hex()
    except ValueError:
        return ""


def _record_id(record: ArcWarcRecord) -> str:
    found = record.rec_headers.get_header("WARC-Record-ID")
    if not found:
        raise ValueError("WARC-Record-ID is missing")
    return str(found).strip("<>")


def _date(text: str | None) -> str:
    """As the archive writes a time; empty when the record has none. Raises ``ValueError``."""
    try:
        return utc_text(iso_date_to_datetime(text).replace(tzinfo=UTC)) if text else ""
    except OverflowError as error:  # a year of forty digits
        raise ValueError(f"no date: {text:.40}") from error


def _required_date(record: ArcWarcRecord) -> str:
    found = _date(record.rec_headers.get_header("WARC-Date"))
    if not found:
        raise ValueError("WARC-Date is missing")
    return found


def _sources(warcinfo: bytes) -> dict[str, Any]:
    for line in warcinfo.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(":")
        if name == SOURCES_FIELD:
            try:
                found = json.loads(value)
            except ValueError:
                return {}
            return found if isinstance(found, dict) else {}
    return {}


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
