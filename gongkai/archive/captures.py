"""Records of WARC and WET files taken in as fetches: once each, with what they say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from sqlite_utils import Database

from gongkai.archive import withdrawals
from gongkai.archive.bodies import Bodies
from gongkai.archive.capture_rules import require_sound
from gongkai.archive.connect import writing
from gongkai.archive.errors import ArchiveError
from gongkai.archive.fetches import REFUSED, note, original, refusal, requeue
from gongkai.archive.rows import insert
from gongkai.archive.runs import enter_source
from scraper.protocols import Saved

RecordType = Literal["response", "resource", "revisit", "conversion", "metadata"]
#: Columns of ``fetches`` that are this archive's own, or fields of the record itself.
_OWN = {"fetch_id", "run_id", "snapshot_id", "record_id", "revisit_of"}


@dataclass(frozen=True, slots=True)
class Capture:
    """One record of a WARC file as the archive keeps it.

    ``row`` holds columns of ``fetches``, those without a value left out. ``body`` is decoded
    from the transfer, and None where the record brings none. ``repeats`` names the body of a
    revisit: ``record_id``, ``url`` and ``fetched_at`` of its original, and ``snapshot_id``,
    as far as they are known. ``sources`` are the rows of the sources that a file cites.
    """

    record_id: str
    row: Mapping[str, Any]
    body: bytes | None = None
    repeats: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def take(db: Database, bodies: Bodies, run_id: int, capture: Capture) -> Saved | None:
    """Enter a record; None when it is in the archive already. The body is committed first.

    Raises ``ArchiveError`` for a row that this archive could not read or write again.
    """
    sql = "SELECT 1 FROM fetches WHERE record_id = ?"
    if db.execute(sql, [capture.record_id]).fetchone() is not None:
        return None
    row = _known(db, capture.row)
    require_sound(row, capture.sources.get(str(row.get("source_id")), {}))
    capture = replace(capture, row=row)
    urls = [str(row[name]) for name in ("url", "final_url")]
    refused = refusal(db, urls, capture.body)
    digest = None if refused or capture.body is None else bodies.put(capture.body)
    with writing(db):
        if refused:
            row = {**capture.row, **REFUSED, "error": refused, "revisit": 0}
            capture = replace(capture, row={**row, "record_type": "metadata"}, repeats={})
        return replace(_record(db, run_id, capture, digest), refused=refused)


def _record(db: Database, run_id: int, capture: Capture, digest: str | None) -> Saved:
    row = {name: value for name, value in capture.row.items() if value is not None}
    is_new = False
    repeats = None
    source_id = row.get("source_id")
    if source_id is not None:
        enter_source(db, source_id, capture.sources.get(source_id, {}))
    if digest is not None:
        is_new = note(db, digest, len(capture.body or b""), row)
        if not is_new:
            _compete_again(db, digest, row)
    elif capture.repeats:
        repeats, digest = _original(db, capture.repeats)
        row["revisit"] = int(digest is not None and bool(row.get("revisit")))
        if digest is None and not row.get("error"):
            row["error"] = "repeats a body that is not in the archive"
    cited = {"snapshot_id": digest, "revisit_of": repeats, "record_id": capture.record_id}
    insert(db, "fetches", [{**row, **cited, "run_id": run_id}])
    if row.get("kind") == "report":
        withdrawals.tell_again(db, row["url"])
    return Saved(digest, is_new)


def _known(db: Database, row: Mapping[str, Any]) -> dict[str, Any]:
    """The values given; ``ArchiveError`` for a column that this version does not know."""
    # table_info would be compiled anew for every record.
    described = db.execute("SELECT * FROM fetches LIMIT 0").description
    columns = {column[0] for column in described}
    unknown = row.keys() - (columns - _OWN)
    if unknown:
        raise ArchiveError(f"a column that this version does not know: {sorted(unknown)[0]}")
    return {name: value for name, value in row.items() if value is not None}


def _compete_again(db: Database, digest: str, row: Mapping[str, Any]) -> None:
    """A known body at a later time may be the newest of its page: let it be read again."""
    sql = "SELECT 1 FROM parses WHERE snapshot_id = ? AND url = ?"
    if db.execute(sql, [digest, row["url"]]).fetchone() is not None:
        requeue(db, digest, row["url"])


def _original(db: Database, repeats: Mapping[str, str]) -> tuple[int | None, str | None]:
    """The fetch that a revisit refers to, and the snapshot: by record, address, or digest."""
    columns = "SELECT fetch_id, snapshot_id FROM fetches WHERE snapshot_id IS NOT NULL"
    row = db.execute(f"{columns} AND record_id = ?", [repeats.get("record_id")]).fetchone()
    if row is None and "url" in repeats:
        sql = f"{columns} AND url = ? AND fetched_at = ? ORDER BY fetch_id LIMIT 1"
        row = db.execute(sql, [repeats["url"], repeats.get("fetched_at")]).fetchone()
    if row is not None:
        return int(row[0]), str(row[1])
    digest = repeats.get("snapshot_id")
    sql = "SELECT 1 FROM snapshots WHERE snapshot_id = ?"
    if digest and db.execute(sql, [digest]).fetchone() is not None:
        return original(db, repeats.get("url", ""), digest), digest
    return None, None


def exact(row: Mapping[str, Any]) -> str:
    """The columns of a fetch as the one header field that our own records carry them in."""
    columns = {n: value for n, value in row.items() if n not in _OWN and value is not None}
    return json.dumps(columns, sort_keys=True)
