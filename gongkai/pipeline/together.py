"""Writes from many tasks, those that wait at the same time in one commit."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, TypeVar

from gongkai.archive import Archive

Result = TypeVar("Result")


@dataclass(slots=True)
class _Waiting:
    work: Callable[[], Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


class Together:
    """Runs writes on the archive's thread; each returns once its commit is made.

    Waiting for the disk, and waking the thread, cost more than a write. While the thread
    is busy, writes gather, and the next commit takes all of them. A write that fails takes
    back its own rows only.
    """

    def __init__(self, thread: Executor) -> None:
        """``thread`` has one worker, the archive's."""
        self._thread = thread
        self._waiting: deque[_Waiting] = deque()
        self._called = False

    async def do(self, archive: Archive, work: Callable[[], Result]) -> Result:
        """Run ``work``, which writes in a transaction of its own, within the next commit."""
        loop = asyncio.get_running_loop()
        waiting = _Waiting(work, loop.create_future())
        self._waiting.append(waiting)
        if not self._called:
            self._called = True
            self._thread.submit(self._commit, archive, loop)
        result: Result = await waiting.future
        return result

    def _commit(self, archive: Archive, loop: asyncio.AbstractEventLoop) -> None:
        # Before the deque is emptied: what is appended from now on calls again.
        self._called = False
        batch: list[_Waiting] = []
        try:
            while self._waiting:
                batch.append(self._waiting.popleft())
            if batch:
                _write(archive, batch)
        except BaseException as error:
            for one in batch:
                one.error = one.error or error
        loop.call_soon_threadsafe(_tell, batch)


def _write(archive: Archive, batch: list[_Waiting]) -> None:
    with archive.batch():
        for one in batch:
            try:
                one.result = one.work()
            except Exception as error:
                one.error = error
                if not archive.in_batch:
                    raise  # all that the batch wrote is taken back: the others failed with it


def _tell(batch: list[_Waiting]) -> None:
    for one in batch:
        if one.future.cancelled():
            continue
        if one.error is not None:
            one.future.set_exception(one.error)
        else:
            one.future.set_result(one.result)
