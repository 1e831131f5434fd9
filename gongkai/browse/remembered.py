"""What a page counts over the whole archive, kept until the archive's file changes.

Counting is done aside, so that no page waits long for it: while a crawl writes, the file
changes all the time, and counts that are dear are then shown a little longer.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from gongkai.browse.datasette_types import Datasette
from gongkai.browse.instance import read

T = TypeVar("T")
State = tuple[tuple[int, int], ...]

#: Counts that take less of a processor, in seconds, are made anew with every change.
CHEAP = 0.1
#: Dearer ones are shown for so many times what they took.
PATIENCE = 60
#: How long a page waits for the first counts, or cheap ones, in seconds.
GRACE = 3.0
LIMIT_MS = 60_000


@dataclass(slots=True)
class _Kept(Generic[T]):
    task: asyncio.Task[None] | None = None
    state: State | None = None
    value: T | None = None
    cost: float = 0.0
    made: float = 0.0

    @property
    def is_dear(self) -> bool:
        return self.cost > CHEAP

    def serves(self, state: State) -> bool:
        if self.state is None or self.state == state:
            return self.state is not None
        return self.is_dear and time.monotonic() - self.made < PATIENCE * self.cost


class Remembered(Generic[T]):
    """``fn(connection)`` of each archive of each instance, made again when it must be."""

    def __init__(self, fn: Callable[[sqlite3.Connection], T]) -> None:
        self._fn = fn
        self._kept: WeakKeyDictionary[Datasette, dict[str, _Kept[T]]] = WeakKeyDictionary()

    def begin(self, datasette: Datasette, name: str) -> None:
        """Have the value made, if it must be, and do not wait."""
        kept = self._kept.setdefault(datasette, {}).setdefault(name, _Kept())
        # Looked at before reading: what is written meanwhile is then seen as a change.
        state = _state(datasette.databases[name].path)
        if not kept.serves(state) and (kept.task is None or kept.task.done()):
            kept.task = asyncio.ensure_future(self._make(datasette, name, kept, state))

    async def get(self, datasette: Datasette, name: str) -> T | None:
        """The value, perhaps an older one; None while the first one is not ready."""
        self.begin(datasette, name)
        kept = self._kept[datasette][name]
        if kept.task and not kept.task.done() and not (kept.value and kept.is_dear):
            await asyncio.wait({kept.task}, timeout=GRACE)
        return kept.value

    async def _make(self, datasette: Datasette, name: str, kept: _Kept[T], state: State) -> None:
        reading: list[sqlite3.Connection] = []

        def timed(connection: sqlite3.Connection) -> tuple[T, float]:
            reading.append(connection)
            start = time.thread_time()
            return self._fn(connection), time.thread_time() - start

        try:
            kept.value, kept.cost = await read(datasette, name, timed, LIMIT_MS)
        except asyncio.CancelledError:
            # The server stops: it need not wait for the count.
            for connection in reading:
                connection.interrupt()
            raise
        except sqlite3.OperationalError:
            kept.cost = LIMIT_MS / 1000  # the older value, if any, must do for a while
        kept.state, kept.made = state, time.monotonic()


def _state(path: str | None) -> State:
    """Size and time of the file and of its write-ahead log."""
    found = []
    for file in (Path(path or ""), Path(f"{path}-wal")):
        try:
            status = file.stat()
        except OSError:
            continue
        found.append((status.st_mtime_ns, status.st_size))
    return tuple(found)
