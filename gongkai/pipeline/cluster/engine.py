"""A client of a Dask scheduler: one that is there, or one of this machine's own cores."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from multiprocessing import resource_tracker
from typing import Any

from gongkai.pipeline.cluster.errors import ClusterError
from gongkai.pipeline.cluster.plan import Plan

#: What Dask's own types are here.
Client = Any
_CONFIG = {
    # Said of large tasks; no more of ours are on their way than the cluster has threads for.
    "distributed.admin.large-graph-warning-threshold": "1 GiB",
    # The pages of a cluster of our own would be open to everybody on this machine.
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    # A cluster of our own gives up a worker that is not there so long after it died, although
    # it is being started again; on a busy machine, or when it dies twice, that was all of them.
    "distributed.deploy.lost-worker-timeout": "1 day",
}
_MISSING = '--scheduler needs Dask and pyarrow: pip install "gongkai[cluster]" ({} is missing)'


def require() -> None:
    """``ClusterError`` that names the extra, where it is not installed."""
    for name in ("distributed", "pyarrow", "cryptography"):
        try:
            import_module(name)
        except ImportError as error:
            raise ClusterError(_MISSING.format(error.name or name)) from error


@contextmanager
def connected(plan: Plan) -> Iterator[Client]:
    """A client with at least one worker; raises ``ClusterError``.

    TLS for a scheduler elsewhere is Dask's own configuration (``distributed.comm.tls``). A
    cluster of this machine speaks it with keys made for this run: whoever reaches the port
    of a Dask scheduler without keys may run code in its name.
    """
    require()
    import dask

    with ExitStack() as stack:
        stack.enter_context(dask.config.set(_CONFIG))
        scheduler: Any = plan.scheduler
        if plan.local_workers is not None:
            scheduler = stack.enter_context(_own_cluster(plan.local_workers))
        yield stack.enter_context(_client(scheduler, plan.patience))


@contextmanager
def _own_cluster(count: int) -> Iterator[Any]:
    """So many processes of one thread each; 0: one a core."""
    from distributed import LocalCluster

    with _without_interrupts():
        cluster = LocalCluster(
            n_workers=count or os.cpu_count() or 1,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
            security=True,
            # The workers hold a few shards; documents are bounded in processes of their own.
            memory_limit=None,
            silence_logs=logging.CRITICAL,
        )
    with cluster:
        yield cluster


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; it is ours to handle, and we end the workers.

    What is started meanwhile, threads and processes and what these start, never hears it.
    """
    # Its start, else at the first process, would let the signal through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _client(scheduler: Any, patience: float) -> Iterator[Client]:  # noqa: ANN401 - also a cluster
    from distributed import Client

    try:
        client = Client(scheduler, timeout=patience, set_as_default=False)
    except (OSError, TimeoutError, ValueError, TypeError, RuntimeError) as error:
        raise ClusterError(f"no scheduler answers at {scheduler}: {error}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=patience)
        except TimeoutError as error:
            raise ClusterError(f"no worker has joined within {patience:g} s") from error
        yield client
