"""Saved pages, flattened texts, WARC and WET files into the archive."""

from __future__ import annotations

import asyncio
import errno
import mimetypes
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import parsers
from gongkai.archive import Archive, ArchiveError
from gongkai.archive.captures import Capture
from gongkai.pipeline.cluster.engine import require
from gongkai.pipeline.cluster.folder import folder_of
from gongkai.pipeline.cluster.plan import Plan
from gongkai.pipeline.concluding import conclude
from gongkai.pipeline.keeper import Keeper
from gongkai.pipeline.ledger import now
from gongkai.pipeline.lock import run_lock
from gongkai.pipeline.parsing import Tally, Watcher, Workers, drain, drain_by, settle
from gongkai.pipeline.saved_pages import files_in, frames_beside
from gongkai.pipeline.warc_records import Passed, WarcError, is_warc, read
from gongkai.pipeline.worker import parse_workers
from scraper.protocols import Saved as Kept

#: The decoded size cap of the fetcher holds for files too.
LARGEST = 20 * 1024 * 1024
#: So many files or records, or bytes of files, are committed together.
_BATCH, _BATCH_BYTES = 64, 16 * 1024 * 1024

Drain = Callable[[Keeper, Tally, Watcher], Awaitable[None]]


class Saved(NamedTuple):
    """A file with its bytes; ``is_part``: a frame of the page that comes behind it."""

    file: Path
    body: bytes
    is_part: bool = False


@dataclass(slots=True)
class ImportResult:
    """What an import did.

    ``unopened`` lists ``(path or address, why)`` of files and records that could not be read.
    ``records`` counts the WARC records taken, ``known`` those that were here already,
    ``passed_over`` the others by type, ``other_pages`` the documents among them that are no
    report.
    """

    files: int = 0
    records: int = 0
    known: int = 0
    other_pages: int = 0
    passed_over: dict[str, int] = field(default_factory=dict)
    new_snapshots: int = 0
    set_aside: int = 0
    tally: Tally = field(default_factory=Tally)
    unopened: list[tuple[str, str]] = field(default_factory=list)


def import_paths(
    archive: Path,
    paths: Sequence[Path],
    *,
    on_parse: Watcher | None = None,
    plan: Plan | None = None,
) -> ImportResult:
    """Take files, and the files of folders, into the archive and parse them.

    With a ``plan`` a cluster parses them, which may raise ``ClusterError``: then all is taken
    in, and the next import goes on from there. Raises ``RunLocked`` while another run writes.
    Files that cannot be opened are listed and stop nothing.
    """
    watch = on_parse or (lambda work, stored: None)
    with run_lock(archive):
        if plan is not None:
            require()
            return asyncio.run(_import(archive, paths, partial(_drain_cluster, plan), watch))
        with parse_workers() as workers:
            return asyncio.run(_import(archive, paths, partial(_drain_here, workers), watch))


async def _drain_here(workers: Workers, keeper: Keeper, tally: Tally, watch: Watcher) -> None:
    await drain(keeper, workers, tally, watch)


async def _drain_cluster(plan: Plan, keeper: Keeper, tally: Tally, watch: Watcher) -> None:
    # Here and not above: they need Dask and pyarrow.
    from gongkai.pipeline.cluster.prepared import prepare, prepared

    try:
        partitions = await keeper.read(
            lambda archive: prepare(
                archive, archive.queue(parsers.PARSER_VERSION), plan, folder_of(archive.path)
            )
        )
    finally:
        plan.stop.set()  # when we were interrupted, it goes on in its thread
    with prepared(partitions) as reader:
        await drain_by(keeper, [reader], tally, watch)


async def _import(
    path: Path, paths: Sequence[Path], drained: Drain, watch: Watcher
) -> ImportResult:
    result = ImportResult()
    async with Keeper(path, "import") as keeper:
        aside = await keeper.copies_set_aside()
        captured: set[str] = set()
        batch: list[Saved] = []
        for file in files_in(paths):
            batch += await _opened(keeper, file, result, captured)
            if sum(len(one.body) for one in batch) > _BATCH_BYTES or len(batch) >= _BATCH:
                await _take(keeper, batch, result)
                batch = []
        await _take(keeper, batch, result)
        await drained(keeper, result.tally, watch)
        await settle(keeper, result.tally)
        _set_other_pages_aside(result, captured)
        result.set_aside = await keeper.copies_set_aside() - aside
        await keeper.do(lambda one: conclude(one, now()))
        tally = result.tally
        outcome = "failed" if result.unopened or tally.unread or tally.partial else "done"
        counts = {
            "files": result.files,
            "new_snapshots": result.new_snapshots,
            "reports": result.tally.reports,
            "unread": len(result.tally.unread),
        }
        await keeper.do(lambda one: one.finish_run(keeper.run_id, outcome, counts))
    return result


