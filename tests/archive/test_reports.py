from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from gongkai.archive import Archive, content, search
from parsers.report import AnnexRow, CellNote, Check, Problem

from .factory import PARSER, Desk, report, section, tables

URL = "http://www.yunxi.example/a.html"
ID = "520900-云溪市教育局/2023/own_agency"


def _full() -> Any:
    grids = tables(received=7, granted=7, total_processed=7)
    grids["disclosure"]["fees"]["amount"] = 25.1
    grids["disclosure"]["rules"]["made"] = None
    return report(
        tables=grids,
        annex=[AnnexRow("网上咨询数", "人次", 3, 9)],
        cells=[CellNote("disclosure", "rules", "made", " ", "blank", None)],
        checks=[
            Check("T3-BAL", "requests", "total", "pass", 7, 7),
            Check("T3-ROW", "requests", "granted", "fail", 0, 7, "source"),
            Check("T4-SUM", "review_litigation", "review", "not_assessable", None, None),
        ],
        problems=[Problem("form_mixed", "warning", None, "two forms")],
    )


def test_every_part_of_a_report_has_its_rows(desk: Desk) -> None:
    stored = desk.store(URL, b"page", _full())
    assert (stored.report_id, stored.outcome) == (ID, "report")
    assert (stored.changed, stored.set_aside) == (True, False)
    row = next(desk.db.query("SELECT * FROM reports"))
    assert (row["agency_id"], row["year"], row["scope"]) == (
        "520900-云溪市教育局",
        2023,
        "own_agency",
    )
    assert (row["period_start"], row["published_on"]) == ("2023-01-01", "2024-01-20")
    # 10 + 25 x 7 + 15 cells, one of them blank, and a row of an annex with two numbers.
    assert row["cells_read"] == 201
    assert [row[f"checks_{what}"] for what in ("passed", "failed", "not_assessable")] == [1, 1, 1]
    assert desk.value("SELECT value FROM disclosure WHERE row = 'fees'") == 25.1
    assert desk.value("SELECT unit FROM disclosure WHERE row = 'fees'") == "万元"
    assert desk.value("SELECT unit FROM disclosure WHERE \"column\" = 'made'") == "件"
    assert desk.value("SELECT total FROM requests WHERE row = 'received'") == 7
    assert desk.value("SELECT count(*) FROM review_litigation") == 3
    assert desk.value("SELECT cumulative FROM annex_rows") == 9
    assert desk.value("SELECT status FROM cell_notes") == "blank"
    assert desk.value("SELECT group_concat(id) FROM checks") == "T3-ROW,T4-SUM"
    assert desk.value("SELECT code FROM problems") == "form_mixed"
    assert desk.value("SELECT text FROM sections").startswith("本年度办结")


def test_an_amount_without_a_unit_gets_none(desk: Desk) -> None:
    note = CellNote("disclosure", "fees", "amount", "477.35", "unit_unknown", 477.35)
    grids = tables()
    grids["disclosure"]["fees"]["amount"] = 477.35
    desk.store(URL, b"page", report(tables=grids, cells=[note]))
    assert desk.value("SELECT count(*) FROM disclosure WHERE row = 'fees' AND unit IS NULL") == 1


