"""The last step of a run: reports held against others, and why expected ones are not held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from gongkai.archive import Archive
from gongkai.pipeline.coverage import coverage
from scraper.schedule import fiscal_year
from scraper.sources import Source


def conclude(archive: Archive, now: datetime) -> int:
    """Compare what changed, and judge the gaps; returns how many reports were compared."""
    compared = archive.refresh()
    archive.put_gaps(_gaps(archive, now))
    return compared


def _gaps(archive: Archive, now: datetime) -> Iterator[tuple[str, int, str]]:
    """``(agency, year, reason)`` for every year since the oldest report in the archive."""
    latest = fiscal_year(now)
    first = archive.first_year()
    if first is None:
        return
    sources = [
        Source(row["source_id"], row["name"], tuple(row["listings"]), cms=row["cms"])
        for row in archive.kept_sources()
    ]
    years = range(first, latest + 1)
    for row in coverage(archive, sources, archive.health(latest), years, now):
        for year, reason in row.years.items():
            if row.agency_id is not None and reason not in ("held", "withdrawn"):
                yield row.agency_id, year, reason
