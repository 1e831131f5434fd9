"""The raw layer as a WARC file (ISO 28500:2017, WARC 1.1), for every tool that reads those.

Each fetch is one record, in the order of fetching: ``response`` with the body, ``revisit``
where the body had been seen, ``resource`` for local files, ``conversion`` for text taken
from WET, ``metadata`` for requests that brought nothing. Bodies are kept decoded from their
transfer, so Content-Encoding and Transfer-Encoding are renamed ``X-Archive-Orig-…`` and
Content-Length is that of the body. ``WARC-Gongkai-Fetch`` holds the fetch's row as JSON.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import responses
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import quote

from sqlite_utils import Database
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from gongkai import __version__
from gongkai.archive.bodies import Bodies
from gongkai.archive.captures import exact
from gongkai.archive.errors import ArchiveError
from gongkai.archive.fetches import REFUSED, content_type
from gongkai.archive.rows import utc_text

FETCH_FIELD = "WARC-Gongkai-Fetch"
SOURCES_FIELD = "gongkai-sources"
RENAMED = "X-Archive-Orig-"
_TRANSFER = ("content-encoding", "transfer-encoding", "content-length")
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_REFERENCE = ("refers_to", "refers_url", "refers_date")
#: A fetch whose body was taken down is told as one that brought none.
_TAKEN_DOWN = {
    **REFUSED,
    **dict.fromkeys(("snapshot_id", "revisit_of", *_REFERENCE)),
    "revisit": 0,
    "record_type": "metadata",
}
#: What stays as it is in an address (RFC 3986), beside letters and digits.
_URI = ";/?:@&=+$,-_.!~*'()#[]%"
#: And in the name of an HTTP header (RFC 9110, 5.6.2).
_TOKEN = "!#$%&'*+-.^_`|~"
_PRINTED = "".join(map(chr, range(0x20, 0x7F)))
#: Stands in for a moment that is not known, in an archive without any fetch.
_EPOCH = utc_text(datetime(1970, 1, 1, tzinfo=UTC))


def write(db: Database, bodies: Bodies, out: BinaryIO, *, compress: bool) -> dict[str, int]:
    """Write every fetch; returns how many records of each type were written.

    The same archive gives the same bytes. ``db`` must hold one read transaction.
    """
    writer = WARCWriter(out, gzip=compress, warc_version="1.1")
    writer.write_record(_warcinfo(db, writer))
    counts: dict[str, int] = {}
    for row in _rows(db):
        record = _record(writer, row, bodies)
        writer.write_record(record)
        counts[record.rec_type] = counts.get(record.rec_type, 0) + 1
    return counts


def target_uri(url: str) -> str:
    """An address as a URI in ASCII; ``file:`` names may hold spaces and Chinese."""
    return quote(url, safe=_URI)


def _rows(db: Database) -> Iterator[dict[str, Any]]:
    sql = (
        "SELECT f.*, o.record_id AS refers_to, o.url AS refers_url, o.fetched_at AS refers_date"
        " FROM fetches f LEFT JOIN fetches o ON o.fetch_id = f.revisit_of ORDER BY f.fetch_id"
    )
    removed = _removed(db)
    cursor = db.execute(sql)
    names = [column[0] for column in cursor.description]
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        if row["snapshot_id"] in removed:
            row |= {**_TAKEN_DOWN, "error": removed[row["snapshot_id"]]}
        yield row


def _removed(db: Database) -> dict[str, str]:
    """Why the body of each snapshot is gone that was taken down."""
    sql = (
        "SELECT snapshot_id, decided_on, why FROM removed_snapshots"
        " JOIN takedowns USING (takedown_id)"
    )
    return {one: f"taken down on {day}: {why}" for one, day, why in db.execute(sql).fetchall()}


def _warcinfo(db: Database, writer: WARCWriter) -> ArcWarcRecord:
    ids = db.execute("SELECT count(*), max(record_id), max(fetched_at) FROM fetches").fetchone()
    sources = {row["source_id"]: row for row in db.query("SELECT * FROM sources ORDER BY 1")}
    info = {
        "software": f"gongkai/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        SOURCES_FIELD: json.dumps(sources, sort_keys=True),
    }
    text = "".join(f"{name}: {value}\r\n" for name, value in info.items()).encode()
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"gongkai:{ids}{text!r}")
    fields = {"WARC-Record-ID": f"<urn:uuid:{name}>", "WARC-Date": ids[2] or _EPOCH}
    return writer.create_warc_record(
        "",
        "warcinfo",
        payload=BytesIO(text),
        length=len(text),
        warc_content_type="application/warc-fields",
        warc_headers_dict=fields,
    )


def _record(writer: WARCWriter, row: dict[str, Any], bodies: Bodies) -> ArcWarcRecord:
    kind = type_of(row)
    headers = json.loads(row["headers"])
    fields = _fields(row, kind)
    if kind == "metadata":
        text = _outcome(row)
        return _plain(writer, row, kind, text, "application/warc-fields", fields)
    if kind == "revisit":
        # Without headers of its own a 304 is replayed as the page that it confirms; with
        # them pywb answers 304 too, and shows nothing.
        http = None if row["status"] in (None, 304) else _http(row, headers, None)
        return writer.create_warc_record(
            target_uri(row["url"]), kind, http_headers=http, warc_headers_dict=fields
        )
    body = _kept(bodies, row["snapshot_id"])
    if kind != "response":
        media_type = content_type(headers)[0] or "application/octet-stream"
        return _plain(writer, row, kind, body, media_type, fields)
    return writer.create_warc_record(
        target_uri(row["url"]),
        kind,
        payload=BytesIO(body),
        length=len(body),
        http_headers=_http(row, headers, len(body)),
        warc_headers_dict=fields,
    )


def _kept(bodies: Bodies, snapshot_id: str) -> bytes:
    try:
        return bodies.get(snapshot_id)
    except KeyError as error:
        raise ArchiveError(
            f"{bodies.path}: body {snapshot_id} is not kept; gongkai verify says what else is wrong"
        ) from error


def type_of(row: dict[str, Any]) -> str:
    """The WARC record type that a fetch is written as."""
    if row["snapshot_id"] is None:
        return "revisit" if row["record_type"] == "revisit" else "metadata"
    if row["record_type"]:
        return str(row["record_type"])
    if row["revisit"] or row["status"] == 304:
        return "revisit"
    return "resource" if row["status"] is None else "response"


def _fields(row: dict[str, Any], kind: str) -> dict[str, str]:
    """The named fields of the record; those that it was taken from come first."""
    fields = {
        "WARC-Record-ID": f"<{row['record_id']}>",
        "WARC-Date": row["fetched_at"],
        **json.loads(row["warc_fields"] or "{}"),
        FETCH_FIELD: exact({n: v for n, v in row.items() if n not in _REFERENCE}),
    }
    if row["snapshot_id"] and kind != "metadata":
        fields["WARC-Payload-Digest"] = payload_digest(row["snapshot_id"])
    if kind == "revisit":
        same = "server-not-modified" if row["status"] == 304 else "identical-payload-digest"
        fields.setdefault("WARC-Profile", _PROFILE + same)
    if row["refers_to"]:
        fields["WARC-Refers-To"] = f"<{row['refers_to']}>"
        fields["WARC-Refers-To-Target-URI"] = target_uri(row["refers_url"])
        fields["WARC-Refers-To-Date"] = row["refers_date"]
    return fields


def payload_digest(snapshot_id: str) -> str:
    """A snapshot's digest as WARC writes it: SHA-256 in base 32 (RFC 3548)."""
    return "sha256:" + base64.b32encode(bytes.fromhex(snapshot_id)).decode("ascii")


