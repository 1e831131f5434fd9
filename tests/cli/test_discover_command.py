"""``gongkai discover``: says how it found the column, and writes a source that can be crawled."""

import json

import pytest
from click.testing import CliRunner

from fixtures.server import SampleWeb
from gongkai.cli import main
from scraper.sources import load_file

HOME = "http://www.jichuan-sample.gov.cn/zwgk/zfxxgk/zfxxgknb/"


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def connect():
    with SampleWeb() as web:
        yield [part for rule in web.connect_to for part in ("--connect-to", rule)] + ["--delay", 0]


def test_it_writes_a_source_that_can_be_crawled(tmp_path, connect):
    own = tmp_path / "own"
    found = run("discover", HOME, "--id", "jichuan", "--sources", own, *connect)
    assert found.exit_code == 0, found.output
    assert "column: " in found.stdout
    source = load_file(own / "jichuan.yaml")
    assert source.verified is not None
    assert source.verified.saw in found.stdout.replace("\n", "")
    crawled = run(
        "crawl", "jichuan", "--sources", own, "--archive", tmp_path / "a.db", "--json", *connect
    )
    assert crawled.exit_code == 0, crawled.output
    assert json.loads(crawled.stdout)["outcomes"][0]["links"] > 2
    again = run("discover", HOME, "--id", "jichuan", "--sources", own, *connect)
    assert (again.exit_code, "--replace" in again.stderr) == (2, True)


def test_dry_run_and_json_write_nothing(tmp_path, connect):
    own = tmp_path / "own"
    shown = run("discover", HOME, "--dry-run", "--sources", own, *connect)
    assert "listings:" in shown.stdout
    told = run("discover", HOME, "--dry-run", "--json", "--sources", own, *connect)
    assert json.loads(told.stdout)["column"]["reports"] >= 2
    assert not own.exists()


def test_nothing_found_is_status_1_and_says_why(tmp_path, connect):
    result = run(
        "discover", "http://www.jichuan-sample.gov.cn/no/", "--sources", tmp_path, *connect
    )
    assert result.exit_code == 1
    assert "the home page did not come" in result.stderr
    assert run("discover", "no-such-source", "--sources", tmp_path).exit_code == 2
    assert run("discover", "http://", "--sources", tmp_path).exit_code == 2
