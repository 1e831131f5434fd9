"""What each step of an import costs on one machine and on a cluster, in one run.

Input are a WARC file of pages of the sample web that have the size of a real one, and a WET
file of the same pages as text: generated, for no file of Common Crawl is at hand where this
was written. Milliseconds are processor time a page, of all processes that take part, so that
they say what one core does whatever else the machine is doing; wall times are of this run.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import psutil
from inscriptis import get_text
from warcio.warcwriter import WARCWriter

import parsers
from benchmarks.kills import content
from benchmarks.speed import padded
from benchmarks.storing import pages, write_records, write_warc
from gongkai.archive import Archive
from gongkai.archive.bodies import snapshots_path
from gongkai.pipeline import import_paths
from gongkai.pipeline.cluster.edition import edition
from gongkai.pipeline.cluster.engine import connected
from gongkai.pipeline.cluster.folder import folder_of
from gongkai.pipeline.cluster.mapping import map_orders
from gongkai.pipeline.cluster.orders import order_for
from gongkai.pipeline.cluster.partitions import Partitions
from gongkai.pipeline.cluster.plan import Plan
from gongkai.pipeline.imports import ImportResult, take_warc

#: A file and how many pages → their bytes.
Writer = Callable[[Path, int], int]


@dataclass(slots=True)
class Spent:
    """Seconds: of a clock, of this process, and of those below it."""

    wall: float = 0.0
    own: float = 0.0
    below: float = 0.0

    @property
    def processor(self) -> float:
        return self.own + self.below


@contextmanager
def spent() -> Iterator[Spent]:
    """What passes meanwhile; processes that end meanwhile count when they were waited for."""
    found, began = Spent(), _now()
    yield found
    found.wall, found.own, found.below = (
        after - before for after, before in zip(_now(), began, strict=True)
    )


def _now() -> tuple[float, float, float]:
    """Of processes that ended, what those above them know; each is counted once."""
    me = psutil.Process()
    below = _ended(me)
    for process in me.children(recursive=True):
        try:
            times = process.cpu_times()
            below += times.user + times.system + _ended(process)
        except psutil.NoSuchProcess:
            continue
    times = me.cpu_times()
    return time.perf_counter(), times.user + times.system, below


def _ended(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.children_user + times.children_system)


@dataclass(slots=True)
class Costs:
    """One kind of input, step by step; sizes in bytes, of all pages together."""

    pages: int
    raw: int
    parse: float
    take: Spent
    single: Spent
    mapped: dict[int, Spent]
    merge: Spent
    whole: Spent
    partitions: int
    archive: int
    snapshots: int
    is_same: bool


def write_wet(path: Path, count: int) -> int:
    """The pages of ``write_warc`` as text alone; returns the bytes of the texts."""
    size = 0
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True, warc_version="1.0")
        for url, body in pages(count):
            text = get_text(body.decode("utf-8")).encode()
            fields = {"WARC-Date": "2026-01-02T03:04:05Z", "Content-Type": "text/plain"}
            writer.write_record(
                writer.create_warc_record(
                    url,
                    "conversion",
                    payload=BytesIO(text),
                    length=len(text),
                    warc_headers_dict=fields,
                )
            )
            size += len(text)
    return size


def measured(count: int) -> Iterator[tuple[str, Costs]]:
    """Reports as pages, the same as texts, and pages that are no reports."""
    for kind, write in WRITERS.items():
        with tempfile.TemporaryDirectory() as folder:
            yield kind, measure(Path(folder), count, write)


def other_pages(count: int) -> Iterator[tuple[str, bytes]]:
    """News of the size of a report's page, none like another."""
    for number in range(count):
        text = f"<p>{number:05d}号通知：各单位要认真组织学习，抓好落实。</p>" * 40
        head = f"<!DOCTYPE html><html><head><title>通知{number}</title></head>"
        page = f"{head}<body>{text}</body></html>"
        yield f"http://www.jichuan-sample.gov.cn/tz/{number}.html", padded(page.encode())


def measure(folder: Path, count: int, write: Writer, workers: tuple[int, ...] = (1, 2)) -> Costs:
    """Import the same file three ways in turn; the archives must hold the same."""
    file = folder / "pages.warc"
    raw = write(file, count)
    one, other, third = (folder / name for name in ("one.db", "other.db", "third.db"))
    with spent() as take:
        _take(folder / "raw.db", file)
    with spent() as single:
        import_paths(one, [file])
    mapped = {}
    for many in workers:
        mapped[many] = _mapped(one, folder / f"parts{many}", many)
    partitions = sum(part.stat().st_size for part in folder.glob(f"parts{many}/*/*.parquet"))
    merge = _merged(third, file, one, folder / f"parts{many}")
    with spent() as whole:
        import_paths(other, [file], plan=Plan(f"local:{max(workers)}"))
    return Costs(
        count,
        raw,
        _parse(one),
        take,
        single,
        mapped,
        merge,
        whole,
        partitions,
        one.stat().st_size,
        snapshots_path(one).stat().st_size,
        _is_same(one, other) and _is_same(one, third),
    )


WRITERS: dict[str, Writer] = {
    "reports, WARC": write_warc,
    "reports, WET": write_wet,
    "other pages, WARC": lambda path, count: write_records(path, other_pages(count)),
}


def _take(path: Path, file: Path) -> None:
    with Archive.open(path) as archive:
        take_warc(archive, archive.start_run("import"), file, ImportResult(), set())


def _mapped(path: Path, folder: Path, workers: int) -> Spent:
    """The map alone, from when the workers are there until the last partition is on disk."""
    wanted = edition()
    plan = Plan(f"local:{workers}")
    with Archive.open(path, read_only=True) as archive, connected(plan) as client:
        client.wait_for_workers(workers)
        works = archive.queue(parsers.PARSER_VERSION, again=True)
        with spent() as found:
            orders = [order_for(archive, work) for work in works]
            map_orders(client, archive, orders, Partitions.open(folder, wanted), plan, wanted)
    return found


def _merged(path: Path, file: Path, one: Path, folder: Path) -> Spent:
    """An import whose partitions are there already: taking in, and storing."""
    folder.rename(folder_of(path))
    with spent() as found:
        import_paths(path, [file], plan=Plan("tcp://127.0.0.1:9"))
    return found


def _parse(path: Path) -> float:
    """Seconds of the parsers alone, for all pages, in this process."""
    with Archive.open(path, read_only=True) as archive:
        works = archive.queue(parsers.PARSER_VERSION, again=True)
        bodies = [(archive.body(work.snapshot_id), work) for work in works]
    began = time.process_time()
    for body, work in bodies:
        parsers.parse(body, source=work.url, url=work.url, media_type=work.media_type)
    return time.process_time() - began


def _is_same(one: Path, other: Path) -> bool:
    return content(one) == content(other) and content(snapshots_path(one)) == content(
        snapshots_path(other)
    )
