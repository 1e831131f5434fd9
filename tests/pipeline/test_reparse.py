"""Reading everything again: what changed is said, nothing is lost, and twice is once."""

from __future__ import annotations

import copy
import json
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from archive.factory import NOON, link
from click.testing import CliRunner

import fixtures
import parsers
from benchmarks.torture.damage import WAYS
from gongkai.archive import Archive
from gongkai.archive.bodies import snapshots_path
from gongkai.cli import main
from gongkai.pipeline import import_paths
from gongkai.pipeline.lock import RunLocked, run_lock
from gongkai.pipeline.reparse import reparse
from parsers.report import Problem, Report
from scraper.protocols import Fetched

PAGES = [
    (page.read_bytes(), e["url"]) for page, e in fixtures.report_files() if "jichuan" in e["url"]
][:4]


def older(path: Path, change) -> None:
    """An archive that an older parser filled: it read what ``change`` makes of each report."""
    with Archive.open(path) as archive:
        archive.put_source("s", "s")
        run = archive.start_run("crawl")
        for number, (body, url) in enumerate(PAGES):
            headers = (("Content-Type", "text/html"),)
            archive.save_fetch(
                run, link(url, source_id="s"), Fetched(url, url, NOON, 200, headers, body, 0.1)
            )
            report = parsers.parse(body, source=url, url=url, media_type="text/html")
            work = next(work for work in archive.queue("0", again=True) if work.url == url)
            archive.store_report(work, change(number, copy.deepcopy(report)), "0")


def nothing(number: int, report: Report) -> Report:
    return report


def worse(number: int, report: Report) -> Report:
    """One cell lost, one misread, one title cut, one report not seen."""
    if number == 0:
        report.tables["requests"]["received"]["total"] = None
    if number == 1:
        report.tables["requests"]["received"]["total"] += 1
        report.title = "年度报告"
    if number == 2:
        report.problems = [Problem("not_a_report", "error", None, "x")]
    return report


def dump(path: Path) -> dict[str, list]:
    with Archive.open(path, read_only=True) as archive:
        return {
            name: archive.db.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2').fetchall()
            for name in archive.db.table_names()
            if name not in ("runs", "parses")
        }


def test_each_kind_of_change_is_counted_and_nothing_is_written_in_a_dry_run(tmp_path) -> None:
    path = tmp_path / "a.db"
    older(path, worse)
    before = dump(path)
    result = reparse(path, dry_run=True)
    assert result.kinds == {"found": 1, "number": 1, "metadata": 1, "report found": 1}
    assert (result.before.reports, result.after.reports) == (3, 4)
    assert result.after.cells > result.before.cells + 100
    assert set(result.changes) == {url for _, url in PAGES[:3]}
    [lost] = result.changes[PAGES[0][1]]
    assert (lost.table, lost.row, lost.column, lost.before) == (
        "requests",
        "received",
        "total",
        None,
    )
    assert dump(path) == before


def test_the_new_reading_speaks_and_the_old_one_stays(tmp_path) -> None:
    path = tmp_path / "a.db"
    older(path, worse)
    first = reparse(path)
    assert first.kinds == reparse_kinds(path, tmp_path, worse)
    with Archive.open(path, read_only=True) as archive:
        assert archive.db["reports"].count == 4
        assert archive.verify().faults == []
        versions = list(archive.db["report_versions"].rows)
        assert sorted((v["parser_version"], v["superseded"]) for v in versions) == [
            ("0", 0),
            ("0", 1),
            ("0", 1),
            *[(parsers.PARSER_VERSION, 0)] * 3,
        ]
        changes = list(archive.db.query("SELECT * FROM version_changes"))
        assert {(c["row"], c["cause"]) for c in changes} == {
            ("received", "parser"),
            ("title", "parser"),
        }
        assert archive.db["parses"].count == 2 * len(PAGES)
        assert archive.db["snapshots"].count == len(PAGES)


def reparse_kinds(path: Path, folder: Path, change) -> dict[str, int]:
    """What a dry run on an equal archive says."""
    other = folder / "other.db"
    older(other, change)
    return reparse(other, dry_run=True).kinds


def test_a_second_time_changes_nothing(tmp_path) -> None:
    path = tmp_path / "a.db"
    older(path, worse)
    reparse(path)
    before = dump(path)
    second = reparse(path)
    assert (second.snapshots, second.kinds, second.changes) == (len(PAGES), {}, {})
    assert second.before == second.after
    assert dump(path) == before


def test_a_report_that_is_no_longer_one_is_told_and_its_parse_kept(tmp_path) -> None:
    path = tmp_path / "a.db"
    older(path, nothing)
    with Archive.open(path) as archive:
        run = archive.start_run("crawl")
        body, url = (
            b"<html><body><p>\xe6\x96\xb0\xe9\x97\xbb</p></body></html>",
            "http://x.example/n",
        )
        headers = (("Content-Type", "text/html"),)
        archive.save_fetch(
            run, link(url, source_id="s"), Fetched(url, url, NOON, 200, headers, body, 0.1)
        )
        work = next(work for work in archive.queue("0") if work.url == url)
        report = parsers.parse(PAGES[0][0], source=url, url=PAGES[0][1])
        report.year = 2001
        archive.store_report(work, report, "0")
        assert archive.db["reports"].count == 5
    result = reparse(path)
    assert result.kinds == {"report lost": 1}
    with Archive.open(path, read_only=True) as archive:
        assert archive.db["reports"].count == 4
        assert archive.db["version_contents"].count == 5
        assert archive.verify().faults == []


