"""Every fault shows in one line, and a backup is whole or not there."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from gongkai.archive import Archive, ArchiveError, MissingArchiveError, backup
from gongkai.archive.bodies import snapshots_path
from parsers.report import Check

from .factory import PARSER, Desk, report, tables

URL = "http://www.yunxi.example/a.html"
ID = "520900-云溪市教育局/2023/own_agency"


@pytest.fixture
def full(desk: Desk) -> Desk:
    """Two reports, one with a later version, a copy, a revisit and a failing identity."""
    numbers = tables(received=3, granted=3, total_processed=3)
    failing = [
        Check("T3-BAL", "requests", "total", "fail", 3, 4, "source"),
        Check("T3-ROW", "requests", "granted", "not_assessable", None, 4),
    ]
    desk.store(URL, b"old", report())
    desk.store(URL, b"new" * 99, report(tables=numbers, checks=failing))
    desk.store(f"{URL}?b", b"b", report(agency="云溪市财政局"))
    desk.put_source("brand", None)
    copy = report(provenance="copy_unverified", tables=numbers)
    desk.store("http://brand.example/", b"copy", copy, "brand")
    desk.fetch(URL, b"new" * 99)
    return desk


def _break(path: Path, sql: str) -> None:
    conn = sqlite3.connect(path)
    for name in ("fetches_stay", "fetches_remain", "snapshots_remain"):
        conn.execute(f"DROP TRIGGER IF EXISTS {name}")
    conn.execute(sql)
    conn.commit()
    conn.close()


def test_a_sound_archive_has_no_faults(full: Desk) -> None:
    verdict = full.archive.verify()
    assert verdict.faults == []
    assert (verdict.snapshots, verdict.reports, verdict.versions) == (4, 2, 4)


def test_an_empty_archive_is_sound(tmp_path: Path) -> None:
    Archive.open(tmp_path / "a.db").close()
    with Archive.open(tmp_path / "a.db", read_only=True) as archive:
        assert archive.verify().faults == []


FAULTS = [
    ("UPDATE requests SET total = 4 WHERE row = 'received' AND total = 3", "received.total is 4"),
    ("UPDATE requests SET total = NULL WHERE row = 'received' AND total = 3", "cells_read is"),
    ("UPDATE reports SET cells_read = cells_read + 1", "cells_read is"),
    ("UPDATE reports SET checks_failed = 7", "checks_failed is 7"),
    ("UPDATE reports SET checks_not_assessable = 7", "checks_not_assessable is 7"),
    ("DELETE FROM checks WHERE outcome = 'fail'", "checks_failed is 1, but 0"),
    ("UPDATE report_versions SET is_current = 0", "is not the one marked current"),
    ("UPDATE report_versions SET superseded = 1, is_current = 0", "none should be"),
    ("UPDATE reports SET year = 2022", "its id is not agency/year/scope"),
    ("UPDATE reports SET snapshot_id = (SELECT min(snapshot_id) FROM snapshots)", "names another"),
    ("UPDATE report_versions SET mirror_of = 'nobody' WHERE mirror_of IS NOT NULL", "a copy of"),
    ("DELETE FROM version_contents", "its parse is not kept"),
    ("UPDATE version_contents SET body = x'00'", "does not match its digest"),
    ("UPDATE version_contents SET body = x'ffff'", "is damaged"),
    ("DELETE FROM sections", "its parts are not those that were read"),
    ("UPDATE sections SET text = '无'", "its parts are not those that were read"),
    ("DELETE FROM reports", "does not show it"),
    ("INSERT INTO report_search (rowid, title) VALUES (99, 'x')", "row 99 belongs to no report"),
    ("INSERT INTO report_search (report_search) VALUES ('delete-all')", "not in the search index"),
    ("UPDATE fetches SET record_id = NULL", "has no record id"),
    ("DELETE FROM fetches WHERE revisit = 0", "no fetch brought snapshot"),
    ("UPDATE fetches SET revisit_of = 1 WHERE revisit = 1", "brought another body"),
    ("UPDATE snapshots SET size = 1", "bytes, but 1 were fetched"),
    ("DELETE FROM snapshots", "cites a row of snapshots"),
]


@pytest.mark.parametrize(("sql", "words"), FAULTS)
def test_each_broken_invariant_is_named_in_one_line(full: Desk, sql: str, words: str) -> None:
    _break(full.archive.path, sql)
    faults = full.archive.verify().faults
    assert any(words in fault for fault in faults), faults
    assert all("\n" not in fault for fault in faults)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("DELETE FROM bodies WHERE length(body) < 9", "its body is not kept"),
        ("UPDATE bodies SET body = x'6162', codec = 'none'", "does not match its digest"),
        ("UPDATE bodies SET body = x'6162', codec = 'zlib'", "is damaged"),
    ],
)
def test_each_broken_body_is_named(full: Desk, sql: str, words: str) -> None:
    full.archive.body(next(full.db["snapshots"].rows)["snapshot_id"])
    _break(snapshots_path(full.archive.path), sql)
    faults = full.archive.verify().faults
    assert faults
    assert all(words in fault for fault in faults)


def test_the_better_version_that_is_not_shown_is_named(full: Desk) -> None:
    numbers = tables(received=4)
    full.store(f"{URL}?c", b"c", report(tables=numbers, provenance="unknown"))
    sql = "UPDATE report_versions SET provenance = 'official', edition = 'corrected'"
    _break(full.archive.path, f"{sql} WHERE provenance = 'unknown'")
    assert any("should be" in fault for fault in full.archive.verify().faults)


def test_verifying_writes_nothing(full: Desk) -> None:
    path = full.archive.path
    full.archive.close()
    before = [path.read_bytes(), snapshots_path(path).read_bytes()]
    with Archive.open(path, read_only=True) as archive:
        assert archive.verify().faults == []
    assert [path.read_bytes(), snapshots_path(path).read_bytes()] == before


def test_a_backup_is_the_same_archive(full: Desk, tmp_path: Path) -> None:
    to = tmp_path / "backup" / "copy.db"
    to.parent.mkdir()
    verdict = backup(full.archive.path, to, lambda: None)
    assert verdict.faults == []
    assert sorted(path.name for path in to.parent.iterdir()) == ["copy.db", "copy.snapshots.db"]
    with Archive.open(to, read_only=True) as copy:
        assert Desk.dump(_as_desk(copy)) == full.dump()
        for row in copy.db["snapshots"].rows:
            assert copy.body(row["snapshot_id"]) == full.archive.body(row["snapshot_id"])
    with Archive.open(to) as restored:
        assert restored.start_run("crawl") == 2


def _as_desk(archive: Archive) -> Desk:
    desk = object.__new__(Desk)
    desk.archive, desk.db = archive, archive.db
    return desk


def test_a_backup_while_a_crawl_writes_is_sound(full: Desk, tmp_path: Path) -> None:
    """Every moment of a writer's work is one at which a copy may begin."""
    stop, errors = threading.Event(), []

    def write() -> None:
        try:
            with Archive.open(full.archive.path) as writer:
                desk = Desk(writer)
                number = 0
                while not stop.is_set():
                    number += 1
                    url = f"http://www.yunxi.example/{number}"
                    desk.store(url, b"%d" % number, report(agency=f"云溪市第{number}局"))
        except Exception as error:  # shown by the assertion below
            errors.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        sizes = []
        for number in range(6):
            to = tmp_path / f"copy{number}.db"
            verdict = backup(full.archive.path, to, lambda: None)
            assert verdict.faults == []
            sizes.append(verdict.reports)
    finally:
        stop.set()
        thread.join()
    assert errors == []
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


