"""A task that fails beside the one that is told of is told of once, without asyncio's trace."""

from __future__ import annotations

import asyncio
import contextlib
import gc

import pytest

from gongkai.pipeline.parsing import given_up
from scraper.session import unbroken


async def fails() -> None:
    raise OSError("the disk is full")


async def test_a_task_that_failed_by_itself_is_looked_at() -> None:
    said: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: said.append(context))
    task = asyncio.create_task(fails())
    await asyncio.sleep(0)
    assert task.done()
    await given_up(task)
    del task
    gc.collect()
    assert said == []


async def test_a_task_that_works_is_ended_first() -> None:
    ended = []

    async def works() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            ended.append(True)

    task = asyncio.create_task(works())
    await asyncio.sleep(0)
    await given_up(task)
    assert task.cancelled()
    assert ended == [True]


def test_work_that_ends_after_its_cancellation_and_fails_is_looked_at(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A page is being kept while another meets the full disk: asyncio used to print its trace."""

    async def fails_later() -> None:
        await asyncio.sleep(0.01)
        raise OSError("the disk is full")

    async def cancelled() -> None:
        task = asyncio.create_task(unbroken(fails_later()))
        await asyncio.sleep(0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(cancelled())
    gc.collect()
    assert "never retrieved" not in caplog.text
