"""The real crawl into a real archive, from a web that changes, withdraws and refuses."""

import json
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hostile import HostileWeb, Reply
from hostile.answers import bomb, busy, drip, lying_length, redirect
from hostile.certificates import Authority

from benchmarks import kills
from benchmarks.accuracy.corpus import generate
from gongkai.archive import Archive
from gongkai.cli import main
from gongkai.cli.crawl import sentence
from gongkai.pipeline import crawl
from gongkai.pipeline.lock import run_lock
from gongkai.pipeline.reparse import reparse
from scraper.crawl import CrawlSettings
from scraper.fetcher import Limits
from scraper.outcomes import OUTCOMES
from scraper.sources import Source, load_file

HOST = "www.muster.gov.cn"
LISTING = f"http://{HOST}/nb/"
CITY = Source("city", "木司特市", (LISTING,), cms="trs")
REPORTS = [generate(seed, "trs", variety=0) for seed in (1, 2, 5)]


def rows(*numbers):
    return "".join(
        f"<li><a href='/nb/{number}.html'>{REPORTS[number].title}</a></li>" for number in numbers
    )


@pytest.fixture
def web():
    web = HostileWeb()
    web.routes[f"{HOST}/nb/"] = Reply(f"<ul>{rows(0, 1, 2)}</ul>")
    for number, report in enumerate(REPORTS):
        tag = {"ETag": f'"{number}"'}
        web.routes[f"{HOST}/nb/{number}.html"] = Reply(report.html, headers=tag)
    with web.on_a_thread():
        yield web


@pytest.fixture
def visit(web, tmp_path):
    """One crawl; every known report is asked for again."""

    def run(*sources, **changes):
        settings = CrawlSettings(
            contact="test@example.org",
            delay=0.0,
            connect_to=(web.rule,),
            patience=0.0,
            revisit=timedelta(0),
            **changes,
        )
        return crawl(tmp_path / "a.db", sources or (CITY,), settings)

    return run


@pytest.fixture
def ask(tmp_path):
    def rows_of(sql):
        with Archive.open(tmp_path / "a.db", read_only=True) as archive:
            return archive.db.execute(sql).fetchall()

    return rows_of


def test_a_report_is_withdrawn_and_comes_back(web, visit, ask):
    assert visit().outcomes[0].fetched == 3
    kept = ask("SELECT report_id, snapshot_id FROM reports ORDER BY 1")
    page = web.routes.pop(f"{HOST}/nb/1.html")
    web.routes[f"{HOST}/nb/"] = Reply(f"<ul>{rows(0, 2)}</ul>")
    for told in ("no new report pages; 1 withdrawn by their site in", "nothing changed in"):
        result = visit()
        [outcome] = result.outcomes
        assert (outcome.outcome, outcome.withdrawn) == ("done", 1)
        assert told in sentence(result, Path("a.db"))
    assert ask("SELECT url, status, restored_at FROM withdrawals") == [
        (f"http://{HOST}/nb/1.html", 404, None)
    ]
    assert ask("SELECT report_id, snapshot_id FROM reports ORDER BY 1") == kept
    assert ask("SELECT state FROM frontier WHERE url LIKE '%/1.html'") == [("withdrawn",)]
    web.routes[f"{HOST}/nb/1.html"] = page
    result = visit()
    [outcome] = result.outcomes
    assert (outcome.withdrawn, outcome.fetched) == (0, 3)
    assert "no new report pages; 1 back after a withdrawal in" in sentence(result, Path("a.db"))
    assert ask("SELECT restored_at > withdrawn_at FROM withdrawals") == [(1,)]
    assert ask("SELECT state FROM frontier WHERE url LIKE '%/1.html'") == [("fetched",)]