def test_a_backup_overwrites_nothing(full: Desk, tmp_path: Path) -> None:
    for name in ("copy.db", "copy.snapshots.db"):
        (tmp_path / name).write_bytes(b"precious")
        with pytest.raises(ArchiveError, match="overwrites nothing"):
            backup(full.archive.path, tmp_path / "copy.db", lambda: None)
        assert (tmp_path / name).read_bytes() == b"precious"
        (tmp_path / name).unlink()


def test_a_copy_with_faults_is_not_kept(full: Desk, tmp_path: Path) -> None:
    full.archive.body(next(full.db["snapshots"].rows)["snapshot_id"])
    _break(snapshots_path(full.archive.path), "DELETE FROM bodies")
    verdict = backup(full.archive.path, tmp_path / "copy.db", lambda: None)
    assert len(verdict.faults) == 4
    assert not list(tmp_path.glob("copy*"))


def test_nothing_can_be_backed_up_to_nowhere(full: Desk, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="could not be copied"):
        backup(full.archive.path, tmp_path / "no folder" / "copy.db", lambda: None)
    with pytest.raises(MissingArchiveError):
        backup(tmp_path / "none.db", tmp_path / "copy.db", lambda: None)
    assert not list(tmp_path.glob("copy*"))


def test_a_version_of_before_contents_were_kept_is_no_fault(full: Desk) -> None:
    sql = "UPDATE archive_info SET value = '99' WHERE key = 'last_version_without_content'"
    full.db.execute(sql)
    full.db.execute("DELETE FROM version_contents")
    assert full.archive.verify().faults == []
    stored = full.archive.store_report(full.work(URL, b"old"), report(year=2022), PARSER)
    assert stored.report_id is not None
