"""WARC and WET files: records or WarcError, and each record written again reads back the same."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from gongkai.archive import Archive, ArchiveError, warc
from gongkai.archive.captures import Capture, exact
from gongkai.pipeline.warc_records import Passed, WarcError, is_warc, read

MAX_LEN = 1024
_CAP = 64 * 1024
_IN_MEMORY = Path("/dev/shm")
_ROOM = tempfile.TemporaryDirectory(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None)
_FOLDER = Path(_ROOM.name)
_FILE = _FOLDER / "fuzz.warc"
_DATE = {"WARC-Date": "2024-02-03T04:05:06Z"}


def seeds() -> Iterator[bytes]:
    for compress in (False, True):
        yield _written("response", b"<p>a</p>", "HTTP/1.1", compress=compress)
        yield _written("revisit", b"", "HTTP/1.1", compress=compress)
    yield _written("conversion", "年报".encode(), None, compress=False)
    yield _written("resource", b"x", None, compress=False)
    sources = b'gongkai-sources: {"a": {"name": "b", "listings": "[]"}}\r\n'
    row = (
        '{"url": "http://a/", "final_url": "http://a/", "headers": "[[\\"a\\", \\"b\\"]]",'
        ' "fetched_at": "2024-02-03T04:05:06.000000Z", "kind": "report", "revisit": 0,'
        ' "is_document": 1, "status": 200}'
    )
    cited = row.replace("{", '{"source_id": "a", "elapsed": 1.5, "notes": "[]", ')
    info = _written("warcinfo", sources, None)
    yield info + _written("resource", b"x", None, {"WARC-Gongkai-Fetch": cited})
    yield _written("response", b"<p>a</p>", "HTTP/1.1", {"WARC-Gongkai-Fetch": row})
    yield _written("metadata", b"httpStatus: 404\r\n", None, {"WARC-Gongkai-Fetch": row})


def _written(
    kind: str,
    body: bytes,
    protocol: str | None,
    fields: dict[str, str] | None = None,
    *,
    compress: bool = False,
) -> bytes:
    out = BytesIO()
    writer = WARCWriter(out, gzip=compress, warc_version="1.1")
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol=protocol)
    record = writer.create_warc_record(
        "http://a/",
        kind,
        payload=BytesIO(body),
        length=len(body),
        http_headers=http if protocol else None,
        warc_headers_dict={**_DATE, **(fields or {})},
    )
    writer.write_record(record)
    return out.getvalue()


def check(data: bytes) -> None:
    captures = _read(data)
    for capture in captures:
        assert capture.body is None or len(capture.body) <= _CAP, "a body beyond the cap"
    if captures:
        kept, written = _kept(captures)
        again = {one.record_id: one for one in _read(written)}
        assert again.keys() == kept.keys(), sorted(again.keys() ^ kept.keys())
        for name, (row, body) in kept.items():
            assert again[name].row == row, (again[name].row, row)
            assert again[name].body == body, name


def _read(data: bytes) -> list[Capture]:
    """The records before the file stops being readable."""
    _FILE.write_bytes(data)
    found: list[Capture] = []
    try:
        if is_warc(_FILE):
            found.extend(read(_FILE, Passed(), _CAP))
    except WarcError as error:
        assert "\n" not in str(error), error
    return found


@cache
def _desk() -> tuple[Archive, int]:
    archive = Archive.open(_FOLDER / "archive.db")
    return archive, archive.start_run("import")


def _kept(captures: list[Capture]) -> tuple[dict[str, tuple[Any, bytes | None]], bytes]:
    """Take records into an archive: its rows and bodies, and the archive written as WARC.

    All is undone, so that the next input finds an empty archive.
    """
    archive, run = _desk()
    rows: dict[str, tuple[Any, bytes | None]] = {}
    with contextlib.suppress(_UndoError), archive.batch():
        for capture in captures:
            with contextlib.suppress(ArchiveError):
                archive.take(run, capture)
        with BytesIO() as out:
            warc.write(archive.db, archive._bodies, out, compress=False)
            written = out.getvalue()
        for row in archive.db.query("SELECT * FROM fetches"):
            rows[row["record_id"]] = (json.loads(exact(row)), _body(archive, row))
        raise _UndoError
    return rows, written


def _body(archive: Archive, row: dict[str, Any]) -> bytes | None:
    if warc.type_of(row) in ("revisit", "metadata"):
        return None
    return archive.body(row["snapshot_id"])


class _UndoError(Exception):
    """Leaves a batch so that nothing of it is kept."""
