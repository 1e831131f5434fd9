"""Disk full, read-only, locked, killed, damaged: one clear line, and nothing is lost."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from archive.factory import Desk, report, tables
from click.testing import CliRunner

import fixtures
from gongkai.archive import Archive, ArchiveError, bodies, connect, opening
from gongkai.cli import main

PAGES = [page for page, e in fixtures.report_files() if e["provenance"] == "official"]
NOBODY = 65534


def run(*arguments: object):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def one_line(result, words: str, status: int = 1) -> None:
    assert result.exit_code == status, result.output
    lines = [line for line in result.stderr.splitlines() if line.startswith("gongkai: ")]
    assert len(lines) == 1, result.stderr
    assert words in lines[0]
    assert "Traceback" not in result.stderr


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    assert run("import", "--archive", path, *PAGES[:3]).exit_code == 0
    return path


def reports(path: Path) -> int:
    with Archive.open(path, read_only=True) as archive:
        assert archive.verify().faults == []
        return archive.db["reports"].count


@pytest.mark.parametrize("which", ["archive", "bodies"])
@pytest.mark.parametrize("spare", [0, 10])
def test_a_full_disk_keeps_what_was_stored_and_the_next_run_goes_on(
    filled: Path, monkeypatch: pytest.MonkeyPatch, which: str, spare: int
) -> None:
    """SQLite's page limit gives the very error that a full disk gives."""
    module = {"archive": opening, "bodies": bodies}[which]
    use_wal = connect.use_wal

    def limited(db, **named) -> None:
        use_wal(db, **named)
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + spare}")

    monkeypatch.setattr(module, "use_wal", limited)
    one_line(run("import", "--archive", filled, *PAGES), "the disk is full")
    monkeypatch.undo()
    kept = reports(filled)
    assert 3 <= kept < len(PAGES)
    assert run("import", "--archive", filled, *PAGES).exit_code == 0
    assert reports(filled) == len(PAGES)


@pytest.mark.parametrize(("which", "spare"), [("archive", 400), ("bodies", 40)])
def test_a_full_disk_ends_a_crawl_with_one_line_and_the_next_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: str, spare: int
) -> None:
    """Fetching, parsing and storing meet it at the same time."""
    path = tmp_path / "a.db"
    module = {"archive": opening, "bodies": bodies}[which]
    use_wal = connect.use_wal

    def limited(db, **named) -> None:
        use_wal(db, **named)
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + spare}")

    monkeypatch.setattr(module, "use_wal", limited)
    one_line(run("demo", "--archive", path), "the disk is full")
    monkeypatch.undo()
    kept = reports(path)
    assert kept < len(PAGES)
    assert run("demo", "--archive", path).exit_code == 0
    assert reports(path) == len(PAGES)


def test_a_full_disk_leaves_no_half_export(filled: Path, tmp_path: Path, monkeypatch) -> None:
    opened = Path.open

    def full(self, *arguments, **named):
        return opened(Path("/dev/full") if self.suffix == ".part" else self, *arguments, **named)

    monkeypatch.setattr(Path, "open", full)
    one_line(run("export", "--archive", filled, tmp_path / "x.warc.gz"), "No space left")
    assert list(tmp_path.glob("x.warc*")) == []


