"""Imports, interrupted runs, the run lock."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

import fixtures
from benchmarks.accuracy.corpus import generate
from gongkai.archive import Archive
from gongkai.pipeline import RunLocked, import_paths
from gongkai.pipeline.lock import run_lock

DOCUMENTS = fixtures.documents_folder()


def test_an_import_stores_what_it_can_and_names_the_rest(tmp_path):
    names = [
        "seed_twin.txt",
        "pipe_v2021.txt",
        "empty.txt",
        "rubbish.bin",
        "news.html",
        "truncated.html",
    ]
    paths = [DOCUMENTS / name for name in names]
    result = import_paths(tmp_path / "a.db", [*paths, tmp_path / "missing.txt"])
    assert result.files == len(names)
    assert [Path(path).name for path, _ in result.unopened] == ["missing.txt"]
    unread = {Path(source).name: why for source, why in result.tally.unread}
    assert set(unread) == {"empty.txt", "rubbish.bin", "news.html"}
    assert all(why.startswith("not a report") and "\n" not in why for why in unread.values())
    assert [Path(source).name for source, _ in result.tally.partial] == ["truncated.html"]
    assert result.tally.reports == 3


def test_each_report_of_a_page_with_several_is_counted(tmp_path):
    made = [generate(seed, "trs", variety=0) for seed in (1, 2)]
    page = tmp_path / "all.html"
    page.write_text(made[0].html.replace("</body>", made[1].html), encoding="utf-8")
    for changed in (2, 0):
        result = import_paths(tmp_path / "a.db", [page])
        assert (result.files, result.tally.changed, result.tally.unread) == (1, changed, [])
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.db.execute("SELECT count(*) FROM reports").fetchone() == (2,)


def test_an_import_again_changes_nothing(tmp_path):
    for new, reports in ((1, 1), (0, 0)):
        result = import_paths(tmp_path / "a.db", [DOCUMENTS / "seed_twin.txt"])
        assert (result.new_snapshots, result.tally.reports) == (new, reports)
    with Archive.open(tmp_path / "a.db", read_only=True) as archive:
        assert archive.db["report_versions"].count == 1
        report = next(archive.db["reports"].rows)
        assert report["cells_read"] == 198
        assert report["provenance"] == "copy_unverified"
        assert list(archive.db.query("SELECT 1 FROM coverage")) == []


def test_a_folder_is_taken_whole(tmp_path):
    folder = tmp_path / "pages" / "deep"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_bytes((DOCUMENTS / "seed_twin.txt").read_bytes())
    assert import_paths(tmp_path / "a.db", [tmp_path / "pages"]).tally.reports == 1


def test_one_run_at_a_time(tmp_path):
    with run_lock(tmp_path / "a.db"), pytest.raises(RunLocked):
        import_paths(tmp_path / "a.db", [DOCUMENTS / "seed_twin.txt"])
    assert import_paths(tmp_path / "a.db", [DOCUMENTS / "seed_twin.txt"]).tally.reports == 1


def test_a_killed_run_leaves_nothing_half_done_and_the_next_goes_on(tmp_path):
    """kill -9 while the sample web is being crawled; then the same crawl to its end."""
    archive = tmp_path / "a.db"
    command = [sys.executable, "-m", "gongkai", "demo", "--archive", str(archive)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not _stored(archive):
            pass
        process.send_signal(signal.SIGKILL)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    expected = sum(1 for _, e in fixtures.report_files() if e["provenance"] == "official")
    with Archive.open(archive, read_only=True) as opened:
        assert opened.db["reports"].count == expected
        assert next(opened.db.query("PRAGMA integrity_check"))["integrity_check"] == "ok"
        assert list(opened.db.query("PRAGMA foreign_key_check")) == []


def _stored(archive) -> bool:
    if not archive.exists():
        return False
    try:
        with Archive.open(archive, read_only=True) as opened:
            return opened.db["reports"].count > 3
    except Exception:  # the file is being made at this moment
        return False
