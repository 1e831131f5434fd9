"""A reader whose documents a cluster has read: it answers from partitions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from gongkai.archive import Archive, Work
from gongkai.pipeline.cluster.edition import edition
from gongkai.pipeline.cluster.engine import connected
from gongkai.pipeline.cluster.folder import folder_of
from gongkai.pipeline.cluster.mapping import map_orders
from gongkai.pipeline.cluster.orders import order_for
from gongkai.pipeline.cluster.partitions import Partitions, Row
from gongkai.pipeline.cluster.plan import Plan
from gongkai.pipeline.parsing import Reader, Readers, job_for
from gongkai.pipeline.worker import ParseFailed, ParseWorker
from parsers.rebuilt import rebuilt
from parsers.report import Report


def by_cluster(plan: Plan, *, aside: bool) -> Readers:
    """For ``reparse``. ``aside``: nothing is written beside the archive.

    Somebody else may be writing it, and partitions there, while a dry run reads.
    """

    @contextmanager
    def readers(archive: Archive, works: Sequence[Work]) -> Iterator[Reader]:
        with TemporaryDirectory(prefix="gongkai-") if aside else nullcontext() as name:
            folder = Path(name, "parts") if name else folder_of(archive.path)
            with prepared(prepare(archive, works, plan, folder)) as reader:
                yield reader

    return readers


def prepare(archive: Archive, works: Sequence[Work], plan: Plan, folder: Path) -> Partitions:
    """Have a cluster read these snapshots; raises ``ClusterError``.

    The cluster is gone when this returns: storing needs none.
    """
    wanted = edition()
    partitions = Partitions.open(folder, wanted)
    orders = [order_for(archive, work) for work in works]
    if any(order.key not in partitions for order in orders):
        with connected(plan) as client:
            map_orders(client, archive, orders, partitions, plan, wanted)
    return partitions


@contextmanager
def prepared(partitions: Partitions) -> Iterator[Reader]:
    """Reads out of partitions; removes them when all is stored, and only then.

    What no partition holds (the file was lost since, or a snapshot is to be read that
    nobody expected) is read here, by a worker of this process.
    """
    with ParseWorker(at_once=False) as worker:
        yield partial(_read, partitions, worker)
    partitions.remove()


def _read(
    partitions: Partitions, worker: ParseWorker, archive: Archive, work: Work
) -> Callable[[], Report]:
    row = partitions.row(order_for(archive, work).key)
    if row is None:
        return partial(worker.parse, job_for(archive, work))
    return partial(_report, row)


def _report(row: Row) -> Report:
    if row.report is None:
        raise ParseFailed(row.error)
    try:
        return rebuilt(json.loads(row.report.decode("utf-8", "surrogatepass")))
    # The process that read it reads what strangers wrote; should it be taken over, that is all.
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ParseFailed("the cluster answered with something that is no report") from error
