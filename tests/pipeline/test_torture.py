"""A small campaign of faults, and the proof that a campaign would see what goes wrong."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.torture import KINDS, Campaign, Result, judging
from benchmarks.torture.campaign import Life
from benchmarks.torture.clock import Clock
from benchmarks.torture.damage import WAYS, damage
from benchmarks.torture.readers import Reader
from gongkai.archive import Archive
from gongkai.cli.demo import run as demo


def test_a_small_campaign_loses_nothing(tmp_path: Path) -> None:
    result = Campaign(20, seed=3, hosts=2, reports=4).run(tmp_path)
    assert result.lines()[2:5] == ["data lost: 0", "wrong numbers: 0", "invariants broken: 0"], (
        result.lines()
    )
    assert result.injected.total() >= 20
    left_out = {"clock"} if any("libfaketime" in note for note in result.notes) else set()
    assert set(result.injected) == set(KINDS) - left_out
    assert result.compared > 500


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("torture") / "archive.db"
    demo(path)
    return path


@pytest.fixture
def archive(pristine: Path, tmp_path: Path) -> Path:
    for path in pristine.parent.glob("archive*.db"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path / "archive.db"


def judged(archive: Path, change: str) -> Result:
    result = Result()
    watch = judging.Watch(archive, result)
    watch.look()
    whole = judging.content(archive)
    assert result.is_sound
    with closing(sqlite3.connect(archive)) as db, db:
        db.execute(change)
    judging.compare(whole, archive, result)
    watch.look()
    return result


def test_a_changed_number_is_wrong_and_breaks_an_invariant(archive: Path) -> None:
    found = judged(archive, "UPDATE requests SET total = total + 1 WHERE \"row\" = 'received'")
    assert len(found.wrong) == len(found.lost) > 50
    assert found.broken
    assert not found.is_sound


def test_a_row_that_is_gone_is_lost(archive: Path) -> None:
    found = judged(archive, "DELETE FROM problems WHERE rowid = (SELECT min(rowid) FROM problems)")
    assert found.lost
    assert not found.wrong


def test_a_report_that_was_there_once_is_lost(archive: Path) -> None:
    result = Result()
    watch = judging.Watch(archive, result)
    watch.look()
    archive.unlink()
    watch.look()
    assert any(one.startswith("report ") for one in result.lost)
    assert any(one.startswith("snapshot ") for one in result.lost)


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_damage_is_told_by_verify(
    archive: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.torture.damage.WAYS", {way: WAYS[way]})
    done = damage(archive, 5, random.Random(2))
    assert set(done.values()) == {way}
    with Archive.open(archive, read_only=True) as opened:
        told = "\n".join(opened.verify().faults)
    assert all(name in told for name in done)


def test_damage_that_nobody_tells_is_found(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = Result()

    def nothing_done(db: sqlite3.Connection, name: str, chance: random.Random) -> None:
        """As if verify had overlooked what was done."""

    ways: dict[str, Callable[..., None]] = {"unseen": nothing_done}
    monkeypatch.setattr("benchmarks.torture.damage.WAYS", ways)
    judging.damaged(archive, 3, random.Random(1), result)
    assert len(result.broken) == 3
    assert "nobody tells" in result.broken[0]


@pytest.mark.parametrize("looks", [0, 1])
def test_a_reader_whose_query_fails_has_found_something(archive: Path, monkeypatch, looks) -> None:
    """Its thread would end with it, and what it saw until then would pass for all."""
    reader, done = Reader(archive), threading.Event()

    def fails() -> None:
        if reader.looks < looks:
            reader.looks += 1
            return
        done.set()
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr(reader, "_look", fails)
    with reader.looking():
        assert done.wait(60)
    assert reader.wrong == ["a reader: DatabaseError: database disk image is malformed"]


def test_a_reader_sees_that_pages_of_the_file_are_damaged(archive: Path) -> None:
    reader = Reader(archive)
    with reader.looking():
        while not reader.looks:
            time.sleep(0.01)
    assert reader.wrong == []
    body = bytearray(archive.read_bytes())
    body[8192:] = bytes(len(body) - 8192)
    archive.write_bytes(body)
    with reader.looking():
        for _ in range(6000):
            if reader.wrong:
                break
            time.sleep(0.01)
    assert "malformed" in reader.wrong[0]


def after(seconds: float, folder: Path) -> float:
    """The campaign's next draw after a clock has jumped for so long."""
    chance = random.Random(1)
    with Clock(folder / "clock", Path("none"), chance).jumping():
        time.sleep(seconds)
    return chance.random()


def test_how_long_a_clock_jumps_decides_nothing_else(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("benchmarks.torture.clock._PAUSE", (0.001, 0.002))
    assert after(0.0, tmp_path) == after(0.05, tmp_path)


def test_a_crawler_ends_with_what_started_it(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), Life(tmp_path, tmp_path / "a.db", 9) as life:
        raise KeyboardInterrupt
    assert life.process.returncode == -signal.SIGKILL


def crawlers_in(folder: Path) -> list[str]:
    """Command lines of processes that name the folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(path.read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue  # it ended meanwhile
    return [line for line in found if str(folder) in line]


def test_a_campaign_that_is_terminated_leaves_nothing(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    command = [sys.executable, "-m", "benchmarks.torture", "--faults", "50"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as campaign:
        while not crawlers_in(tmp_path):
            assert campaign.poll() is None
            time.sleep(0.02)
        campaign.terminate()
        assert campaign.wait() == 1
    assert crawlers_in(tmp_path) == []
    assert list(tmp_path.iterdir()) == []
