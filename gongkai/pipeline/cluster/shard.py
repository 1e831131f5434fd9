"""What a worker of the cluster does: a shard of snapshots in, a Parquet partition out.

Dask carries two byte strings and a name; the documents are parsed in a process of their own
below each of its workers, which a document may hang or kill without harm to the worker.
"""

from __future__ import annotations

import atexit
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import Any

from gongkai.pipeline.cluster.edition import edition
from gongkai.pipeline.cluster.errors import ClusterError
from gongkai.pipeline.cluster.orders import jobs
from gongkai.pipeline.cluster.partitions import Row, packed_rows
from gongkai.pipeline.worker import Job, ParseBroken, ParseFailed, ParseWorker

#: A document that broke its process is tried so often: another process may have been the reason.
ATTEMPTS = 2

#: By their time limit.
_idle: defaultdict[float, SimpleQueue[ParseWorker]] = defaultdict(SimpleQueue)


def read_shard(data: bytes, wanted: str, seconds: float) -> bytes:
    """Read every document of a shard, each in at most ``seconds``; returns the partition.

    Raises ``ClusterError`` when this machine's parsers are not of the ``wanted`` edition.
    """
    require(wanted)
    with _parse_worker(seconds) as worker:
        rows = [_read(worker, row, job) for row, job in jobs(data)]
    return packed_rows([row for row in rows if row is not None], wanted)


def require(wanted: str) -> None:
    """``ClusterError`` unless the parsers here are of that edition."""
    if edition() != wanted:
        raise ClusterError(
            f"a worker has the parsers {edition()}, this machine {wanted}: "
            "install the same gongkai, Python, libraries and LibreOffice on all of them"
        )


def _read(worker: ParseWorker, row: dict[str, Any], job: Job | None) -> Row | None:
    """None for a damaged body: the archive says what is wrong with it when its turn comes."""
    if job is None:
        return None
    told = (row["key"], row["snapshots"][0], row["url"])
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return Row(*told, attempt, report=worker.parse_json(job))
        except ParseBroken as failure:
            if attempt == ATTEMPTS:
                return Row(*told, attempt, error=str(failure))
        except ParseFailed as failure:
            return Row(*told, attempt, error=str(failure))
    raise AssertionError("the last attempt returns")


@contextmanager
def _parse_worker(seconds: float) -> Iterator[ParseWorker]:
    """One that no other thread uses; it stays for the next shard, as to start one takes time."""
    idle = _idle[seconds]
    try:
        worker = idle.get_nowait()
    except Empty:
        worker = ParseWorker(seconds, at_once=False)
    try:
        yield worker
    finally:
        idle.put(worker)


@atexit.register
def _close() -> None:
    for idle in _idle.values():
        with suppress(Empty):
            while True:
                idle.get_nowait().close()
