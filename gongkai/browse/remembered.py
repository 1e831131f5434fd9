"""What a page counts over the whole archive, kept until the archive's file changes.

While a crawl writes, the file changes all the time: counts that took long are then shown a
little longer, at most ``PATIENCE`` times as long as it took to make them.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from gongkai.browse.datasette_types import Datasette
from gongkai.browse.instance import read

T = TypeVar("T")
State = tuple[tuple[int, int], ...]

PATIENCE = 60
#: Counts this cheap, in seconds, are made anew with every change.
CHEAP = 0.1


@dataclass(slots=True)
class _Kept(Generic[T]):
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    state: State | None = None
    value: T | None = None
    cost: float = 0.0
    made: float = 0.0

    def serves(self, state: State) -> bool:
        if self.state is None:
            return False
        if self.state == state:
            return True
        return self.cost > CHEAP and time.monotonic() - self.made < PATIENCE * self.cost


class Remembered(Generic[T]):
    """``fn(connection)`` of each archive of each instance, made again when it must be."""

    def __init__(self, fn: Callable[[sqlite3.Connection], T]) -> None:
        self._fn = fn
        self._kept: WeakKeyDictionary[Datasette, dict[str, _Kept[T]]] = WeakKeyDictionary()

    async def get(self, datasette: Datasette, name: str) -> T:
        """The value; raises what ``instance.read`` raises."""
        kept = self._kept.setdefault(datasette, {}).setdefault(name, _Kept())
        async with kept.lock:
            # Looked at before reading: what is written meanwhile is then seen as a change.
            state = _state(datasette.databases[name].path)
            if not kept.serves(state):
                start = time.monotonic()
                kept.value = await read(datasette, name, self._fn)
                kept.made = time.monotonic()
                kept.cost, kept.state = kept.made - start, state
            assert kept.value is not None
            return kept.value


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
