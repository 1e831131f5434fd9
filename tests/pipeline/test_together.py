"""Writes that wait at the same time share a commit, and nothing else."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from threading import Event

import pytest

from gongkai.pipeline.keeper import Keeper
from scraper.protocols import Fetched, Link
from scraper.sources import Source

HOME = "http://www.muster.gov.cn/nb/"


def link(number, source="city"):
    return Link(f"{HOME}{number}.html", "report", source)


def page(number):
    url = f"{HOME}{number}.html"
    return Fetched(url, url, datetime.now(UTC), 200, (), f"<p>{number}".encode(), 0.1)


@pytest.fixture
async def keeper(tmp_path):
    async with Keeper(tmp_path / "a.db", "crawl") as opened:
        await opened.enter_sources([Source("city", "木司特市", (HOME,))])
        yield opened


def rows(tmp_path, sql="SELECT count(*) FROM fetches"):
    """What another process sees: only what is committed."""
    with closing(sqlite3.connect(tmp_path / "a.db")) as db:
        return db.execute(sql).fetchall()


async def held_up(keeper, *saves):
    """Let writes wait for the thread; returns their results and the commits that they took."""
    statements, go = [], Event()
    await keeper.do(lambda archive: archive.db.conn.set_trace_callback(statements.append))
    held = asyncio.create_task(keeper.do(lambda _archive: go.wait(10)))
    tasks = [asyncio.create_task(save) for save in saves]
    await asyncio.sleep(0)
    go.set()
    results = await asyncio.gather(held, *tasks, return_exceptions=True)
    return results[1:], statements.count("COMMIT")


async def test_pages_that_wait_are_committed_at_once_and_told_afterwards(keeper, tmp_path):
    saves = (keeper.save(link(n), page(n), "fetched") for n in range(9))
    results, commits = await held_up(keeper, *saves)
    assert commits == 1
    assert [one.is_new for one in results] == [True] * 9
    assert rows(tmp_path) == [(9,)]
    assert keeper.new_snapshots == 9


async def test_a_save_returns_after_its_commit(keeper, tmp_path):
    for number in range(3):
        await keeper.save(link(number), page(number), "fetched")
        assert rows(tmp_path) == [(number + 1,)]


async def test_a_write_that_fails_takes_only_its_own_rows_back(keeper, tmp_path):
    strange = link(1, source="unknown")
    results, _ = await held_up(
        keeper,
        keeper.save(link(0), page(0), "fetched"),
        keeper.save(strange, page(1), "fetched"),
        keeper.save(link(2), page(2), "fetched"),
    )
    assert isinstance(results[1], sqlite3.IntegrityError)
    assert [rows(tmp_path, f"SELECT url FROM {table}") for table in ("fetches", "frontier")] == [
        [(link(0).url,), (link(2).url,)]
    ] * 2
    await keeper.save(link(3), page(3), "fetched")
    assert rows(tmp_path) == [(3,)]


async def test_a_commit_that_fails_is_told_to_each(keeper, tmp_path, monkeypatch):
    def full(_archive):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("gongkai.pipeline.together.Archive.batch", full)
    saves = [keeper.save(link(n), page(n)) for n in range(2)]
    results = await asyncio.gather(*saves, return_exceptions=True)
    assert [str(one) for one in results] == ["database or disk is full"] * 2
    assert rows(tmp_path) == [(0,)]
