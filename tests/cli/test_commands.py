"""The command line as a person or a script meets it: output, one clear line, exit status."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import fixtures
import gongkai
from gongkai.cli import commands, main
from gongkai.pipeline.lock import run_lock

DOCUMENTS = fixtures.documents_folder()
README = (Path(gongkai.__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    archive = tmp_path_factory.mktemp("demo") / "archive.db"
    first = run("demo", "--archive", archive)
    return archive, first, run("demo", "--archive", archive)


def test_every_command_has_help_with_an_example():
    for name, command in commands().items():
        names = [(name, sub) for sub in getattr(command, "commands", {})] or [(name,)]
        for path in names:
            result = run(*path, "--help")
            assert result.exit_code == 0
            assert f"Example: gongkai {' '.join(path)}" in " ".join(result.output.split())


def test_the_readme_names_every_command():
    for name in commands():
        assert f"gongkai {name}" in README


def test_parse_prints_one_object_a_line():
    files = [DOCUMENTS / "seed_twin.txt", DOCUMENTS / "pipe_v2021.txt"]
    result = run("parse", *files)
    assert result.exit_code == 0
    reports = [json.loads(line) for line in result.stdout.splitlines()]
    assert [report["source"] for report in reports] == [str(file) for file in files]
    assert "霁" in result.stdout or "岫" in result.stdout  # ensure_ascii=False
    assert reports[0]["tables"]["requests"]["received"]["total"] == 3


def test_parse_joins_the_pages_of_one_report(tmp_path):
    lines = (DOCUMENTS / "seed_twin.txt").read_text(encoding="utf-8").splitlines()
    halves = [tmp_path / "1.txt", tmp_path / "2.txt"]
    for file, part in zip(halves, (lines[:200], lines[200:]), strict=True):
        file.write_text("\n".join(part), encoding="utf-8")
    result = run("parse", "--joined", *halves)
    assert result.exit_code == 0
    [report] = map(json.loads, result.stdout.splitlines())
    [whole] = map(json.loads, run("parse", DOCUMENTS / "seed_twin.txt").stdout.splitlines())
    assert report["source"] == str(halves[0])
    assert report["tables"] == whole["tables"]


def test_parse_does_the_others_when_one_is_bad(tmp_path):
    names = ["empty.txt", "rubbish.bin", "news.html", "truncated.html", "seed_twin.txt"]
    result = run(
        "parse", tmp_path / "missing.html", *(DOCUMENTS / name for name in names), tmp_path
    )
    assert result.exit_code == 1
    reports = {Path(r["source"]).name: r for r in map(json.loads, result.stdout.splitlines())}
    assert list(reports) == names
    assert all(reports[name]["problems"] for name in names[:4])
    lines = result.stderr.splitlines()
    assert len(lines) == 6  # a line each: two paths that cannot be opened, four documents
    assert all(line.startswith("gongkai: ") for line in lines)
    assert "Traceback" not in result.stderr


def test_parse_judges_provenance_by_the_address():
    result = run(
        "parse", "--url", "http://www.xiuyuan-sample.gov.cn/a.html", DOCUMENTS / "pipe_v2021.txt"
    )
    assert json.loads(result.stdout)["provenance"] == "official"


@pytest.mark.parametrize(
    "arguments",
    [
        ["parse"],
        ["crawl"],
        ["crawl", "no-such-source"],
        ["crawl", "--connect-to", "x", "guiyang"],
        ["nonsense"],
    ],
)
def test_wrong_usage_is_status_2(arguments, tmp_path):
    assert CliRunner().invoke(main, arguments).exit_code == 2


def test_import_reports_in_one_line_and_status(tmp_path):
    archive = tmp_path / "a.db"
    good = run("import", "--archive", archive, DOCUMENTS / "seed_twin.txt")
    assert (good.exit_code, good.stdout.strip()) == (
        0,
        f"1 files, 1 new snapshots, 1 reports stored in {archive}",
    )
    bad = run(
        "import", "--archive", archive, DOCUMENTS / "empty.txt", tmp_path / "missing", "--json"
    )
    assert bad.exit_code == 1
    assert json.loads(bad.stdout)["files"] == 1
    assert len(bad.stderr.splitlines()) == 2


def test_a_locked_archive_is_status_3(tmp_path):
    with run_lock(tmp_path / "a.db"):
        result = run("import", "--archive", tmp_path / "a.db", DOCUMENTS / "seed_twin.txt")
    assert result.exit_code == 3
    assert "another run" in result.stderr


@pytest.mark.parametrize("command", [["search", "公开"], ["browse"]])
def test_no_archive_is_one_clear_line(command, tmp_path):
    result = run(*command, "--archive", tmp_path / "none.db")
    assert result.exit_code == 1
    assert "none.db" in result.stderr
    assert not (tmp_path / "none.db").exists()


def test_the_demo_ends_with_a_summary_and_the_next_commands(demo):
    archive, first, _ = demo
    assert first.exit_code == 0, first.output
    figures = dict(re.findall(r"^ *([^\d\n]+?) +([\d,]+) *$", first.stdout, re.MULTILINE))
    official = [e for _, e in fixtures.report_files() if e["provenance"] == "official"]
    assert figures["sites"] == str(len(list(fixtures.sources_folder().glob("*.yaml"))))
    assert figures["reports"] == str(len(official))
    assert figures["copies set aside"] == "1"
    filled = sum(
        v is not None
        for e in official
        for t in e["tables"].values()
        for r in t.values()
        for v in (r.values() if isinstance(r, dict) else [r])
    )
    assert figures["cells"].replace(",", "") == str(filled)
    assert f"search 行政复议 --archive {archive}" in first.stdout


def test_the_demo_again_says_that_nothing_changed(demo):
    assert demo[2].exit_code == 0
    assert "no new report pages; nothing changed" in demo[2].stdout


def test_search_finds_long_and_short_words(demo):
    archive = demo[0]
    for words in ("行政复议", "复议"):
        result = run("search", words, "--archive", archive, "--json", "--limit", 5)
        assert result.exit_code == 0
        hits = [json.loads(line) for line in result.stdout.splitlines()]
        assert hits
        assert all("复议" in hit["snippet"].replace("【", "").replace("】", "") for hit in hits)
    told = run("search", "复议", "--archive", archive, "--year", 2023, "--limit", 1)
    assert "by section:" in told.stderr
    assert "by year: 2023" in told.stderr
    narrower = ("search", "复议", "--archive", archive, "--section", "overview", "--json")
    years = [
        {json.loads(line)["year"] for line in run(*narrower, *more).stdout.splitlines()}
        for more in ((), ("--year", 2023))
    ]
    assert years[1] == {2023} < years[0]
    nowhere = run("search", "复议", "--archive", archive, "--province", "瀛洲")
    assert nowhere.exit_code == 2
    nothing = run("search", "独角兽骑士", "--archive", archive)
    assert (nothing.exit_code, nothing.stdout) == (1, "")


def test_sources_are_listed_and_checked(tmp_path):
    assert "liupanshui" in run("sources", "list").stdout
    good = next(fixtures.sources_folder().glob("*.yaml"))
    broken = tmp_path / "broken.yaml"
    broken.write_text("id: x\nname: y\n", encoding="utf-8")
    result = run("sources", "check", good, broken)
    assert result.exit_code == 1
    assert "ok" in result.stdout
    assert "listings" in result.stderr


@pytest.mark.parametrize("command", ["crawl", "import", "reparse", "status", "search"])
def test_a_command_starts_without_the_parser_which_is_for_the_worker(command: str) -> None:
    code = (
        "import sys\n"
        "from gongkai.cli import main\n"
        "try:\n"
        f"    main([{command!r}, '--help'])\n"
        "except SystemExit:\n"
        "    print('parsers.reader' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "False"
