"""When the cluster itself is at fault: one clear line, no document blamed, nothing lost."""

from __future__ import annotations

import operator
from pathlib import Path
from time import sleep

import pytest
from clusters import cluster, different, pages, write_warc

from gongkai.archive import Archive
from gongkai.pipeline import import_paths
from gongkai.pipeline.cluster import mapping
from gongkai.pipeline.cluster.errors import ClusterError
from gongkai.pipeline.cluster.folder import folder_of
from gongkai.pipeline.cluster.plan import Plan

PAGES = pages(24)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_warc(tmp_path / "a.warc.gz", PAGES)


def kept_partitions(archive: Path) -> int:
    return len(list(folder_of(archive).glob("edition=*/part-*.parquet")))


def outcomes(archive: Path) -> set[str]:
    with Archive.open(archive, read_only=True) as opened:
        return {outcome for (outcome,) in opened.db.execute("SELECT outcome FROM parses")}


def test_without_workers_it_ends_and_the_next_run_goes_on(file, tmp_path) -> None:
    path = tmp_path / "a.db"
    with cluster(1) as running:

        def leave(_read: int) -> None:
            running.scale(0)
            while running.scheduler.workers:
                sleep(0.01)

        plan = Plan(running.scheduler_address, shard=2, patience=10.0, on_read=leave)
        with pytest.raises(ClusterError, match="no worker is left"):
            import_paths(path, [file], plan=plan)
        assert 0 < kept_partitions(path) < len(PAGES) / 2
        assert outcomes(path) == set()
        running.scale(1)
        read: list[int] = []
        import_paths(
            path, [file], plan=Plan(running.scheduler_address, shard=2, on_read=read.append)
        )
    assert 0 < sum(read) < len(PAGES)
    import_paths(tmp_path / "b.db", [file])
    assert different(tmp_path / "b.db", path) == []


def test_without_its_scheduler_it_ends(file, tmp_path) -> None:
    path = tmp_path / "a.db"
    with cluster(1) as running:
        address, gone = running.scheduler_address, lambda count: running.close()
        plan = Plan(address, shard=2, patience=10.0, on_read=gone)
        with pytest.raises(ClusterError, match="the scheduler is gone"):
            import_paths(path, [file], plan=plan)
    assert kept_partitions(path) >= 1
    assert outcomes(path) == set()


def test_a_cluster_that_reads_nothing_blames_no_document(file, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(mapping, "read_shard", operator.truediv)
    path = tmp_path / "a.db"
    with (
        cluster(1) as running,
        pytest.raises(ClusterError, match="this cluster can read nothing: TypeError"),
    ):
        import_paths(path, [file], plan=Plan(running.scheduler_address))
    assert kept_partitions(path) == 0
    assert outcomes(path) == set()


def test_without_a_scheduler_it_says_so(file, tmp_path) -> None:
    with pytest.raises(ClusterError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        import_paths(tmp_path / "a.db", [file], plan=Plan("tcp://127.0.0.1:9", patience=0.2))