def test_a_changed_report_is_a_new_version_and_the_rest_is_asked_conditionally(web, visit, ask):
    visit()
    changed = REPORTS[0].html.replace("。</p>", "。现予更正。</p>")
    assert changed != REPORTS[0].html
    web.routes[f"{HOST}/nb/0.html"] = Reply(changed)
    web.routes[f"{HOST}/nb/1.html"] = Reply(status=304)
    visit()
    assert ask("SELECT count(*) FROM snapshots s JOIN report_versions USING (snapshot_id)") == [
        (4,)
    ]
    newest = "SELECT outcome, revisit FROM fetches WHERE url LIKE '%/1.html' ORDER BY fetch_id"
    assert ask(newest) == [("ok", 0), ("unchanged", 1)]
    asked = [r for r in web.requests if r.path == "/nb/1.html"]
    assert [r.headers.get("if-none-match") for r in asked] == [None, '"1"']


def test_what_stands_in_for_the_pages_is_named_and_kept_for_the_status(web, visit, ask):
    web.routes[f"{HOST}/nb/0.html"] = Reply("<script>$_ts=1</script>", 412)
    web.routes[f"{HOST}/nb/1.html"] = Reply("<title>页面不存在</title>")
    web.routes[f"{HOST}/nb/2.html"] = Reply("<p>请先登录后查看</p>")
    [outcome] = visit(failures_in_a_row=3).outcomes
    assert outcome.outcome == "blocked"
    tried = "SELECT state, outcome FROM frontier ORDER BY url"
    assert ask(tried) == [("blocked", "challenge"), ("blocked", "soft_404"), ("blocked", "login")]
    assert ask(
        "SELECT count(*) FROM snapshots WHERE snapshot_id IN"
        " (SELECT snapshot_id FROM fetches WHERE kind = 'report')"
    ) == [(0,)]
    [(host, kind, times)] = ask("SELECT host, kind, times FROM resting_hosts")
    assert (host, kind, times) == (HOST, "login", 1)
    before = len(web.requests)
    [outcome] = visit(failures_in_a_row=3).outcomes
    assert (outcome.outcome, len(web.requests)) == ("blocked", before)
    for number, report in enumerate(REPORTS):
        web.routes[f"{HOST}/nb/{number}.html"] = Reply(report.html)
    [outcome] = visit(ask_resting=True).outcomes
    assert (outcome.outcome, outcome.fetched) == ("done", 3)
    assert ask("SELECT count(*) FROM resting_hosts") == [(0,)]


def test_hosts_of_every_kind_side_by_side(web, visit, ask):
    """One of each trouble; the healthy host is done, every trouble has its name."""
    troubles = {
        "bomb": (bomb(60_000_000), "too_large"),
        "drip": (drip, "timeout"),
        "cut": (lying_length(b"<html>", 999), "truncated"),
        "loop": (redirect("/nb/"), "redirect"),
        "away": (redirect("http://127.0.0.2/"), "refused"),
        "busy": (busy("99999"), "rate_limited"),
        "ill": (busy(status=502), "server_error"),
        "wall": (Reply("", 521), "challenge"),
    }
    sources = [CITY]
    for name, (answer, _) in troubles.items():
        web.routes[f"www.{name}.gov.cn/nb/"] = answer
        sources.append(Source(name, name, (f"http://www.{name}.gov.cn/nb/",), cms="trs"))
    result = visit(*sources, limits=Limits(deadline=5.0, body=10_000_000), tries=1)
    assert result.outcomes[0].outcome == "done"
    assert all(one.outcome in ("failed", "blocked") and one.reason for one in result.failed)
    assert len(result.failed) == len(troubles)
    seen = dict(ask("SELECT source_id, outcome FROM fetches WHERE kind = 'listing'"))
    assert seen == {"city": "ok"} | {name: code for name, (_, code) in troubles.items()}
    assert set(seen.values()) <= set(OUTCOMES)


