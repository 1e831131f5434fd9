"""The pieces of a cluster's work that need none: editions, orders, partitions."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import fields
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from clusters import pages
from test_rooms import ROOMS

from gongkai.archive import Archive
from gongkai.pipeline import import_paths
from gongkai.pipeline.cluster import edition as edition_module
from gongkai.pipeline.cluster import prepared as prepared_module
from gongkai.pipeline.cluster.edition import edition
from gongkai.pipeline.cluster.errors import ClusterError
from gongkai.pipeline.cluster.orders import Order, jobs, order_for, shards
from gongkai.pipeline.cluster.partitions import Partitions, Row, packed_rows
from gongkai.pipeline.parsing import job_for
from gongkai.pipeline.worker import Job, ParseFailed

ROWS = [
    Row(bytes([n]) * 32, "a" * 64, f"http://x.example/{n}", 1, report=f'{{"n":{n}}}'.encode())
    for n in range(3)
] + [Row(b"\xff" * 32, "b" * 64, "http://x.example/bad", 2, error="took too long")]


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.open(tmp_path / "a.db") as opened:
        run = opened.start_run("import")
        for url, body in pages(5):
            opened.put_file(run, url, body, "text/html")
        opened.put_file(run, "bytes", bytes(range(256)) * 3)
        yield opened


def kept(folder: Path, rows=ROWS) -> Path:
    Partitions.open(folder, "1").keep(packed_rows(rows, "1"))
    [path] = folder.glob("edition=1/*.parquet")
    return path


def test_the_edition_knows_every_library_that_reads_for_the_parsers() -> None:
    names = packages_distributions()
    assert {names[module][0] for module in ROOMS["parsers"]} == set(edition_module._LIBRARIES)


def test_another_file_or_library_is_another_edition(tmp_path: Path, monkeypatch) -> None:
    told = {edition()}
    (tmp_path / "form.json").write_text("{}")
    office = tmp_path / "soffice"
    callers = tmp_path / "callers"
    shutil.copytree(edition_module._PIPELINE, callers)
    for name in edition_module._CALLERS:
        with (callers / name).open("a") as file:
            file.write("#")
        with monkeypatch.context() as patch:
            patch.setattr(edition_module, "_PIPELINE", callers)
            told.add(edition.__wrapped__())
    with monkeypatch.context() as patch:
        patch.setattr("platform.python_version", lambda: "4.0")
        told.add(edition.__wrapped__())
    others = {
        "files": lambda _: tmp_path,
        "version": lambda _: "0",
        "program": lambda: str(office),
    }
    for name, value in others.items():
        with monkeypatch.context() as patch:
            patch.setattr(edition_module, name, value)
            told.add(edition.__wrapped__())
    (tmp_path / "versionrc").write_text("buildid=1")
    monkeypatch.setattr(edition_module, "program", others["program"])
    told.add(edition.__wrapped__())
    assert len(told) == 6 + len(edition_module._CALLERS)


def test_all_of_ours_through_which_a_worker_reads_is_in_its_edition() -> None:
    """What it imports of the pipeline before its first document, or for one."""
    code = (
        "import sys, gongkai.pipeline.worker; print(*(name for name in sys.modules "
        "if name.startswith('gongkai.pipeline.')))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    names = {f"{name.removeprefix('gongkai.pipeline.')}.py" for name in said.stdout.split()}
    assert names <= set(edition_module._CALLERS)


def test_a_shard_gives_the_jobs_that_this_process_would_give(archive) -> None:
    works = archive.queue("0")
    orders = [order_for(archive, work) for work in works]
    cut = list(shards(archive, orders, 4))
    assert [len(shard.orders) for shard in cut] == [4, 2]
    found = [one for shard in cut for one in jobs(shard.data)]
    assert [job for _, job in found] == [job_for(archive, work) for work in works]
    assert [row["key"] for row, _ in found] == [order.key for order in orders]


def test_an_order_holds_all_that_a_job_holds() -> None:
    """What a job gets beside these must get into the order, its key and the shard as well."""
    asked = {"with_origins", "as_json"}
    assert {field.name for field in fields(Job)} - asked == {
        *("body", "source", "url", "media_type", "charset", "further", "frames"),
    }


def test_the_frames_of_a_saved_page_come_along(tmp_path: Path) -> None:
    (tmp_path / "a_files").mkdir()
    (tmp_path / "a_files" / "main.html").write_bytes(pages(1)[0][1])
    (tmp_path / "a.html").write_bytes(b'<html><iframe src="a_files/main.html"></iframe></html>')
    import_paths(tmp_path / "a.db", [tmp_path / "a.html"])
    with Archive.open(tmp_path / "a.db", read_only=True) as archive:
        [work] = archive.queue("0")
        [shard] = shards(archive, [order_for(archive, work)], 64)
        [(_, job)] = jobs(shard.data)
        assert job == job_for(archive, work)
    assert job is not None
    assert list(job.frames) == ["a_files/main.html"]


def test_a_shard_ends_before_it_grows_large(archive, monkeypatch) -> None:
    monkeypatch.setattr("gongkai.pipeline.cluster.orders.MOST_BYTES", 1)
    orders = [order_for(archive, work) for work in archive.queue("0")]
    assert [len(shard.orders) for shard in shards(archive, orders, 64)] == [1] * 6


def test_a_damaged_body_is_no_job(archive) -> None:
    archive._bodies.db.execute("UPDATE bodies SET body = x'00' WHERE rowid = 2")
    orders = [order_for(archive, work) for work in archive.queue("0")]
    [shard] = shards(archive, orders, 64)
    assert [job is None for _, job in jobs(shard.data)].count(True) == 1


def test_a_body_that_is_not_kept_is_left_to_the_archive_to_tell(archive) -> None:
    archive._bodies.db.execute("DELETE FROM bodies WHERE rowid = 2")
    orders = [order_for(archive, work) for work in archive.queue("0")]
    assert sum(len(shard.orders) for shard in shards(archive, orders, 2)) == len(orders) - 1


@pytest.mark.parametrize(
    "change",
    [
        {"source": "b"},
        {"address": None},
        {"media_type": "text/plain"},
        {"charset": "gbk"},
        {"snapshots": ("1", "2")},
        {"frames": ("1",)},
    ],
)
def test_whatever_a_reading_depends_on_is_in_its_key(change) -> None:
    told = {"source": "a", "address": "a", "media_type": None, "charset": None}
    one = Order(**{"url": "a", **told, "snapshots": ("1",)})
    assert one.key != Order(**{"url": "a", **told, "snapshots": ("1",), **change}).key
    assert one.key == Order(**{"url": "b", **told, "snapshots": ("1",)}).key


def test_partitions_are_found_again_by_their_keys(tmp_path: Path) -> None:
    kept(tmp_path)
    again = Partitions.open(tmp_path, "1")
    assert len(again) == 4
    assert [again.row(row.key) for row in ROWS] == ROWS
    assert again.row(b"?" * 32) is None
    assert len(Partitions.open(tmp_path, "2")) == 0


def test_another_reader_of_parquet_sees_what_they_say(tmp_path: Path) -> None:
    import pandas

    table = pandas.read_parquet(kept(tmp_path))
    assert list(table["url"]) == [row.url for row in ROWS]
    assert [json.loads(one)["n"] for one in table["report"][:3]] == [0, 1, 2]
    assert table["error"][3] == "took too long"


@pytest.mark.parametrize("at", [0, 100, 300, -40, -1])
def test_a_damaged_partition_is_removed_and_read_again(tmp_path: Path, at: int) -> None:
    path = kept(tmp_path)
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)
    found = Partitions.open(tmp_path, "1")
    # Some bytes of the footer mean nothing to us; then all is as it was.
    assert [found.row(row.key) for row in ROWS] in ([None] * 4, ROWS)
    assert path.exists() == bool(len(found))


def test_what_was_not_yet_whole_is_removed(tmp_path: Path) -> None:
    path = kept(tmp_path)
    path.rename(path.with_suffix(".new"))
    assert len(Partitions.open(tmp_path, "1")) == 0
    assert list(tmp_path.rglob("*.new")) == []


def test_a_folder_among_partitions_is_none_of_ours(tmp_path: Path) -> None:
    for name in ("sub", "part-1.parquet"):
        (kept(tmp_path).parent / name).mkdir()
    assert len(Partitions.open(tmp_path, "1")) == 4
    assert len(list(tmp_path.glob("edition=1/*"))) == 3


def test_a_partition_that_cannot_be_written_is_told_by_its_name(tmp_path: Path) -> None:
    """An ``OSError`` would be told as a scheduler that is gone."""
    (tmp_path / "edition=1").write_bytes(b"")
    with pytest.raises(ClusterError, match=r"edition=1.*: File exists"):
        Partitions(tmp_path, "1").keep(packed_rows(ROWS, "1"))


def test_what_is_no_partition_is_not_kept(tmp_path: Path) -> None:
    partitions = Partitions.open(tmp_path, "1")
    for data in (b"", b"PAR1", packed_rows(ROWS, "2"), None):
        with pytest.raises(ClusterError, match="no partition of this edition"):
            partitions.keep(data)
    assert list(tmp_path.iterdir()) == []


def test_a_partition_that_changed_while_it_was_used_is_lost_and_not_believed(tmp_path) -> None:
    path = kept(tmp_path)
    found = Partitions.open(tmp_path, "1")
    path.write_bytes(path.read_bytes()[:-3])
    assert found.row(ROWS[0].key) is None


@pytest.mark.parametrize("said", [b"", b"\xff", b"[]", b"{}", b'{"period": 1}', b"[" * 100_000])
def test_an_answer_that_is_no_report_fails_its_document_alone(said: bytes) -> None:
    with pytest.raises(ParseFailed, match="no report"):
        prepared_module._report(Row(b"\0" * 32, "a" * 64, "http://x.example/", 1, report=said))
