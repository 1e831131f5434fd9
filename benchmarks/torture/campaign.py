"""Archive after archive is crawled under faults until it is complete, and then judged.

Whatever a life of the crawler suffers, afterwards every snapshot and report that was there is
still there and every invariant holds; the finished archive equals, table by table, one
that was crawled undisturbed. Then rows of its snapshots are damaged: each must be told, none
may change a number, and the backup restores all.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

import yaml

from benchmarks.crawl import pages
from benchmarks.torture import clock, judging, web
from benchmarks.torture.disk import Disk, small_disk
from benchmarks.torture.readers import Reader
from benchmarks.torture.result import Result

#: Shares of the faults; those of the network are counted answer by answer.
KINDS = {"kill": 12, "disk full": 6, "clock": 28, "network": 29, "damage": 15}
KINDS |= {"reader": 5, "second crawler": 5}
#: A life that a fault has not ended by then is stopped; far above what any needs.
_LONGEST = 120.0
_MOST_SPARE = 400 * 1024


class Campaign:
    """Injects ``faults`` faults; ``seed`` decides all that is not the machine's own timing."""

    def __init__(
        self,
        faults: int,
        seed: int,
        hosts: int = 3,
        reports: int = 10,
        on_round: Callable[[Result], None] = lambda result: None,
    ) -> None:
        """``on_round`` is called with what was found so far after every archive."""
        self.result = Result()
        self._on_round = on_round
        self._chance = random.Random(seed)
        total = sum(KINDS.values())
        self._wanted = {kind: -(-faults * share // total) for kind, share in KINDS.items()}
        self._served = web.sites(hosts, reports)
        self._hosts = hosts
        self._preload = clock.library()
        if self._preload is None:
            self.result.notes.append("libfaketime is not installed: no clock jumped")
            del self._wanted["clock"]

    def run(self, folder: Path) -> Result:
        """Torture until every kind was injected as often as wanted, or something was found."""
        whole = folder / "whole" / "archive.db"
        whole.parent.mkdir()
        sources = self._sources(folder / "sources")
        with self._web() as site:
            self._finish(sources, whole, site)
        content = judging.content(whole)
        with small_disk(folder / "disk") as disk:
            if not disk.is_real:
                self.result.notes.append("no tmpfs can be mounted: file sizes were limited instead")
            while self._left() and self.result.is_sound:
                self._round(sources, disk, content)
                self._on_round(self.result)
        return self.result

    def _left(self) -> list[str]:
        done = self.result.injected
        return sorted(kind for kind, wanted in self._wanted.items() if done[kind] < wanted)

    def _sources(self, folder: Path) -> Path:
        folder.mkdir()
        for number in range(self._hosts):
            one = pages.source(number)
            said = {"id": one.id, "name": one.name, "listings": list(one.listings)}
            text = yaml.safe_dump(said, allow_unicode=True)
            (folder / f"{one.id}.yaml").write_text(text, encoding="utf-8")
        return folder

    @contextmanager
    def _web(self) -> Iterator[web.MoodyWeb]:
        site = web.MoodyWeb(self._served, random.Random(self._chance.random()))
        with site.on_a_thread():
            yield site

    def _round(self, sources: Path, disk: Disk, whole: judging.Content) -> None:
        """One archive from nothing to the end."""
        self.result.rounds += 1
        archive = disk.folder / f"a{self.result.rounds}.db"
        watch = judging.Watch(archive, self.result)
        with self._web() as site:
            for _ in range(self._chance.randint(4, 10)):
                if not any(kind != "damage" for kind in self._left()):
                    break
                self._life(sources, archive, site, disk)
                watch.look()
            site.mood = 0.0
            self._finish(sources, archive, site)
            watch.look()
        judging.compare(whole, archive, self.result)
        wanted = self._wanted["damage"] - self.result.injected["damage"]
        if wanted > 0:
            count = min(wanted, self._chance.randint(8, 20))
            judging.damaged(archive, count, self._chance, self.result)
            judging.compare(whole, archive, self.result)
        for path in disk.folder.glob(f"a{self.result.rounds}.*"):
            if path.is_file():
                path.unlink()

    def _life(self, sources: Path, archive: Path, site: web.MoodyWeb, disk: Disk) -> None:
        """Start the crawler under one fault or more, and see how it ends."""
        self.result.lives += 1
        left = self._left()
        faults = {kind for kind in left if self._chance.random() < 0.5}
        faults.add(self._chance.choice(left))
        environment, largest = None, None
        with ExitStack() as stack:
            if "clock" in faults and self._preload is not None:
                watch = clock.Clock(disk.folder.parent / "clock", self._preload, self._chance)
                environment = watch.environment
                stack.callback(lambda: self._count("clock", watch.jumps))
                stack.enter_context(watch.jumping())
            if "disk full" in faults:
                spare = self._chance.randrange(_MOST_SPARE)
                largest = stack.enter_context(disk.filled(spare))
            if "reader" in faults:
                reader = Reader(archive)
                stack.callback(self._read, reader)
                stack.enter_context(reader.looking())
            site.mood = 0.3 if "network" in faults else 0.0
            failed = sum(site.failed.values())
            life = stack.enter_context(Life(sources, archive, site.port, environment, largest))
            other = None
            if "second crawler" in faults:
                other = stack.enter_context(Life(sources, archive, site.port))
            if "kill" in faults:
                self._kill(life, site)
            if other is not None:
                self._crowd(other, faults)
            self._end(life, faults)
            self._count("network", sum(site.failed.values()) - failed)

    def _count(self, kind: str, count: int = 1) -> None:
        if count:
            self.result.injected[kind] += count

    def _read(self, reader: Reader) -> None:
        self.result.reads += reader.looks
        self.result.broken += reader.wrong
        self._count("reader", min(1, reader.looks))

    def _kill(self, life: Life, site: web.MoodyWeb) -> None:
        """After a random number of requests, and a random while more."""
        left = wanted = self._chance.randint(0, 25)
        reached = threading.Event()

        def heard() -> None:
            nonlocal left
            left -= 1
            if left <= 0:
                reached.set()

        site.on_request = heard
        while wanted and not reached.wait(0.01) and life.process.poll() is None:
            pass
        site.on_request = lambda: None
        try:
            life.process.wait(self._chance.uniform(0, 0.2 if wanted else 2.5))
        except subprocess.TimeoutExpired:
            life.process.send_signal(signal.SIGKILL)
            self._count("kill")

    def _crowd(self, other: Life, faults: set[str]) -> None:
        """A second crawler at the same archive: one of the two must step back, and say so."""
        errors = other.end()
        self._count("second crawler")
        status = other.process.returncode
        allowed = {0, 1, 3} | ({-signal.SIGBUS} if "disk full" in faults else set())
        if "Traceback" in errors or status not in allowed:
            self.result.broken.append(f"a second crawler ended with {status}: {errors[-600:]}")
        if status == 3 and errors.count("\n") != 1:
            self.result.broken.append(f"a second crawler was refused, but said: {errors}")

    def _end(self, life: Life, faults: set[str]) -> None:
        errors = life.end()
        status = life.process.returncode
        allowed = {0, 1}
        if "disk full" in faults:
            # SQLite's shared memory is mapped: where no page of it is left, the kernel kills.
            allowed.add(-signal.SIGBUS)
            told = "the disk is full" in errors or "the disk reported an error" in errors
            self._count("disk full", int(told or status == -signal.SIGBUS))
        if "kill" in faults:
            allowed.add(-signal.SIGKILL)
        if "second crawler" in faults:
            allowed.add(3)
        if "Traceback" in errors or status not in allowed:
            kinds = ", ".join(sorted(faults))
            self.result.broken.append(f"a crawl under {kinds} ended with {status}: {errors[-600:]}")

    def _finish(self, sources: Path, archive: Path, site: web.MoodyWeb) -> None:
        with Life(sources, archive, site.port) as life:
            errors = life.end()
        if life.process.returncode != 0:
            status = life.process.returncode
            self.result.broken.append(f"an undisturbed crawl ended with {status}: {errors[-600:]}")


class Life:
    """One crawler process; use as a context manager: it ends with the block, whatever ends that."""

    def __init__(
        self,
        sources: Path,
        archive: Path,
        port: int,
        environment: dict[str, str] | None = None,
        largest: int | None = None,
    ) -> None:
        command = [sys.executable, "-m", "benchmarks.torture.life", str(sources), str(archive)]
        self.process = subprocess.Popen(
            [*command, str(port), *([str(largest)] if largest else [])],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *how: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()

    def end(self) -> str:
        """Wait for its end; what it said on standard error."""
        try:
            _, errors = self.process.communicate(timeout=_LONGEST)
        except subprocess.TimeoutExpired:
            self.process.kill()
            _, errors = self.process.communicate()
            errors += "\nTraceback: it hung"
        return errors