def test_a_listing_that_flaps_loses_nothing(web, visit, ask):
    """Page two shows now this half, now that: what was once seen stays known."""
    flip = '<script>createPageHTML(2, 0, "index", "html")</script>'
    web.routes[f"{HOST}/nb/"] = Reply(f"<ul>{rows(0)}</ul>{flip}")
    web.routes[f"{HOST}/nb/index_1.html"] = [
        Reply(f"<ul>{rows(1)}</ul>{flip}"),
        Reply(f"<ul>{rows(2)}</ul>{flip}"),
    ]
    assert [visit().outcomes[0].links for _ in range(2)] == [2, 2]
    assert ask("SELECT count(*) FROM frontier WHERE state = 'fetched'") == [(3,)]
    assert ask("SELECT count(*) FROM withdrawals") == [(0,)]


def test_a_notice_whose_report_was_read_is_no_failure(web, visit):
    """现将年报予以公布,点击查看: the page that it links to is the report."""
    title = REPORTS[0].title
    web.routes[f"{HOST}/nb/"] = Reply(f"<li><a href='/nb/2024.html'>关于发布{title}的公告</a></li>")
    web.routes[f"{HOST}/nb/2024.html"] = Reply(
        f"<title>公告</title><p>现予公布</p><a href='/'>首页</a><a href='/nb/0.html'>{title}</a>"
    )
    result = visit()
    assert (result.tally.reports, result.tally.unread) == (1, [])


@pytest.mark.parametrize(
    ("listed", "agency"),
    [
        ("木司特市审计局2020年政府信息公开工作年度报告", "木司特市审计局"),
        ("木司特市审计局2019年政府信息公开工作年度报告", None),
        ("2020年政府信息公开工作年度报告", None),
    ],
)
def test_a_list_names_the_body_that_a_page_leaves_out(web, visit, ask, tmp_path, listed, agency):
    head = "<title>2020年政府信息公开工作年度报告</title><h1>2020年政府信息公开工作年度报告</h1>"
    text = (
        "<p>本报告的统计期限自2020年1月1日至2020年12月31日。</p><p>一、总体情况</p><p>按时公开。</p>"
        "<p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p><p>未收到申请。</p>"
        "<p>四、政府信息公开行政复议、行政诉讼情况</p><p>无。</p><p>五、存在的主要问题及改进情况</p>"
        "<p>培训不够。</p><p>六、其他需要报告的事项</p><p>无。</p>"
    )
    web.routes[f"{HOST}/nb/"] = Reply(f"<li><a href='/nb/2020.html'>{listed}</a> 2021-01-20</li>")
    web.routes[f"{HOST}/nb/2020.html"] = Reply(head + text)
    assert visit().tally.reports == (agency is not None)
    assert ask("SELECT agency_name, year FROM reports") == ([(agency, 2020)] if agency else [])
    codes = [code for (code,) in ask("SELECT code FROM problems WHERE code LIKE 'agency%'")]
    assert codes == (["agency_derived"] if agency else [])
    if agency:
        assert reparse(tmp_path / "a.db").changes == {}


def test_a_lying_charset_is_left_to_the_decoder(web, visit, ask):
    page = REPORTS[0].html.replace("utf-8", "gb2312").encode("gb18030")
    lying = {"Content-Type": "text/html; charset=utf-8"}
    web.routes[f"{HOST}/nb/0.html"] = Reply(page, headers=lying)
    visit()
    assert (REPORTS[0].title,) in ask("SELECT title FROM reports")


def test_exceptions_of_a_source_are_recorded_beside_its_fetches(web, tmp_path, ask):
    """A certificate of an unknown authority: refused, but for the source that permits it."""
    listing = f"https://{HOST}/nb/"
    fields = {"id": "city", "name": "木司特市", "listings": [listing]}
    file = tmp_path / "s.yaml"
    secure = HostileWeb(tls=Authority(tmp_path).server(HOST))
    secure.routes = web.routes
    with secure.on_a_thread():
        settings = CrawlSettings(delay=0.0, connect_to=(secure.rule,), patience=0.0, tries=1)
        for exception in ({}, {"tls": {"verify": False}}):
            file.write_text(yaml.safe_dump(fields | exception), encoding="utf-8")
            result = crawl(tmp_path / "a.db", [load_file(file)], settings)
            assert bool(result.failed) == (not exception)
    found = ask("SELECT DISTINCT status IS NULL, tls FROM fetches WHERE kind <> 'listing'")
    assert found == [(1, "[]"), (0, '["unverified"]')]


