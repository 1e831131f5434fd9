"""pywb, in an environment of its own, replays what ``gongkai export`` wrote, byte by byte."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from archive.factory import Desk

from gongkai.archive import Archive

BIN = Path(__file__).resolve().parents[2] / ".venv-replay" / "bin"
COLLECTION = "gongkai"
#: Loopback only: no proxy, no certificates, which take their time to load.
CLIENT = httpx.Client(trust_env=False, verify=False, follow_redirects=False, timeout=30)
URL = "http://www.yunxi.example/a.html"
OLD, NEW = "<p>云溪市 旧</p>".encode() * 30, "<p>云溪市 新</p>".encode() * 30


@pytest.fixture(scope="module")
def replayed(crawled, tmp_path_factory) -> Iterator[tuple[Path, str]]:
    """The archive of the sample web, and the address where pywb serves its export."""
    folder = tmp_path_factory.mktemp("replay")
    with serving(crawled[0], folder) as address:
        yield crawled[0], address


@contextmanager
def serving(archive: Path, folder: Path) -> Iterator[str]:
    """pywb over the WARC export of an archive, from a folder of its own; gives its address."""
    assert (BIN / "python").exists(), "make .venv-replay/.installed makes pywb's environment"
    warc = folder / "a.warc.gz"
    with Archive.open(archive, read_only=True) as opened:
        opened.export_warc(warc)
    for arguments in (["init", COLLECTION], ["add", COLLECTION, str(warc)]):
        command = [BIN / "wb-manager", *arguments]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    command = [BIN / "python", Path(__file__).with_name("pywb_server.py")]
    errors = folder / "errors"
    with (
        errors.open("wb") as log,
        subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=log, text=True
        ) as server,
    ):
        try:
            assert server.stdout is not None
            said = next((line for line in server.stdout if line.startswith("port ")), None)
            assert said is not None, errors.read_text()
            yield f"http://127.0.0.1:{said.split()[1]}/{COLLECTION}"
        finally:
            server.terminate()


def replay(address: str, url: str, fetched_at: str) -> httpx.Response:
    """A page as it was at that time; ``id_`` asks for its bytes without pywb's banner."""
    moment = "".join(c for c in fetched_at[:19] if c.isdigit())
    return CLIENT.get(f"{address}/{moment}id_/{url}")


def test_every_page_that_was_kept_is_replayed_byte_by_byte(replayed) -> None:
    archive, address = replayed
    sql = (
        "SELECT url, fetched_at, snapshot_id, revisit FROM fetches WHERE snapshot_id IS NOT NULL"
        " AND method = 'GET' AND url LIKE 'http%'"
    )
    with Archive.open(archive, read_only=True) as opened:
        rows = opened.db.execute(sql).fetchall()
        assert len(rows) > 150
        assert sum(revisit for *_, revisit in rows) > 10
        for url, fetched_at, digest, _ in rows:
            answer = replay(address, url, fetched_at)
            assert answer.status_code == 200, url
            assert sha256(answer.content).hexdigest() == digest, url


def test_what_was_never_fetched_is_not_there(replayed) -> None:
    answer = replay(replayed[1], "http://www.yunxi.example/never.html", "2026-01-01T00:00:00")
    assert answer.status_code == 404


def test_each_of_two_bodies_of_an_address_has_its_time(tmp_path) -> None:
    """Also where a fetch repeats the one before, brings an older body back, or none (304)."""
    with Archive.open(tmp_path / "a.db") as archive:
        desk = Desk(archive)
        for body in (OLD, OLD, NEW, NEW, OLD):
            desk.fetch(URL, body)
        desk.fetch(URL, b"", status=304, not_modified=True)
        rows = desk.db.execute("SELECT fetched_at FROM fetches ORDER BY fetch_id").fetchall()
    with serving(tmp_path / "a.db", tmp_path) as address:
        found = [replay(address, URL, at).content for (at,) in rows]
    assert found == [OLD, OLD, NEW, NEW, OLD, OLD]


def test_the_environment_is_what_the_lock_says(tmp_path) -> None:
    """The test would pass over an older pywb that somebody left there."""
    lock = (BIN.parents[1] / "requirements-replay.lock").read_text()
    version = next(line for line in lock.splitlines() if line.startswith("pywb=="))
    said = subprocess.run([BIN / "pywb", "--version"], capture_output=True, text=True, check=True)
    assert version.split()[0].removeprefix("pywb==") in said.stdout
