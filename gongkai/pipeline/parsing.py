"""Snapshots that wait for a parse: through the worker, into the archive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import parsers
from gongkai.archive import Archive, BodyDamagedError, Stored, Work
from gongkai.pipeline.keeper import Keeper
from gongkai.pipeline.named import named_by_list
from gongkai.pipeline.saved_pages import kept_frames
from gongkai.pipeline.worker import Job, ParseFailed, ParseWorker
from parsers.report import Report
from scraper.listings import flip_page
from scraper.parts import FRAME, PAGE


@dataclass(slots=True)
class Tally:
    """What became of the documents of a run.

    ``unread`` lists ``(address, why)`` of documents that are no report or could not be
    stored as one; ``partial`` those of reports that were stored, but not read whole;
    ``unconverted`` the files beside pages that only LibreOffice reads, where there is none.
    """

    parsed: int = 0
    reports: int = 0
    changed: int = 0
    unread: list[tuple[str, str]] = field(default_factory=list)
    partial: list[tuple[str, str]] = field(default_factory=list)
    unconverted: list[str] = field(default_factory=list)


#: Codes of documents that could not even be opened.
_UNREADABLE = {
    "encrypted",
    "damaged_file",
    "image_only",
    "truncated",
    "parser_error",
    "oversized",
    "conversion_failed",
}
#: So many documents are stored in one commit.
BATCH = 64

Workers = Sequence[ParseWorker]
#: The archive and a snapshot → what reads it, away from the archive; either may raise:
#: ``BodyDamagedError`` the one, ``ParseFailed`` the other.
Reader = Callable[[Archive, Work], Callable[[], Report]]
#: All that is going to be read → a reader of it.
Readers = Callable[[Archive, Sequence[Work]], AbstractContextManager[Reader]]
Watcher = Callable[[Work, Stored | None], None]
_Parsed = tuple[Work, "Report | ParseFailed | BodyDamagedError"]


def reading(worker: ParseWorker) -> Reader:
    """Reads with a worker of this process."""
    return lambda archive, work: partial(worker.parse, job_for(archive, work))


@contextmanager
def here(archive: Archive, works: Sequence[Work]) -> Iterator[Reader]:
    """One worker of this process."""
    with ParseWorker() as worker:
        yield reading(worker)


async def drain(
    keeper: Keeper, workers: Workers, tally: Tally, watch: Watcher, *, after: int = 0
) -> int:
    """``drain_by`` the workers of this process."""
    readers = [reading(worker) for worker in workers]
    try:
        return await drain_by(keeper, readers, tally, watch, after=after)
    except asyncio.CancelledError:
        # Their threads would be waited for: a minute for a page, more for LibreOffice.
        for worker in workers:
            worker.interrupt()
        raise


async def drain_by(
    keeper: Keeper, readers: Sequence[Reader], tally: Tally, watch: Watcher, *, after: int = 0
) -> int:
    """Parse and store every snapshot in the queue, in order of fetch.

    ``after``: the fetches up to this one were drained before; returns that number for the
    next time. Storing a report may put an older snapshot back into the queue (a page that
    reverted), so the queue is asked again; once each, so that no pair can keep the other
    waiting.
    """
    seen: set[tuple[str, str]] = set()
    while True:
        last, queue = await keeper.read(
            lambda a, since=after: (  # type: ignore[misc]
                # In this order: what is committed in between is found the next time.
                a.last_fetch(),
                a.queue(parsers.PARSER_VERSION, after=since),
            )
        )
        waiting = [work for work in queue if (work.snapshot_id, work.url) not in seen]
        after = last
        if not waiting:
            return after
        seen.update((work.snapshot_id, work.url) for work in waiting)
        await _in_order(keeper, readers, waiting, tally, watch)


async def settle(keeper: Keeper, tally: Tally) -> None:
    """At the end: a page beside which the report itself was read is no failure."""
    if tally.unread:
        urls = [name for name, _ in tally.unread]
        read = await keeper.read(lambda archive: archive.announcing(urls))
        tally.unread = [one for one in tally.unread if one[0] not in read]


async def drain_until(
    finished: asyncio.Event, keeper: Keeper, workers: Workers, tally: Tally, watch: Watcher
) -> None:
    """Keep the queue empty while a crawl goes on, and once more after it."""
    after = 0
    while not finished.is_set():
        await keeper.stored.wait()
        keeper.stored.clear()
        after = await drain(keeper, workers, tally, watch, after=after)
    await drain(keeper, workers, tally, watch)
    await settle(keeper, tally)


def job_for(archive: Archive, work: Work) -> Job:
    """What the worker needs to know of a snapshot: its bytes, and those of the pages behind it.

    Raises ``BodyDamagedError`` when they are not kept as they were fetched.
    """
    try:
        body = archive.body(work.snapshot_id)
        further = tuple(archive.body(page) for page in further_pages(archive, work))
        frames = kept_frames(work.url, body, archive.part)
        for name, page in fetched_frames(archive, work).items():
            frames[name] = archive.body(page)
    except KeyError as missing:
        told = f"body {missing.args[0]} is not kept; gongkai verify says what else is wrong"
        raise BodyDamagedError(told) from missing
    return Job(
        body=body,
        source=source_of(work),
        url=address_of(work),
        media_type=work.media_type,
        charset=work.charset,
        further=further,
        frames=frames,
    )


async def _in_order(
    keeper: Keeper,
    readers: Sequence[Reader],
    waiting: list[Work],
    tally: Tally,
    watch: Watcher,
) -> None:
    """Store in order of fetch, a batch at a time, while the worker already reads the next."""
    batches = [waiting[at : at + BATCH] for at in range(0, len(waiting), BATCH)]
    ahead: asyncio.Task[list[_Parsed]] | None = None
    try:
        for batch, following in zip(batches, [*batches[1:], None], strict=True):
            parsed = await (ahead or _parse_all(keeper, readers, batch))
            ahead = None
            if following is not None:
                ahead = asyncio.create_task(_parse_all(keeper, readers, following))
            await _store_all(keeper, parsed, tally, watch)
    finally:
        if ahead is not None:
            await given_up(ahead)


async def given_up(task: asyncio.Task[Any]) -> None:
    """Cancel a task whose result nobody wants any more, and wait for its end.

    If it failed by itself, as its starter did (both met the full disk), that is told once.
    """
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled():
        task.exception()  # looked at, or asyncio prints its trace


async def _parse_all(keeper: Keeper, readers: Sequence[Reader], works: list[Work]) -> list[_Parsed]:
    """Parse these, as many at a time as there are readers; in the order of ``works``."""
    idle: asyncio.Queue[Reader] = asyncio.Queue()
    for reader in readers:
        idle.put_nowait(reader)

    async def parsed(work: Work) -> _Parsed:
        reader = await idle.get()
        found = await _parse(keeper, reader, work)
        idle.put_nowait(reader)
        return work, found

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(parsed(work)) for work in works]
    return [task.result() for task in tasks]


async def _parse(
    keeper: Keeper, reader: Reader, work: Work
) -> Report | ParseFailed | BodyDamagedError:
    try:
        read = await keeper.read(lambda archive: reader(archive, work))
        return await asyncio.to_thread(read)
    except (ParseFailed, BodyDamagedError) as failure:
        return failure


async def _store_all(keeper: Keeper, parsed: list[_Parsed], tally: Tally, watch: Watcher) -> None:
    """Store these in one commit: a kill costs a few parses, and no byte."""
    kept = await keeper.do(lambda archive: _stored(archive, parsed))
    for (work, found), stored in zip(parsed, kept, strict=True):
        tally.parsed += 1
        if isinstance(found, ParseFailed | BodyDamagedError):
            tally.unread.append((source_of(work), str(found)))
        elif stored is not None:
            _count(tally, work, found, stored)
        watch(work, stored)


def _stored(archive: Archive, parsed: list[_Parsed]) -> list[Stored | None]:
    version = parsers.PARSER_VERSION
    results: list[Stored | None] = []
    with archive.batch():
        for work, found in parsed:
            if isinstance(found, BodyDamagedError):
                # It says nothing of the page: it waits until its bytes are restored.
                results.append(None)
            elif isinstance(found, ParseFailed):
                archive.store_failure(work, version, str(found))
                results.append(None)
            else:
                named = named_by_list(archive, work, found)
                results.append(archive.store_report(work, named, version))
    return results


def further_pages(archive: Archive, work: Work) -> tuple[str, ...]:
    """Snapshots of pages 2 and on of a document whose page 1 this is, as far as they are kept."""
    if flip_page(work.url, 1) != work.url:
        return tuple(archive.parts_of(work, PAGE).values())
    found: list[str] = []
    while (part := archive.part_id(flip_page(work.url, len(found) + 2) or "")) is not None:
        found.append(part)
    return tuple(found)


def fetched_frames(archive: Archive, work: Work) -> dict[str, str]:
    """Snapshots of the frames that were fetched with a page, by their addresses."""
    return archive.parts_of(work, FRAME)


def address_of(work: Work) -> str | None:
    """Where a document speaks: redirects decide on its host; a local file has no address."""
    return None if work.url.startswith("file:") else work.final_url


def source_of(work: Work) -> str:
    """What a report names as its source: the address, of a local file its name."""
    return work.url.removeprefix("file:")


def _count(tally: Tally, work: Work, report: Report, stored: Stored) -> None:
    """Count what a document brought; each report of a page with several counts.

    A file beside a page may be anything; it is listed only when it cannot be read at all.
    """
    source = source_of(work)
    codes = {p.code for p in report.problems}
    quiet = work.kind == "attachment" and not codes & _UNREADABLE
    if quiet and "needs_office" in codes:
        tally.unconverted.append(source)
    for one, kept in zip((report, *report.others), (stored, *stored.others), strict=False):
        name = source if one is report else one.source
        if kept.report_id is None:
            if quiet:
                continue
            tally.unread.append((name, reason(one, kept.outcome)))
            continue
        tally.reports += 1
        if trouble := summary_of(one):
            tally.partial.append((name, trouble))
        tally.changed += kept.changed


def reason(report: Report, outcome: str) -> str:
    """Why a document did not become a report, in one line."""
    if outcome == "not_a_report":
        return summary_of(report) or "not a report"
    missing = {"no_agency": "its agency", "no_year": "its year"}.get(outcome, outcome)
    return f"read, but not stored: the page does not show {missing}"


def summary_of(report: Report) -> str | None:
    """What kept a document from being read whole, in one line; None when nothing did."""
    errors = {p.code: p.detail for p in report.problems if p.severity == "error"}
    if "attachment_only" in errors:
        return f"not a report: one is only in a file beside it, {errors['attachment_only']}"
    if "not_a_report" in errors:
        return f"not a report: {errors['not_a_report']}"
    return f"read in part: {'; '.join(errors.values())}" if errors else None
