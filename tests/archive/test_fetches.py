from __future__ import annotations

import hashlib
import sqlite3

import pytest

from gongkai.archive import ArchiveError, fetches
from scraper.protocols import Validators

from .factory import PARSER, Desk, fetched, link, report

URL = "http://www.yunxi.example/a.html"


def test_a_body_is_kept_once_with_where_it_came_from(desk: Desk) -> None:
    body = b"<p>body</p>" * 50
    saved = desk.fetch(URL, body)
    assert saved.digest == hashlib.sha256(body).hexdigest()
    assert saved.is_new
    assert desk.archive.body(saved.digest) == body
    row = next(desk.db.query("SELECT * FROM fetches"))
    assert (row["url"], row["status"], row["revisit"]) == (URL, 200, 0)
    assert row["fetched_at"] == "2026-11-23T12:01:00.000000Z"
    again = desk.fetch("http://www.yunxi.example/b.html", body)
    assert (again.digest, again.is_new) == (saved.digest, False)
    assert desk.value("SELECT count(*) FROM snapshots") == 1


def test_an_unchanged_body_is_a_revisit(desk: Desk) -> None:
    first = desk.fetch(URL, b"same")
    second = desk.fetch(URL, b"same")
    third = desk.fetch(URL, b"", status=304, not_modified=True, headers=())
    assert first.digest == second.digest == third.digest
    assert [first.is_new, second.is_new, third.is_new] == [True, False, False]
    rows = desk.db.execute("SELECT revisit, status FROM fetches ORDER BY fetch_id").fetchall()
    assert rows == [(0, 200), (1, 200), (1, 304)]
    assert len(desk.archive.queue(PARSER)) == 1
    assert desk.archive.validators(URL) == Validators('"1"', None)


def test_a_failure_is_recorded_without_a_snapshot(desk: Desk) -> None:
    saved = desk.fetch(URL, b"", status=None, error="timed out", headers=())
    gone = desk.fetch(URL, b"not here", status=404)
    assert (saved.digest, gone.digest) == (None, None)
    assert desk.value("SELECT count(*) FROM fetches WHERE snapshot_id IS NULL") == 2
    assert desk.value("SELECT error FROM fetches") == "timed out"
    assert desk.archive.queue(PARSER) == []
    assert desk.archive.validators(URL) == Validators()


def test_the_body_is_committed_before_any_row_cites_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(fetches, "_record", broken)
    with pytest.raises(RuntimeError, match="power cut"):
        desk.fetch(URL, b"precious")
    digest = hashlib.sha256(b"precious").hexdigest()
    assert desk.archive.body(digest) == b"precious"
    assert desk.value("SELECT count(*) FROM snapshots") == 0
    assert desk.value("SELECT count(*) FROM fetches") == 0
    monkeypatch.undo()
    assert desk.fetch(URL, b"precious").is_new


def test_no_row_is_left_when_recording_fails(desk: Desk) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        desk.archive.save_fetch(desk.run, link(URL, source_id="stranger"), fetched(URL))
    assert desk.value("SELECT count(*) FROM snapshots") == 0


def test_a_damaged_body_is_not_handed_out(desk: Desk) -> None:
    digest = desk.fetch(URL, b"true words").digest
    assert digest is not None
    bodies = sqlite3.connect(desk.archive.path.with_name("archive.snapshots.db"))
    bodies.execute("UPDATE bodies SET body = ?", [b"false words"])
    bodies.commit()
    bodies.close()
    with pytest.raises(ArchiveError, match="does not match its digest"):
        desk.archive.body(digest)
    with pytest.raises(KeyError):
        desk.archive.body("0" * 64)


def test_the_queue_holds_what_this_parser_version_has_not_read(desk: Desk) -> None:
    first = desk.work(URL, b"one")
    desk.archive.put_file(desk.run, "saved.txt", b"two", "text/plain")
    listing = link("http://www.yunxi.example/", kind="listing")
    desk.archive.save_fetch(desk.run, listing, fetched(listing.url, b"three"))
    robots = link("http://www.yunxi.example/robots.txt", kind="robots")
    desk.archive.save_fetch(desk.run, robots, fetched(robots.url, b"four"))
    queue = desk.archive.queue(PARSER)
    assert [work.url for work in queue] == [URL, "file:saved.txt"]
    assert (queue[0].media_type, queue[0].charset) == ("text/html", "gb2312")
    assert (queue[1].media_type, queue[1].charset, queue[1].source_id) == ("text/plain", None, None)

    desk.archive.store_report(first, report(), PARSER)
    desk.archive.store_failure(queue[1], PARSER, "the worker was killed")
    assert desk.archive.queue(PARSER) == []
    assert [work.url for work in desk.archive.queue("2")] == [URL, "file:saved.txt"]
    assert len(desk.archive.queue(PARSER, again=True)) == 2
    assert (
        desk.value("SELECT detail FROM parses WHERE outcome = 'failed'") == "the worker was killed"
    )


def test_one_body_at_two_addresses_is_parsed_for_both(desk: Desk) -> None:
    desk.fetch(URL, b"same")
    desk.fetch("http://copy.example/a.html", b"same")
    assert len(desk.archive.queue(PARSER)) == 2


@pytest.mark.parametrize(("kind", "waiting"), [("robots", 0), ("listing", 0), ("report", 1)])
def test_only_what_is_parsed_waits_to_be_read_again(desk: Desk, kind: str, waiting: int) -> None:
    for host in ("www.yunxi.example", "www.jichuan.example"):
        page = link(f"http://{host}/same", kind=kind)
        desk.archive.save_fetch(desk.run, page, fetched(page.url, b"same on both hosts"))
    assert desk.value("SELECT count(*) FROM rereads") == waiting


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("text/html; charset=GBK", ("text/html", "gbk")),
        ('application/PDF; name="a.pdf"', ("application/pdf", None)),
        ("nonsense", (None, None)),
        ("text/html;;; charset=", ("text/html", None)),
        ("", (None, None)),
    ],
)
def test_content_type(header: str, expected: tuple[str | None, str | None]) -> None:
    media_type, charset = fetches.content_type([["content-TYPE", header]])
    assert (media_type, charset or None) == expected
