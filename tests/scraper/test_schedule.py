"""Due or not due: pure rules over a clock that the test holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from scraper.schedule import (
    CHINA,
    MONTHLY,
    Record,
    fiscal_year,
    in_season,
    is_due,
    is_stale,
    next_season,
    next_visit,
)

DAY = timedelta(days=1)


def china(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CHINA).astimezone(UTC)


def test_the_calendar_is_chinas():
    eve = datetime(2025, 12, 31, 16, 0, tzinfo=UTC)  # midnight in China
    assert (fiscal_year(eve), in_season(eve)) == (2025, True)
    before = eve - timedelta(seconds=1)
    assert (fiscal_year(before), in_season(before)) == (2024, False)
    assert not in_season(china(2026, 4, 1))
    assert next_season(before) == eve
    assert next_season(eve) == china(2027, 1, 1)


def test_a_source_never_visited_is_due():
    assert is_due(Record(), china(2026, 7, 1))


@pytest.mark.parametrize(
    ("now", "got", "days"),
    [
        (china(2026, 1, 1), 0, 1),
        (china(2026, 3, 30), 0, 1),
        (china(2026, 3, 30), 1, 1),
        (china(2026, 3, 30), 2, 30),
        (china(2026, 4, 10), 0, 30),
        (china(2026, 9, 1), 2, 30),
    ],
)
def test_daily_in_season_while_reports_lack_else_monthly(now, got, days):
    record = Record(last_visit=now, last_success=now, wanted=2, got=got)
    visits = [now + n * timedelta(hours=1) for n in range(40 * 24)]
    due = next(when for when in visits if is_due(record, when))
    assert abs((due - now) - days * DAY) <= timedelta(hours=4)


def test_the_season_wakes_a_source_that_is_monthly():
    seen = china(2025, 12, 20)
    record = Record(last_visit=seen, last_success=seen)
    assert next_visit(record, china(2025, 12, 25)) == china(2026, 1, 1)
    assert not is_due(record, china(2025, 12, 31, 12))
    assert is_due(record, china(2026, 1, 1))


def test_failures_back_off_and_never_silence_a_source():
    now = china(2026, 6, 1)
    record = Record(last_visit=now, failures=1)
    waits = [next_visit(replace(record, failures=n), now) - now for n in range(1, 40)]
    assert [wait.days for wait in waits[:6]] == [1, 2, 4, 8, 16, 30]
    assert max(waits) == MONTHLY
    season = china(2026, 1, 10)
    record = replace(record, last_visit=season, failures=30)
    assert next_visit(record, season) - season == 4 * DAY


def test_a_timer_that_fires_a_little_early_still_counts():
    now = china(2026, 1, 10, 3)
    record = Record(last_visit=now, last_success=now)
    assert is_due(record, now + DAY - timedelta(minutes=20))
    assert not is_due(record, now + timedelta(hours=12))


def test_looks_at_known_reports_grow_rarer():
    first = china(2026, 1, 20)
    looks, last, now = [], first, first
    while now < first + 4 * 365 * DAY:
        now += DAY
        if is_stale(last, first, now):
            looks.append((now - first).days)
            last = now
    gaps = [b - a for a, b in pairwise(looks)]
    assert looks[:4] == [7, 14, 21, 28]
    assert gaps == sorted(gaps)
    assert set(gaps) == {7, 30, 180, 365}
    assert 12 <= len(looks) <= 16
