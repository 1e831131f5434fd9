"""The addresses that are known, and which of them still wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlite_utils import Database

from gongkai.archive.connect import writing
from gongkai.archive.rows import utc_now
from scraper.protocols import Link

#: Outcomes after which an address is not asked for again; every other one (blocked,
#: failed …) is tried again by the next run.
SETTLED = ("fetched", "unchanged", "gone", "absent")
#: What is fetched by itself; further pages of a report come along with the first.
_FETCHED = ("report", "attachment")


def offer(db: Database, links: Iterable[Link]) -> int:
    """Remember addresses; returns how many were not known before.

    What the first page said about an address stays: a later listing adds nothing.
    """
    sql = (
        "INSERT INTO frontier (url, source_id, kind, title, listed_on, found_on, added_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO NOTHING"
    )
    with writing(db):
        now = utc_now()
        return sum(db.execute(sql, [*_row(link), now]).rowcount for link in links)


def pending(db: Database, source_id: str) -> list[Link]:
    """Reports and attachments of a source that were never fetched, oldest first."""
    sql = (
        "SELECT url, kind, source_id, title, listed_on, found_on FROM frontier"
        f" WHERE source_id = ? AND kind IN {_FETCHED!r} AND state NOT IN {SETTLED!r} ORDER BY rowid"
    )
    return [
        Link(url, kind, source, title, date.fromisoformat(day) if day else None, found_on)
        for url, kind, source, title, day, found_on in db.execute(sql, [source_id]).fetchall()
    ]


def done(db: Database, link: Link, outcome: str) -> None:
    """Close an address; one that was fetched once stays so when a later try fails."""
    sql = (
        "UPDATE frontier SET state = :outcome, closed_at = :now WHERE url = :url"
        f" AND (state <> 'fetched' OR :outcome IN {SETTLED!r})"
    )
    with writing(db):
        offer(db, [link])
        db.execute(sql, {"outcome": outcome, "now": utc_now(), "url": link.url})


def _row(link: Link) -> list[str | None]:
    listed_on = link.listed_on.isoformat() if link.listed_on else None
    return [link.url, link.source_id, link.kind, link.title, listed_on, link.found_on]
