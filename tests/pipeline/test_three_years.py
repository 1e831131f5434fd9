"""Three years of a daily timer: the real plan over a real archive, with a clock of its own."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from gongkai.archive import Archive
from gongkai.archive.visits import Listing, Visit
from gongkai.pipeline.plan import planned
from scraper.schedule import CHINA, fiscal_year
from scraper.sources import Source
from tests.archive.factory import Desk, report

START = datetime(2024, 2, 10, 19, 0, tzinfo=UTC)  # 3 o'clock in the morning in China
END = datetime(2027, 2, 10, 19, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Site:
    """A body that publishes each year on a day, or not at all, on a host that may be down."""

    id: str
    publishes: tuple[int, int] | None
    down: tuple[date, date] | None = None
    listings: tuple[str, ...] = ("http://www.yunxi.example/nb/",)
    visits: list[datetime] = field(default_factory=list)
    taken: dict[int, datetime] = field(default_factory=dict)

    @property
    def source(self) -> Source:
        return Source(id=self.id, name=self.id, listings=self.listings, home="http://x.example/")

    def is_down(self, day: date) -> bool:
        return self.down is not None and self.down[0] <= day < self.down[1]

    def published(self, day: date) -> list[int]:
        """The fiscal years whose report is there on that day, since 2022."""
        if self.publishes is None:
            return [2022]
        years = range(2022, day.year)
        return [y for y in years if date(y + 1, *self.publishes) <= day]


SITES = (
    Site("department", (1, 20)),
    Site("government", (3, 28)),
    Site("late", (6, 15)),
    Site("silent", None),
    Site("outage", (1, 25), down=(date(2025, 6, 1), date(2025, 9, 1))),
    Site("broken", (1, 25), down=(date(2024, 1, 1), date(2028, 1, 1))),
)


def visit(desk: Desk, site: Site, now: datetime) -> None:
    """What a crawl leaves behind, without the web: the visit, and new reports."""
    day = now.astimezone(CHINA).date()
    site.visits.append(now)
    url = site.listings[0]
    if site.is_down(day):
        outcome, reason, listing = "failed", "connect: no route", Listing(url, "unreachable", 0)
    else:
        years = site.published(day)
        outcome, reason, listing = "done", None, Listing(url, "alive", len(years))
        for year in years:
            if year not in site.taken:
                site.taken[year] = now
                name = f"云溪市{site.id}局"
                page = f"http://www.yunxi.example/{site.id}/{year}.html"
                made = report(agency=name, year=year, title=f"{name}{year}年报告")
                desk.store(page, f"{site.id}{year}".encode(), made, site.id)
    entered = Visit(site.id, now, outcome, reason, 1, listing.named, 0)
    desk.archive.put_visit(desk.run, entered, [listing])


@pytest.fixture(scope="module")
def years(tmp_path_factory):
    """Run the timer once a day for three years, and a second time an hour later."""
    path = tmp_path_factory.mktemp("years") / "a.db"
    second_runs = []
    with Archive.open(path) as archive:
        desk = Desk(archive)
        for site in SITES:
            desk.put_source(site.id, "520900")
            archive.put_source(site.id, site.id, listings=site.listings)
        now = START
        while now < END:
            for site in due(archive, now):
                visit(desk, site, now)
            second_runs += due(archive, now + timedelta(hours=1))
            now += DAY
    return {site.id: site for site in SITES}, second_runs


def due(archive: Archive, now: datetime) -> list[Site]:
    known = archive.health(fiscal_year(now))
    return [site for site in SITES if planned(site.source, known[site.id], now).due]


def in_month(site: Site, year: int, month: int) -> int:
    days = [visit.astimezone(CHINA).date() for visit in site.visits]
    return sum((day.year, day.month) == (year, month) for day in days)


def test_the_timer_may_fire_twice(years):
    assert years[1] == []


def test_everybody_is_visited_and_nobody_twice_a_day(years):
    for site in years[0].values():
        gaps = [b - a for a, b in pairwise(site.visits)]
        assert min(gaps) >= timedelta(hours=20), site.id
        assert max(gaps) <= timedelta(days=31), site.id


def test_daily_until_the_report_is_there_then_monthly(years):
    department, government = years[0]["department"], years[0]["government"]
    for year in (2025, 2026, 2027):
        assert in_month(department, year, 1) in (20, 21)
    for year in (2025, 2026):
        assert in_month(department, year, 2) <= 2
        assert [in_month(government, year, month) for month in (1, 2, 3)] == [31, 28, 28]
        for site in (department, government):
            assert all(1 <= in_month(site, year, month) <= 2 for month in range(4, 13))


def test_a_report_is_taken_on_its_day_in_season_and_within_a_month_after(years):
    for name, longest in (("department", 1), ("government", 1), ("late", 31)):
        site = years[0][name]
        for year in (2024, 2025):
            published = datetime(year + 1, *site.publishes, tzinfo=CHINA)
            assert timedelta(0) <= site.taken[year] - published <= longest * DAY, name


def test_who_stays_silent_is_asked_daily_only_in_season(years):
    silent = years[0]["silent"]
    for year in (2025, 2026):
        assert [in_month(silent, year, month) for month in (1, 2, 3)] == [31, 28, 31]
        assert sum(in_month(silent, year, month) for month in range(4, 13)) <= 10


def test_an_outage_backs_off_and_is_over_by_itself(years):
    outage = years[0]["outage"]
    summer = sum(in_month(outage, 2025, month) for month in (6, 7, 8))
    assert 4 <= summer <= 8
    assert in_month(outage, 2025, 9) + in_month(outage, 2025, 10) >= 1
    assert outage.taken[2025].astimezone(CHINA).date() == date(2026, 1, 25)


def test_a_host_that_never_answers_is_asked_seldom_and_forever(years):
    broken = years[0]["broken"]
    assert broken.taken == {}
    assert in_month(broken, 2025, 1) in (7, 8)
    assert sum(in_month(broken, 2025, month) for month in range(4, 13)) <= 11


def test_the_whole_of_three_years_is_modest(years):
    """All visits of a steady site: 3 seasons of waiting, and a visit a month."""
    assert len(years[0]["department"].visits) <= 3 * (21 + 13)
    assert len(years[0]["silent"].visits) <= 3 * (91 + 11)
