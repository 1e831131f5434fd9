"""Parquet files of what was read, beside the archive until all of it is stored.

``archive.parts/edition=…/part-….parquet``, a row a document. A file takes its name when it
is whole and on disk, so that a run that was killed goes on from what is there; files of
another edition of the parsers are not looked at. ``gongkai takedown`` removes the folder.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from gongkai.pipeline.cluster.errors import ClusterError

_SCHEMA: Any = pa.schema(
    [
        ("key", pa.binary(32)),
        *(("snapshot_id", pa.string()), ("url", pa.string())),
        *(("parser_version", pa.string()), ("attempts", pa.int8())),
        # Bytes and no text: a page may hold half a surrogate pair.
        *(("report", pa.binary()), ("report_digest", pa.string()), ("error", pa.string())),
    ]
)


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one document: ``report``, the contract's JSON, or ``error``, why there is none.

    ``key`` is that of its ``Order``; ``attempts`` counts the processes that tried it.
    """

    key: bytes
    snapshot_id: str
    url: str
    attempts: int
    report: bytes | None = None
    error: str | None = None


def packed_rows(rows: Sequence[Row], edition: str) -> bytes:
    """A partition as the bytes of a Parquet file."""
    table = pa.Table.from_pylist([_told(row, edition) for row in rows], schema=_SCHEMA)
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd", write_page_checksum=True)
    return out.getvalue()


def _told(row: Row, edition: str) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in Row.__slots__}
    digest = hashlib.sha256(row.report).hexdigest() if row.report is not None else None
    return {**told, "parser_version": edition, "report_digest": digest}


class Partitions:
    """The partitions of one edition in a folder, and which of them holds which key."""

    def __init__(self, folder: Path, edition: str) -> None:
        self._all = folder
        self._folder = self._all / f"edition={edition}"
        self._edition = edition
        self._where: dict[bytes, Path] = {}
        self._last: tuple[Path | None, dict[bytes, Row]] = (None, {})

    @classmethod
    def open(cls, folder: Path, edition: str) -> Self:
        """Those that an earlier run left; what is damaged is removed, to be read again."""
        found = cls(folder, edition)
        for path in filter(Path.is_file, sorted(found._folder.glob("*"))):
            rows = found._rows(path) if path.suffix == ".parquet" else None
            if rows is None:
                path.unlink()
            else:
                found._where |= dict.fromkeys(rows, path)
        return found

    def __contains__(self, key: bytes) -> bool:
        return key in self._where

    def __len__(self) -> int:
        return len(self._where)

    def keep(self, data: bytes) -> int:
        """Write a partition, on disk before it takes its name; returns how many rows it holds.

        Raises ``ClusterError`` for what is none of this edition, and where it cannot be written.
        """
        rows = _read(pa.BufferReader(data), self._edition) if isinstance(data, bytes) else None
        if rows is None:
            raise ClusterError("a worker sent what is no partition of this edition")
        path = self._folder / f"part-{hashlib.sha256(data).hexdigest()[:32]}.parquet"
        try:
            self._write(path, data)
        except OSError as error:  # which would else be taken for the scheduler's
            raise ClusterError(f"{path}: {error.strerror}") from error
        self._where |= dict.fromkeys(rows, path)
        return len(rows)

    def _write(self, path: Path, data: bytes) -> None:
        fresh = path.with_suffix(".new")
        self._folder.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(path)

    def row(self, key: bytes) -> Row | None:
        """What was read under that key; None when nothing was, or it was lost since."""
        path = self._where.get(key)
        if path is None:
            return None
        if path != self._last[0]:
            self._last = path, self._rows(path) or {}
        return self._last[1].get(key)

    def remove(self) -> None:
        """Remove them all, those of other editions too: what they hold is stored."""
        if self._all.exists():
            shutil.rmtree(self._all)

    def _rows(self, path: Path) -> dict[bytes, Row] | None:
        return _read(path, self._edition) if path.exists() else None


def _read(source: object, edition: str) -> dict[bytes, Row] | None:
    """The rows of a partition by their keys; None when it is damaged or of another edition."""
    try:
        table = pq.read_table(
            source, schema=_SCHEMA, partitioning=None, page_checksum_verification=True
        )
        found: dict[bytes, Row] = {}
        for told in table.to_pylist():
            version, digest = told.pop("parser_version"), told.pop("report_digest")
            row = Row(**told)
            if version != edition or not _is_whole(row, digest):
                return None
            found[row.key] = row
    except (pa.ArrowException, OSError, ValueError):
        return None
    return found


def _is_whole(row: Row, digest: str | None) -> bool:
    if row.report is None:
        return row.error is not None and digest is None
    return row.error is None and hashlib.sha256(row.report).hexdigest() == digest
