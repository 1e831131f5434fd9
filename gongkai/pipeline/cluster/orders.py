"""What a cluster is asked to read: a snapshot by its key, and a shard of them as bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from gongkai.archive import Archive, BodyDamagedError, Work
from gongkai.archive.bodies import Packed, unpacked
from gongkai.pipeline.parsing import address_of, fetched_frames, further_pages, source_of
from gongkai.pipeline.saved_pages import kept_frames
from gongkai.pipeline.worker import Job

#: A shard ends after so many bytes of packed bodies.
MOST_BYTES = 4 * 1024 * 1024

_SCHEMA: Any = pa.schema(
    [
        *(("key", pa.binary(32)), ("url", pa.string()), ("source", pa.string())),
        *(("address", pa.string()), ("media_type", pa.string()), ("charset", pa.string())),
        # The page itself, the pages behind it, then its frames, as many as have names.
        *(("snapshots", pa.list_(pa.string())), ("frames", pa.list_(pa.string()))),
        *(("codecs", pa.list_(pa.string())), ("bodies", pa.list_(pa.binary()))),
    ]
)


@dataclass(frozen=True, slots=True)
class Order:
    """All on which the reading of a snapshot depends, but the parsers; bodies by their digests.

    ``url`` is where it was found, and no part of that: ``source`` and ``address`` are.
    """

    url: str
    source: str
    address: str | None
    media_type: str | None
    charset: str | None
    snapshots: tuple[str, ...]
    #: Names of the last of these.
    frames: tuple[str, ...] = ()

    @property
    def key(self) -> bytes:
        """Equal for what is read alike: 32 bytes."""
        told = (self.source, self.address, self.media_type, self.charset)
        told_pages = (self.snapshots, self.frames)
        return hashlib.sha256(json.dumps([told, told_pages]).encode()).digest()


def order_for(archive: Archive, work: Work) -> Order:
    """What ``parsing.job_for`` gives a worker of this process, without the bytes."""
    frames = _frames(archive, work)
    pages = (work.snapshot_id, *further_pages(archive, work), *frames.values())
    told = (source_of(work), address_of(work), work.media_type, work.charset)
    return Order(work.url, *told, pages, tuple(frames))


def _frames(archive: Archive, work: Work) -> dict[str, str]:
    """Snapshots of the frames of a page by their names; only a saved page need be looked at.

    None of a page that is damaged: the archive says so when its turn to be stored comes.
    """
    if not work.url.startswith("file:"):
        return fetched_frames(archive, work)
    try:
        found = kept_frames(work.url, archive.body(work.snapshot_id), archive.part)
    except (KeyError, BodyDamagedError):
        return {}
    return {name: hashlib.sha256(body).hexdigest() for name, body in found.items()}


@dataclass(frozen=True, slots=True)
class Shard:
    """So many orders, with the bodies that they need, as bytes of an Arrow stream."""

    orders: Sequence[Order]
    data: bytes


def shards(archive: Archive, orders: Sequence[Order], most: int) -> Iterator[Shard]:
    """These in order, cut after ``most`` documents or ``MOST_BYTES``.

    Bodies are read from the archive as they are asked for. An order for one that is not kept is
    left out: the archive says so when its turn to be stored comes.
    """
    taken: list[Order] = []
    bodies: list[list[Packed]] = []
    size = 0
    for order in orders:
        try:
            packed = [archive.packed_body(page) for page in order.snapshots]
        except KeyError:
            continue
        taken.append(order)
        bodies.append(packed)
        size += sum(len(body.data) for body in packed)
        if len(taken) >= most or size >= MOST_BYTES:
            yield Shard(taken, _stream(taken, bodies))
            taken, bodies, size = [], [], 0
    if taken:
        yield Shard(taken, _stream(taken, bodies))


def _stream(orders: Sequence[Order], bodies: Sequence[Sequence[Packed]]) -> bytes:
    rows = [
        {
            **{name: getattr(order, name) for name in _SCHEMA.names[:-2]},
            "codecs": [body.codec for body in packed],
            "bodies": [body.data for body in packed],
        }
        for order, packed in zip(orders, bodies, strict=True)
    ]
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, _SCHEMA) as out:
        out.write_table(pa.Table.from_pylist(rows, schema=_SCHEMA))
    return bytes(sink.getvalue())


def jobs(data: bytes) -> Iterator[tuple[dict[str, Any], Job | None]]:
    """On the worker's side: each order as its row, and the job; None where a body is damaged."""
    with pa.ipc.open_stream(data) as stream:
        rows = stream.read_all().to_pylist()
    for row in rows:
        packed = map(Packed, row.pop("codecs"), row.pop("bodies"))
        pages = zip(row["snapshots"], packed, strict=True)
        try:
            bodies = [unpacked(digest, page) for digest, page in pages]
        except BodyDamagedError:
            yield row, None
            continue
        told = (row["source"], row["address"], row["media_type"], row["charset"])
        at = len(bodies) - len(row["frames"])
        frames = dict(zip(row["frames"], bodies[at:], strict=True))
        yield row, Job(bodies[0], *told, tuple(bodies[1:at]), frames=frames)
