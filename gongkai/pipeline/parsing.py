"""Snapshots that wait for a parse: through the worker, into the archive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import parsers
from gongkai.archive import Stored, Work
from gongkai.pipeline.keeper import Keeper
from gongkai.pipeline.worker import Job, ParseFailed, ParseWorker
from parsers.report import Report


@dataclass(slots=True)
class Tally:
    """What became of the documents of a run.

    ``unread`` lists ``(address, why)`` of documents that are no report or could not be
    stored as one.
    """

    parsed: int = 0
    reports: int = 0
    changed: int = 0
    set_aside: int = 0
    unread: list[tuple[str, str]] = field(default_factory=list)


Watcher = Callable[[Work, Stored | None], None]


async def drain(keeper: Keeper, worker: ParseWorker, tally: Tally, watch: Watcher) -> None:
    """Parse and store every snapshot in the queue, in order of fetch."""
    for work in await keeper.do(lambda archive: archive.queue(parsers.PARSER_VERSION)):
        stored = await _one(keeper, worker, work, tally)
        watch(work, stored)


async def drain_until(
    finished: asyncio.Event, keeper: Keeper, worker: ParseWorker, tally: Tally, watch: Watcher
) -> None:
    """Keep the queue empty while a crawl goes on, and once more after it."""
    while not finished.is_set():
        await keeper.stored.wait()
        keeper.stored.clear()
        await drain(keeper, worker, tally, watch)
    await drain(keeper, worker, tally, watch)


async def _one(keeper: Keeper, worker: ParseWorker, work: Work, tally: Tally) -> Stored | None:
    body = await keeper.do(lambda archive: archive.body(work.snapshot_id))
    is_file = work.url.startswith("file:")
    job = Job(
        body=body,
        source=work.url.removeprefix("file:"),
        # Redirects decide which host speaks; a local file has no address at all.
        url=None if is_file else work.final_url,
        media_type=work.media_type,
        charset=work.charset,
    )
    tally.parsed += 1
    try:
        report = await asyncio.to_thread(worker.parse, job)
    except ParseFailed as failure:
        detail = str(failure)
        await keeper.do(lambda a: a.store_failure(work, parsers.PARSER_VERSION, detail))
        tally.unread.append((job.source, detail))
        return None
    version = parsers.PARSER_VERSION
    stored = await keeper.do(lambda archive: archive.store_report(work, report, version))
    _count(tally, job.source, report, stored)
    return stored


def _count(tally: Tally, source: str, report: Report, stored: Stored) -> None:
    if stored.report_id is None:
        tally.unread.append((source, reason(report, stored.outcome)))
        return
    tally.reports += 1
    tally.changed += stored.changed
    tally.set_aside += stored.set_aside


def reason(report: Report, outcome: str) -> str:
    """Why a document did not become a report, in one line."""
    if outcome == "not_a_report":
        errors = [p.detail for p in report.problems if p.code == "not_a_report"]
        return f"not a report: {errors[0]}" if errors else "not a report"
    missing = {"no_agency": "its agency", "no_year": "its year"}.get(outcome, outcome)
    return f"read, but not stored: the page does not show {missing}"
