"""What is past lets go of its files and threads; robots and proxies; a live archive."""

from __future__ import annotations

import asyncio
import re
import threading
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from sample_archive import CITY, WATER, build, city_2020, store
from serving import serving

from gongkai.archive import Archive, publish
from gongkai.browse.generations import Generations, identity
from gongkai.browse.robots import BLOCKED, OPEN, directed
from gongkai.browse.server import make_app, make_generation

ROUNDS = 4


# A thread of Datasette's is ended by SystemExit, which Python passes over and pytest does not.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_a_generation_that_is_past_leaves_nothing(archive_path: Path, tmp_path: Path) -> None:
    publish(archive_path, tmp_path, lambda: None)
    path = tmp_path / "current" / "archive.db"
    generations = Generations(path, lambda found: make_generation(found, None))
    await generations.start()
    threads = []
    for _ in range(ROUNDS):
        past = generations._current
        publish(archive_path, tmp_path, lambda: None)
        generations.look()
        await asyncio.wait_for(until_done(generations), 60)
        assert generations._current is not past
        assert generations._current
        assert generations._current.identity == identity(path)
        assert past
        assert past.is_closed
        assert past.datasette.databases["archive"].path != generations._current.identity[0]
        threads.append(threading.active_count())
    assert threads[-1] - threads[0] < ROUNDS - 2, threads
    assert generations._current
    await generations._current.close()


async def until_done(generations: Generations) -> None:
    """Until it has replaced its generation and closed the one before."""
    while generations._tasks:
        await asyncio.gather(*generations._tasks)
    # The thread that wrote the schema's table has still to end.
    await asyncio.sleep(0.2)


ROBOTS = [
    # path, for robots unless all are blocked
    ("/", True),
    (f"/report/{quote(WATER)}/2022/own_agency", True),
    (f"/agency/{quote(CITY)}/", True),
    ("/?lang=en", False),
    ("/-/gongkai/search?q=x", False),
    ("/archive", False),
    ("/archive/reports.csv", False),
    (f"/report/{quote(WATER)}/2022/own_agency/source/", False),
    (f"/compare/?a={quote(CITY)}/2020/own_agency", False),
]


@pytest.mark.parametrize("block", [False, True])
async def test_robots_are_told_what_is_for_them(archive_path: Path, block: bool) -> None:
    transport = httpx.ASGITransport(app=directed(make_app(archive_path), block=block))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        rules = await client.get("/robots.txt")
        assert (rules.status_code, rules.content) == (200, BLOCKED if block else OPEN)
        for path, is_for_robots in ROBOTS:
            response = await client.get(path)
            told = response.headers.get_list("x-robots-tag")
            is_open = is_for_robots and not block
            assert told == ([] if is_open else ["noindex, nofollow"]), path


@pytest.mark.parametrize(("path", "is_for_robots"), ROBOTS)
def test_robots_txt_says_the_same(path: str, is_for_robots: bool) -> None:
    """By RFC 9309, 2.2.2: the longest rule that matches decides."""
    assert allowed(OPEN.decode(), path) == is_for_robots
    assert not allowed(BLOCKED.decode(), path)


def allowed(rules: str, path: str) -> bool:
    found = [(0, True)]
    for line in rules.splitlines()[1:]:
        verb, _, pattern = line.partition(": ")
        expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\$", "$")
        if re.match(expression, path):
            found.append((len(pattern), verb == "Allow"))
    return max(found)[1]


def test_the_command_keeps_robots_away(archive_path: Path) -> None:
    with serving(archive_path, "--block-robots", by_command=True) as (address, _):
        assert httpx.get(f"{address}robots.txt").content == BLOCKED
        assert httpx.get(address).headers["x-robots-tag"] == "noindex, nofollow"


def test_behind_a_proxy_addresses_are_the_readers_own(archive_path: Path) -> None:
    with serving(archive_path) as (address, _):
        headers = {"host": "gongkai.example.org", "x-forwarded-proto": "https"}
        response = httpx.get(f"{address}archive/reports", headers=headers)
        assert "https://gongkai.example.org/archive/reports.json" in response.headers["link"]
        assert "http://gongkai" not in response.text


def test_a_live_archive_is_read_while_it_is_written(tmp_path: Path) -> None:
    path = build(tmp_path / "archive.db")
    more = 12
    with serving(path) as (address, _), httpx.Client(base_url=address, timeout=30) as client:
        writer = threading.Thread(target=write, args=(path, more))
        writer.start()
        counts = []
        while writer.is_alive():
            for page in ("", f"agency/{quote(CITY)}/", "archive/reports", "-/gongkai/queries"):
                assert client.get(page).status_code == 200, page
            counts.append(reports(client))
        writer.join()
        assert counts == sorted(counts)
        assert reports(client) == 5 + more
        assert f"{2020 - more}" in client.get("").text


def write(path: Path, more: int) -> None:
    with Archive.open(path) as archive:
        run = archive.start_run("crawl")
        for year in range(2019, 2019 - more, -1):
            report = city_2020()
            report.year, report.title = year, f"{CITY}{year}年政府信息公开工作年度报告"
            store(archive, run, f"https://www.qingxi.gov.cn/nb/{year}.html", report)
        archive.finish_run(run, "ok", {"reports": more})


def reports(client: httpx.Client) -> int:
    return int(client.get("archive/reports.json?_size=0").json()["filtered_table_rows_count"])
