"""What was taken down does not come back; faults, and takedowns that broke off."""

from __future__ import annotations

import sqlite3

import pytest
from taking_down import (
    FIRST,
    MARK,
    SECOND,
    URL,
    WHY,
    all_bytes,
    crawl_again,
    listed,
    marked,
    run,
    sound,
    traces,
)

from gongkai.archive import Archive, removal
from gongkai.pipeline.reparse import reparse


def test_neither_the_address_nor_the_bytes_come_back(held, tmp_path) -> None:
    run("takedown", listed(tmp_path, url=URL), "--archive", held.path)
    secure = URL.replace("http://", "https://")
    elsewhere = "http://elsewhere.example.gov.cn/1.html"
    for url, body in (
        (URL, SECOND),
        (URL, marked("全新的文字。")),
        (secure, marked("又一版。")),
        (elsewhere, FIRST),
    ):
        saved, asked = crawl_again(held.path, url, body)
        assert (saved.digest, saved.is_new) == (None, False)
        assert saved.refused == f"taken down on 2026-11-25: {WHY}"
        assert (url in asked) is (url == elsewhere)
    page = tmp_path / "saved.html"
    page.write_bytes(SECOND)
    result = run("import", page, "--archive", held.path)
    assert result.exit_code == 1
    assert f"saved.html: not kept: taken down on 2026-11-25: {WHY}" in result.stderr
    assert reparse(held.path).snapshots == 1
    sound(held.path)
    assert MARK.encode() not in all_bytes(held.path)
    with Archive.open(held.path, read_only=True) as opened:
        assert opened.db["reports"].count == 1
        sql = "SELECT outcome, etag, snapshot_id FROM fetches ORDER BY fetch_id DESC LIMIT 1"
        assert opened.db.execute(sql).fetchone() == ("taken_down", None, None)
    saved, asked = crawl_again(held.path, elsewhere + "?2", marked("别处的另一页。"))
    assert saved.is_new


def test_the_web_archive_tells_it_and_holds_nothing_of_it(held, tmp_path) -> None:
    old = tmp_path / "old.warc"
    run("export", old, "--archive", held.path)
    file = listed(tmp_path, url=URL)
    run("takedown", file, "--archive", held.path)
    new = tmp_path / "new.warc"
    assert "2 metadata, 1 response" in run("export", new, "--archive", held.path).stdout
    assert MARK.encode() in old.read_bytes()
    assert MARK.encode() not in new.read_bytes()
    assert f"fetchError: taken down on 2026-11-25: {WHY}".encode() in new.read_bytes()
    copy = tmp_path / "b.db"
    assert run("import", new, "--archive", copy).exit_code == 0
    again = tmp_path / "again.warc"
    run("export", again, "--archive", copy)
    assert again.read_bytes() == new.read_bytes()
    # The older file brings nothing back where the list was applied.
    third = tmp_path / "c.db"
    Archive.open(third).close()
    assert run("takedown", file, "--archive", third).exit_code == 0
    result = run("import", old, "--archive", third)
    assert result.exit_code == 1
    assert f"{URL}: not kept: taken down on 2026-11-25: {WHY}" in result.stderr
    assert MARK.encode() not in all_bytes(third)
    sound(third)
    with Archive.open(third, read_only=True) as opened:
        assert opened.db["reports"].count == 1


def test_a_takedown_that_broke_off_is_named_and_goes_on(held, tmp_path, monkeypatch) -> None:
    before = traces(held.path, [held.first, held.second])
    file = listed(tmp_path, url=URL)

    def broken(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(removal, "_remove_bodies", broken)
    result = run("takedown", file, "--archive", held.path)
    assert (result.exit_code, result.stderr.count("gongkai: ")) == (1, 1)
    verified = run("verify", "--archive", held.path)
    assert "a takedown was not finished" in verified.stdout
    assert "was taken down, but its body is kept" in verified.stdout
    monkeypatch.undo()
    result = run("takedown", file, "--archive", held.path)
    assert (result.exit_code, result.stdout) == (0, f"url {URL}: in force already\n")
    assert not any(trace in all_bytes(held.path) for trace in before.values())
    sound(held.path)


def test_a_reader_that_holds_the_old_state_is_named(held, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("gongkai.archive.connect.BUSY_SECONDS", 0.2)
    file = listed(tmp_path, url=URL)
    reader = sqlite3.connect(held.path, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM reports").fetchone() == (2,)
    result = run("takedown", file, "--archive", held.path)
    assert result.exit_code == 3
    assert "another program is reading it" in result.stderr or "locked" in result.stderr
    assert "a takedown was not finished" in run("verify", "--archive", held.path).stdout
    reader.close()
    assert run("takedown", file, "--archive", held.path).exit_code == 0
    assert MARK.encode() not in all_bytes(held.path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1", "a list of takedowns"),
        ("- 1", "entry 1: its keys"),
        (
            "- {url: 'http://a/', snapshot: x, who: a, why: b, date: 2026-1-1}",
            "entry 1: its keys",
        ),
        ("- {url: 'http://a/', who: a, date: 2026-01-01}", "entry 1: its keys"),
        ("- {url: a.html, who: a, why: b, date: 2026-01-01}", "a whole address"),
        ("- {snapshot: abc, who: a, why: b, date: 2026-01-01}", "SHA-256"),
        ("- {report: abc, who: a, why: b, date: 2026-01-01}", "agency/year/scope"),
        ("- {url: 'http://a/', who: ' ', why: b, date: 2026-01-01}", "who must say it"),
        ("- {url: 'http://a/', who: a, why: b, date: soon}", "date must be one"),
    ],
)
def test_a_fault_in_the_list_changes_nothing(held, tmp_path, text: str, said: str) -> None:
    file = tmp_path / "t.yaml"
    good = listed(tmp_path, url=URL).read_text()
    file.write_text(f"{good}{text}" if text.startswith("-") else text)
    before = all_bytes(held.path)
    result = run("takedown", file, "--archive", held.path)
    assert result.exit_code == 1
    assert said.replace("entry 1", "entry 2") in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert all_bytes(held.path) == before


def test_a_report_that_is_not_held_is_said(held, tmp_path) -> None:
    file = listed(tmp_path, report="000000-无/2023/own_agency")
    result = run("takedown", file, "--archive", held.path)
    assert result.exit_code == 1
    assert "no report 000000-无/2023/own_agency here" in result.stderr


def test_there_must_be_an_archive(tmp_path) -> None:
    result = run("takedown", listed(tmp_path, url=URL), "--archive", tmp_path / "none.db")
    assert (result.exit_code, (tmp_path / "none.db").exists()) == (1, False)