def test_a_limit_reads_so_many(tmp_path) -> None:
    older(tmp_path / "a.db", worse)
    result = reparse(tmp_path / "a.db", limit=1)
    assert (result.snapshots, result.kinds) == (1, {"found": 1})
    with Archive.open(tmp_path / "a.db", read_only=True) as archive:
        assert archive.db["parses"].count == len(PAGES) + 1


def test_a_version_whose_content_was_not_kept_is_called_unknown(tmp_path) -> None:
    older(tmp_path / "a.db", worse)
    with Archive.open(tmp_path / "a.db") as archive:
        archive.db.execute("DELETE FROM version_contents")
    result = reparse(tmp_path / "a.db", dry_run=True)
    assert (result.unknown, result.kinds) == (3, {"report found": 1})


def test_another_run_keeps_it_out_but_not_a_dry_run(tmp_path) -> None:
    older(tmp_path / "a.db", nothing)
    with run_lock(tmp_path / "a.db"):
        with pytest.raises(RunLocked):
            reparse(tmp_path / "a.db")
        assert reparse(tmp_path / "a.db", dry_run=True).snapshots == len(PAGES)


def test_the_command_prints_a_table_and_json(tmp_path) -> None:
    older(tmp_path / "a.db", worse)
    arguments = ["reparse", "--archive", str(tmp_path / "a.db"), "--dry-run"]
    shown = CliRunner().invoke(main, arguments)
    assert shown.exit_code == 0
    assert "1  number where there was none" in shown.stdout
    assert "4 snapshots read again" in shown.stdout
    assert "(nothing written)" in shown.stdout
    found = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).stdout)
    assert found["kinds"]["number"] == 1
    assert found["changes"][PAGES[1][1]][0]["before"] == "年度报告"


def test_a_missing_archive_is_one_line(tmp_path) -> None:
    for extra in ([], ["--dry-run"]):
        arguments = ["reparse", "--archive", str(tmp_path / "none.db"), *extra]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 1
        assert "no such archive" in result.stderr
        assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("way", ["deleted", "cut off", "another digit"])
def test_a_damaged_snapshot_is_told_and_keeps_what_was_read_of_it(tmp_path: Path, way: str) -> None:
    """Reading the others again goes on, and the damage changes no number."""
    path = tmp_path / "a.db"
    older(path, nothing)
    before = {name: rows for name, rows in dump(path).items() if name != "parses"}
    with closing(sqlite3.connect(snapshots_path(path))) as db, db:
        [(name,)] = db.execute("SELECT max(snapshot_id) FROM bodies").fetchall()
        WAYS[way](db, name, random.Random(1))
    result = reparse(path)
    assert result.snapshots == len(PAGES)
    [(_, why)] = result.failed
    assert name in why
    with Archive.open(path, read_only=True) as archive:
        parsed = archive.db.execute("SELECT count(*) FROM parses WHERE parser_version <> '0'")
        assert parsed.fetchone() == (len(PAGES) - 1,)
        assert archive.db["reports"].count == len(PAGES)
    assert dump(path)["requests"] == before["requests"]


def test_a_snapshot_damaged_before_it_was_read_waits_and_stops_nobody(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    pages = [tmp_path / f"{number}.html" for number in range(2)]
    for page, (body, _) in zip(pages, PAGES, strict=False):
        page.write_bytes(body)
    with Archive.open(path) as archive:
        run = archive.start_run("import")
        for page in pages:
            archive.put_file(run, str(page), page.read_bytes(), "text/html")
        gone = archive.queue(parsers.PARSER_VERSION)[0]
    with closing(sqlite3.connect(snapshots_path(path))) as db, db:
        kept = db.execute(
            "SELECT * FROM bodies WHERE snapshot_id = ?", [gone.snapshot_id]
        ).fetchone()
        db.execute("DELETE FROM bodies WHERE snapshot_id = ?", [gone.snapshot_id])
    for _ in range(2):  # it is told every time
        result = import_paths(path, [])
        assert [why for _, why in result.tally.unread if gone.snapshot_id in why]
        with Archive.open(path, read_only=True) as archive:
            assert archive.db["reports"].count == 1
    with closing(sqlite3.connect(snapshots_path(path))) as db, db:
        db.execute("INSERT INTO bodies VALUES (?, ?, ?)", kept)
    assert import_paths(path, []).tally.unread == []
    with Archive.open(path, read_only=True) as archive:
        assert archive.db["reports"].count == 2
        assert archive.verify().faults == []
