"""Visits to sources, the state of their columns, and what rediscovery proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlite_utils import Database

from gongkai.archive.connect import writing
from gongkai.archive.rows import dumps, insert, utc_text

ListingState = Literal["alive", "gone", "empty", "unreachable"]
#: A column in one of these states does not do what it is there for.
DEAD: tuple[ListingState, ...] = ("gone", "empty")


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of one visit to a source; ``named`` are the reports that its listings name."""

    source_id: str
    visited_at: datetime
    outcome: str
    reason: str | None
    listing_pages: int
    named: int
    fetched: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A column of a source as a visit found it; ``most_named`` is the most it ever named."""

    url: str
    state: ListingState
    named: int
    detail: str | None = None
    since: datetime | None = None
    most_named: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A column that rediscovery found from the home page, or, without one, why it found none.

    ``trail`` are ``(words, address)`` from the home page on.
    """

    source_id: str
    proposed_at: datetime
    home: str
    listing: str | None
    detail: str
    trail: tuple[tuple[str, str], ...] = ()


def put_visit(db: Database, run_id: int, visit: Visit, listings: Sequence[Listing]) -> None:
    """Enter a visit, and bring the state of the source's columns up to date."""
    at = utc_text(visit.visited_at)
    row = {
        "run_id": run_id,
        "source_id": visit.source_id,
        "visited_at": at,
        "outcome": visit.outcome,
        "reason": visit.reason,
        "listing_pages": visit.listing_pages,
        "named": visit.named,
        "fetched": visit.fetched,
    }
    sql = (
        "INSERT INTO listings (source_id, url, state, since, checked_at, named, most_named, detail)"
        " VALUES (:source, :url, :state, :at, :at, :named, :named, :detail)"
        " ON CONFLICT (source_id, url) DO UPDATE SET"
        " since = CASE WHEN state = excluded.state THEN since ELSE excluded.since END,"
        " state = excluded.state, checked_at = excluded.checked_at, named = excluded.named,"
        " most_named = max(most_named, excluded.named), detail = excluded.detail"
    )
    with writing(db):
        insert(db, "visits", [row])
        for one in listings:
            db.execute(
                sql,
                {
                    "source": visit.source_id,
                    "url": one.url,
                    "state": one.state,
                    "at": at,
                    "named": one.named,
                    "detail": one.detail,
                },
            )


def put_proposal(db: Database, run_id: int, proposal: Proposal) -> None:
    """Enter what rediscovery found."""
    row = {
        "source_id": proposal.source_id,
        "run_id": run_id,
        "proposed_at": utc_text(proposal.proposed_at),
        "home": proposal.home,
        "listing": proposal.listing,
        "detail": proposal.detail,
        "trail": dumps([list(step) for step in proposal.trail]),
    }
    with writing(db):
        insert(db, "proposals", [row])
