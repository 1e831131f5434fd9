"""The state of every source, and of what is held, in one object for `gongkai status`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gongkai.archive import Archive
from gongkai.archive.health import SourceHealth
from gongkai.archive.visits import Proposal
from gongkai.pipeline.coverage import Row, coverage
from gongkai.pipeline.plan import Planned, planned
from scraper.schedule import fiscal_year
from scraper.sources import Source

#: What can be said of a source; it can be in several states, the first comes first.
STATES = {
    "never_visited": "nobody was there yet",
    "no_listing": "only its home page is known",
    "unregistered": "it was crawled, but no source file names it: no timer visits it",
    "blocked": "the host or its robots.txt keeps us out",
    "dead_column": "a column is gone, or names no report",
    "proposal": "another column was found and waits for a person",
    "failing": "the last visit did not end well",
    "drifting": "it seems to work and gives less than it did",
    "due": "it is to be visited now",
    "ok": "nothing to say",
}


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One source; times in UTC. ``detail`` says what a person should know, in one line."""

    source_id: str
    name: str
    states: tuple[str, ...]
    last_success: datetime | None
    last_visit: datetime | None
    next_visit: datetime
    named: int
    waiting: int
    withdrawn: int
    dead: tuple[str, ...]
    proposal: Proposal | None
    detail: str | None


@dataclass(frozen=True, slots=True)
class Status:
    """All sources asked for, and the coverage of ``years``."""

    now: datetime
    sources: list[SourceStatus]
    years: tuple[int, ...]
    coverage: list[Row]

    @property
    def states(self) -> Counter[str]:
        """How many sources are in each state."""
        return Counter(state for source in self.sources for state in source.states)

    @property
    def reasons(self) -> dict[int, Counter[str]]:
        """By year: how many agencies there are for each reason."""
        return {year: Counter(row.years[year] for row in self.coverage) for year in self.years}


def status(
    archive: Path,
    sources: Sequence[Source],
    now: datetime,
    *,
    years: int = 6,
    everything: bool = False,
    unregistered: bool = False,
) -> Status:
    """Read the archive, or take it as empty when there is none yet; writes nothing.

    ``years`` is the number of fiscal years of the coverage, up to the last one. Bodies of
    sites that nobody visited yet are left out of it, unless ``everything`` is asked for.
    ``unregistered``: sources that the archive knows and ``sources`` does not are shown too.
    """
    latest = fiscal_year(now)
    span = tuple(range(latest - years + 1, latest + 1))
    if not archive.exists():
        plans = [planned(source, None, now) for source in sources]
        return Status(now, [_status(one) for one in plans], span, [])
    with Archive.open(archive, read_only=True) as opened:
        health = opened.health(latest)
        others = _unregistered(opened, sources, health) if unregistered else []
        sources = [*sources, *others]
        plans = [planned(source, health.get(source.id), now) for source in sources]
        rows = coverage(opened, sources, health, span, now)
    chosen = {one.source.id for one in plans if everything or one.health.last_visit}
    kept = [row for row in rows if not row.sources or chosen & set(row.sources)]
    strangers = {source.id for source in others}
    return Status(now, [_status(one, one.source.id in strangers) for one in plans], span, kept)


def _unregistered(
    archive: Archive, sources: Sequence[Source], health: Mapping[str, SourceHealth]
) -> list[Source]:
    """Visited sources without a file: those of the demo, and addresses given by hand."""
    known = {source.id for source in sources}
    return [
        Source(row["source_id"], row["name"], tuple(row["listings"]), cms=row["cms"])
        for row in archive.kept_sources()
        if row["source_id"] not in known
        and (found := health.get(row["source_id"])) is not None
        and found.last_visit is not None
    ]


def _status(plan: Planned, is_unregistered: bool = False) -> SourceStatus:
    health = plan.health
    dead = tuple(one.url for one in health.dead if one.url in plan.source.listings)
    proposal = health.proposal
    if proposal is not None and proposal.listing in (None, *plan.source.listings):
        proposal = None
    return SourceStatus(
        source_id=plan.source.id,
        name=plan.source.name,
        states=_states(plan, dead, proposal, is_unregistered),
        last_success=health.last_success,
        last_visit=health.last_visit,
        next_visit=plan.next_visit,
        named=health.named,
        waiting=health.waiting,
        withdrawn=health.withdrawn,
        dead=dead,
        proposal=proposal,
        detail=_detail(plan, dead, proposal),
    )


def _states(
    plan: Planned, dead: tuple[str, ...], proposal: Proposal | None, is_unregistered: bool
) -> tuple[str, ...]:
    # What the archive knows, but for columns and proposals: the source's file decides those.
    known = set(plan.health.states) - {"dead_column", "proposal", "ok"}
    found = {
        "no_listing": not plan.source.listings,
        "unregistered": is_unregistered,
        "dead_column": bool(dead),
        "proposal": proposal is not None,
        "due": plan.due and not is_unregistered,
    }
    known |= {state for state, holds in found.items() if holds}
    return tuple(state for state in STATES if state in known) or ("ok",)


def _detail(plan: Planned, dead: tuple[str, ...], proposal: Proposal | None) -> str | None:
    if proposal is not None:
        return f"proposed: {proposal.listing} ({proposal.detail})"
    if plan.health.reason is not None:
        return plan.health.reason
    if dead:
        return f"dead column: {dead[0]}"
    return plan.health.drift
