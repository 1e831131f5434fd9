"""A cluster of real processes stores what one process stores, whatever happens to it."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest
from clusters import cluster, different, everything, pages, poisoned, write_warc, write_wet
from distributed import LocalCluster

import gongkai.pipeline.cluster.prepared as prepared_module
from benchmarks.kills import content
from gongkai.archive import Archive
from gongkai.archive.bodies import snapshots_path
from gongkai.pipeline import import_paths
from gongkai.pipeline.cluster import shard
from gongkai.pipeline.cluster.errors import ClusterError
from gongkai.pipeline.cluster.folder import folder_of
from gongkai.pipeline.cluster.plan import Plan
from gongkai.pipeline.reparse import reparse
from gongkai.pipeline.worker import ParseFailed, ParseWorker

PAGES = pages(40)
#: Whom nobody answers.
NOBODY = "tcp://127.0.0.1:9"
POISON = Path(__file__).parent / "poison"


@pytest.fixture(scope="module")
def running() -> Iterator[LocalCluster]:
    with cluster() as found:
        yield found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A WARC file, a WET file whose pages it holds or not, a saved page and what is no report."""
    folder = tmp_path_factory.mktemp("input")
    (folder / "saved.html").write_bytes(PAGES[0][1])
    (folder / "news.html").write_bytes("<html><body><p>新闻</p></body></html>".encode())
    write_warc(folder / "a.warc.gz", PAGES[:30])
    write_wet(folder / "a.warc.wet.gz", PAGES[20:])
    return [folder]


