"""Agency by year, each gap with its reason."""

from datetime import UTC, datetime, timedelta

import pytest

from gongkai.archive import Archive
from gongkai.archive.visits import Listing, Visit
from gongkai.pipeline.concluding import conclude
from gongkai.pipeline.status import status
from scraper.sources import Source
from tests.archive.factory import NOON, PARSER, Desk, fetched, link, report

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)  # in season: FY2025 is still awaited
SUMMER = datetime(2026, 7, 10, 12, tzinfo=UTC)
LISTING = "http://www.yunxi.example/nb/"


def source(source_id: str, *bodies: str, name: str = "云溪市人民政府") -> Source:
    return Source(id=source_id, name=name, listings=(LISTING,), bodies=bodies)


class Bench:
    def __init__(self, path) -> None:
        self.path = path
        self.archive = Archive.open(path)
        self.desk = Desk(self.archive)
        self.archive.put_source("yunxi", "云溪市人民政府", listings=(LISTING,))

    def visited(self, outcome="done", source_id="yunxi", reason=None, named=5, state="alive"):
        at = NOW - timedelta(hours=1)
        entered = Visit(source_id, at, outcome, reason, 1, named, 0)
        listing = Listing(LISTING, state, named)
        self.archive.put_visit(self.desk.run, entered, [listing])

    def hold(self, agency: str, year: int, url: str | None = None) -> str:
        url = url or f"http://www.yunxi.example/{agency}{year}.html"
        self.archive.offer([link(url, title=f"{agency}{year}年政府信息公开工作年度报告")])
        made = report(agency=agency, year=year, title=f"{agency}{year}年报告")
        self.desk.store(url, url.encode(), made)
        self.archive.done(link(url), "fetched")
        return url

    def name(self, agency: str, year: int, state: str | None) -> str:
        url = f"http://www.yunxi.example/{agency}{year}.html"
        one = link(url, title=f"{agency}{year}年政府信息公开工作年度报告")
        self.archive.offer([one])
        if state is not None:
            self.archive.done(one, state)
        return url

    def rows(self, *sources: Source, now=NOW, **more):
        self.archive.close()
        found = status(self.path, sources or (source("yunxi"),), now, years=4, **more)
        return {row.agency: dict(row.years) for row in found.coverage}, found


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path / "a.db")


def test_every_reason(bench):
    bench.visited()
    bureau = "云溪市教育局"
    bench.hold(bureau, 2022)
    bench.name(bureau, 2023, "blocked")
    page = bench.name(bureau, 2024, None)
    bench.desk.archive.store_failure(bench.desk.work(page, b"broken"), PARSER, "not a report")
    bench.name("云溪市水务局", 2023, "failed")
    bench.hold("云溪市水务局", 2022)
    bench.name("云溪市水务局", 2024, None)
    rows, _ = bench.rows()
    assert rows[bureau] == {
        2022: "held",
        2023: "blocked",
        2024: "parse_failed",
        2025: "awaited",
    }
    assert rows["云溪市水务局"] == {
        2022: "held",
        2023: "failed",
        2024: "not_yet_crawled",
        2025: "awaited",
    }


def test_a_report_that_went_away_is_held_and_said_to_be_gone(bench):
    bench.visited()
    url = bench.hold("云溪市教育局", 2024)
    source = next(bench.archive.db.query("SELECT source_id FROM frontier WHERE url = ?", [url]))
    gone = fetched(url, b"", status=404, fetched_at=NOON + timedelta(days=1))
    where = link(url, source_id=source["source_id"])
    bench.archive.save_fetch(bench.archive.start_run("crawl"), where, gone, "gone")
    rows, found = bench.rows()
    assert rows["云溪市教育局"][2024] == "withdrawn"
    assert found.sources[0].withdrawn == 1


def test_after_the_season_a_report_that_nobody_names_was_not_published(bench):
    bench.visited()
    bench.hold("云溪市教育局", 2024)
    rows, _ = bench.rows(now=SUMMER)
    assert rows["云溪市教育局"][2025] == "not_published"
    assert rows["云溪市教育局"][2023] == "not_published"


@pytest.mark.parametrize(("outcome", "reason"), [("blocked", "blocked"), ("failed", "failed")])
def test_a_site_that_was_never_read_proves_nothing(bench, outcome, reason):
    bench.visited(outcome)
    rows, _ = bench.rows(source("yunxi", "云溪市教育局"), now=SUMMER)
    assert set(rows["云溪市教育局"].values()) == {reason}


