"""A column that dies is searched for from the home page; a person takes the new one in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gongkai.archive import Archive
from gongkai.pipeline import crawl
from gongkai.pipeline.plan import plan
from gongkai.pipeline.status import status
from scraper.crawl import CrawlSettings
from scraper.source_files import take_in
from scraper.sources import Source, load_file
from tests.pipeline.little_web import LittleWeb

HOST = "www.lanxi-sample.gov.cn"
OLD, NEW = f"http://{HOST}/old/nb/", f"http://{HOST}/zfxxgk/zfxxgknb/"
SOURCE = Source(id="lanxi", name="兰溪样市人民政府", listings=(OLD,))
START = datetime(2026, 5, 4, 3, tzinfo=UTC)
PARTS = """<h1>{name}{year}年政府信息公开工作年度报告</h1>
<p>本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。</p>
<h2>一、总体情况</h2><p>全年按要求公开。</p><h2>二、主动公开政府信息情况</h2><p>无。</p>
<h2>三、收到和处理政府信息公开申请情况</h2><p>无。</p>
<h2>四、政府信息公开行政复议、行政诉讼情况</h2><p>无。</p>
<h2>五、存在的主要问题及改进情况</h2><p>人手不足。</p><h2>六、其他需要报告的事项</h2><p>无。</p>"""


def report_page(year: int, name: str = "兰溪样市人民政府") -> str:
    body = PARTS.format(name=name, year=year)
    title = f"{name}{year}年政府信息公开工作年度报告"
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


def column(years: range, name: str = "兰溪样市人民政府") -> str:
    rows = "".join(
        f'<li><a href="{y + 1}01/t{y + 1}0120_{91000 + y}.html">'
        f"{name}{y}年政府信息公开工作年度报告</a><span>{y + 1}-01-20</span></li>"
        for y in years
    )
    return f"<html><head><title>政府信息公开年报</title></head><body><ul>{rows}</ul></body></html>"


def put_column(web: LittleWeb, url: str, years: range) -> None:
    folder = url.removeprefix("http://")
    web.pages[folder] = column(years)
    for year in years:
        web.pages[f"{folder}{year + 1}01/t{year + 1}0120_{91000 + year}.html"] = report_page(year)


@pytest.fixture
def web():
    with LittleWeb() as web:
        web.pages[f"{HOST}/"] = '<a href="/zfxxgk/">政府信息公开</a>'
        web.pages[f"{HOST}/zfxxgk/"] = '<a href="/zfxxgk/zfxxgknb/">政府信息公开年报</a>'
        yield web


@pytest.fixture
def visit(web, tmp_path):
    def run(source: Source, now: datetime):
        settings = CrawlSettings(delay=0.0, patience=0.0, connect_to=(web.rule,))
        return crawl(
            tmp_path / "a.db",
            [source],
            settings,
            search_again=[source.id],
            proposals=tmp_path / "own",
            clock=lambda: now,
        )

    return run


def state(tmp_path, source, now):
    return status(tmp_path / "a.db", [source], now).sources[0]


def test_a_living_column_is_not_searched_for(web, visit, tmp_path):
    put_column(web, OLD, range(2022, 2025))
    assert visit(SOURCE, START).proposals == []
    one = state(tmp_path, SOURCE, START)
    assert (one.states, one.named, one.dead) == (("ok",), 3, ())
    assert f"{HOST}/zfxxgk/" not in web.requests


@pytest.mark.parametrize("death", ["gone", "emptied"])
def test_a_dead_column_is_searched_for_and_proposed(web, visit, tmp_path, death):
    put_column(web, OLD, range(2022, 2025))
    visit(SOURCE, START)
    put_column(web, NEW, range(2022, 2026))
    if death == "gone":
        del web.pages[OLD.removeprefix("http://")]
    else:
        web.pages[OLD.removeprefix("http://")] = column(range(0))
    later = START + timedelta(days=31)
    result = visit(SOURCE, later)
    [proposal] = result.proposals
    assert proposal.listing == NEW
    assert [words for words, _ in proposal.trail] == ["home", "政府信息公开", "政府信息公开年报"]
    one = state(tmp_path, SOURCE, later)
    assert {"dead_column", "proposal", "failing"} <= set(one.states)
    assert one.dead == (OLD,)
    assert NEW in one.detail
    # Never silently used: the source is as it was, and the next visit does not search again.
    with Archive.open(tmp_path / "a.db", read_only=True) as archive:
        assert not [u for (u,) in archive.db.execute("SELECT url FROM frontier") if NEW in u]
    again = visit(SOURCE, later + timedelta(days=1))
    assert again.proposals == []
    # A person takes it in; then it is crawled, and the proposal is settled.
    file = tmp_path / "own" / "lanxi.yaml.proposed"
    assert not list((tmp_path / "own").glob("*.yaml"))
    renewed = load_file(take_in(str(file), tmp_path / "own"))
    assert (renewed.listings, renewed.candidates) == ((NEW,), (OLD,))
    assert renewed.verified is not None
    done = visit(renewed, later + timedelta(days=2))
    assert (done.outcomes[0].outcome, done.outcomes[0].links) == ("done", 4)
    assert state(tmp_path, renewed, later + timedelta(days=2)).states == ("ok",)


def test_a_source_with_nothing_but_a_home_is_searched_for_and_backs_off(web, visit, tmp_path):
    homeless = replace(SOURCE, listings=(), home=f"http://{HOST}/")
    first = visit(homeless, START)
    assert first.outcomes[0].outcome == "failed"
    assert "no listing is known" in first.outcomes[0].reason
    assert first.proposals[0].listing is None
    one = state(tmp_path, homeless, START)
    assert "no_listing" in one.states
    for days, due in ((1, False), (29, False), (30, True)):
        [planned] = plan(tmp_path / "a.db", [homeless], START + timedelta(days=days))
        assert planned.due is due
    asked = len(web.requests)
    assert visit(homeless, START + timedelta(days=3)).proposals == []
    assert len(web.requests) == asked
    put_column(web, NEW, range(2022, 2025))
    [proposal] = visit(homeless, START + timedelta(days=31)).proposals
    assert proposal.listing == NEW
    assert load_file(tmp_path / "own" / "lanxi.yaml.proposed").name == "兰溪样市人民政府"


def test_a_host_that_keeps_us_out_is_not_searched(web, visit, tmp_path):
    web.pages[f"{HOST}/robots.txt"] = "User-agent: *\nDisallow: /\n"
    assert visit(SOURCE, START).proposals == []
    assert web.requests == [f"{HOST}/robots.txt"]
    assert "blocked" in state(tmp_path, SOURCE, START).states


def test_a_page_that_trips_the_search_is_told(web, visit, monkeypatch):
    def trip(*_: object) -> None:
        raise RuntimeError("odd page")

    monkeypatch.setattr("scraper.discovery.search.pointers", trip)
    [proposal] = visit(SOURCE, START).proposals
    assert (proposal.listing, "odd page" in proposal.detail) == (None, True)


def test_the_plan_of_an_archive_that_is_not_there(tmp_path):
    [one] = plan(tmp_path / "none.db", [SOURCE], START)
    assert (one.due, one.next_visit) == (True, START)
    assert not (tmp_path / "none.db").exists()


def test_an_archive_of_an_older_program_is_brought_up_to_date(web, visit, tmp_path):
    put_column(web, OLD, range(2022, 2025))
    visit(SOURCE, START)
    with Archive.open(tmp_path / "a.db") as archive:
        for table in ("visits", "listings", "proposals"):
            archive.db.execute(f"DROP TABLE {table}")
        archive.db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm010_visits'")
    [one] = plan(tmp_path / "a.db", [SOURCE], START)
    assert one.due
