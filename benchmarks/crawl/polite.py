"""(a) Many hosts at a real delay: how much longer than politeness alone dictates?"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import connect
from threading import Event, Thread

import yaml

from benchmarks.crawl import pages

REPORTS = 10
SIZE = 60_000


@dataclass(frozen=True, slots=True)
class Polite:
    """``seconds`` from start to end of the command, ``least`` what the delays add up to.

    ``peak`` is the sum of the peaks of all processes of the crawl, in bytes; ``busy`` the
    processor seconds that they used, ``stored`` the reports in the archive.
    """

    hosts: int
    seconds: float
    least: float
    peak: int
    busy: float
    stored: int

    @property
    def ratio(self) -> float:
        return self.seconds / self.least


def run(hosts: int = 200, delay: float = 2.0) -> Polite:
    """Crawl that many sites with the command, its server in a process of its own."""
    with tempfile.TemporaryDirectory() as name, serving(hosts) as port:
        folder = Path(name)
        for number in range(hosts):
            _write(folder, number)
        archive = folder / "a.db"
        command = [sys.executable, "-m", "gongkai", "crawl", "--source", str(folder)]
        command += ["--delay", str(delay), "--archive", str(archive)]
        command += ["--connect-to", f":80:127.0.0.1:{port}"]
        seconds, peak, busy = _measured(command)
        with closing(connect(archive)) as db:
            stored = db.execute("SELECT count(*) FROM reports").fetchone()[0]
    # robots.txt, the listing, the reports: a pause between each two.
    return Polite(hosts, seconds, (REPORTS + 1) * delay, peak, busy, stored)


@contextmanager
def serving(hosts: int, reports: int = REPORTS, size: int = SIZE) -> Iterator[int]:
    """The port of a server process that lives as long as the block."""
    command = [sys.executable, "-m", "benchmarks.crawl.server", "--hosts", str(hosts)]
    command += ["--reports", str(reports), "--size", str(size)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        yield int(server.stdout.readline())
        assert server.stdin is not None
        server.stdin.close()


def _measured(command: list[str]) -> tuple[float, int, float]:
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peaks: dict[int, int] = {}
    spent: dict[int, float] = {}
    ended = Event()

    def watch() -> None:
        while not ended.wait(0.1):
            for pid in _family(process.pid):
                peaks[pid] = max(peaks.get(pid, 0), _high_water(pid))
                spent[pid] = _processor(pid) or spent.get(pid, 0.0)

    watcher = Thread(target=watch)
    watcher.start()
    status = process.wait()
    seconds = time.monotonic() - started
    ended.set()
    watcher.join()
    if status != 0:
        raise RuntimeError(f"the crawl ended with status {status}")
    return seconds, sum(peaks.values()), sum(spent.values())


def _family(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        for file in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(child) for child in file.read_text().split()]
            except OSError:
                continue
    return found


def _high_water(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(x.split()[1]) * 1024 for x in lines if x.startswith("VmHWM")), 0)


def _processor(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / 100


def _write(folder: Path, number: int) -> None:
    source = pages.source(number)
    text = yaml.safe_dump(
        {"id": source.id, "name": source.name, "listings": list(source.listings), "cms": "trs"}
    )
    (folder / f"{source.id}.yaml").write_text(text, encoding="utf-8")
