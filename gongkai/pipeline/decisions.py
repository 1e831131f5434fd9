"""Decisions of people about who reports, and the pages that must be read again for them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.archive import MissingArchiveError
from gongkai.pipeline.concluding import conclude
from gongkai.pipeline.keeper import Keeper
from gongkai.pipeline.ledger import now
from gongkai.pipeline.lock import run_lock
from gongkai.pipeline.parsing import Tally, Workers, drain
from gongkai.pipeline.worker import parse_workers


@dataclass(slots=True)
class DecideResult:
    """``reread``: pages that the decisions concern; ``removed``: agencies left without any."""

    reread: int = 0
    removed: int = 0
    tally: Tally = field(default_factory=Tally)


def decide(archive: Path, decisions: Path) -> DecideResult:
    """Apply a reviewed file and read the pages again that it concerns, offline.

    Raises ``ArchiveError`` for a file that is none, ``RunLocked`` while another run writes.
    """
    if not archive.exists():
        raise MissingArchiveError(f"{archive}: there is no such archive")
    with run_lock(archive), parse_workers() as workers:
        return asyncio.run(_decide(archive, decisions, workers))


async def _decide(archive: Path, decisions: Path, workers: Workers) -> DecideResult:
    result = DecideResult()
    async with Keeper(archive, "reparse") as keeper:
        outcome = "failed"
        try:
            result.reread = await keeper.do(lambda one: one.decide(decisions))
            await drain(keeper, workers, result.tally, lambda work, stored: None)
            result.removed = await keeper.do(lambda one: one.prune_agencies())
            await keeper.do(lambda one: conclude(one, now()))
            outcome = "done"
        finally:
            counts = {"reread": result.reread, "removed": result.removed}
            await keeper.do(lambda one: one.finish_run(keeper.run_id, outcome, counts))
    return result
