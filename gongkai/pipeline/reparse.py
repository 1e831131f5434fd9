"""Every stored snapshot read again by today's parsers, and what that changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import parsers
from gongkai.archive import Archive, BodyDamagedError, MissingArchiveError, Work
from gongkai.archive.changes import Change, cells_of, compare
from gongkai.archive.contents import canonical
from gongkai.archive.reports import outcome_of
from gongkai.archive.standing import standing
from gongkai.pipeline.cluster.engine import require
from gongkai.pipeline.cluster.plan import Plan
from gongkai.pipeline.concluding import conclude
from gongkai.pipeline.ledger import now
from gongkai.pipeline.lock import run_lock
from gongkai.pipeline.named import named_by_list
from gongkai.pipeline.parsing import Reader, Readers, here
from gongkai.pipeline.worker import ParseFailed
from parsers.report import Report

Content = dict[str, Any]


@dataclass(slots=True)
class Totals:
    """Reports, numbers and failing identities (ERROR) of the parses that were compared."""

    reports: int = 0
    cells: int = 0
    failing: int = 0

    def add(self, content: Content) -> None:
        """Count one parse."""
        self.reports += 1
        self.cells += sum(isinstance(value, int | float) for _, value in cells_of(content))
        self.failing += sum(
            check["outcome"] == "fail" and check["severity"] == "ERROR"
            for check in content["checks"]
        )


@dataclass(slots=True)
class ReparseResult:
    """What reading everything again changed.

    ``kinds`` counts differences by kind: those of ``Change.kind``, ``report found`` and
    ``report lost``. ``changes`` lists them by address. ``unknown`` counts parses whose
    content was not kept, so that nothing can be said; ``failed`` is ``(address, why)``.
    """

    parser_version: str = parsers.PARSER_VERSION
    dry_run: bool = False
    snapshots: int = 0
    before: Totals = field(default_factory=Totals)
    after: Totals = field(default_factory=Totals)
    kinds: dict[str, int] = field(default_factory=dict)
    changes: dict[str, list[Change]] = field(default_factory=dict)
    unknown: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)

    def count(self, kind: str) -> None:
        """One more difference of that kind."""
        self.kinds[kind] = self.kinds.get(kind, 0) + 1


def reparse(
    archive: Path,
    *,
    limit: int | None = None,
    dry_run: bool = False,
    progress: Callable[[], None] = lambda: None,
    plan: Plan | None = None,
) -> ReparseResult:
    """Parse every snapshot again, in order of fetch; at most ``limit`` of them.

    Snapshots, older parses and versions stay. With a ``plan`` a cluster reads, which may raise
    ``ClusterError``. With ``dry_run`` nothing is written, and a running crawl disturbs nobody;
    else ``RunLocked`` is raised while another run writes.
    """
    if not archive.exists():
        raise MissingArchiveError(f"{archive}: there is no such archive")
    result = ReparseResult(dry_run=dry_run)
    readers = _readers(plan, dry_run)
    if dry_run:
        with Archive.open(archive, read_only=True) as opened:
            _read_all(opened, result, limit, progress, readers)
        return result
    with run_lock(archive), Archive.open(archive) as opened:
        run_id = opened.start_run("reparse")
        outcome = "interrupted"
        try:
            _read_all(opened, result, limit, progress, readers)
            conclude(opened, now())
            outcome = "failed" if result.failed else "done"
        finally:
            counts = {"snapshots": result.snapshots, **result.kinds}
            opened.finish_run(run_id, outcome, counts)
    return result


def _readers(plan: Plan | None, dry_run: bool) -> Readers:
    if plan is None:
        return here
    require()
    # Here and not above: it needs Dask and pyarrow.
    from gongkai.pipeline.cluster.prepared import by_cluster

    return by_cluster(plan, aside=dry_run)


def _read_all(
    archive: Archive,
    result: ReparseResult,
    limit: int | None,
    progress: Callable[[], None],
    readers: Readers,
) -> None:
    queue = archive.queue(parsers.PARSER_VERSION, again=True)
    with readers(archive, queue[:limit]) as reader:
        for work in queue[:limit]:
            _read_one(archive, reader, work, result)
            progress()
        if not result.dry_run:
            _read_waiting(archive, reader, {_key(work) for work in queue[:limit]})


def _read_waiting(archive: Archive, reader: Reader, read: set[tuple[str, str]]) -> None:
    """What has to speak again because another reading fell; once each."""
    while True:
        waiting = [w for w in archive.queue(parsers.PARSER_VERSION) if _key(w) in read]
        if not waiting:
            return
        for work in waiting:
            read.discard(_key(work))
            _read_one(archive, reader, work, ReparseResult())


def _key(work: Work) -> tuple[str, str]:
    return work.snapshot_id, work.url


def _read_one(archive: Archive, reader: Reader, work: Work, result: ReparseResult) -> None:
    result.snapshots += 1
    old = standing(archive.db, work.snapshot_id, work.url)
    try:
        report = named_by_list(archive, work, reader(archive, work)())
    except BodyDamagedError as damage:
        # What was read of it while it was whole stays.
        result.failed.append((work.url, str(damage)))
        return
    except ParseFailed as failure:
        result.failed.append((work.url, str(failure)))
        if not result.dry_run:
            archive.store_failure(work, parsers.PARSER_VERSION, str(failure))
        return
    new = [json.loads(canonical(one).decode("utf-8", "surrogatepass")) for one in _storable(report)]
    _compare(work.url, old, new, result)
    if not result.dry_run:
        archive.store_report(work, report, parsers.PARSER_VERSION)


def _storable(report: Report) -> Iterator[Report]:
    return (one for one in (report, *report.others) if outcome_of(one)[0] == "report")


def _compare(
    url: str, old: list[Content | None], new: list[Content], result: ReparseResult
) -> None:
    known = [content for content in old if content is not None]
    if len(known) < len(old):
        result.unknown += len(old) - len(known)
        return
    for content in known:
        result.before.add(content)
    for content in new:
        result.after.add(content)
    found: list[Change] = []
    for before, after in _pairs(known, new):
        if before is None or after is None:
            result.count("report found" if before is None else "report lost")
            found.append(_whole(before, after))
        else:
            changes = compare(before, after)
            for change in changes:
                result.count(change.kind)
            found += changes
    if found:
        result.changes[url] = found


def _pairs(
    old: list[Content], new: list[Content]
) -> Iterator[tuple[Content | None, Content | None]]:
    """Each report of a page with its older reading: by what it is, then by its place."""
    rest = list(new)
    lone: list[Content] = []
    for before in old:
        after = next((one for one in rest if _is(one) == _is(before)), None)
        if after is None:
            lone.append(before)
        else:
            rest.remove(after)
            yield before, after
    for at in range(max(len(lone), len(rest))):
        yield (
            lone[at] if at < len(lone) else None,
            rest[at] if at < len(rest) else None,
        )


def _is(content: Content) -> tuple[Any, ...]:
    return content["agency"], content["year"], content["scope"]


def _whole(before: Content | None, after: Content | None) -> Change:
    titles = [content["title"] if content else None for content in (before, after)]
    return Change("report", "title", "value", *titles)
