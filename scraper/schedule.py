"""When a source is to be visited again, and when a known report is to be looked at again.

The rules follow the calendar of the reports: departments publish by 31 January, governments
by 31 March (条例 2019, art. 49 and 50; before 2019 everybody by 31 March). Pure functions of
the time that they are given; China has one time zone and no summer time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")
_LAST_MONTH = 3
DAILY = timedelta(days=1)
MONTHLY = timedelta(days=30)
#: A daily or hourly timer does not fire to the second; a visit may be this much early.
SLACK = timedelta(hours=4)
#: After failures in a row: a day, then two, four … A source that is in season and still
#: lacks a report is asked at least twice a week.
LONGEST_RETRY = MONTHLY
LONGEST_RETRY_IN_SEASON = timedelta(days=4)
#: A site is not searched for its column again for so long after the last search.
SEARCH_PAUSE = MONTHLY
#: Age since the page was first seen or last changed → how old the last look may be.
LOOKS = (
    (timedelta(days=30), timedelta(days=7)),
    (timedelta(days=180), timedelta(days=30)),
    (timedelta(days=730), timedelta(days=180)),
)
OLD_LOOK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Record:
    """What is remembered of a source's visits. Times are UTC and aware.

    ``failures`` counts the visits in a row that did not end well. ``wanted`` is the number
    of bodies whose report of the last fiscal year is to be expected on the source, ``got``
    of how many it is there.
    """

    last_visit: datetime | None = None
    last_success: datetime | None = None
    failures: int = 0
    wanted: int = 1
    got: int = 0

    @property
    def lacks_reports(self) -> bool:
        """Whether a report of the last fiscal year is still to come."""
        return self.got < self.wanted


def fiscal_year(now: datetime) -> int:
    """The year that reports published now are about: the one before China's present year."""
    return now.astimezone(CHINA).year - 1


def in_season(now: datetime) -> bool:
    """Whether it is January to March in China."""
    return now.astimezone(CHINA).month <= _LAST_MONTH


def next_season(now: datetime) -> datetime:
    """The next 1 January in China, in UTC."""
    year = now.astimezone(CHINA).year + 1
    return datetime(year, 1, 1, tzinfo=CHINA).astimezone(UTC)


def next_visit(record: Record, now: datetime) -> datetime:
    """When the source is to be visited next; not later than ``now`` when it is due.

    Never visited: at once. In season and without all reports of the last fiscal year:
    daily. Else monthly, and on the first day of the next season. After failures later.
    """
    if record.last_visit is None:
        return now
    urgent = in_season(now) and record.lacks_reports
    if record.failures:
        wait = DAILY * (1 << min(record.failures - 1, 10))
        wait = min(wait, LONGEST_RETRY_IN_SEASON if urgent else LONGEST_RETRY)
    else:
        wait = DAILY if urgent else MONTHLY
    return min(record.last_visit + wait, next_season(record.last_visit))


def is_due(record: Record, now: datetime) -> bool:
    """Whether the source is to be visited now."""
    return next_visit(record, now) - SLACK <= now


def is_stale(looked_at: datetime, settled_since: datetime, now: datetime) -> bool:
    """Whether a known report is to be looked at again, for silent changes and withdrawal.

    ``settled_since`` is when it was first seen, last changed or withdrawn: pages that lie
    still are looked at less and less often. Looks happen on visits to their source.
    """
    age = now - settled_since
    wait = next((wait for limit, wait in LOOKS if age < limit), OLD_LOOK)
    return looked_at + wait - SLACK <= now
