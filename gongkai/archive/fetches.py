"""Fetches (append-only), the snapshots that they brought, and the queue of the parser."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import Message
from functools import lru_cache
from typing import Any

from sqlite_utils import Database

from gongkai.archive import frontier, takedowns, withdrawals
from gongkai.archive.bodies import Bodies
from gongkai.archive.connect import writing
from gongkai.archive.rows import dumps, insert, utc_now, utc_text
from scraper.protocols import Fetched, Link, Saved, Validators

#: By the time of the fetch: what is taken out of a WARC file may be older than its row.
_LAST = "fetched_at DESC, fetch_id DESC"
#: The kinds of fetches whose bodies wait for the parser.
PARSED_KINDS = ("report", "file", "attachment")
#: Of the files beside a page those that may be its report, by their names and media types.
_SUFFIXES = (".pdf", ".doc", ".wps", ".rtf", ".ofd", ".xls", ".et", ".zip")  # .docx, .xlsx too
_OFFICE = "application/vnd.openxmlformats-officedocument."
_MEDIA_TYPES = (
    "application/pdf",
    f"{_OFFICE}wordprocessingml.document",
    f"{_OFFICE}spreadsheetml.sheet",
    "application/vnd.ms-excel",
    "application/msword",
    "application/rtf",
    "application/ofd",
    "application/zip",
)
IS_PARSED = (
    "(f.kind <> 'attachment' OR "
    + " OR ".join(f"lower(f.url) LIKE '%{suffix}%'" for suffix in _SUFFIXES)
    + " OR EXISTS (SELECT 1 FROM snapshots s WHERE s.snapshot_id = f.snapshot_id"
    f" AND s.media_type IN {_MEDIA_TYPES}))"
)
#: What the row of a fetch says whose body was taken down.
REFUSED = {"outcome": "taken_down", "etag": None, "last_modified": None}


#: Fetches after one, and what is to be read again; as a choice among others in one query it
#: would be looked up for every fetch there is (and CROSS JOIN: not the other way round).
_NEWS = (
    "f.fetch_id IN (SELECT fetch_id FROM fetches WHERE fetch_id > :after"
    " UNION SELECT g.fetch_id FROM rereads r CROSS JOIN fetches g ON g.url = r.url"
    " AND g.snapshot_id = r.snapshot_id)"
)


@dataclass(frozen=True, slots=True)
class Work:
    """A snapshot to parse, under the address where it was found.

    ``charset`` is what the server declared; ``final_url`` is where redirects ended;
    ``fetch_id`` is the place in the queue; ``kind`` is the fetch's.
    """

    snapshot_id: str
    url: str
    source_id: str | None
    media_type: str | None
    charset: str | None
    final_url: str
    fetch_id: int = 0
    kind: str = "report"


def save_fetch(
    db: Database,
    bodies: Bodies,
    run_id: int,
    link: Link,
    fetched: Fetched,
    closes: str | None = None,
) -> Saved:
    """Record a finished request; the body of a page (outcome ``ok``) is kept and committed first.

    An unchanged body, and a 304, become a revisit row that cites the older snapshot.
    ``closes`` closes the address in the frontier within the same transaction; what was
    there and is gone is closed as ``withdrawn``.
    What was taken down is not kept, only noted. Raises ``sqlite3.IntegrityError`` when the
    source or the run is unknown.
    """
    refused = refusal(db, (link.url, fetched.final_url), fetched.body)
    digest = bodies.put(fetched.body) if fetched.outcome == "ok" and not refused else None
    with writing(db):
        row = _row(run_id, link, fetched)
        if refused:
            row, closes = {**row, **REFUSED, "error": refused}, "taken_down"
        saved = _record(db, digest, len(fetched.body), fetched.not_modified, row)
        if closes is not None:
            state = "withdrawn" if saved.withdrawn else closes
            frontier.done(db, link, state, row["outcome"])
    return replace(saved, refused=refused) if refused else saved


def _row(run_id: int, link: Link, fetched: Fetched) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "source_id": link.source_id,
        "kind": link.kind,
        "url": link.url,
        "final_url": fetched.final_url,
        "fetched_at": utc_text(fetched.fetched_at),
        "status": fetched.status,
        "outcome": fetched.outcome,
        "error": fetched.error or fetched.blocked,
        "etag": fetched.header("etag"),
        "last_modified": fetched.header("last-modified"),
        "headers": dumps([list(pair) for pair in fetched.headers]),
        "elapsed": fetched.elapsed,
        "method": fetched.method,
        "form": fetched.form,
        "protocol": fetched.protocol,
        "tls": dumps(fetched.tls),
        "notes": dumps(fetched.notes),
    }


def put_file(
    db: Database,
    bodies: Bodies,
    run_id: int,
    name: str,
    body: bytes,
    *,
    media_type: str | None,
    is_part: bool = False,
) -> Saved:
    """Take a local file in; its address is ``file:`` and the name.

    ``is_part``: it belongs to another (a frame of a saved page) and is not read on its own.

    What was taken down is not kept, only noted; ``Saved.refused`` says why.
    """
    url = f"file:{name}"
    refused = refusal(db, (url,), body)
    digest = None if refused else bodies.put(body)
    headers = [["content-type", media_type]] if media_type else []
    saved = _record(
        db,
        digest,
        len(body),
        False,
        {
            "run_id": run_id,
            "source_id": None,
            "kind": "part" if is_part else "file",
            "url": url,
            "final_url": url,
            "fetched_at": utc_now(),
            "status": None,
            "outcome": REFUSED["outcome"] if refused else None,
            "error": refused,
            "etag": None,
            "last_modified": None,
            "headers": dumps(headers),
            "elapsed": None,
        },
    )
    return replace(saved, refused=refused)


def refusal(db: Database, urls: Sequence[str], body: bytes | None) -> str | None:
    """Why a body from these addresses must not be kept; None when nobody took it down."""
    if not takedowns.any_in_force(db):
        return None
    digest = hashlib.sha256(body).hexdigest() if body is not None else None
    return takedowns.refusal(db, urls, digest)


def validators(db: Database, url: str) -> Validators:
    """What to ask "changed since?" with: the validators of the newest kept body."""
    sql = (
        "SELECT etag, last_modified FROM fetches WHERE url = ? AND snapshot_id IS NOT NULL"
        f" AND status IS NOT 304 ORDER BY {_LAST} LIMIT 1"
    )
    row = db.execute(sql, [url]).fetchone()
    return Validators(*row) if row else Validators()


def newest_part(db: Database, url: str) -> str | None:
    """The newest snapshot of a further page of a report, None when none is kept."""
    found = _last_snapshot(db, url, "part")
    return None if found is None or takedowns.is_removed(db, found) else found


def parts_noted(db: Database, snapshot_id: str, url: str, kind: str) -> list[str]:
    """The addresses of a page's parts of that kind, as the fetch that brought it noted them."""
    sql = (
        "SELECT notes FROM fetches WHERE snapshot_id = ? AND url = ? AND notes LIKE ?"
        f" ORDER BY {_LAST} LIMIT 1"
    )
    row = db.execute(sql, [snapshot_id, url, f'%"{kind}%']).fetchone()
    notes = json.loads(row[0]) if row else []
    return [note.removeprefix(kind) for note in notes if note.startswith(kind)]


