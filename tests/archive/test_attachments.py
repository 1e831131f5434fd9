"""Attachments and further pages: kinds that older archives did not allow."""

from __future__ import annotations

import sqlite3

import pytest

from .factory import Desk, link

REPORT = "http://www.yunxi.example/nb/2023.html"
FILE = "http://www.yunxi.example/nb/P0.pdf"


def test_attachments_wait_and_name_their_report(desk: Desk) -> None:
    desk.archive.offer([link(FILE, kind="attachment", found_on=REPORT)])
    assert [(w.kind, w.found_on) for w in desk.archive.pending("yunxi")] == [("attachment", REPORT)]
    desk.archive.done(link(FILE, kind="attachment"), "fetched")
    assert desk.archive.pending("yunxi") == []


def test_other_kinds_are_still_refused(desk: Desk) -> None:
    for table in ("fetches", "frontier"):
        sql = desk.value(f"SELECT sql FROM sqlite_master WHERE name = '{table}'")
        assert sql.count("'attachment', 'part'") == 1
    with pytest.raises(sqlite3.IntegrityError):
        desk.archive.offer([link(FILE, kind="picture")])
    assert desk.value("PRAGMA integrity_check") == "ok"


def test_what_nobody_published_is_not_asked_for_again(desk: Desk) -> None:
    desk.archive.done(link(REPORT), "absent")
    assert desk.archive.pending("yunxi") == []
    desk.archive.done(link(FILE), "empty")
    assert [waiting.url for waiting in desk.archive.pending("yunxi")] == [FILE]
