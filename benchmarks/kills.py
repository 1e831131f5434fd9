"""Kill a crawl at random moments until it is done; its archive must equal an undisturbed one.

``python -m benchmarks.kills --kills 50``. Compared is every table of both files but
``runs`` and ``fetches``, and of each every column but those that hold a time; version
numbers, which only count the order in which hosts answered, are replaced by what they
point to. The same order decides which parse the others are packed against: of those the
whole text is compared, unpacked.
"""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import click
import yaml
from sqlite_utils import Database

from benchmarks.crawl import pages
from benchmarks.crawl.server import Site, sites
from gongkai.archive import contents

LEFT_OUT = (
    *("runs", "fetches", "visits", "listings", "packing_dictionaries"),
    *("sqlite_sequence", "_sqlite_migrations"),
)
#: Their rows hold one report against another.
COMPARED = ("year_differences", "text_overlaps", "text_marks")
Rows = list[tuple[Any, ...]]


@dataclass(slots=True)
class Result:
    """``differing`` tables, ``asked_again`` report requests beyond one each."""

    kills: int = 0
    lives: int = 0
    asked_again: int = 0
    most_in_flight: int = 0
    differing: list[str] = field(default_factory=list)
    rows: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills over {self.lives} starts; {self.rows:,} rows compared; "
            f"reports asked for again: {self.asked_again} "
            f"(most of one host: {self.most_in_flight}); "
            f"tables that differ: {', '.join(self.differing) or 'none'}"
        )


class Crawl:
    """One crawl as a command, to be started again and again until it ends by itself."""

    def __init__(self, folder: Path, name: str, hosts: int, reports: int) -> None:
        self.archive = folder / f"{name}.db"
        self._sources = folder / "sources"
        self._sources.mkdir(exist_ok=True)
        self._hosts = hosts
        for number in range(hosts):
            source = pages.source(number)
            text = yaml.safe_dump(
                {"id": source.id, "name": source.name, "listings": list(source.listings)}
            )
            (self._sources / f"{source.id}.yaml").write_text(text, encoding="utf-8")
        self._pages = sites(hosts, reports, 6000)

    @contextmanager
    def served(self) -> Iterator[Site]:
        with Site(self._pages).on_a_thread() as site:
            yield site

    def start(self, site: Site) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "gongkai", "crawl", "--delay", "0"]
        command += ["--source", str(self._sources), "--archive", str(self.archive)]
        command += ["--connect-to", f":80:127.0.0.1:{site.port}"]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def finish(self, site: Site) -> None:
        process = self.start(site)
        _, errors = process.communicate()
        if process.returncode != 0:
            raise click.ClickException(f"the crawl ended with {process.returncode}: {errors!r}")


def run(kills: int, hosts: int = 5, reports: int = 40, seed: int = 1) -> Result:
    """Crawl undisturbed, crawl with that many kills, compare."""
    chance = random.Random(seed)
    result = Result()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = Crawl(folder, "whole", hosts, reports)
        with whole.served() as site:
            whole.finish(site)
            requests = sum(site.asked.values())
        broken = Crawl(folder, "broken", hosts, reports)
        with broken.served() as site:
            while result.kills < kills:
                _one_life(broken, site, chance, 2 * requests // max(kills, 1) + 2, result)
            broken.finish(site)
            _count_again(site, result)
        _compare(whole.archive, broken.archive, result)
    return result


def _one_life(crawl: Crawl, site: Site, chance: random.Random, most: int, result: Result) -> None:
    """Start, wait for a random number of requests and a random while more, kill."""
    wanted = left = chance.randint(0, most)
    reached = Event()

    def heard(_address: str) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            reached.set()

    site.on_request = heard
    process = crawl.start(site)
    result.lives += 1
    while left > 0 and not reached.wait(0.01) and process.poll() is None:
        pass
    # A while later it writes or parses; without a request it starts and opens its files.
    try:
        process.wait(chance.uniform(0, 0.1 if wanted else 2.5))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        result.kills += 1
    process.communicate()


def _count_again(site: Site, result: Result) -> None:
    by_host: dict[str, int] = {}
    for address, times in site.asked.items():
        if address.endswith(".html"):
            host = address.partition("/")[0]
            by_host[host] = by_host.get(host, 0) + times - 1
    result.asked_again = sum(by_host.values())
    result.most_in_flight = max(by_host.values(), default=0)


def _compare(whole: Path, broken: Path, result: Result) -> None:
    for suffix in (".db", ".snapshots.db"):
        one, other = (content(path.with_name(path.stem + suffix)) for path in (whole, broken))
        names = sorted(set(one) | set(other))
        result.differing += [name for name in names if one.get(name) != other.get(name)]
        result.rows += sum(len(rows) for rows in one.values())


def content(path: Path, without: Collection[str] = ()) -> dict[str, Rows]:
    """Every row of every table that a crawl is to make the same.

    ``without``: columns (``table.column``) left out beside those of times.
    """
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
            " AND name NOT LIKE 'report\\_search\\_%' ESCAPE '\\'"
        ).fetchall()
        found = {name: _rows(db, name, without) for (name,) in tables if name not in LEFT_OUT}
        if "reports" in found:
            found["report_search"] = _indexed(db)
            found["version_contents"] = _unpacked(db)
        return found


def _rows(db: sqlite3.Connection, table: str, without: Collection[str]) -> Rows:
    columns = [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]
    columns = [column for column in columns if f"{table}.{column}" not in without]
    kept = [c for c in columns if not _is_time(c) and c != "version_id"]
    # Versions are numbered in the order of their parse: other rows name their reports instead.
    pick = ", ".join(
        f"""(SELECT r.report_id FROM reports r WHERE r.version_id = t."{column}")"""
        if column.endswith("version_id")
        else f't."{column}"'
        for column in (columns if table in COMPARED else kept)
    )
    sql = f'SELECT {pick} FROM "{table}" t'
    if table == "reports":
        sql = (
            f"SELECT {pick}, v.snapshot_id, v.url, v.parser_version FROM reports t"
            " JOIN report_versions v USING (version_id)"
        )
    return sorted(db.execute(sql).fetchall(), key=repr)


def _indexed(db: sqlite3.Connection) -> Rows:
    """Every word of the search index with its place; the index keeps no text to be read."""
    db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, report_search, instance)")
    sql = (
        "SELECT r.report_id, w.term, w.col, w.offset FROM temp.words w"
        " LEFT JOIN reports r ON r.version_id = w.doc"
    )
    return sorted(db.execute(sql).fetchall(), key=repr)


def _unpacked(db: sqlite3.Connection) -> Rows:
    digests = [digest for (digest,) in db.execute("SELECT content_digest FROM version_contents")]
    return sorted((digest, contents.read(Database(db), digest)) for digest in digests)


def _is_time(column: str) -> bool:
    return column.endswith("_at") or column in ("since", "until", "elapsed")


@click.command()
@click.option("--kills", default=50, show_default=True)
@click.option("--hosts", default=5, show_default=True)
@click.option("--reports", default=40, show_default=True, help="A host.")
@click.option("--seed", default=1, show_default=True)
def main(kills: int, hosts: int, reports: int, seed: int) -> None:
    """Kill -9 a crawl at random moments; exit status 1 when its archive is not the same."""
    result = run(kills, hosts, reports, seed)
    print(result)
    sys.exit(bool(result.differing) or result.most_in_flight > result.kills)


if __name__ == "__main__":
    main()
