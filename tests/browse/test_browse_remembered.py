"""Counts made aside: a page waits for them a little, and never fails for them."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable

import pytest

from gongkai.browse import front_page, remembered
from gongkai.browse.datasette_types import Datasette
from gongkai.browse.remembered import Remembered


async def until(is_so: Callable[[], bool]) -> None:
    for _ in range(1000):
        if is_so():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it never came")


async def test_a_page_does_not_wait_for_a_long_count(
    site: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "GRACE", 0.01)
    goes_on, calls = threading.Event(), []

    def count(connection: sqlite3.Connection) -> int:
        calls.append(1)
        goes_on.wait(30)
        return int(connection.execute("select count(*) from reports").fetchone()[0])

    kept: Remembered[int] = Remembered(count)
    assert await kept.get(site, "archive") is None
    assert await kept.get(site, "archive") is None
    goes_on.set()
    await until(lambda: kept._kept[site]["archive"].value is not None)
    assert await kept.get(site, "archive") == 5
    assert len(calls) == 1


async def test_a_count_that_is_interrupted_is_no_error(site: Datasette) -> None:
    def count(connection: sqlite3.Connection) -> int:
        raise sqlite3.OperationalError("interrupted")

    kept: Remembered[int] = Remembered(count)
    assert await kept.get(site, "archive") is None


async def test_a_dear_count_is_shown_while_it_is_made_again(
    site: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "CHEAP", -1.0)
    monkeypatch.setattr(remembered, "PATIENCE", 0)
    states, numbers = iter([((1, 1),), ((2, 2),), ((2, 2),)]), iter([1, 2])
    monkeypatch.setattr(remembered, "_state", lambda path: next(states))
    kept: Remembered[int] = Remembered(lambda connection: next(numbers))
    assert await kept.get(site, "archive") == 1
    assert await kept.get(site, "archive") == 1
    await until(lambda: kept._kept[site]["archive"].value == 2)
    assert await kept.get(site, "archive") == 2


async def test_the_front_page_says_that_it_still_counts(
    site: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(datasette: Datasette, name: str) -> None:
        return None

    monkeypatch.setattr(front_page._FRONT, "get", never)
    response = await site.client.get("/")
    assert response.status_code == 200
    assert "正在统计" in response.text
    assert "/-/gongkai/queries" in response.text