@pytest.fixture(scope="module")
def alone(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one process makes of them."""
    path = tmp_path_factory.mktemp("alone") / "alone.db"
    import_paths(path, files)
    return path


def older(path: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive that an older parser filled."""
    with monkeypatch.context() as patch:
        patch.setattr("parsers.PARSER_VERSION", "0")
        import_paths(path, files)
    return path


def damage(path: Path) -> None:
    """One body is no longer what its digest says."""
    with closing(sqlite3.connect(snapshots_path(path))) as db, db:
        db.execute("UPDATE bodies SET codec = 'none' WHERE rowid = 5")


def test_an_import_is_the_same(running, files, alone, tmp_path) -> None:
    read: list[int] = []
    plan = Plan(running.scheduler_address, shard=8, on_read=read.append)
    result = import_paths(tmp_path / "a.db", files, plan=plan)
    assert different(alone, tmp_path / "a.db") == []
    assert sum(read) == result.tally.parsed == 52
    assert not folder_of(tmp_path / "a.db").exists()


def test_so_is_a_cluster_of_this_machine_with_keys_of_its_own(files, alone, tmp_path) -> None:
    import_paths(tmp_path / "a.db", files, plan=Plan("local:2", shard=16))
    assert different(alone, tmp_path / "a.db") == []


def test_a_worker_that_is_killed_half_way_changes_nothing(running, files, alone, tmp_path) -> None:
    killed: list[int] = []

    def kill(_read: int) -> None:
        if not killed:
            killed.append(next(iter(running.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    plan = Plan(running.scheduler_address, shard=4, on_read=kill)
    import_paths(tmp_path / "a.db", files, plan=plan)
    assert killed
    assert different(alone, tmp_path / "a.db") == []


def test_reading_again_is_the_same_and_says_the_same(running, files, tmp_path, monkeypatch) -> None:
    one = older(tmp_path / "one.db", files, monkeypatch)
    other = older(tmp_path / "other.db", files, monkeypatch)
    for path in (one, other):
        damage(path)
    before = everything(other)
    dry = reparse(other, dry_run=True, plan=Plan(running.scheduler_address, shard=8))
    assert everything(other) == before
    here, there = reparse(one), reparse(other, plan=Plan(running.scheduler_address, shard=8))
    [(here_at, _)], [(there_at, why)] = here.failed, there.failed
    assert here_at == there_at
    assert "does not match its digest" in why
    here.failed, there.failed = [], []
    assert here == there
    assert (dry.snapshots, dry.kinds) == (there.snapshots, there.kinds)
    assert different(one, other) == []


def poison_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of processes that are started from now on."""
    monkeypatch.syspath_prepend(POISON)
    monkeypatch.setenv("PYTHONPATH", str(POISON))


def with_poison(folder: Path, *how: str) -> Path:
    found = [
        (url, poisoned(page, how[number]) if number < len(how) else page)
        for number, (url, page) in enumerate(PAGES[:14])
    ]
    return write_warc(folder / "poison.warc.gz", found)


def test_a_document_that_hangs_or_kills_its_process_is_set_apart(tmp_path, monkeypatch) -> None:
    poison_the_path(monkeypatch)
    monkeypatch.setattr(ParseWorker, "_ask", import_module("hurry").ask)
    file = with_poison(tmp_path, "hang", "kill")
    import_paths(tmp_path / "one.db", [file])
    with cluster() as running:
        plan = Plan(running.scheduler_address, shard=4)
        result = import_paths(tmp_path / "other.db", [file], plan=plan)
    assert different(tmp_path / "one.db", tmp_path / "other.db") == []
    assert result.tally.reports == 12
    with Archive.open(tmp_path / "other.db", read_only=True) as archive:
        rows = archive.db.query("SELECT url, detail FROM parses WHERE outcome = 'failed'")
        reasons = {row["url"]: row["detail"] for row in rows}
    assert reasons == {
        PAGES[0][0]: "parsing took longer than 1 s",
        PAGES[1][0]: "the parse worker died: it crashed, or needed more than 1.5 GB",
    }


def test_one_that_kills_the_workers_of_the_cluster_is_read_alone_and_set_apart(
    tmp_path, monkeypatch
) -> None:
    poison_the_path(monkeypatch)
    file = with_poison(tmp_path, "worker")
    with cluster() as running:
        plan = Plan(running.scheduler_address, shard=4)
        result = import_paths(tmp_path / "other.db", [file], plan=plan)
    [(url, why)] = result.tally.unread
    assert (url, result.tally.reports) == (PAGES[0][0], 13)
    assert why == ("the worker of the cluster that read it died, and so did those that tried again")
    _fail_the_same(monkeypatch, why)
    import_paths(tmp_path / "one.db", [file])
    assert different(tmp_path / "one.db", tmp_path / "other.db") == []


def _fail_the_same(monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    parse = ParseWorker.parse

    def failing(worker, job):
        if b"poison" in job.body:
            raise ParseFailed(why)
        return parse(worker, job)

    monkeypatch.setattr(ParseWorker, "parse", failing)


def test_a_lost_or_damaged_partition_is_read_here(
    running, files, alone, tmp_path, monkeypatch
) -> None:
    prepare = prepared_module.prepare

    def losing(archive, works, plan, folder):
        found = prepare(archive, works, plan, folder)
        first, second, *_ = sorted(folder.glob("*/*.parquet"))
        first.unlink()
        second.write_bytes(second.read_bytes()[:-100] + bytes(100))
        return found

    monkeypatch.setattr(prepared_module, "prepare", losing)
    import_paths(tmp_path / "a.db", files, plan=Plan(running.scheduler_address, shard=8))
    assert different(alone, tmp_path / "a.db") == []


class CrashError(Exception):
    pass


def crash_while_storing(path: Path, files: list[Path], address: str, monkeypatch) -> None:
    """Everything is read, and the run ends while it stores the second of two batches."""
    batches: list[int] = []
    store = Archive.store_report

    def failing(archive, work, report, version):
        batches.append(1)
        if len(batches) > 20:
            raise CrashError
        return store(archive, work, report, version)

    with monkeypatch.context() as patch:
        patch.setattr(Archive, "store_report", failing)
        patch.setattr("gongkai.pipeline.parsing.BATCH", 16)
        with pytest.raises(CrashError):
            import_paths(path, files, plan=Plan(address, shard=8))


def test_a_run_that_broke_off_goes_on_from_its_partitions(
    running, files, alone, tmp_path, monkeypatch
) -> None:
    path = tmp_path / "a.db"
    crash_while_storing(path, files, running.scheduler_address, monkeypatch)
    assert list(folder_of(path).glob("edition=*/part-*.parquet"))
    # No scheduler is there any more, and nothing is read here.
    monkeypatch.setattr(ParseWorker, "parse", None)
    import_paths(path, files, plan=Plan(NOBODY, patience=0.1))
    # Files were taken in twice, and committed in other portions.
    for one, other in ((alone, path), (snapshots_path(alone), snapshots_path(path))):
        assert content(one) == content(other)
    assert not folder_of(path).exists()


def test_partitions_of_other_parsers_are_not_used(
    running, files, alone, tmp_path, monkeypatch
) -> None:
    path = tmp_path / "a.db"
    with monkeypatch.context() as patch:
        patch.setattr(shard, "edition", lambda: "other")
        patch.setattr(prepared_module, "edition", lambda: "other")
        # Its workers have ours: they refuse.
        with pytest.raises(ClusterError, match=r"a worker has the parsers .*, this machine other"):
            import_paths(path, files, plan=Plan(running.scheduler_address, shard=8))
    crash_while_storing(path, files, running.scheduler_address, monkeypatch)
    [folder] = [one for one in folder_of(path).iterdir() if any(one.iterdir())]
    folder.rename(folder.with_name("edition=0.4.0+0"))
    with pytest.raises(ClusterError, match="no scheduler answers"):
        import_paths(path, files, plan=Plan(NOBODY, patience=0.1))
