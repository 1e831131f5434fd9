from __future__ import annotations

from datetime import timedelta

from gongkai.archive import Archive, withdrawals
from gongkai.archive.captures import Capture
from gongkai.archive.sought import held

from .factory import PARSER, Desk, fetched, link, report

OWN = {"fetch_id", "run_id", "snapshot_id", "record_id", "revisit_of"}
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


def test_a_404_of_a_shield_withdraws_nothing_anywhere(desk: Desk) -> None:
    desk.store(URL, b"there", report())
    later = fetched(URL).fetched_at + timedelta(hours=1)
    save(desk, "failed", body=b"", status=404, blocked="shield: an empty 404", fetched_at=later)
    assert desk.value("SELECT count(*) FROM withdrawn_reports") == 0
    assert desk.value("SELECT count(*) FROM withdrawals") == 0
    save(desk, "gone", body=b"", status=410, fetched_at=later + timedelta(hours=1))
    row = next(desk.db.query("SELECT * FROM withdrawn_reports"))
    assert (row["url"], row["status"]) == (URL, 410)
    assert row["gone_at"] == desk.value("SELECT withdrawn_at FROM withdrawals")
    assert [one.withdrawn for one in held(desk.db)] == [True]
    assert desk.archive.health(2023)["yunxi"].withdrawn == 1


def test_what_fetches_tell_is_what_the_crawl_noted(desk: Desk, tmp_path) -> None:
    """Also out of a WARC file, whose records may come in any order."""
    at = fetched(URL).fetched_at
    steps = [404, 200, 404, 410, 200, 200, 404]
    for hours, status in enumerate(steps):
        body = b"there" if status == 200 else b""
        save(desk, body=body, status=status, fetched_at=at + timedelta(hours=hours))
    noted = desk.db.execute("SELECT * FROM withdrawals ORDER BY withdrawn_at").fetchall()
    assert [(row[2], row[4] is None) for row in noted] == [(404, False), (404, True)]
    withdrawals.tell_all_again(desk.db)
    assert desk.db.execute("SELECT * FROM withdrawals ORDER BY withdrawn_at").fetchall() == noted
    rows = list(desk.db.query("SELECT * FROM fetches"))
    desk.db.execute("DELETE FROM withdrawals")
    with Archive.open(tmp_path / "b.db") as other:
        number = other.start_run("import")
        for row in reversed(rows):
            plain = {n: v for n, v in row.items() if v is not None and n not in OWN}
            body = b"there" if row["snapshot_id"] else None
            sources = {"yunxi": {"name": "yunxi"}}
            other.take(
                number, Capture(row["record_id"], {**plain, "revisit": 0}, body, {}, sources)
            )
        sql = "SELECT * FROM withdrawals ORDER BY withdrawn_at"
        assert other.db.execute(sql).fetchall() == noted


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


def test_known_are_the_settled_ones_with_their_last_look_and_change(desk: Desk) -> None:
    desk.archive.offer([link(f"{URL}?waiting")])
    save(desk, "fetched", body=b"there")
    [first] = desk.archive.known("yunxi")
    assert first.link == link(URL)
    assert abs(first.settled_since - first.looked_at) < timedelta(hours=1)
    save(desk, "fetched", body=b"there")
    [again] = desk.archive.known("yunxi")
    assert again.looked_at > first.looked_at
    assert again.settled_since == first.settled_since
    assert desk.archive.known("elsewhere") == []