def recall(db: Database, bodies: Bodies, url: str, since: datetime) -> Fetched | None:
    """The last answer for a robots.txt, unless it is older than ``since`` or was no answer.

    An answer is a 2xx or a 4xx but 429; the body comes along when it was kept.
    """
    sql = (
        "SELECT final_url, fetched_at, status, headers, snapshot_id, elapsed FROM fetches"
        " WHERE url = ? AND kind = 'robots' AND fetched_at >= ? AND error IS NULL"
        " AND (status BETWEEN 200 AND 299 OR status BETWEEN 400 AND 499 AND status <> 429)"
        " ORDER BY fetch_id DESC LIMIT 1"
    )
    row = db.execute(sql, [url, utc_text(since)]).fetchone()
    if row is None or (row[4] and takedowns.is_removed(db, row[4])):
        return None
    return Fetched(
        url=url,
        final_url=row[0],
        fetched_at=datetime.fromisoformat(row[1]),
        status=row[2],
        headers=tuple((name, value) for name, value in json.loads(row[3])),
        body=bodies.get(row[4]) if row[4] else b"",
        elapsed=row[5],
    )


def queue(
    db: Database,
    parser_version: str,
    *,
    again: bool = False,
    snapshot_id: str | None = None,
    after: int = 0,
) -> Iterator[Work]:
    """Snapshots without a parse by that version, in order of fetch; ``again``: all.

    ``snapshot_id`` asks for one alone; ``after`` for those of later fetches, and what waits
    to be read again: a long run need not look at the whole archive each time.

    A snapshot found under two addresses is two pieces of work: the address takes part
    in judging the provenance.
    """
    sql = (
        "SELECT f.snapshot_id, f.url, f.source_id, f.headers, f.final_url, f.fetch_id, f.kind"
        " FROM fetches f"
        f" WHERE f.kind IN {PARSED_KINDS} AND f.snapshot_id IS NOT NULL AND f.revisit = 0"
        f" AND f.is_document = 1 AND {IS_PARSED}"
        " AND f.snapshot_id NOT IN (SELECT snapshot_id FROM removed_snapshots)"
        " AND f.fetch_id = (SELECT max(fetch_id) FROM fetches g WHERE g.url = f.url"
        "  AND g.snapshot_id = f.snapshot_id AND g.kind = f.kind AND g.revisit = 0)"
        f" AND {_NEWS if after else 'TRUE'}"
        " AND (:snapshot IS NULL OR f.snapshot_id = :snapshot)"
        " AND (:again OR NOT EXISTS (SELECT 1 FROM parses p WHERE p.snapshot_id = f.snapshot_id"
        "  AND p.url = f.url AND p.parser_version = :version)"
        " OR EXISTS (SELECT 1 FROM rereads r WHERE r.snapshot_id = f.snapshot_id"
        "  AND r.url = f.url))"
        " ORDER BY f.fetched_at, f.fetch_id"
    )
    named = {"again": again, "version": parser_version, "snapshot": snapshot_id, "after": after}
    for row in db.execute(sql, named).fetchall():
        media_type, charset = content_type(json.loads(row[3]))
        yield Work(row[0], row[1], row[2], media_type, charset, *row[4:])


