"""The reviewed list of takedowns (YAML: snapshots, addresses, reports), and applying it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gongkai.archive import Archive, MissingArchiveError
from gongkai.archive.takedowns import Concern, Takedown, Target
from gongkai.pipeline.cluster.folder import discard
from gongkai.pipeline.concluding import conclude
from gongkai.pipeline.keeper import Keeper
from gongkai.pipeline.ledger import now
from gongkai.pipeline.lock import run_lock
from gongkai.pipeline.parsing import Tally, Workers, drain
from gongkai.pipeline.reviewed import DIGEST, entries, signed
from gongkai.pipeline.worker import parse_workers
from scraper.listings import flip_page

_TARGETS: tuple[Target, ...] = ("snapshot", "url", "report")
_SIGNED = {"who", "why", "date"}
#: A flip-book has no more pages than that.
_MOST_PARTS = 500


@dataclass(slots=True)
class TakedownResult:
    """What each entry concerns; ``reread`` pages said the same and speak now in their stead."""

    concerned: list[Concern] = field(default_factory=list)
    reread: int = 0


def load(path: Path) -> list[Takedown]:
    """The takedowns of a file. Raises ``ArchiveError`` that names the entry at fault."""
    return entries(path, "takedowns", _entry)


def _entry(entry: Mapping[str, Any]) -> Takedown:
    target = next((name for name in _TARGETS if name in entry), None)
    if target is None or set(entry) != {target, *_SIGNED}:
        raise ValueError(f"its keys must be who, why, date, and one of {', '.join(_TARGETS)}")
    name = entry[target]
    if not isinstance(name, str) or not name.strip():
        raise ValueError(f"{target} must be a text")
    if target == "snapshot" and not DIGEST.fullmatch(name):
        raise ValueError("snapshot must be the SHA-256 that gongkai show prints")
    if target == "url" and not name.startswith(("http://", "https://", "file:")):
        raise ValueError("url must be a whole address, http://… or file:…")
    if target == "report" and name.count("/") != 2:
        raise ValueError("report must be an id, agency/year/scope")
    return Takedown(target, name.strip(), *signed(entry))


def take_down(archive: Path, takedowns: Sequence[Takedown], *, dry_run: bool) -> TakedownResult:
    """Remove what the takedowns concern, for good, and keep it from coming back.

    With ``dry_run`` nothing is written. Raises ``ArchiveError``; ``RunLocked`` while another
    run writes.
    """
    if not archive.exists():
        raise MissingArchiveError(f"{archive}: there is no such archive")
    if dry_run:
        with Archive.open(archive, read_only=True) as opened:
            return TakedownResult(opened.concerned(takedowns, _parts))
    with run_lock(archive), parse_workers() as workers:
        return asyncio.run(_take_down(archive, takedowns, workers))


async def _take_down(
    archive: Path, takedowns: Sequence[Takedown], workers: Workers
) -> TakedownResult:
    result = TakedownResult()
    async with Keeper(archive, "reparse") as keeper:
        outcome, tally = "failed", Tally()
        try:
            found = await keeper.do(lambda one: one.concerned(takedowns, _parts))
            result.concerned = found
            await keeper.do(lambda one: one.take_down(found))
            await keeper.do(lambda one: one.purge())
            discard(archive)
            # What is left may have to speak for a report that lost its version.
            await drain(keeper, workers, tally, lambda work, stored: None)
            await keeper.do(lambda one: one.prune_agencies())
            await keeper.do(lambda one: conclude(one, now()))
            result.reread, outcome = tally.reports, "done"
        finally:
            counts = {"takedowns": len(takedowns), "reread": tally.reports}
            await keeper.do(lambda one: one.finish_run(keeper.run_id, outcome, counts))
    return result


def _parts(url: str) -> Iterator[str]:
    """The further pages of a flip-book whose first page stands there."""
    if flip_page(url, 1) != url:
        return
    for number in range(2, _MOST_PARTS + 1):
        part = flip_page(url, number)
        if part is not None:
            yield part
