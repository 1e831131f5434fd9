"""A copy is replaced while many read: no request fails, and none mixes two copies."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from editions import BODY, edition, editions_in
from serving import serving

from gongkai.archive import publish
from gongkai.archive.bodies import snapshots_path

LAST = 4
READERS = 4
_BODY = quote(BODY)
PATHS = (
    "",
    f"report/{_BODY}/2020/own_agency",
    f"report/{_BODY}/2020/own_agency.json",
    f"agency/{_BODY}/",
    f"-/gongkai/search?q={quote('政府信息公开申请')}",
    "archive/reports?_facet=published_on",
    "archive/reports.csv?_stream=on",
    "archive/requests.json?_shape=array&row=received",
)
SNAPSHOTS = (
    f"report/{_BODY}/2020/own_agency/source/?cell=requests.received.total",
    f"report/{_BODY}/2020/own_agency/source/document",
    f"report/{_BODY}/2020/own_agency/source/raw",
)


@dataclass
class Load:
    """What readers met: failures, and the editions of each answer in the order of each reader."""

    failures: list[str] = field(default_factory=list)
    seen: list[list[int]] = field(default_factory=list)
    ends: threading.Event = field(default_factory=threading.Event)

    def read(self, address: str, paths: tuple[str, ...], first: int) -> None:
        mine: list[int] = []
        self.seen.append(mine)
        with httpx.Client(base_url=address, timeout=60) as client:
            while not self.ends.is_set():
                for path in (*paths[first:], *paths[:first]):
                    self._ask(client, path, mine)

    def wait_for(self, number: int) -> None:
        """Until every reader has met that edition."""
        end = time.monotonic() + 60
        while [mine[-1:] for mine in self.seen] != [[number]] * READERS:
            assert time.monotonic() < end, f"edition {number} did not reach all: {self.failures}"
            time.sleep(0.05)

    def _ask(self, client: httpx.Client, path: str, mine: list[int]) -> None:
        try:
            response = client.get(path)
        except httpx.HTTPError as error:
            self.failures.append(f"{path}: {error!r}")
            return
        editions = editions_in(response.text)
        if response.status_code != 200 or len(editions) != 1:
            said = response.text[-900:]
            self.failures.append(f"{path}: {response.status_code}, editions {editions}: {said}")
        mine += editions


@contextmanager
def under_load(address: str, paths: tuple[str, ...]) -> Iterator[Load]:
    """Readers at work meanwhile, each from another path on."""
    load = Load()
    with ThreadPoolExecutor(READERS) as pool:
        work = [
            pool.submit(load.read, address, paths, n * len(paths) // READERS)
            for n in range(READERS)
        ]
        try:
            yield load
        finally:
            load.ends.set()
    for done in work:
        done.result()


def wait_for(address: str, number: int) -> None:
    """Until the front page shows that edition."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if editions_in(httpx.get(address).text) == {number}:
            return
        time.sleep(0.1)
    pytest.fail(f"edition {number} never came")


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("editions")
    return [edition(folder, number) for number in range(1, LAST + 1)]


def test_published_copies_follow_each_other_under_load(
    archives: list[Path], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    publish(archives[0], site, lambda: None)
    archive = site / "current" / "archive.db"
    with serving(archive, by_command=True) as (address, process):
        with under_load(address, (*PATHS, *SNAPSHOTS)) as load:
            load.wait_for(1)
            for number, source in enumerate(archives[1:], start=2):
                publish(source, site, lambda: None, keep=LAST)
                wait_for(address, number)
                load.wait_for(number)
        assert load.failures == []
        for mine in load.seen:
            assert mine == sorted(mine), "a reader went back to an older copy"
            assert set(mine) == set(range(1, LAST + 1))
        held = files_held(process.pid)
        newest = archive.resolve().parent
        assert held
        assert {path.parent for path in held} == {newest}


def test_a_file_renamed_over_the_old_one_is_followed_too(
    archives: list[Path], tmp_path: Path
) -> None:
    for number, source in enumerate(archives, 1):
        copy = tmp_path / f"{number}" / "archive.db"
        copy.parent.mkdir()
        publish(source, copy.parent, lambda: None)
    served = tmp_path / "archive.db"
    place(tmp_path / "1", served)
    with serving(served, by_command=True) as (address, _):
        with under_load(address, PATHS) as load:
            load.wait_for(1)
            for number in range(2, LAST + 1):
                place(tmp_path / f"{number}", served)
                wait_for(address, number)
                load.wait_for(number)
        assert load.failures == []
        for mine in load.seen:
            assert mine == sorted(mine)
            assert set(mine) == set(range(1, LAST + 1))


def test_what_is_no_archive_does_not_take_its_place(archives: list[Path], tmp_path: Path) -> None:
    for number in (1, 2):
        publish(archives[number - 1], tmp_path / f"{number}", lambda: None)
    served = tmp_path / "archive.db"
    place(tmp_path / "1", served)
    with serving(served, by_command=True) as (address, process):
        broken = tmp_path / "broken.db"
        broken.write_bytes(b"half a copy")
        broken.replace(served)
        assert process.stderr is not None
        assert "still serving the copy before it" in process.stderr.readline()
        for path in PATHS:
            assert editions_in(httpx.get(address + path).text) == {1}, path
        place(tmp_path / "2", served)
        wait_for(address, 2)


def place(site: Path, to: Path) -> None:
    """What is published there, renamed to another place: the snapshots first."""
    published = (site / "current").resolve() / "archive.db"
    snapshots_path(published).replace(snapshots_path(to))
    published.replace(to)


def files_held(pid: int) -> set[Path]:
    """The database files that a process holds open, once it holds no deleted or older ones."""
    end = time.monotonic() + 20
    while True:
        links = [link for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()]
        targets = {link.readlink() for link in links if link.exists() or link.is_symlink()}
        held = {path for path in targets if ".db" in path.name}
        if len({path.parent for path in held}) <= 1 or time.monotonic() > end:
            return held
        time.sleep(0.2)
