"""The two crawlers that are compared, each run as a process of its own.

``python -m benchmarks.crawl.contestants gongkai|scrapy PORT HOSTS ARCHIVE`` crawls the loopback
sites at no delay with 16 connections, archives raw bodies into SQLite, parses no report,
and prints its pages and seconds as JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import click

from benchmarks.crawl import pages

CONNECTIONS = 16


@click.command()
@click.argument("name", type=click.Choice(["gongkai", "scrapy"]))
@click.argument("port", type=int)
@click.argument("hosts", type=int)
@click.argument("archive", type=click.Path(path_type=Path))
def main(name: str, port: int, hosts: int, archive: Path) -> None:
    """Crawl on one core; the server has the others. Nobody's imports count."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    crawl = {"gongkai": gongkai, "scrapy": scrapy}[name](port, hosts, archive)
    started, busy = time.monotonic(), time.process_time()
    fetched = crawl()
    figures = {"pages": fetched, "seconds": time.monotonic() - started}
    print(json.dumps({**figures, "busy": time.process_time() - busy}))


def gongkai(port: int, hosts: int, archive: Path) -> Callable[[], int]:
    """The crawler as `gongkai crawl` runs it, without the parse worker."""
    from gongkai.pipeline.keeper import Keeper
    from scraper.addresses import ConnectTo
    from scraper.crawl import Crawler, CrawlSettings

    settings = CrawlSettings(
        contact="bench@localhost",
        delay=0.0,
        connect_to=(ConnectTo.parse(f":80:127.0.0.1:{port}"),),
        sources_at_once=CONNECTIONS,
    )

    async def run() -> int:
        sources = [pages.source(number) for number in range(hosts)]
        async with Keeper(archive, "crawl") as keeper:
            await keeper.enter_sources(sources)
            outcomes = await Crawler(keeper, keeper, settings).crawl(sources)
        assert all(one.outcome == "done" for one in outcomes), outcomes
        return sum(one.fetched + one.listing_pages for one in outcomes)

    return lambda: asyncio.run(run())


def _bodies(archive: Path) -> sqlite3.Connection:
    """A table that commits each body, written ahead as ours is."""
    db = sqlite3.connect(archive, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("CREATE TABLE bodies (url TEXT PRIMARY KEY, headers TEXT, body BLOB)")
    return db


#: No delay and as many connections as ours has.
SCRAPY = {
    "LOG_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    "CONCURRENT_REQUESTS": CONNECTIONS,
    "CONCURRENT_REQUESTS_PER_DOMAIN": CONNECTIONS,
    "DOWNLOAD_DELAY": 0,
    "TELNETCONSOLE_ENABLED": False,
}


def scrapy(port: int, hosts: int, archive: Path) -> Callable[[], int]:
    """Scrapy with robots.txt obeyed, and a pipeline that commits each body as ours does."""
    from scrapy import Request, Spider
    from scrapy.crawler import CrawlerProcess

    db = _bodies(archive)

    class Archive:
        def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
            db.execute("INSERT INTO bodies VALUES (:url, :headers, :body)", item)
            return item

    class Reports(Spider):
        name = "reports"

        async def start(self) -> Any:
            for number in range(hosts):
                yield self.ask(pages.host(number), "/nb/", self.parse_listing)

        def ask(self, host: str, path: str, callback: Any) -> Any:
            # No name server knows these hosts: the Host header says which is meant.
            return Request(
                f"http://127.0.0.1:{port}{path}#{host}",
                headers={"Host": host},
                callback=callback,
                cb_kwargs={"host": host},
                dont_filter=True,
            )

        def parse_listing(self, response: Any, host: str) -> Any:
            yield self.kept(response, host)
            for href in response.css("li a::attr(href)").getall():
                yield self.ask(host, urljoin("/nb/", href), self.kept)

        def kept(self, response: Any, host: str) -> dict[str, Any]:
            headers = json.dumps(response.headers.to_unicode_dict().items(), default=str)
            return {"url": host + response.url, "headers": headers, "body": response.body}

    process = CrawlerProcess({**SCRAPY, "ITEM_PIPELINES": {Archive: 300}})

    def run() -> int:
        process.crawl(Reports)
        process.start()
        return int(db.execute("SELECT count(*) FROM bodies").fetchone()[0])

    return run


if __name__ == "__main__":
    main()
