"""Is anything lost, is anything wrong: asked after every life, and of every finished archive."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from benchmarks import kills
from benchmarks.torture.damage import damage
from benchmarks.torture.result import Result
from gongkai.archive import Archive, ArchiveError, MissingArchiveError, backup
from gongkai.archive.bodies import snapshots_path
from gongkai.pipeline.reparse import reparse

Content = dict[str, kills.Rows]
#: What depends on which answers failed, not on what was published: hosts that were laid to
#: rest, and how the last request for a page went (after a jump of the clock, pages that are
#: long there are asked for again).
_BY_ACCIDENT = ("resting_hosts",)
_LAST_TIME = ("frontier.outcome",)


def content(archive: Path) -> Content:
    """Every row of both files that must not depend on what the crawler suffered."""
    found = {**kills.content(archive, _LAST_TIME), **kills.content(snapshots_path(archive))}
    return {name: rows for name, rows in found.items() if name not in _BY_ACCIDENT}


class Watch:
    """Follows one archive from life to life."""

    def __init__(self, archive: Path, result: Result) -> None:
        self._archive = archive
        self._result = result
        self._seen: set[str] = set()

    def look(self) -> None:
        """Hold the archive against what was in it before, and against every invariant."""
        try:
            with Archive.open(self._archive, read_only=True) as opened:
                faults = opened.verify().faults
                there = {
                    f"{what} {key}"
                    for what, sql in (
                        ("snapshot", "SELECT snapshot_id FROM snapshots"),
                        ("report", "SELECT report_id FROM reports"),
                        ("fetch", "SELECT record_id FROM fetches"),
                    )
                    for (key,) in opened.db.execute(sql).fetchall()
                }
        except MissingArchiveError:
            faults, there = [], set()
        except ArchiveError as error:
            faults, there = ([str(error)] if self._seen else []), set(self._seen)
        self._result.broken += faults
        self._result.lost += sorted(self._seen - there)
        self._seen |= there


def compare(whole: Content, archive: Path, result: Result) -> None:
    """Rows that only one of the two archives has: missing ones are lost, others are wrong."""
    found = content(archive)
    for name in sorted(whole.keys() | found.keys()):
        ours, theirs = (Counter(map(repr, rows.get(name, []))) for rows in (found, whole))
        result.compared += theirs.total()
        result.lost += [f"{archive.name}: {name}: {row[:200]}" for row in theirs - ours]
        result.wrong += [f"{archive.name}: {name}: {row[:200]}" for row in ours - theirs]


def damaged(archive: Path, count: int, chance: random.Random, result: Result) -> None:
    """Damage snapshots: verify names each, reading again changes nothing; then restore."""
    kept = archive.with_name(f"{archive.stem}.kept.db")
    try:
        faults = backup(archive, kept, lambda: None).faults
    except ArchiveError as error:
        faults = [str(error)]
    result.broken += [f"backup: {fault}" for fault in faults]
    if faults:
        return
    before = kills.content(archive)
    done = damage(archive, count, chance)
    result.injected["damage"] += len(done)
    with Archive.open(archive, read_only=True) as opened:
        told = "\n".join(opened.verify().faults)
    result.broken += [
        f"{way} and nobody tells: {name}" for name, way in done.items() if name not in told
    ]
    _read_again(archive, before, result)
    for path, copy in ((archive, kept), (snapshots_path(archive), snapshots_path(kept))):
        for extra in ("-wal", "-shm"):
            path.with_name(path.name + extra).unlink(missing_ok=True)
        copy.replace(path)


def _read_again(archive: Path, before: Content, result: Result) -> None:
    """``gongkai reparse`` over damaged bodies leaves them out, and changes no number."""
    try:
        reparse(archive)
    except (ArchiveError, LookupError, ValueError) as error:
        result.broken.append(f"reparse over damage ended with {type(error).__name__}: {error}")
    after = kills.content(archive)
    for name, rows in after.items():
        changed = Counter(map(repr, rows)) - Counter(map(repr, before.get(name, [])))
        result.wrong += [f"reparse of damage: {name}: {row[:200]}" for row in changed]
