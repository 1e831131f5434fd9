"""Another archive takes the place of the one that is served: no request meets both.

A generation is everything that answers from one file: its connections, what was counted over
it, its snapshots. A request belongs to one generation from its first byte to its last. The
file is looked at every second; the new one is opened and counted while the old one answers.
A file that is written to stays the same one.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.browse.datasette_types import Datasette, open_connections, release
from gongkai.browse.evidence import Evidence
from gongkai.browse.front_page import counted
from gongkai.browse.instance import sole_archive

Message = MutableMapping[str, Any]
Asgi = Callable[[Message, Callable[..., Any], Callable[..., Any]], Awaitable[None]]
#: The path with the links of its folder followed, its device, its inode.
Identity = tuple[str, int, int]

#: Between two looks at the file, in seconds.
PAUSE = 1.0


class ReplacedError(Exception):
    """The file was replaced again while it was being opened."""


@dataclass(slots=True)
class Generation:
    """What answers from one file; ``users`` counts the requests under way."""

    identity: Identity
    datasette: Datasette
    app: Asgi
    evidence: Evidence | None = None
    users: int = 0
    is_closed: bool = False

    async def begin(self) -> None:
        """Open all connections, and begin to count for the front page.

        Raises ``ReplacedError`` when not all of them can be of the same file.
        """
        await open_connections(self.datasette)
        if identity(Path(self.identity[0])) != self.identity:
            raise ReplacedError("replaced again while it was being opened")
        await self.datasette.invoke_startup()

    async def be_counted(self) -> None:
        """Wait until the front page has its numbers, as the one before it has them."""
        if name := sole_archive(self.datasette):
            await counted(self.datasette, name)

    async def close(self) -> None:
        """Let go of its files; waits for counts that are still being made."""
        if self.evidence:
            self.evidence.close()
        await release(self.datasette)


class Generations:
    """The ASGI application: the generation of today, and those that still answer."""

    def __init__(self, path: Path, make: Callable[[Identity], Generation]) -> None:
        self._path = path
        self._make = make
        self._current: Generation | None = None
        self._refused: object = None
        self._replacing: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(
        self, scope: Message, receive: Callable[..., Any], send: Callable[..., Any]
    ) -> None:
        if scope["type"] == "lifespan":
            return await self._live(receive, send)
        generation = self._current
        assert generation, "asked before it was started"
        generation.users += 1
        try:
            await generation.app(scope, receive, send)
        finally:
            generation.users -= 1
            self._bury(generation)
        return None

    async def start(self) -> None:
        """Open the first generation. Raises what ``make`` and ``Generation.begin`` raise."""
        self._current = await self._opened(_require(self._path))

    def look(self) -> None:
        """Begin to replace the generation, if another file stands at the path."""
        found = identity(self._path)
        assert self._current
        is_busy = self._replacing and not self._replacing.done()
        if found is None or is_busy or found == self._current.identity:
            return
        if _state(found) != self._refused:
            self._replacing = self._run(self._replace(found))

    async def _live(self, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        await receive()
        try:
            await self.start()
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        watch = self._run(self._watch())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        watch.cancel()
        if self._current and self._current.evidence:
            self._current.evidence.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(PAUSE)
            self.look()

    async def _replace(self, found: Identity) -> None:
        state = _state(found)
        try:
            generation = await self._opened(found)
            await generation.be_counted()
        except ReplacedError:
            return  # looked at again in a second
        except Exception as error:
            # Whatever is wrong with the new file, readers keep the old one.
            self._refused = state
            print(f"{self._path}: still serving the copy before it: {error}", file=sys.stderr)
            return
        older, self._current = self._current, generation
        if older:
            self._bury(older)

    async def _opened(self, found: Identity) -> Generation:
        generation = await asyncio.to_thread(self._make, found)
        try:
            await generation.begin()
        except BaseException:
            await generation.close()
            raise
        return generation

    def _bury(self, generation: Generation) -> None:
        """Close a generation that is past and answers nobody any more."""
        if generation is self._current or generation.users or generation.is_closed:
            return
        generation.is_closed = True
        self._run(generation.close())

    def _run(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def identity(path: Path) -> Identity | None:
    """Which file stands at the path; None while there is none.

    Only the folder's links are followed: the file's name stays, which is the database's.
    """
    with contextlib.suppress(OSError, RuntimeError):
        real = path.parent.resolve(strict=True) / path.name
        status = real.stat()
        return str(real), status.st_dev, status.st_ino
    return None


def _require(path: Path) -> Identity:
    found = identity(path)
    if found is None:
        raise FileNotFoundError(path)
    return found


def _state(found: Identity) -> object:
    """Changes when a file that was refused is written to."""
    with contextlib.suppress(OSError):
        status = Path(found[0]).stat()
        return found, status.st_mtime_ns, status.st_size
    return found
