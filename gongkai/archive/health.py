"""How each source is doing, as far as the archive knows: one object a source."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime

from sqlite_utils import Database

from gongkai.archive.announcing import READ_FILES
from gongkai.archive.visits import DEAD, Listing, Proposal

#: A listing that names fewer than this share of what it named before has changed.
_KEPT_SHARE = 0.8
#: How many visits and pages are the latest; so many pages of them must be unreadable to count.
_LATEST, _UNREAD = 10, 3


@dataclass(slots=True)
class SourceHealth:
    """A source as the archive knows it.

    ``failures`` counts the visits in a row that did not end well. ``wanted`` and ``got``
    count bodies with a report on this source for the last two fiscal years, and for the
    last one. ``most_named`` is the most that one of its ten latest good visits named;
    ``unread`` counts the pages among its ten latest that are no report, and whose files are none.
    """

    source_id: str
    last_visit: datetime | None = None
    last_success: datetime | None = None
    outcome: str | None = None
    reason: str | None = None
    failures: int = 0
    named: int = 0
    most_named: int = 0
    wanted: int = 0
    got: int = 0
    unread: int = 0
    waiting: int = 0
    withdrawn: int = 0
    listings: list[Listing] = field(default_factory=list)
    proposal: Proposal | None = None

    @property
    def dead(self) -> list[Listing]:
        """Columns that are gone, or name nothing although they did or should."""
        return [one for one in self.listings if one.state in DEAD]

    @property
    def states(self) -> tuple[str, ...]:
        """What can be said of it without its source file, as ``gongkai status`` names it."""
        found = {
            "never_visited": self.last_visit is None,
            "blocked": self.outcome == "blocked",
            "dead_column": bool(self.dead),
            "proposal": self.proposal is not None and self.proposal.listing is not None,
            "failing": self.outcome == "failed",
            "drifting": self.drift is not None,
        }
        return tuple(state for state, holds in found.items() if holds) or ("ok",)

    @property
    def detail(self) -> str | None:
        """The most pressing of it in one line: what came of the last visit, or what changed."""
        if self.reason is not None:
            return self.reason
        return f"dead column: {self.dead[0].url}" if self.dead else self.drift

    @property
    def drift(self) -> str | None:
        """What changed about a source that seems to work, in one line."""
        if self.outcome == "done" and self.named < _KEPT_SHARE * self.most_named:
            return f"names {self.named} reports, lately named {self.most_named}"
        if self.unread >= _UNREAD:
            return f"{self.unread} of its latest pages cannot be read as reports"
        return None


_LAST = """
SELECT v.source_id, v.visited_at, v.outcome, v.reason, v.named FROM visits v
WHERE v.visit_id = (SELECT max(w.visit_id) FROM visits w WHERE w.source_id = v.source_id)
"""
_HISTORY = """
SELECT source_id, max(CASE WHEN outcome = 'done' THEN visited_at END),
    ifnull((SELECT max(named) FROM (SELECT w.named FROM visits w
        WHERE w.source_id = v.source_id AND w.outcome = 'done'
        ORDER BY w.visit_id DESC LIMIT :latest)), 0),
    count(*) FILTER (WHERE visit_id > ifnull((SELECT max(w.visit_id) FROM visits w
        WHERE w.source_id = v.source_id AND w.outcome = 'done'), 0))
FROM visits v GROUP BY source_id
"""
_BODIES = """
SELECT source_id, count(DISTINCT agency_id),
    count(DISTINCT agency_id) FILTER (WHERE year = :year)
FROM reports WHERE source_id IS NOT NULL AND year IN (:year, :year - 1) GROUP BY source_id
"""
_UNREAD_PAGES = f"""
SELECT source_id, count(*) FROM (
    SELECT f.source_id, f.url, (SELECT p.outcome FROM parses p WHERE p.snapshot_id = f.snapshot_id
        AND p.url = f.url ORDER BY p.parsed_at DESC LIMIT 1) AS outcome,
        row_number() OVER (PARTITION BY f.source_id ORDER BY f.fetch_id DESC) AS place
    FROM fetches f WHERE f.kind = 'report' AND f.revisit = 0 AND f.snapshot_id IS NOT NULL
) pages WHERE place <= :latest AND outcome IN ('not_a_report', 'no_agency', 'no_year', 'failed')
    AND NOT EXISTS (SELECT 1 FROM {READ_FILES}
        AND a.source_id = pages.source_id AND a.found_on = pages.url)
GROUP BY source_id
"""
_WAITING = """
SELECT source_id, sum(waits), sum(1 - waits) FROM (
    SELECT source_id, 1 AS waits FROM frontier
    WHERE kind = 'report' AND state IN ('waiting', 'blocked', 'failed')
    UNION ALL
    SELECT source_id, 0 FROM withdrawals WHERE restored_at IS NULL AND source_id IS NOT NULL)
GROUP BY source_id
"""


def health(db: Database, fiscal_year: int) -> dict[str, SourceHealth]:
    """Every source that was ever entered, by id."""
    ids = (row[0] for row in db.execute("SELECT source_id FROM sources").fetchall())
    found = {source_id: SourceHealth(source_id) for source_id in ids}
    latest = {"latest": _LATEST}
    for source_id, at, outcome, reason, named in db.execute(_LAST).fetchall():
        one = found[source_id]
        one.last_visit, one.outcome, one.reason, one.named = _time(at), outcome, reason, named
    for source_id, success, most, failures in db.execute(_HISTORY, latest).fetchall():
        one = found[source_id]
        one.last_success, one.most_named, one.failures = _time(success), most, failures
    for source_id, wanted, got in db.execute(_BODIES, {"year": fiscal_year}).fetchall():
        found[source_id].wanted, found[source_id].got = wanted, got
    for source_id, unread in db.execute(_UNREAD_PAGES, latest).fetchall():
        if source_id in found:
            found[source_id].unread = unread
    for source_id, waiting, withdrawn in db.execute(_WAITING).fetchall():
        found[source_id].waiting, found[source_id].withdrawn = waiting, withdrawn
    _add_columns(db, found)
    return found


def _add_columns(db: Database, found: dict[str, SourceHealth]) -> None:
    # A column that the source no longer names is history.
    listings = (
        "SELECT l.source_id, l.url, l.state, l.named, l.detail, l.since, l.most_named"
        " FROM listings l JOIN sources s ON s.source_id = l.source_id"
        " WHERE l.url IN (SELECT value FROM json_each(s.listings)) ORDER BY l.rowid"
    )
    for source_id, url, state, named, detail, since, most in db.execute(listings).fetchall():
        listing = Listing(url, state, named, detail, _time(since), most)
        found[source_id].listings.append(listing)
    # A proposal that the source took over is settled.
    proposals = (
        "SELECT p.source_id, p.proposed_at, p.home, p.listing, p.detail, p.trail"
        " FROM proposals p JOIN sources s ON s.source_id = p.source_id"
        " WHERE p.proposal_id = (SELECT max(q.proposal_id) FROM proposals q"
        "  WHERE q.source_id = p.source_id)"
        " AND (p.listing IS NULL OR p.listing NOT IN (SELECT value FROM json_each(s.listings)))"
    )
    for source_id, at, home, listing, detail, trail in db.execute(proposals).fetchall():
        steps = tuple((words, url) for words, url in json.loads(trail))
        at_time = _time(at)
        assert at_time is not None
        found[source_id].proposal = Proposal(source_id, at_time, home, listing, detail, steps)


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None
