"""The addresses that are known, and which of them still wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlite_utils import Database

from gongkai.archive.connect import writing
from gongkai.archive.rows import utc_now, utc_text
from scraper.protocols import Link

#: Outcomes after which an address is not asked for again; every other one (blocked,
#: failed …) is tried again by the next run.
SETTLED = ("fetched", "unchanged", "gone", "withdrawn", "absent")
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
    return _links(
        db, f"kind IN {_FETCHED!r} AND state NOT IN {SETTLED!r} ORDER BY rowid", [source_id]
    )


def due(db: Database, source_id: str, before: datetime) -> list[Link]:
    """Report addresses that were settled before that time, longest ago first."""
    where = f"kind = 'report' AND state IN {SETTLED!r} AND closed_at < ? ORDER BY closed_at, rowid"
    return _links(db, where, [source_id, utc_text(before)])


def done(db: Database, link: Link, outcome: str, came: str | None = None) -> None:
    """Close an address; one that was fetched once stays so when a later try fails.

    ``came`` is the fetch outcome behind it, kept as that of the last try.
    """
    sql = (
        "UPDATE frontier SET state = :outcome, closed_at = :now WHERE url = :url"
        f" AND (state NOT IN ('fetched', 'withdrawn') OR :outcome IN {SETTLED!r})"
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
    return [
        Link(url, kind, source, title, date.fromisoformat(day) if day else None, found_on)
        for url, kind, source, title, day, found_on in db.execute(sql, parameters).fetchall()
    ]


def _row(link: Link) -> list[str | None]:
    listed_on = link.listed_on.isoformat() if link.listed_on else None
    return [link.url, link.source_id, link.kind, link.title, listed_on, link.found_on]
