"""An archive of which something is to be taken down, and looking for traces of it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest
from archive.factory import NOON, link
from click.testing import CliRunner

import fixtures
from gongkai.archive import Archive
from gongkai.archive.bodies import snapshots_path
from gongkai.cli import main
from gongkai.pipeline.reparse import reparse
from scraper.protocols import Fetched

MARK = "龘靐齉爩"
WHY = "页面载有个人信息，当事人要求删除"
(PAGE, SAID), (OTHER, OTHER_SAID) = [
    (page.read_bytes(), e)
    for page, e in fixtures.report_files()
    if e["provenance"] == "official" and e["tables"].get("requests") and page.suffix == ".html"
][:2]
URL, OTHER_URL = SAID["url"], OTHER_SAID["url"]


def run(*arguments: object):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def marked(words: str) -> bytes:
    """The page with words of ours in its overview, in its own encoding."""
    text = PAGE.decode("utf-8")
    at = text.index("坚持公文起草时")
    return (text[:at] + words + text[at:]).encode("utf-8")


FIRST, SECOND = marked(f"{MARK}一。"), marked(f"{MARK}二。")


@pytest.fixture
def held(marked_files: SimpleNamespace, tmp_path: Path) -> SimpleNamespace:
    """The same in files of this test alone."""
    path = tmp_path / "a.db"
    for one in (marked_files.path, snapshots_path(marked_files.path)):
        (tmp_path / one.name).write_bytes(one.read_bytes())
    return SimpleNamespace(**{**vars(marked_files), "path": path})


@pytest.fixture(scope="module")
def marked_files(tmp_path_factory) -> SimpleNamespace:
    """Two versions of a report with the mark, and another report."""
    path = tmp_path_factory.mktemp("takedown") / "a.db"
    with Archive.open(path) as opened:
        opened.put_source("s", "s")
        number = opened.start_run("crawl")
        headers = (("Content-Type", "text/html"),)

        def save(url: str, body: bytes, minute: int):
            at = NOON.replace(minute=minute)
            fetched = Fetched(url, url, at, 200, headers, body, 0.1)
            return opened.save_fetch(number, link(url, source_id="s"), fetched, "fetched")

        opened.offer([link(URL, source_id="s", title=f"{MARK}的题名")])
        digests = [save(URL, FIRST, 1).digest, save(URL, SECOND, 2).digest]
        save(OTHER_URL, OTHER, 3)
    assert reparse(path).failed == []
    with Archive.open(path, read_only=True) as opened:
        report_id = opened.find_report(URL)
    return SimpleNamespace(path=path, report_id=report_id, first=digests[0], second=digests[1])


def listed(folder: Path, **entry: object) -> Path:
    values = {**entry, "who": "王某", "why": WHY}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
    path = folder / "takedowns.yaml"
    path.write_text("- " + "\n  ".join(lines) + "\n  date: 2026-11-25\n", encoding="utf-8")
    return path


def all_bytes(path: Path) -> bytes:
    """Both files with their write-ahead logs and whatever else stands beside them."""
    beside = sorted(path.parent.glob(f"{path.stem}.*"))
    assert {path, snapshots_path(path)} <= set(beside)
    return b"".join(one.read_bytes() for one in beside if not one.name.endswith("-shm"))


def traces(path: Path, digests: list[str]) -> dict[str, bytes]:
    """Byte strings by which the content of these snapshots is found in the files.

    Packed bodies end with a checksum, so their ends are theirs alone.
    """
    found = {"words": MARK.encode()}
    with sqlite3.connect(snapshots_path(path)) as conn:
        for digest in digests:
            sql = "SELECT body FROM bodies WHERE snapshot_id = ?"
            found[f"body {digest}"] = conn.execute(sql, [digest]).fetchone()[0][-24:]
    conn.close()
    with sqlite3.connect(path) as conn:
        for digest in digests:
            sql = (
                "SELECT c.body FROM version_contents c JOIN report_versions USING (content_digest)"
                " WHERE snapshot_id = ?"
            )
            body = conn.execute(sql, [digest]).fetchone()[0]
            found[f"parse {digest}"] = body[-24:]
    conn.close()
    assert all(trace in all_bytes(path) for trace in found.values())
    return found


def words_of_index(path: Path) -> set[str]:
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, report_search, 'row')")
        found = {row[0] for row in conn.execute("SELECT term FROM v")}
    conn.close()
    return found


def sound(path: Path) -> None:
    with Archive.open(path, read_only=True) as opened:
        assert opened.verify().faults == []


def crawl_again(path: Path, url: str, body: bytes):
    with Archive.open(path) as opened:
        number = opened.start_run("crawl")
        headers = (("Content-Type", "text/html"), ("ETag", '"9"'))
        fetched = Fetched(url, url, NOON.replace(hour=20), 200, headers, body, 0.1)
        opened.offer([link(url, source_id="s", title="题名")])
        asked = [one.url for one in opened.pending("s")]
        asked += [one.link.url for one in opened.known("s")]
        return opened.save_fetch(number, link(url, source_id="s"), fetched, "fetched"), asked
