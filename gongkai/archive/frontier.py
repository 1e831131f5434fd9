"""The addresses that are known, and which of them still wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from gongkai.archive import takedowns
from gongkai.archive.connect import writing
from gongkai.archive.rows import utc_now
from scraper.protocols import Known, Link

#: Outcomes after which an address is not asked for again; every other one (blocked,
#: failed …) is tried again by the next run.
SETTLED = ("fetched", "unchanged", "gone", "withdrawn", "absent")
#: Nobody asks for what was taken down, not even to see whether it changed.
_CLOSED = (*SETTLED, "taken_down")
#: What is fetched by itself; further pages of a report come along with the first.
_FETCHED = ("report", "attachment")


def offer(db: Database, links: Iterable[Link]) -> int:
    """Remember addresses; returns how many were not known before.

    What the first page said about an address stays: a later listing adds nothing.
    """
    sql = (
        "INSERT INTO frontier (url, source_id, kind, title, listed_on, found_on, added_at, state)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO NOTHING"
    )
    with writing(db):
        now = utc_now()
        return sum(db.execute(sql, [*_row(db, link, now)]).rowcount for link in links)


def pending(db: Database, source_id: str) -> list[Link]:
    """Reports and attachments of a source that were never fetched, oldest first."""
    return _links(
        db, f"kind IN {_FETCHED!r} AND state NOT IN {_CLOSED!r} ORDER BY rowid", [source_id]
    )


def known(db: Database, source_id: str) -> list[Known]:
    """The settled reports of a source, those looked at longest ago first."""
    sql = (
        "SELECT url, kind, source_id, title, listed_on, found_on,"
        " ifnull(tried_at, closed_at), max(added_at,"
        " ifnull((SELECT max(fetched_at) FROM fetches f WHERE f.url = frontier.url"
        "  AND f.revisit = 0 AND f.snapshot_id IS NOT NULL), ''),"
        " ifnull((SELECT max(withdrawn_at) FROM withdrawals w WHERE w.url = frontier.url), ''))"
        " FROM frontier"
        f" WHERE source_id = ? AND kind = 'report' AND state IN {SETTLED!r}"
        " AND closed_at IS NOT NULL ORDER BY 7, rowid"
    )
    return [
        Known(_link(row[:6]), datetime.fromisoformat(row[6]), datetime.fromisoformat(row[7]))
        for row in db.execute(sql, [source_id]).fetchall()
    ]


def title_of(db: Database, url: str) -> str | None:
    """The title under which an address was listed; None where there was none."""
    row = db.execute("SELECT title FROM frontier WHERE url = ?", [url]).fetchone()
    return row[0] if row else None


def done(db: Database, link: Link, outcome: str, came: str | None = None) -> None:
    """Close an address; one that was fetched once stays so when a later try fails.

    ``came`` is the fetch outcome behind it, kept as that of the last try.
    """
    sql = (
        "UPDATE frontier SET state = :outcome, closed_at = :now WHERE url = :url"
        " AND state <> 'taken_down'"
        f" AND (state NOT IN ('fetched', 'withdrawn') OR :outcome IN {_CLOSED!r})"
    )
    values = {"outcome": outcome, "came": came, "now": utc_now(), "url": link.url}
    with writing(db):
        offer(db, [link])
        db.execute(sql, values)
        db.execute("UPDATE frontier SET outcome = :came, tried_at = :now WHERE url = :url", values)


def _links(db: Database, where: str, parameters: list[str]) -> list[Link]:
    sql = (
        "SELECT url, kind, source_id, title, listed_on, found_on FROM frontier"
        f" WHERE source_id = ? AND {where}"
    )
    return [_link(row) for row in db.execute(sql, parameters).fetchall()]


def _link(row: tuple[Any, ...]) -> Link:
    url, kind, source_id, title, day, found_on = row
    return Link(url, kind, source_id, title, date.fromisoformat(day) if day else None, found_on)


def _row(db: Database, link: Link, now: str) -> list[str | None]:
    listed_on = link.listed_on.isoformat() if link.listed_on else None
    removed = takedowns.refusal(db, [link.url]) is not None
    title, state = (None, "taken_down") if removed else (link.title, "waiting")
    return [link.url, link.source_id, link.kind, title, listed_on, link.found_on, now, state]