def test_the_log_of_a_run(web, visit):
    log = visit().log
    assert log.parent.name == "a.runs"
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [lines[0]["event"], lines[-1]["event"]] == ["run_started", "run_finished"]
    assert lines[-1]["outcome"] == "done"
    assert all(datetime.fromisoformat(line["at"]).utcoffset() == timedelta(0) for line in lines)
    fetched = [line for line in lines if line["event"] == "page_fetched"]
    assert [one["outcome"] for one in fetched] == ["gone", "ok", "ok", "ok", "ok"]


def test_the_command_ends_as_the_contract_says(web, tmp_path):
    source = tmp_path / "city.yaml"
    fields = {"id": "city", "name": "木司特市", "listings": [LISTING]}
    source.write_text(yaml.safe_dump(fields), encoding="utf-8")
    archive = tmp_path / "c.db"
    rule = f":80:127.0.0.1:{web.port}"
    command = ["crawl", "--source", source, "--archive", archive, "--delay", 0]

    def run(*more):
        words = [str(word) for word in (*command, *more)]
        return CliRunner().invoke(main, words)

    assert run().exit_code == 2  # nobody to write to
    assert run("--connect-to", rule, "--contact", "某人").exit_code == 2
    log = tmp_path / "log.jsonl"
    done = run("--connect-to", rule, "--log", log)
    assert (done.exit_code, log.exists()) == (0, True)
    del web.routes[f"{HOST}/nb/"]
    failed = run("--connect-to", rule)
    assert failed.exit_code == 1
    assert "city: failed: listing" in failed.stderr
    with run_lock(archive):
        assert run("--connect-to", rule).exit_code == 3


def command_of(web, tmp_path):
    source = tmp_path / "city.yaml"
    fields = {"id": "city", "name": "木司特市", "listings": [LISTING]}
    source.write_text(yaml.safe_dump(fields), encoding="utf-8")
    command = [sys.executable, "-m", "gongkai", "crawl", "--source", str(source)]
    command += ["--delay", "0", "--connect-to", f":80:127.0.0.1:{web.port}"]
    return [*command, "--archive", str(tmp_path / "a.db")]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_cleanly_and_the_next_run_goes_on(web, tmp_path, ask, stop):
    reached = []

    async def held(writer):
        reached.append(process.send_signal(stop))
        writer.write(Reply(REPORTS[1].html).raw())

    page = web.routes[f"{HOST}/nb/1.html"]
    web.routes[f"{HOST}/nb/1.html"] = held
    command = command_of(web, tmp_path)
    # A shell that runs the tests in the background lets its children ignore interrupts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    signal.signal(signal.SIGINT, before)
    with process:
        _, errors = process.communicate()
    assert reached
    assert (process.returncode, errors.strip()) == (
        130,
        "gongkai: interrupted; the next run goes on from here",
    )
    assert not list(tmp_path.glob("*-wal"))
    assert ask("SELECT outcome FROM runs") == [("interrupted",)]
    web.routes[f"{HOST}/nb/1.html"] = page
    assert subprocess.run(command, check=False).returncode == 0
    assert ask("SELECT count(*) FROM frontier WHERE state = 'fetched'") == [(3,)]
    assert web.paths().count("/nb/0.html") == 1


def test_kills_at_random_moments_change_nothing():
    result = kills.run(3, hosts=2, reports=8, seed=4)
    assert result.kills == 3
    assert result.differing == []
    assert result.rows > 500
    assert result.most_in_flight <= result.kills
