"""Which sources are due now, and when the others will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gongkai.archive import Archive, ArchiveVersionError
from gongkai.archive.health import SourceHealth
from gongkai.pipeline.lock import run_lock
from scraper.schedule import SEARCH_PAUSE, SLACK, Record, fiscal_year, is_due, next_visit
from scraper.sources import Source


@dataclass(frozen=True, slots=True)
class Planned:
    """A source, what is known of it, and when it is to be visited next."""

    source: Source
    health: SourceHealth
    next_visit: datetime
    due: bool


def plan(archive: Path, sources: Sequence[Source], now: datetime) -> list[Planned]:
    """The plan for these sources, in their order; nothing is written.

    An archive of an older program is brought up to date first (then ``RunLocked`` while
    another run writes). An archive that does not exist yet knows nothing: then every source is due.
    """
    known = _health(archive, now) if archive.exists() else {}
    return [planned(source, known.get(source.id), now) for source in sources]


def _health(archive: Path, now: datetime) -> dict[str, SourceHealth]:
    try:
        with Archive.open(archive, read_only=True) as opened:
            return opened.health(fiscal_year(now))
    except ArchiveVersionError:
        # Nobody is at a timer's terminal to upgrade an archive of an older program by hand.
        with run_lock(archive), Archive.open(archive) as opened:
            return opened.health(fiscal_year(now))


def planned(source: Source, health: SourceHealth | None, now: datetime) -> Planned:
    """When one source is to be visited, by what the archive knows of it."""
    health = health or SourceHealth(source.id)
    record = Record(
        last_visit=health.last_visit,
        last_success=health.last_success,
        failures=health.failures,
        wanted=max(1, health.wanted),
        got=health.got,
    )
    if source.listings:
        return Planned(source, health, next_visit(record, now), is_due(record, now))
    # Without a listing a visit is a search from the home page.
    last = health.proposal
    when = now if last is None else last.proposed_at + SEARCH_PAUSE
    return Planned(source, health, when, when - SLACK <= now)
