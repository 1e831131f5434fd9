"""Which sources are due now, and when the others will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gongkai.archive import Archive
from gongkai.archive.health import SourceHealth
from scraper.schedule import Record, fiscal_year, is_due, next_visit
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

    An archive that does not exist yet knows nothing: then every source is due.
    """
    if not archive.exists():
        known: dict[str, SourceHealth] = {}
    else:
        with Archive.open(archive, read_only=True) as opened:
            known = opened.health(fiscal_year(now))
    return [planned(source, known.get(source.id), now) for source in sources]


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
    return Planned(source, health, next_visit(record, now), is_due(record, now))
