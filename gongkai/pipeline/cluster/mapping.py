"""Shards out, partitions in: what fails is tried again, alone, and set apart with its reason."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from time import monotonic
from typing import Any

from distributed import Future, wait
from distributed.client import FutureCancelledError
from distributed.scheduler import KilledWorker

from gongkai.archive import Archive
from gongkai.pipeline.cluster.engine import Client
from gongkai.pipeline.cluster.errors import ClusterError
from gongkai.pipeline.cluster.orders import Order, Shard, shards
from gongkai.pipeline.cluster.partitions import Partitions, Row, packed_rows
from gongkai.pipeline.cluster.plan import Plan
from gongkai.pipeline.cluster.shard import read_shard

#: Seconds between two looks at whether anybody is still there.
_LOOK = 1.0
#: Shards on their way beyond those being read, for each thread of the cluster.
_AHEAD = 1
#: So many documents that fail alone, one behind the other: it is the cluster, and not they.
_MOST_IN_A_ROW = 10
_DIED = "the worker of the cluster that read it died, and so did those that tried again"


class Interrupted(Exception):  # noqa: N818 - named for what happened
    """``Plan.stop`` was set."""


@dataclass(slots=True)
class Mapped:
    """``reused``: read by an earlier run; ``apart``: documents that were read alone."""

    documents: int = 0
    reused: int = 0
    apart: int = 0
    quarantined: int = 0


def map_orders(
    client: Client,
    archive: Archive,
    orders: Sequence[Order],
    partitions: Partitions,
    plan: Plan,
    edition: str,
) -> Mapped:
    """Have everything read that no partition holds; raises ``ClusterError``.

    Whatever becomes of the cluster, what was read until then is kept for the next run.
    """
    missing = [order for order in orders if order.key not in partitions]
    run = _Run(client, partitions, plan, edition, Mapped(len(orders), len(orders) - len(missing)))
    with _clear_words(), client.as_current():
        run.all(shards(archive, missing, plan.shard))
        for suspect in shards(archive, run.suspects, 1):
            run.alone(suspect)
        run.quarantine()
    return run.mapped


@contextmanager
def _clear_words() -> Iterator[None]:
    try:
        yield
    except (FutureCancelledError, asyncio.CancelledError, OSError) as error:
        raise ClusterError("the scheduler is gone; run it again to go on from here") from error


class _Run:
    def __init__(
        self, client: Client, partitions: Partitions, plan: Plan, edition: str, mapped: Mapped
    ) -> None:
        self.client = client
        self.partitions = partitions
        self.plan = plan
        self.edition = edition
        self.mapped = mapped
        self.suspects: list[Order] = []
        self._apart: list[Row] = []
        self._has_read = False

    def all(self, waiting: Iterator[Shard]) -> None:
        """Read shards, some at a time. A shard that fails leaves its documents as suspects."""
        going: dict[Any, Shard] = {}
        while True:
            room = self._room() - len(going)
            going |= {self._submit(shard): shard for shard in islice(waiting, max(room, 0))}
            if not going:
                return
            for future in self._done(going):
                shard = going.pop(future)
                if self._failure(future) is None:
                    self._take(future.result())
                else:
                    self.suspects += shard.orders

    def alone(self, shard: Shard) -> None:
        """Read one suspect while nothing else of ours is read; if that fails too, set it apart."""
        going = {self._submit(shard): shard}
        done: list[Any] = []
        while not done:
            done = self._done(going)
        self.mapped.apart += 1
        failure = self._failure(done[0])
        if failure is None:
            self._take(done[0].result())
            self.quarantine()
            return
        [order] = shard.orders
        self._apart.append(Row(order.key, order.snapshots[0], order.url, 1, error=failure))
        if len(self._apart) >= _MOST_IN_A_ROW or not (self._has_read or failure == _DIED):
            raise ClusterError(f"this cluster can read nothing: {failure}")

    def quarantine(self) -> None:
        """Enter those that were set apart as failed, now that others were seen to be read."""
        if self._apart:
            self.mapped.quarantined += len(self._apart)
            self._keep(packed_rows(self._apart, self.edition))
            self._apart = []

    def _take(self, partition: bytes) -> None:
        self._has_read = True
        self._keep(partition)

    def _keep(self, partition: bytes) -> None:
        self.plan.on_read(self.partitions.keep(partition))

    def _submit(self, shard: Shard) -> Any:  # noqa: ANN401
        # Not pure: what failed once is to be tried again, whatever Dask remembers of it.
        return self.client.submit(
            read_shard, shard.data, self.edition, self.plan.seconds, pure=False
        )

    def _room(self) -> int:
        threads: dict[str, int] = self.client.nthreads()
        return max(1, sum(threads.values()) * (1 + _AHEAD))

    def _done(self, going: dict[Any, Shard]) -> list[Any]:
        """Those that ended; ``ClusterError`` when nobody is there to end any."""
        last_seen = monotonic()
        while True:
            if self.plan.stop.is_set():
                raise Interrupted
            try:
                return list(wait(list(going), timeout=_LOOK, return_when="FIRST_COMPLETED").done)
            except TimeoutError:
                if self.client.nthreads():
                    last_seen = monotonic()
                elif monotonic() - last_seen > self.plan.patience:
                    told = "no worker is left; run it again to go on from here"
                    raise ClusterError(told) from None

    def _failure(self, future: Future) -> str | None:
        """Why a shard came to nothing, in one line; what concerns all of them is raised."""
        error = future.exception() if future.status != "finished" else None
        if error is None:
            return None
        if isinstance(error, ClusterError | FutureCancelledError | ImportError):
            raise error if isinstance(error, ClusterError) else ClusterError(str(error)) from error
        if isinstance(error, KilledWorker):
            return _DIED
        return f"{type(error).__name__}: {' '.join(str(error).split())}"
