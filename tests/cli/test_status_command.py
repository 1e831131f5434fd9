"""``gongkai status`` and ``gongkai crawl --due``: for a person at a terminal, and for a timer."""

import json
import shutil

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

import fixtures
from fixtures.server import SampleWeb
from gongkai.cli import main
from gongkai.pipeline.lock import run_lock


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def timer(tmp_path_factory):
    """The sample sources as one's own folder, crawled once by the timer's command."""
    folder = tmp_path_factory.mktemp("timer")
    shutil.copytree(fixtures.sources_folder(), folder / "own")
    with SampleWeb() as web:
        connect = [part for rule in web.connect_to for part in ("--connect-to", rule)]
        command = ["crawl", "--due", "--source", folder / "own", "--sources", folder / "own"]
        command += ["--archive", folder / "a.db", "--delay", 0, *connect]
        first = run(*command)
        asked = len(web.requests)
        second = run(*command)
        yield folder, first, second, len(web.requests) - asked, command


def test_the_timers_command_does_nothing_twice(timer):
    _, first, second, asked, _ = timer
    assert first.exit_code == 0, first.output
    assert "reports stored" in first.stdout
    assert (second.exit_code, asked) == (0, 0)
    assert "nothing is due; next is" in second.stdout


def test_another_run_is_status_3(timer):
    folder, *_, command = timer
    with run_lock(folder / "b.db"):
        other = [folder / "b.db" if part == folder / "a.db" else part for part in command]
        assert run(*other).exit_code == 3


def test_the_table_fits_80_columns(timer):
    folder = timer[0]
    for options in ([], ["--coverage"], ["--all", "--years", 12]):
        result = run("status", "--archive", folder / "a.db", "--sources", folder / "own", *options)
        assert result.exit_code == 0, result.output
        lines = [line for line in result.stdout.splitlines() if ": " not in line]
        assert max(cell_len(line.rstrip()) for line in lines) <= 80
    for source in fixtures.sources_folder().glob("*.yaml"):
        assert source.stem in result.stdout


def test_coverage_has_a_legend_for_what_it_uses(timer):
    folder = timer[0]
    text = run(
        "status", "--archive", folder / "a.db", "--sources", folder / "own", "--coverage"
    ).stdout
    assert "+ a report is held" in text
    assert "W held, but" not in text


def test_json_holds_everything(timer):
    folder = timer[0]
    options = ["--archive", folder / "a.db", "--sources", folder / "own", "--json"]
    found = json.loads(run("status", *options).stdout)
    own = {path.stem for path in (folder / "own").glob("*.yaml")}
    visited = {one["source_id"] for one in found["sources"] if one["last_success"]}
    assert visited == own
    assert found["states"]["never_visited"] == len(found["sources"]) - len(own)
    held = sum(cell == "held" for row in found["coverage"] for cell in row["years"].values())
    assert held == sum(year.get("held", 0) for year in found["years"].values()) > 20
    one = json.loads(run("status", sorted(own)[0], *options).stdout)
    assert [source["source_id"] for source in one["sources"]] == [sorted(own)[0]]


def test_states_filter_and_unknown_names(timer):
    folder = timer[0]
    options = ["--archive", folder / "a.db", "--sources", folder / "own"]
    shown = run("status", "--state", "no_listing", *options).stdout
    assert "zhejiang" in shown
    assert "jichuan" not in shown
    assert run("status", "no-such-source", *options).exit_code == 2


def test_before_the_first_crawl_everything_is_due(tmp_path):
    result = run("status", "--archive", tmp_path / "none.db", "--sources", tmp_path / "own")
    assert result.exit_code == 0
    assert "never visited" in result.stdout
    assert not (tmp_path / "none.db").exists()


def test_sites_crawled_without_a_file_are_shown_and_not_called_due(tmp_path):
    archive = tmp_path / "archive.db"
    assert CliRunner().invoke(main, ["demo", "--archive", str(archive)]).exit_code == 0
    run = CliRunner().invoke(main, ["status", "--archive", str(archive), "--json"])
    shown = {one["source_id"]: one for one in json.loads(run.output)["sources"]}
    assert "unregistered" in shown["kunyang"]["states"]
    assert "due" not in shown["kunyang"]["states"]
    assert shown["kunyang"]["last_success"]
    assert not any("dead_column" in one["states"] for one in shown.values())  # 黛岭: year folders
    rows = {row["agency"]: row["years"] for row in json.loads(run.output)["coverage"]}
    assert rows["堃阳县人民政府"]["2022"] == "held"
