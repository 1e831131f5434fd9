"""A small campaign of faults, and the proof that a campaign would see what goes wrong."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.torture import KINDS, Campaign, Result, judging
from benchmarks.torture.damage import WAYS, damage
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