async def _opened(
    keeper: Keeper, file: Path, result: ImportResult, captured: set[str]
) -> list[Saved]:
    """A file with its bytes; nothing for one that is WARC (then it is taken) or unreadable."""
    try:
        if not await asyncio.to_thread(is_warc, file):
            return await asyncio.to_thread(_with_frames, file)
        await keeper.do(lambda one: take_warc(one, keeper.run_id, file, result, captured))
    except OSError as error:
        result.unopened.append((str(file), error.strerror or str(error)))
    return []


async def _take(keeper: Keeper, batch: list[Saved], result: ImportResult) -> None:
    """Take files in, in one commit."""

    def put(archive: Archive) -> list[Kept]:
        with archive.batch():
            return [
                archive.put_file(
                    keeper.run_id,
                    str(one.file),
                    one.body,
                    media_type_of(one.file),
                    is_part=one.is_part,
                )
                for one in batch
            ]

    if batch:
        kept = await keeper.do(put)
        result.new_snapshots += sum(one.is_new for one in kept)
        result.files += sum(not one.is_part for one in batch)
        for saved, one in zip(batch, kept, strict=True):
            if one.refused:
                result.unopened.append((str(saved.file), f"not kept: {one.refused}"))


def media_type_of(file: Path) -> str | None:
    """What the file's name says it is."""
    return mimetypes.guess_type(file.name)[0]


def take_warc(
    archive: Archive, run_id: int, file: Path, result: ImportResult, captured: set[str]
) -> None:
    """Take every record of a file; ``captured`` gets the addresses that may be read now."""
    passed = Passed()
    result.files += 1
    captures = _readable(file, passed, result)
    for first in captures:
        with archive.batch():
            for capture in chain([first], islice(captures, _BATCH - 1)):
                _take_record(archive, run_id, capture, result, captured)
    result.unopened += passed.damaged
    for kind, count in passed.types.items():
        result.passed_over[kind] = result.passed_over.get(kind, 0) + count


def _readable(file: Path, passed: Passed, result: ImportResult) -> Iterator[Capture]:
    """The records up to where the file stops being readable."""
    try:
        yield from read(file, passed, LARGEST)
    except WarcError as error:
        result.unopened.append((str(file), str(error)))


def _take_record(
    archive: Archive, run_id: int, capture: Capture, result: ImportResult, captured: set[str]
) -> None:
    try:
        saved = archive.take(run_id, capture)
    except ArchiveError as error:
        result.unopened.append((str(capture.row["url"]), str(error)))
        return
    if saved is None:
        result.known += 1
        return
    if saved.refused:
        result.unopened.append((str(capture.row["url"]), f"not kept: {saved.refused}"))
    result.records += 1
    result.new_snapshots += saved.is_new
    captured.add(str(capture.row["url"]).removeprefix("file:"))


def _set_other_pages_aside(result: ImportResult, captured: set[str]) -> None:
    """A web archive holds more than reports: what is none in it is counted, not listed."""
    others = [
        (name, why)
        for name, why in result.tally.unread
        if name in captured and why.startswith("not a report")
    ]
    result.other_pages = len(others)
    result.tally.unread = [one for one in result.tally.unread if one not in others]


def _with_frames(file: Path) -> list[Saved]:
    """A file, and before it the frames that a browser saved with it."""
    body = _read(file)
    frames = frames_beside(file, body)
    parts = [Saved(file.parent / name, frame, is_part=True) for name, frame in frames.items()]
    return [*parts, Saved(file, body)]


def _read(file: Path) -> bytes:
    size = file.stat().st_size
    if size > LARGEST:
        raise OSError(errno.EFBIG, f"{size} bytes; the limit is {LARGEST}")
    return file.read_bytes()
