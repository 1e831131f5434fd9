from __future__ import annotations

from datetime import UTC, datetime, timedelta

from scraper.protocols import Rest

from .factory import PARSER, Desk, fetched, link, report

URL = "http://www.yunxi.example/a.html"


def save(desk: Desk, closes: str | None = None, **changes: object):
    return desk.archive.save_fetch(desk.run, link(URL), fetched(URL, **changes), closes)


def test_what_was_there_and_is_gone_is_withdrawn_and_its_versions_stay(desk: Desk) -> None:
    desk.store(URL, b"there", report())
    before = desk.value("SELECT count(*) FROM report_versions")
    saved = save(desk, "gone", body=b"", status=404)
    assert (saved.withdrawn, saved.restored) == (True, False)
    assert desk.value("SELECT state FROM frontier") == "withdrawn"
    assert desk.value("SELECT outcome FROM frontier") == "gone"
    row = next(desk.db.query("SELECT * FROM withdrawals"))
    assert (row["url"], row["status"], row["restored_at"]) == (URL, 404, None)
    assert row["withdrawn_at"] == desk.value("SELECT max(fetched_at) FROM fetches WHERE status=404")
    assert desk.value("SELECT count(*) FROM report_versions") == before
    assert desk.value("SELECT count(*) FROM reports") == 1
    again = save(desk, "gone", body=b"", status=410)
    assert again.withdrawn
    assert desk.value("SELECT count(*) FROM withdrawals") == 1


def test_what_comes_back_is_restored(desk: Desk) -> None:
    for times in (1, 2):
        save(desk, "fetched", body=b"there")
        at = fetched(URL).fetched_at + timedelta(minutes=times)
        save(desk, "gone", body=b"", status=404, fetched_at=at)
        saved = save(desk, "fetched", body=b"there", fetched_at=at + timedelta(seconds=9))
        assert saved.restored
        assert desk.value("SELECT state FROM frontier") == "fetched"
        assert desk.value("SELECT count(*) FROM withdrawals WHERE restored_at IS NULL") == 0
        assert desk.value("SELECT count(*) FROM withdrawals") == times
    assert len(desk.archive.queue(PARSER)) == 1


def test_a_304_restores_too(desk: Desk) -> None:
    save(desk, body=b"there")
    save(desk, body=b"", status=404)
    assert save(desk, body=b"", status=304, not_modified=True).restored


def test_only_a_plain_404_of_what_was_there_withdraws(desk: Desk) -> None:
    assert not save(desk, "gone", body=b"", status=404).withdrawn
    assert desk.value("SELECT state FROM frontier") == "gone"
    save(desk, "fetched", body=b"there")
    for changes in (
        {"status": 404, "blocked": "shield: an empty 404"},
        {"status": 200, "blocked": "soft_404: no page"},
        {"status": 500},
        {"status": None, "error": "timeout: slow"},
    ):
        assert not save(desk, "failed", body=b"", **changes).withdrawn
    assert desk.value("SELECT count(*) FROM withdrawals") == 0
    assert desk.value("SELECT state FROM frontier") == "fetched"
    assert desk.value("SELECT outcome FROM frontier") == "timeout"


def test_what_stood_in_place_of_the_page_is_no_snapshot(desk: Desk) -> None:
    saved = save(desk, body=b"<script>$_ts", blocked="challenge: $_ts, status 200")
    assert saved.digest is None
    row = next(desk.db.query("SELECT outcome, error, snapshot_id FROM fetches"))
    assert tuple(row.values()) == ("challenge", "challenge: $_ts, status 200", None)


def test_how_a_fetch_was_made_is_recorded(desk: Desk) -> None:
    save(
        desk,
        method="POST",
        form="a=1",
        protocol="HTTP/2",
        tls=("weak_keys",),
        notes=("perhaps_truncated",),
    )
    row = next(desk.db.query("SELECT method, form, protocol, tls, notes, outcome FROM fetches"))
    assert list(row.values()) == [
        "POST",
        "a=1",
        "HTTP/2",
        '["weak_keys"]',
        '["perhaps_truncated"]',
        "ok",
    ]


def test_due_are_the_settled_ones_of_long_ago(desk: Desk) -> None:
    save(desk, "fetched", body=b"there")
    now = datetime.now(UTC)
    assert desk.archive.due("yunxi", now + timedelta(hours=1)) == [link(URL)]
    assert desk.archive.due("yunxi", now - timedelta(hours=1)) == []
    assert desk.archive.due("elsewhere", now + timedelta(hours=1)) == []


def test_robots_are_recalled_for_a_while(desk: Desk) -> None:
    url = "http://www.yunxi.example/robots.txt"
    robots = link(url, kind="robots")
    at = fetched(url).fetched_at
    assert desk.archive.recall(url, at) is None
    desk.archive.save_fetch(desk.run, robots, fetched(url, b"User-agent: *"))
    desk.archive.save_fetch(desk.run, robots, fetched(url, b"", status=503))
    kept = desk.archive.recall(url, at)
    assert kept is not None
    assert (kept.status, kept.body, kept.fetched_at) == (200, b"User-agent: *", at)
    assert desk.archive.recall(url, at + timedelta(seconds=1)) is None
    desk.archive.save_fetch(desk.run, robots, fetched(url, b"", status=404))
    missing = desk.archive.recall(url, at)
    assert missing is not None
    assert missing.status == 404


def test_rests_are_kept_and_forgotten(desk: Desk) -> None:
    until = datetime(2026, 12, 1, tzinfo=UTC)
    assert desk.archive.rest("h") is None
    for times in (1, 2):
        rest = Rest("challenge", "521", until, times)
        desk.archive.lay_to_rest("h", rest)
        assert desk.archive.rest("h") == rest
    desk.archive.answered("h")
    assert desk.archive.rest("h") is None
