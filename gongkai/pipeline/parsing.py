"""Snapshots that wait for a parse: through the worker, into the archive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import parsers
from gongkai.archive import Archive, Stored, Work
from gongkai.pipeline.keeper import Keeper
from gongkai.pipeline.worker import Job, ParseFailed, ParseWorker
from parsers.report import Report
from scraper.listings import flip_page


@dataclass(slots=True)
class Tally:
    """What became of the documents of a run.

    ``unread`` lists ``(address, why)`` of documents that are no report or could not be
    stored as one; ``partial`` those of reports that were stored, but not read whole.
    """

    parsed: int = 0
    reports: int = 0
    changed: int = 0
    unread: list[tuple[str, str]] = field(default_factory=list)
    partial: list[tuple[str, str]] = field(default_factory=list)


Watcher = Callable[[Work, Stored | None], None]


async def drain(
    keeper: Keeper, worker: ParseWorker, tally: Tally, watch: Watcher, after: int = 0
) -> int:
    """Parse and store every snapshot in the queue, in order of fetch.

    Storing a report may put an older snapshot back into the queue (a page that reverted),
    so the queue is asked again; once each, so that no pair can keep the other waiting.
    Looks at fetches ``after`` that one, and returns the last that it saw.
    """
    seen: set[tuple[str, str]] = set()
    last = after
    while True:
        queue = await keeper.do(lambda archive: archive.queue(parsers.PARSER_VERSION, after=after))
        last = max([last, *(work.fetch_id for work in queue)])
        waiting = [work for work in queue if (work.snapshot_id, work.url) not in seen]
        if not waiting:
            return last
        seen |= {(work.snapshot_id, work.url) for work in waiting}
        await _in_order(keeper, worker, waiting, tally, watch)


async def drain_until(
    finished: asyncio.Event, keeper: Keeper, worker: ParseWorker, tally: Tally, watch: Watcher
) -> None:
    """Keep the queue empty while a crawl goes on, and once more after it.

    Meanwhile only new fetches are looked at; what went back into the queue waits for the end.
    """
    last = 0
    while not finished.is_set():
        await keeper.stored.wait()
        keeper.stored.clear()
        last = await drain(keeper, worker, tally, watch, last)
    await drain(keeper, worker, tally, watch)


async def _in_order(
    keeper: Keeper, worker: ParseWorker, waiting: list[Work], tally: Tally, watch: Watcher
) -> None:
    """Store in order of fetch, while the worker already reads the next document."""
    ahead: asyncio.Task[Report | ParseFailed] | None = None
    try:
        for work, following in zip(waiting, [*waiting[1:], None], strict=True):
            parsed = await (ahead or _parse(keeper, worker, work))
            ahead = None
            if following is not None:
                ahead = asyncio.create_task(_parse(keeper, worker, following))
            watch(work, await _store(keeper, work, parsed, tally))
    finally:
        if ahead is not None:
            ahead.cancel()
            await asyncio.wait({ahead})


async def _parse(keeper: Keeper, worker: ParseWorker, work: Work) -> Report | ParseFailed:
    body = await keeper.do(lambda archive: archive.body(work.snapshot_id))
    further = await keeper.do(lambda archive: _further_pages(archive, work.url))
    job = Job(
        body=body,
        source=_source(work),
        # Redirects decide which host speaks; a local file has no address at all.
        url=None if work.url.startswith("file:") else work.final_url,
        media_type=work.media_type,
        charset=work.charset,
        further=further,
    )
    try:
        return await asyncio.to_thread(worker.parse, job)
    except ParseFailed as failure:
        return failure


async def _store(
    keeper: Keeper, work: Work, parsed: Report | ParseFailed, tally: Tally
) -> Stored | None:
    tally.parsed += 1
    version = parsers.PARSER_VERSION
    if isinstance(parsed, ParseFailed):
        detail = str(parsed)
        await keeper.do(lambda a: a.store_failure(work, version, detail))
        tally.unread.append((_source(work), detail))
        return None
    stored = await keeper.do(lambda archive: archive.store_report(work, parsed, version))
    _count(tally, _source(work), parsed, stored)
    return stored


def _further_pages(archive: Archive, url: str) -> tuple[bytes, ...]:
    """Pages 2 and on of a flip-book whose page 1 this is, as far as they are kept."""
    if flip_page(url, 1) != url:
        return ()
    found: list[bytes] = []
    while (body := archive.part(flip_page(url, len(found) + 2) or "")) is not None:
        found.append(body)
    return tuple(found)


def _source(work: Work) -> str:
    return work.url.removeprefix("file:")


def _count(tally: Tally, source: str, report: Report, stored: Stored) -> None:
    """Count what a document brought; each report of a page with several counts."""
    for one, kept in zip((report, *report.others), (stored, *stored.others), strict=False):
        name = source if one is report else one.source
        if kept.report_id is None:
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
    if "not_a_report" in errors:
        return f"not a report: {errors['not_a_report']}"
    return f"read in part: {'; '.join(errors.values())}" if errors else None
