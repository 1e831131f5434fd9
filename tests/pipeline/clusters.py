"""Clusters of real processes on loopback, and archives that must come out the same."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import dask
from distributed import LocalCluster
from inscriptis import get_text
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import fixtures
from gongkai.archive.bodies import snapshots_path
from parsers.decode import decode

_CONFIG = {
    "distributed.scheduler.allowed-failures": 1,
    # Else a worker that dies twice within 15 seconds is not started again.
    "distributed.deploy.lost-worker-timeout": "1 day",
}
#: Of a file that is imported, the record's id is made up anew each time.
_MADE_UP = ("record_id", "elapsed")


@contextmanager
def cluster(workers: int = 2) -> Iterator[LocalCluster]:
    """A scheduler at an address, as somebody else would run it; a task may die once."""
    with (
        dask.config.set(_CONFIG),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host="127.0.0.1",
            scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
            memory_limit=None,
            silence_logs=50,
        ) as running,
    ):
        yield running


def everything(archive: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of both files, in the order in which they were written.

    Left out are ``runs`` and columns of times; nothing else differs between two archives
    that the same documents were stored in alike.
    """
    found: dict[str, list[tuple[Any, ...]]] = {}
    for path in (archive, snapshots_path(archive)):
        with closing(sqlite3.connect(path)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
            for (name,) in db.execute(sql).fetchall():
                if name not in ("runs", "_sqlite_migrations"):
                    found[name] = _rows(db, name)
    return found


def _rows(db: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    columns = [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]
    kept = [c for c in columns if not c.endswith("_at") and c not in _MADE_UP]
    picked = ", ".join(f'"{column}"' for column in kept)
    rows = db.execute(f'SELECT {picked} FROM "{table}"').fetchall()
    assert kept or not rows
    return rows


def different(one: Path, other: Path) -> list[str]:
    """The names of the tables that differ."""
    first, second = everything(one), everything(other)
    assert sum(map(len, first.values())) > 1000
    return [name for name in sorted(first | second) if first.get(name) != second.get(name)]


def pages(count: int) -> list[tuple[str, bytes]]:
    """Pages of the sample web, with their addresses."""
    found = [(e["url"], page.read_bytes()) for page, e in fixtures.report_files()]
    return found[:count]


def poisoned(page: bytes, how: str) -> bytes:
    return page.replace(b"</body>", f"<!-- poison: {how} --></body>".encode(), 1)


def write_warc(path: Path, found: list[tuple[str, bytes]]) -> Path:
    """As another tool writes it: bodies as they were sent, each record packed on its own."""
    http = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")]
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number, (url, body) in enumerate(found):
            packed = gzip.compress(body, mtime=0)
            _write(writer, number, url, "response", packed, StatusAndHeaders("200 OK", http, "1.1"))
    return path


def write_wet(path: Path, found: list[tuple[str, bytes]]) -> Path:
    """The same pages as text alone."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number, (url, body) in enumerate(found):
            text = get_text(decode(body).text).encode()
            _write(writer, number, url, "conversion", text, None)
    return path


def _write(writer: WARCWriter, number: int, url: str, kind: str, body: bytes, http: Any) -> None:
    of_kind = f"{number}{kind}".encode().hex()
    fields = {
        "WARC-Date": "2026-01-02T03:04:05Z",
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{of_kind[:12]:0>12}>",
    }
    if http is None:
        fields["Content-Type"] = "text/plain"
    record = writer.create_warc_record(
        url,
        kind,
        payload=BytesIO(body),
        length=len(body),
        http_headers=http,
        warc_headers_dict=fields,
    )
    writer.write_record(record)