@pytest.mark.parametrize("where", ["content.write", "search.enter"])
def test_nothing_is_half_stored(desk: Desk, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    desk.store(URL, b"page", report())
    work = desk.work(URL, b"new page")
    before = desk.dump()
    module, name = {"content.write": (content, "write"), "search.enter": (search, "enter")}[where]

    def broken(*_: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(module, name, broken)
    with pytest.raises(RuntimeError, match="disk full"):
        desk.archive.store_report(work, _full(), PARSER)
    assert desk.dump() == before
    monkeypatch.undo()
    assert desk.archive.store_report(work, _full(), PARSER).changed


def test_a_value_outside_the_contract_stores_nothing(desk: Desk) -> None:
    work = desk.work(URL, b"page")
    before = desk.dump()
    with pytest.raises(sqlite3.IntegrityError):
        desk.archive.store_report(work, report(scope="everything"), PARSER)
    grids = tables()
    grids["requests"]["granted"]["aliens"] = 1
    with pytest.raises(ValueError, match="aliens"):
        desk.archive.store_report(work, report(tables=grids), PARSER)
    assert desk.dump() == before


def test_storing_the_same_again_changes_nothing(desk: Desk) -> None:
    work = desk.work(URL, b"page")
    desk.archive.store_report(work, _full(), PARSER)
    before = desk.dump()
    stored = desk.archive.store_report(work, _full(), "2")
    after = desk.dump()
    assert not stored.changed
    assert len(after.pop("parses")) == len(before.pop("parses")) + 1
    assert after == before


def test_a_changed_banner_makes_no_version(desk: Desk) -> None:
    desk.store(URL, b"page, 10 visits", report())
    stored = desk.store(URL, b"page, 11 visits", report(source="elsewhere"))
    assert not stored.changed
    assert desk.value("SELECT count(*) FROM report_versions") == 1
    assert desk.value("SELECT count(*) FROM snapshots") == 2


def test_a_silent_change_makes_a_version_and_keeps_the_old(desk: Desk) -> None:
    desk.store(URL, b"old", report())
    stored = desk.store(URL, b"new", report(tables=tables(received=5, total_processed=5)))
    assert stored.changed
    versions = desk.db.execute(
        "SELECT is_current, superseded FROM report_versions ORDER BY version_id"
    ).fetchall()
    assert versions == [(0, 0), (1, 0)]
    assert desk.value("SELECT total FROM requests WHERE row = 'received'") == 5
    assert desk.value("SELECT count(*) FROM report_search") == 1


def test_a_page_that_goes_back_to_its_old_body_is_read_again(desk: Desk) -> None:
    desk.store(URL, b"old", report(title="旧版"))
    desk.store(URL, b"new", report(title="新版"))
    desk.fetch(URL, b"old")
    [work] = desk.archive.queue(PARSER)
    assert desk.archive.store_report(work, report(title="旧版"), PARSER).changed
    assert desk.value("SELECT title FROM reports") == "旧版"
    assert desk.value("SELECT count(*) FROM report_versions") == 2


def test_reparsing_an_old_body_does_not_bring_it_back(desk: Desk) -> None:
    old = desk.work(URL, b"old")
    desk.archive.store_report(old, report(title="旧版"), PARSER)
    desk.store(URL, b"new", report(title="新版"))
    desk.archive.store_report(old, report(title="旧版，读得更好"), "2")
    assert desk.value("SELECT title FROM reports") == "新版"


def test_a_better_provenance_wins_over_a_newer_body(desk: Desk) -> None:
    desk.store(URL, b"official", report(title="官方"))
    stored = desk.store("file:x", b"loose", report(title="散页", provenance="unknown"), "yunxi")
    assert not stored.changed
    assert desk.value("SELECT title FROM reports") == "官方"
    assert desk.value("SELECT count(*) FROM report_versions") == 2


def test_a_reading_under_another_agency_leaves_no_ghost(desk: Desk) -> None:
    work = desk.work(URL, b"page")
    desk.archive.store_report(work, report(agency="云溪市教育局关于"), PARSER)
    stored = desk.archive.store_report(work, report(), "2")
    assert stored.changed
    assert desk.db.execute("SELECT report_id FROM reports").fetchall() == [(ID,)]
    assert desk.value("SELECT count(*) FROM report_search") == 1
    assert desk.value("SELECT count(*) FROM report_versions WHERE superseded") == 1


def test_when_the_current_reading_falls_the_next_best_is_queued(desk: Desk) -> None:
    old, new = desk.work(URL, b"old"), desk.work(URL, b"new")
    desk.archive.store_report(old, report(title="旧版"), PARSER)
    desk.archive.store_report(new, report(title="新版"), PARSER)
    nothing = report(problems=[Problem("not_a_report", "error", None, "a picture story")])
    assert desk.archive.store_report(new, nothing, PARSER).changed
    assert desk.value("SELECT count(*) FROM reports") == 0
    [work] = desk.archive.queue(PARSER)
    assert work.snapshot_id == old.snapshot_id
    desk.archive.store_report(work, report(title="旧版"), PARSER)
    assert desk.value("SELECT title FROM reports") == "旧版"
    assert desk.archive.queue(PARSER) == []


@pytest.mark.parametrize(
    ("parsed", "outcome"),
    [
        (report(problems=[Problem("not_a_report", "error", None, "empty")]), "not_a_report"),
        (report(agency=None), "no_agency"),
        (report(agency=" "), "no_agency"),
        (report(year=None), "no_year"),
        (report(year=0), "no_year"),
    ],
)
def test_what_is_no_report_is_only_noted(desk: Desk, parsed: Any, outcome: str) -> None:
    stored = desk.store(URL, b"page", parsed)
    assert (stored.report_id, stored.outcome, stored.changed) == (None, outcome, False)
    assert desk.value("SELECT outcome FROM parses") == outcome
    assert desk.value("SELECT count(*) FROM reports") == 0
    assert desk.value("SELECT count(*) FROM agencies") == 0
    assert desk.archive.summary().not_reports == 1


def test_a_failed_parse_leaves_the_report_in_place(desk: Desk) -> None:
    work = desk.work(URL, b"page")
    desk.archive.store_report(work, report(), PARSER)
    desk.archive.store_failure(work, "2", "timed out after 20 seconds")
    assert desk.value("SELECT count(*) FROM reports") == 1
    assert desk.archive.summary().parse_failures == 1


def test_scopes_are_kept_apart_and_none_is_unknown(desk: Desk) -> None:
    desk.store(URL, b"one", report())
    stored = desk.store(URL + "?2", b"two", report(scope=None))
    assert stored.report_id == "520900-云溪市教育局/2023/unknown"
    assert desk.value("SELECT count(*) FROM reports") == 2


def test_the_summary_counts(desk: Desk) -> None:
    desk.store(URL, b"page", _full())
    copy = _full()
    copy.provenance = "copy_unverified"
    desk.store("http://copy.example/a.html", b"copy", copy)
    desk.archive.put_file(desk.run, "a.txt", b"file")
    summary = desk.archive.summary()
    assert (summary.sites, summary.pages_fetched, summary.snapshots) == (1, 2, 3)
    assert (summary.reports, summary.cells, summary.failed_identities) == (1, 201, 1)
    assert (summary.copies_set_aside, summary.not_reports) == (1, 0)
    desk.archive.finish_run(desk.run, "done", {"reports": 1})
    assert desk.value("SELECT detail FROM runs") == '{"reports": 1}'


def test_a_reader_sees_a_report_whole_or_not_at_all(desk: Desk) -> None:
    work = desk.work(URL, b"page")
    with Archive.open(desk.archive.path, read_only=True) as reader, desk.db.atomic():
        desk.archive.store_report(work, report(sections=[section("overview", "文")]), PARSER)
        assert reader.db.execute("SELECT count(*) FROM reports").fetchone()[0] == 0


def test_the_table_of_2014_is_stored_with_its_units(desk: Desk) -> None:
    values = {"req_received": 9, "budget": 2.5, "fees_charged": 40, "meetings": None}
    parsed = report(
        year=2016,
        form="v2014",
        table_forms={"statistics": "v2014"},
        tables={"statistics": values},
        cells=[CellNote("statistics", "fees_charged", "value", "40", "unit_unknown", 40)],
    )
    desk.store("http://www.yunxi.example/old", b"old", parsed)
    rows = {row["key"]: (row["value"], row["unit"]) for row in desk.db["statistics"].rows}
    assert rows == {
        "req_received": (9, "件"),
        "budget": (2.5, "万元"),
        "fees_charged": (40, None),
        "meetings": (None, "次"),
    }
    assert desk.value("SELECT cells_read FROM reports") == 3


def _page(*agencies: str, received: int = 1) -> Any:
    """A page with one report for each agency."""
    made = [report(agency=name, tables=tables(received=received)) for name in agencies]
    made[0].others = made[1:]
    return made[0]


def test_each_report_of_a_page_is_stored_as_its_own(desk: Desk) -> None:
    stored = desk.store(URL, b"page", _page("云溪市教育局", "云溪市财政局", "云溪市水务局"))
    found = [stored, *stored.others]
    assert [one.report_id for one in found] == [
        f"520900-云溪市{name}/2023/own_agency" for name in ("教育局", "财政局", "水务局")
    ]
    assert all(one.changed for one in found)
    assert desk.value("SELECT count(*) FROM reports") == 3
    assert desk.value("SELECT count(DISTINCT snapshot_id) FROM reports") == 1
    assert desk.value("SELECT count(*) FROM report_versions WHERE is_current = 1") == 3


def test_the_same_page_again_changes_nothing(desk: Desk) -> None:
    for changed in (True, False, False):
        stored = desk.store(URL, b"page", _page("云溪市教育局", "云溪市财政局"))
        assert [one.changed for one in (stored, *stored.others)] == [changed, changed]
        assert desk.value("SELECT count(*) FROM report_versions") == 2


def test_a_report_that_a_new_reading_no_longer_finds_goes(desk: Desk) -> None:
    desk.store(URL, b"page", _page("云溪市教育局", "云溪市财政局"))
    stored = desk.store(URL, b"page", _page("云溪市教育局", "云溪市水务局"))
    assert [one.changed for one in (stored, *stored.others)] == [True, True]
    agencies = desk.value("SELECT group_concat(agency_id) FROM (SELECT * FROM reports ORDER BY 1)")
    assert agencies == "520900-云溪市教育局,520900-云溪市水务局"


def test_a_part_without_a_year_keeps_no_other_out(desk: Desk) -> None:
    page = _page("云溪市教育局", "云溪市财政局")
    page.year = None
    stored = desk.store(URL, b"page", page)
    assert (stored.report_id, stored.outcome) == (None, "no_year")
    assert stored.others[0].report_id == "520900-云溪市财政局/2023/own_agency"
    assert desk.value("SELECT outcome FROM parses") == "report"


def test_two_parts_that_are_the_same_report_are_stored_once(desk: Desk) -> None:
    stored = desk.store(URL, b"page", _page("云溪市教育局", "云溪市教育局"))
    assert stored.report_id == stored.others[0].report_id
    assert desk.value("SELECT count(*) FROM report_versions") == 1
    assert list(desk.archive.queue(PARSER)) == []
