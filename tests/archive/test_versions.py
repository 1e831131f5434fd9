"""Versions: both stay, what changed is named, corrected and withdrawn reports are marked."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import pytest

from gongkai.archive import contents
from gongkai.archive.changes import compare
from gongkai.archive.editions import edition_of
from parsers.report import Problem

from .factory import PARSER, Desk, report, section, tables

URL = "http://www.yunxi.example/a.html"
OLD = report(tables=tables(received=3, granted=3, total_processed=3))
NEW = report(tables=tables(received=5, granted=3, total_processed=3))


def _changes(desk: Desk) -> list[dict[str, Any]]:
    return list(desk.db.query("SELECT * FROM version_changes ORDER BY parsed_at"))


def test_a_silent_change_names_the_cell_and_keeps_both(desk: Desk) -> None:
    desk.store(URL, b"old", OLD)
    desk.store(URL, b"new", NEW)
    [change] = _changes(desk)
    place = (change["table"], change["row"], change["column"])
    assert place == ("requests", "received", "total")
    assert (change["before"], change["after"], change["cause"]) == (3, 5, "page")
    assert change["before_fetched_at"] < change["after_fetched_at"]
    assert change["before_snapshot"] != change["after_snapshot"]
    bodies = [change["before_snapshot"], change["after_snapshot"]]
    assert [desk.archive.body(one) for one in bodies] == [b"old", b"new"]
    digests = desk.db.execute("SELECT content_digest FROM report_versions ORDER BY 1").fetchall()
    kept = [contents.load(desk.db, digest) for (digest,) in digests]
    assert sorted(one["tables"]["requests"]["received"]["total"] for one in kept if one) == [3, 5]


def test_a_better_parser_is_told_from_a_changed_page(desk: Desk) -> None:
    work = desk.work(URL, b"page")
    desk.archive.store_report(work, OLD, PARSER)
    desk.archive.store_report(work, NEW, "2")
    [change] = _changes(desk)
    assert (change["cause"], change["before_parser"], change["after_parser"]) == (
        "parser",
        "1",
        "2",
    )
    assert (change["before"], change["after"]) == (3, 5)


def test_a_changed_page_under_a_new_parser_is_not_ascribed(desk: Desk) -> None:
    desk.store(URL, b"old", OLD)
    desk.archive.store_report(desk.work(URL, b"new"), NEW, "2")
    assert [change["cause"] for change in _changes(desk)] == ["page_or_parser"]


def test_an_old_page_read_anew_is_compared_with_its_own_reading(desk: Desk) -> None:
    old = desk.work(URL, b"old")
    desk.archive.store_report(old, OLD, PARSER)
    desk.store(URL, b"new", report(tables=tables(received=9)))
    desk.archive.store_report(old, NEW, "2")
    last = _changes(desk)[-1]
    assert (last["before"], last["after"], last["cause"]) == (3, 5, "parser")
    assert not last["is_current"]
    assert desk.value("SELECT total FROM requests WHERE row = 'received'") == 9


def test_a_page_that_reverts_is_a_change_too(desk: Desk) -> None:
    desk.store(URL, b"old", OLD)
    desk.store(URL, b"new", NEW)
    desk.fetch(URL, b"old")
    [work] = desk.archive.queue(PARSER)
    desk.archive.store_report(work, OLD, PARSER)
    shown = {(change["before"], change["after"]) for change in _changes(desk)}
    assert shown == {(3, 5), (5, 3)}


def test_reverting_forgets_no_parse(desk: Desk) -> None:
    first = desk.work(URL, b"old")
    desk.archive.store_report(first, OLD, "0")
    desk.archive.store_report(first, OLD, PARSER)
    desk.store(URL, b"new", NEW)
    desk.fetch(URL, b"old")
    assert desk.value("SELECT count(*) FROM parses") == 3
    assert [work.snapshot_id for work in desk.archive.queue(PARSER)] == [first.snapshot_id]
    desk.archive.store_report(first, OLD, PARSER)
    assert desk.archive.queue(PARSER) == []


def test_a_corrected_edition_speaks_whichever_came_last(desk: Desk) -> None:
    title = "云溪市教育局2023年政府信息公开工作年度报告（更正版）"
    desk.store(URL + "?2", b"corrected", report(title=title, tables=NEW.tables))
    desk.store(URL, b"first edition", OLD)
    assert desk.value("SELECT edition FROM reports") == "corrected"
    assert desk.value("SELECT total FROM requests WHERE row = 'received'") == 5
    assert desk.value("SELECT count(*) FROM report_versions WHERE edition = 'corrected'") == 1


def test_a_corrected_edition_at_another_address_shows_what_it_corrects(desk: Desk) -> None:
    title = "（更正）云溪市教育局2023年政府信息公开工作年度报告"
    desk.store(URL, b"first edition", OLD)
    desk.store(URL + "?2", b"corrected", report(title=title, tables=NEW.tables))
    cells = [change for change in _changes(desk) if change["table"] == "requests"]
    assert [(c["cause"], c["edition"], c["after"]) for c in cells] == [
        ("other_page", "corrected", 5)
    ]


@pytest.mark.parametrize(
    ("title", "edition"),
    [
        ("某局2023年政府信息公开工作年度报告（更正）", "corrected"),
        ("某局2023年政府信息公开工作年度报告(修订版)", "corrected"),
        ("某局2023年政府信息公开工作年度报告【更正后】", "corrected"),
        ("关于更正某局2023年政府信息公开工作年度报告的公告", "corrected"),
        ("更正：某局2023年政府信息公开工作年度报告", "corrected"),
        ("某局2023年政府信息公开工作年度报告", None),
        ("某市条例修订办公室2023年政府信息公开工作年度报告", None),
        ("更正局2023年政府信息公开工作年度报告", None),
        (None, None),
    ],
)
def test_a_title_tells_a_corrected_edition(title: str | None, edition: str | None) -> None:
    assert edition_of(title) == edition


def test_a_page_that_is_gone_is_marked_until_it_returns(desk: Desk) -> None:
    desk.store(URL, b"page", OLD)
    assert desk.value("SELECT count(*) FROM withdrawn_reports") == 0
    desk.fetch(URL, b"", status=404)
    desk.fetch(URL, b"", status=410)
    row = next(desk.db.query("SELECT * FROM withdrawn_reports"))
    assert row["last_seen_at"] < row["gone_at"] == "2026-11-23T12:02:00.000000Z"
    assert desk.value("SELECT count(*) FROM reports") == 1
    desk.fetch(URL, b"page")
    assert desk.value("SELECT count(*) FROM withdrawn_reports") == 0


def test_a_server_error_withdraws_nothing(desk: Desk) -> None:
    desk.store(URL, b"page", OLD)
    desk.fetch(URL, b"", status=503)
    desk.fetch(URL, b"", status=None, error="timed out")
    assert desk.value("SELECT count(*) FROM withdrawn_reports") == 0


def test_every_kind_of_difference_has_its_name() -> None:
    before = report(sections=[section("overview", "甲乙丙"), section("problems", "同")])
    after = report(
        year=2022,
        tables=tables(received=None, granted=2),
        sections=[section("overview", "甲 乙丁"), section("problems", "同")],
    )
    del after.tables["review_litigation"]["review"]["upheld"]
    before.tables["review_litigation"]["review"]["upheld"] = None
    found = compare(*(json.loads(contents.canonical(one)) for one in (before, after)))
    assert [(c.row, c.before, c.after, c.kind) for c in found] == [
        ("year", 2023, 2022, "metadata"),
        ("granted", 0, 2, "number"),
        ("received", 0, None, "lost"),
        ("overview", "甲乙丙", "甲乙丁", "text"),
    ]


def test_every_parse_is_kept_whole_and_small(desk: Desk) -> None:
    for number in range(3):
        desk.store(f"{URL}?{number}", b"%d" % number, report(agency=f"云溪市第{number}局"))
    rows = desk.db.execute("SELECT content_digest, length(body) FROM version_contents").fetchall()
    assert len(rows) == 3
    assert desk.value("SELECT count(*) FROM packing_dictionaries") == 1
    for digest, size in rows:
        content = contents.read(desk.db, digest)
        assert content is not None
        assert contents.digest_of(content) == digest
        assert size < len(content) / 5


def test_a_page_that_is_no_report_any_more_leaves_its_parse(desk: Desk) -> None:
    desk.store(URL, b"page", OLD)
    nothing = report(problems=[Problem("not_a_report", "error", None, "a notice")])
    desk.archive.store_report(desk.work(URL, b"page"), nothing, "2")
    assert desk.value("SELECT count(*) FROM reports") == 0
    assert desk.value("SELECT count(*) FROM version_contents") == 1
    assert desk.value("SELECT count(*) FROM parses") == 2


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE fetches SET status = 200",
        "DELETE FROM fetches",
        "DELETE FROM snapshots",
    ],
)
def test_what_was_fetched_stays(desk: Desk, sql: str) -> None:
    desk.fetch(URL, b"page")
    with pytest.raises(sqlite3.IntegrityError, match=r"append-only|never deleted"):
        desk.db.execute(sql)