def test_a_locked_database_is_waited_for_and_then_named(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.2)
    other = sqlite3.connect(filled, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    one_line(run("import", "--archive", filled, PAGES[3]), "holds the database locked", 3)
    assert run("search", "公开", "--archive", filled).exit_code == 0  # readers are not kept out
    other.execute("ROLLBACK")
    other.close()
    assert run("import", "--archive", filled, PAGES[3]).exit_code == 0
    assert reports(filled) == 4


def test_a_database_that_is_free_again_in_time_is_written(filled: Path) -> None:
    other = sqlite3.connect(filled, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(1.0, other.execute, ["ROLLBACK"])
    timer.start()
    assert run("import", "--archive", filled, PAGES[3]).exit_code == 0
    timer.join()
    other.close()


def test_a_read_only_file_is_read_and_never_written(filled: Path) -> None:
    with sqlite3.connect(filled) as conn:
        conn.execute("PRAGMA journal_mode = DELETE")
    conn.close()
    before = filled.read_bytes()
    filled.chmod(0o444)
    filled.parent.chmod(0o555)
    with _AsNobody(filled):
        with pytest.raises(ArchiveError, match="cannot be written to"):
            Archive.open(filled)
        with Archive.open(filled, read_only=True) as archive:
            assert archive.db["reports"].count == 3
    filled.parent.chmod(0o755)
    assert filled.read_bytes() == before


class _AsNobody:
    """Root may write everything: for the while, be somebody who may not."""

    def __init__(self, path: Path) -> None:
        self.folders = [one for one in path.parents if len(one.parts) > 2]
        self.modes = [one.stat().st_mode for one in self.folders]

    def __enter__(self) -> None:
        self.is_root = os.geteuid() == 0
        if self.is_root:
            for folder, mode in zip(self.folders, self.modes, strict=True):
                folder.chmod(mode | 0o555)
            os.seteuid(NOBODY)

    def __exit__(self, *_: object) -> None:
        if self.is_root:
            os.seteuid(0)
            for folder, mode in zip(self.folders, self.modes, strict=True):
                folder.chmod(mode)


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_file_is_said_to_be_and_no_command_falls_over(
    filled: Path, tmp_path: Path, seed: int
) -> None:
    data = bytearray(filled.read_bytes())
    dice = random.Random(seed)
    page = dice.randrange(1, len(data) // 4096)
    data[page * 4096 : page * 4096 + 4096] = dice.randbytes(4096)
    filled.write_bytes(bytes(data))
    verified = run("verify", "--archive", filled)
    assert verified.exit_code == 1
    assert (verified.stdout + verified.stderr).strip()
    for command in (
        ["search", "公开"],
        ["show", "霁川", 2023],
        ["export", tmp_path / "x.warc"],
        ["backup", tmp_path / "copy.db"],
        ["reparse"],
        ["import", PAGES[4]],
    ):
        result = run(*command, "--archive", filled)
        assert "Traceback" not in result.output
    assert not (tmp_path / "copy.db").exists()


ALL = (
    ["verify"],
    ["search", "公开"],
    ["show", "霁川", 2023],
    ["status"],
    ["agencies", "ambiguous"],
    ["export", "x.warc"],
    ["backup", "copy.db"],
    ["audit", "--sample", 0],
    ["reparse"],
    ["import", PAGES[4]],
)


def test_a_schema_whose_text_is_damaged_is_named_by_every_command(
    filled: Path, tmp_path: Path, monkeypatch
) -> None:
    """SQLite quotes the damaged text in its message, and Python cannot decode that."""
    monkeypatch.chdir(tmp_path)
    data = filled.read_bytes()
    at = data.index(b"CREATE TABLE snapshots")
    broken = data[:at] + b"CREATE TABLE \x9a\x9a\x9a(" + data[at + 17 :]
    for command in ALL:
        filled.write_bytes(broken)
        one_line(run(*command, "--archive", filled), "the file is damaged")
        assert filled.read_bytes() == broken
    assert {one.name for one in tmp_path.iterdir()} <= {
        *("a.db", "a.snapshots.db", "a.db.lock", "a.runs"),
        *("a.db-wal", "a.db-shm"),
    }


def test_a_stored_text_that_lost_a_bracket_is_named(filled: Path, tmp_path: Path) -> None:
    with sqlite3.connect(filled) as conn:
        conn.execute("DROP TRIGGER fetches_stay")
        conn.execute("PRAGMA ignore_check_constraints = ON")
        conn.execute("UPDATE fetches SET headers = '[['")
    conn.close()
    for command in (["export", tmp_path / "x.warc"], ["reparse", "--dry-run"]):
        one_line(run(*command, "--archive", filled), "the file is damaged")
    assert not (tmp_path / "x.warc").exists()
    verified = run("verify", "--archive", filled)
    assert verified.exit_code == 1
    assert "fetches 1: headers is no JSON" in verified.stdout


def test_a_damaged_log_loses_what_it_held_and_nothing_else(filled: Path, tmp_path: Path) -> None:
    """SQLite stops at the first frame whose checksum is wrong; the import goes on from there."""
    kept = tmp_path / "kept"
    kept.mkdir()
    paths = (filled, bodies.snapshots_path(filled))
    readers = [sqlite3.connect(path, isolation_level=None) for path in paths]
    for reader, table in zip(readers, ("reports", "bodies"), strict=True):
        reader.execute("BEGIN")  # keeps the log from being emptied
        reader.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert run("import", "--archive", filled, *PAGES[3:6]).exit_code == 0
    for one in (*paths, *(path.with_name(f"{path.name}-wal") for path in paths)):
        (kept / one.name).write_bytes(one.read_bytes())
    for reader in readers:
        reader.close()
    log = kept / f"{filled.name}-wal"
    data = bytearray(log.read_bytes())
    assert len(data) > 100_000
    data[len(data) // 2] ^= 0xFF
    log.write_bytes(bytes(data))
    assert 3 <= reports(kept / filled.name) < 6
    assert run("import", "--archive", kept / filled.name, *PAGES[3:6]).exit_code == 0
    assert reports(kept / filled.name) == 6


@pytest.mark.parametrize("size", [0, 50, 20_000])
def test_a_file_that_was_cut_off_is_named(filled: Path, size: int) -> None:
    filled.write_bytes(filled.read_bytes()[:size])
    for command in (["search", "公开"], ["verify"]):
        result = run(*command, "--archive", filled)
        assert result.exit_code == 1
        assert (result.stdout + result.stderr).strip()


def test_damaged_bodies_are_found_and_the_numbers_still_served(filled: Path) -> None:
    beside = bodies.snapshots_path(filled)
    data = bytearray(beside.read_bytes())
    data[4096 * 3 : 4096 * 5] = bytes(8192)
    beside.write_bytes(bytes(data))
    result = run("verify", "--archive", filled)
    assert result.exit_code == 1
    assert "a.snapshots.db" in result.stdout
    assert run("search", "公开", "--archive", filled).exit_code == 0


def test_a_killed_import_leaves_a_sound_archive_that_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    command = [sys.executable, "-m", "gongkai", "import", "--archive", str(path)]
    command += [str(page) for page in PAGES]
    for wanted in (2, 20):
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            while process.poll() is None and _stored(path) < wanted:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
        kept = reports(path)
        assert kept >= wanted
    assert run("import", "--archive", path, *PAGES).exit_code == 0
    assert reports(path) == len(PAGES)


def _stored(path: Path) -> int:
    try:
        with Archive.open(path, read_only=True) as archive:
            return archive.db["reports"].count
    except ArchiveError:  # not made yet, or half upgraded
        return 0


def test_readers_see_whole_reports_while_a_crawl_writes(tmp_path: Path) -> None:
    """Every look at the archive, at whatever moment, is at a sound one."""
    path = tmp_path / "a.db"
    Archive.open(path).close()
    stop, errors = threading.Event(), []

    def write() -> None:
        try:
            with Archive.open(path) as writer:
                desk, number = Desk(writer), 0
                while not stop.is_set():
                    number += 1
                    parsed = report(
                        agency=f"云溪市第{number % 7}局", tables=tables(received=number)
                    )
                    desk.store(f"http://a.example/{number % 7}", b"%d" % number, parsed)
        except Exception as error:  # shown by the assertion below
            errors.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    seen = set()
    try:
        with Archive.open(path, read_only=True) as reader:
            while len(seen) < 12 and thread.is_alive():
                assert reader.verify().faults == []
                seen.add(reader.db["report_versions"].count)
    finally:
        stop.set()
        thread.join()
    assert errors == []
    assert len(seen) == 12