def _http(row: dict[str, Any], headers: list[list[str]], size: int | None) -> StatusAndHeaders:
    status = int(row["status"])
    sent = [
        (RENAMED + name if name.lower() in _TRANSFER else quote(name, safe=_TOKEN), _line(value))
        for name, value in headers
    ]
    if size is not None:
        sent.append(("Content-Length", str(size)))
    return StatusAndHeaders(f"{status} {responses.get(status, '')}", sent, protocol="HTTP/1.1")


def _plain(
    writer: WARCWriter,
    row: dict[str, Any],
    kind: str,
    body: bytes,
    media_type: str,
    fields: dict[str, str],
) -> ArcWarcRecord:
    return writer.create_warc_record(
        target_uri(row["url"]),
        kind,
        payload=BytesIO(body),
        length=len(body),
        warc_content_type=media_type,
        warc_headers_dict=fields,
    )


def _outcome(row: dict[str, Any]) -> bytes:
    """What came of a request that brought no body."""
    facts = {"httpStatus": row["status"], "fetchError": row["error"]}
    lines = (f"{name}: {_line(str(value))}\r\n" for name, value in facts.items() if value)
    return "".join(lines).encode()


def _line(value: str) -> str:
    line = " ".join(value.splitlines())
    # warcio writes other values as RFC 8187 says, but leaves some of those with parameters.
    return quote(line, safe=_PRINTED) if ";" in line and not line.isascii() else line