def requeue(db: Database, snapshot_id: str, url: str) -> None:
    """Put a snapshot into the queue although it was parsed; its parses stay on record."""
    sql = "INSERT INTO rereads (snapshot_id, url) VALUES (?, ?) ON CONFLICT DO NOTHING"
    db.execute(sql, [snapshot_id, url])


def reread(db: Database, snapshot_id: str, url: str) -> None:
    """Take a snapshot that was parsed again out of the queue."""
    db.execute("DELETE FROM rereads WHERE snapshot_id = ? AND url = ?", [snapshot_id, url])


def new_record_id() -> str:
    """A WARC-Record-ID, as stored: without the angle brackets."""
    return f"urn:uuid:{uuid.uuid4()}"


def content_type(headers: list[list[str]]) -> tuple[str | None, str | None]:
    """Media type and declared charset, both lower-case, from stored headers."""
    value = next((text for name, text in headers if name.lower() == "content-type"), None)
    return _told(value) if value else (None, None)


@lru_cache(maxsize=256)
def _told(value: str) -> tuple[str | None, str | None]:
    message = Message()
    message["content-type"] = value
    # Without a slash Python answers text/plain, which the server never said.
    media_type = message.get_content_type() if "/" in value else None
    return media_type, message.get_content_charset()


def _record(
    db: Database, digest: str | None, size: int, not_modified: bool, row: dict[str, Any]
) -> Saved:
    with writing(db):
        before = _last_snapshot(db, row["url"], row["kind"])
        if not_modified:
            digest = before or _last_snapshot(db, row["url"], None)
        is_new = digest is not None and not not_modified and note(db, digest, size, row)
        revisit = digest is not None and digest == before
        parsed = row["kind"] in PARSED_KINDS
        if digest is not None and parsed and not revisit and not is_new:
            # The page went back to an older body: that body has to compete for
            # being the current report once more.
            requeue(db, digest, row["url"])
        repeats = original(db, row["url"], digest) if revisit or not_modified else None
        cited = {"snapshot_id": digest, "revisit": int(revisit), "revisit_of": repeats}
        insert(db, "fetches", [{**row, **cited, "record_id": new_record_id()}])
        withdrawn, restored = withdrawals.note(db, row, was_there=before is not None)
    return Saved(digest, is_new, withdrawn, restored)


def original(db: Database, url: str, digest: str | None) -> int | None:
    """The newest fetch of an address that brought this body itself, and did not repeat it."""
    sql = (
        "SELECT fetch_id FROM fetches WHERE url = ? AND snapshot_id = ? AND revisit = 0"
        f" AND status IS NOT 304 ORDER BY {_LAST} LIMIT 1"
    )
    row = db.execute(sql, [url, digest]).fetchone()
    return int(row[0]) if row else None


def note(db: Database, digest: str, size: int, row: dict[str, Any]) -> bool:
    """Enter the snapshot; returns whether it was unknown."""
    media_type, _ = content_type(json.loads(row["headers"]))
    cursor = db.execute(
        "INSERT INTO snapshots (snapshot_id, media_type, size, first_seen_at)"
        " VALUES (?, ?, ?, ?) ON CONFLICT (snapshot_id) DO NOTHING",
        [digest, media_type, size, row["fetched_at"]],
    )
    return cursor.rowcount == 1


def _last_snapshot(db: Database, url: str, kind: str | None) -> str | None:
    sql = (
        "SELECT snapshot_id FROM fetches WHERE url = ? AND (? IS NULL OR kind = ?)"
        f" AND snapshot_id IS NOT NULL ORDER BY {_LAST} LIMIT 1"
    )
    row = db.execute(sql, [url, kind, kind]).fetchone()
    return str(row[0]) if row else None