def test_a_site_that_fails_now_says_nothing_of_the_latest_year(bench):
    bench.visited()
    bench.visited("failed")
    rows, _ = bench.rows(source("yunxi", "云溪市教育局"), now=SUMMER)
    assert rows["云溪市教育局"] == dict.fromkeys((2022, 2023, 2024), "not_published") | {
        2025: "failed"
    }


def test_bodies_of_sites_nobody_visited_are_shown_on_demand(bench):
    bench.visited()
    other = Source(id="other", name="別市人民政府", home="http://o.example/")
    rows, found = bench.rows(source("yunxi", "云溪市教育局"), other)
    assert "別市人民政府" not in rows
    assert found.states["never_visited"] == 1
    rows, _ = bench.rows(source("yunxi"), other, everything=True)
    assert set(rows["別市人民政府"].values()) == {"not_yet_crawled"}


def test_a_title_without_a_body_belongs_to_the_site(bench):
    bench.visited()
    url = "http://www.yunxi.example/x.html"
    one = link(url, title="2023年政府信息公开工作年度报告")
    bench.archive.offer([one])
    bench.archive.done(one, "blocked")
    rows, _ = bench.rows()
    assert rows["云溪市人民政府"][2023] == "blocked"


def test_counts_by_year_and_state(bench):
    bench.visited(named=2)
    bench.hold("云溪市教育局", 2024)
    bench.hold("云溪市水务局", 2024)
    rows, found = bench.rows()
    assert found.years == (2022, 2023, 2024, 2025)
    assert found.reasons[2024]["held"] == 2
    assert sum(found.reasons[2024].values()) == len(rows)
    assert found.states["ok"] == 1


def test_drift(bench):
    bench.visited(named=10)
    bench.visited(named=7)
    _, found = bench.rows()
    assert found.sources[0].states == ("drifting",)
    assert found.sources[0].detail == "names 7 reports, lately named 10"


def test_pages_that_are_no_reports_are_drift(bench):
    bench.visited()
    for number in range(3):
        work = bench.desk.work(f"http://www.yunxi.example/{number}.html", b"%d" % number)
        bench.archive.store_failure(work, PARSER, "odd")
    _, found = bench.rows()
    assert "drifting" in found.sources[0].states
    assert "3 of its latest pages" in found.sources[0].detail


def test_a_dead_column_and_since_when(bench):
    bench.visited(named=3)
    bench.visited("failed", named=0, state="gone", reason="listing: answers 404")
    health = bench.archive.health(2025)["yunxi"]
    assert [(one.url, one.state, one.most_named) for one in health.dead] == [(LISTING, "gone", 3)]
    _, found = bench.rows()
    assert {"dead_column", "failing"} <= set(found.sources[0].states)
    assert found.sources[0].dead == (LISTING,)


def test_the_archive_keeps_the_reasons_for_its_gaps(bench):
    bench.hold("云溪市教育局", 2021)
    bench.hold("云溪市教育局", 2023)
    withdrawn = bench.hold("云溪市民政局", 2023)
    bench.hold("云溪市民政局", 2024)
    bench.name("云溪市教育局", 2024, "blocked")
    bench.visited()
    conclude(bench.archive, SUMMER)
    db = bench.archive.db
    sql = "SELECT agency, year, reason FROM missing_reports ORDER BY year"
    assert db.execute(sql).fetchall() == [
        ("云溪市教育局", 2022, "not_published"),
        ("云溪市教育局", 2024, "blocked"),
    ]
    gone = fetched(withdrawn, b"", status=404, fetched_at=SUMMER)
    bench.archive.save_fetch(bench.desk.run, link(withdrawn), gone)
    sql = "SELECT reason, count(*), count(report_id) FROM coverage GROUP BY reason"
    assert sorted(db.execute(sql).fetchall()) == [
        ("blocked", 1, 0),
        ("held", 3, 3),
        ("not_published", 1, 0),
        ("withdrawn", 1, 1),
    ]
    # A report that came meanwhile is no gap, whatever the last run thought.
    bench.hold("云溪市教育局", 2022)
    assert db.execute("SELECT count(*) FROM missing_reports").fetchone()[0] == 1
