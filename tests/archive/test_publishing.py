"""Copies for readers: one step from the old pair of files to the new one."""

from __future__ import annotations

import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongkai.archive import Archive, ArchiveError, publish
from gongkai.archive.bodies import snapshots_path
from gongkai.cli import main


@pytest.fixture
def source(tmp_path: Path) -> Path:
    page = tmp_path / "page.html"
    page.write_text(
        "<h1>某市2022年政府信息公开工作年度报告</h1><p>一、总体情况</p>", encoding="utf-8"
    )
    archive = tmp_path / "archive.db"
    CliRunner().invoke(main, ["import", "--archive", str(archive), str(page)])
    assert snapshots_path(archive).exists()
    return archive


def releases(site: Path) -> list[str]:
    return sorted(found.name for found in (site / "releases").iterdir())


def test_the_link_leads_to_a_sound_pair_that_nobody_may_write(source: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    verdict, folder = publish(source, site, lambda: None)
    assert verdict.faults == []
    assert (site / "current").resolve() == folder
    assert not (site / "current").readlink().is_absolute()
    names = sorted(file.name for file in folder.iterdir())
    assert names == ["archive.db", "archive.snapshots.db"]
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o444
    with Archive.open(site / "current" / "archive.db", read_only=True) as archive:
        [snapshot] = archive.db["snapshots"].rows
        assert archive.body(snapshot["snapshot_id"]).startswith(b"<h1>")


def test_at_every_moment_there_is_a_pair_of_one_copy(source: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(source, site, lambda: None)
    ends, met = threading.Event(), set()

    def look() -> None:
        over = False
        while not over:
            over = ends.is_set()  # the last look is one behind the last copy
            folder = (site / "current").resolve(strict=True)
            met.add((folder, *sorted(file.name for file in folder.iterdir())))

    reader = threading.Thread(target=look)
    reader.start()
    folders = [publish(source, site, lambda: None, keep=9)[1] for _ in range(5)]
    ends.set()
    reader.join()
    assert {names for _, *names in met for names in [tuple(names)]} == {
        ("archive.db", "archive.snapshots.db")
    }
    assert folders[-1] in {folder for folder, *_ in met}


def test_of_older_copies_the_newest_stay(source: Path, tmp_path: Path) -> None:
    folders = [publish(source, tmp_path / "site", lambda: None, keep=2)[1] for _ in range(4)]
    assert releases(tmp_path / "site") == [folder.name for folder in folders[-2:]]
    # What was gone back to by hand is what readers have now.
    link = tmp_path / "site" / "current"
    link.unlink()
    link.symlink_to(Path("releases", folders[-2].name))
    newest = publish(source, tmp_path / "site", lambda: None, keep=2)[1]
    assert releases(tmp_path / "site") == [folders[-2].name, newest.name]


def test_a_copy_with_faults_is_not_published(source: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    _, before = publish(source, site, lambda: None)
    with sqlite3.connect(snapshots_path(source)) as connection:
        connection.execute("delete from bodies")
    done = CliRunner().invoke(main, ["publish", str(site), "--archive", str(source)])
    assert done.exit_code == 1
    assert (site / "current").resolve() == before
    assert releases(site) == [before.name]


def test_what_stands_in_the_way_is_left_alone(source: Path, tmp_path: Path) -> None:
    (tmp_path / "site" / "current").mkdir(parents=True)
    with pytest.raises(ArchiveError, match="not a link"):
        publish(source, tmp_path / "site", lambda: None)
    assert [found.name for found in (tmp_path / "site").iterdir()] == ["current"]
    with pytest.raises(ValueError, match="may still be read"):
        publish(source, tmp_path / "other", lambda: None, keep=1)


def test_the_command_says_where_it_is(source: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["publish", str(tmp_path / "site"), "--archive", str(source)])
    assert done.exit_code == 0, done.output
    assert "published and sound" in done.output.replace("\n", " ")
