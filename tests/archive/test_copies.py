from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from gongkai.archive import copies

from .factory import PARSER, Desk, report, tables

OFFICIAL = "http://www.yunxi.example/a.html"
COPY = "http://brand.example/a.html"
ID = "520900-云溪市教育局/2023/own_agency"
NUMBERS = tables(received=3, granted=3, total_processed=3)


@pytest.fixture(autouse=True)
def copying_site(desk: Desk) -> None:
    desk.put_source("brand", None)


def _official(desk: Desk, **changes: Any) -> Any:
    return desk.store(OFFICIAL, b"official", report(tables=NUMBERS, **changes))


def _copy(desk: Desk, **changes: Any) -> Any:
    values = {"provenance": "copy_unverified", "tables": NUMBERS, "title": "彩金阁 年度报告"}
    return desk.store(COPY, b"copy", report(**{**values, **changes}), "brand")


def _state(desk: Desk) -> tuple[list[Any], list[Any]]:
    reports = desk.db.execute("SELECT report_id, provenance, url FROM reports").fetchall()
    versions = desk.db.execute(
        "SELECT report_id, url, provenance, mirror_of, is_current FROM report_versions ORDER BY url"
    ).fetchall()
    return reports, versions


@pytest.mark.parametrize("copy_first", [True, False])
@pytest.mark.parametrize("scope", ["own_agency", None])
def test_a_copy_is_set_aside_in_either_order(
    desk: Desk, copy_first: bool, scope: str | None
) -> None:
    if copy_first:
        first = _copy(desk, scope=scope)
        assert (first.set_aside, first.changed) == (False, True)
        assert _official(desk).report_id == ID
    else:
        _official(desk)
        second = _copy(desk, scope=scope)
        assert (second.set_aside, second.changed) == (True, False)
    reports, versions = _state(desk)
    copy_id = ID if scope else "520900-云溪市教育局/2023/unknown"
    assert reports == [(ID, "official", OFFICIAL)]
    assert versions == [
        (copy_id, COPY, "copy_linked", ID, 0),
        (ID, OFFICIAL, "official", None, 1),
    ]
    assert desk.archive.summary().copies_set_aside == 1
    assert desk.value("SELECT count(*) FROM report_search") == 1
    assert desk.value("SELECT count(*) FROM coverage") == 1
    assert desk.db.execute("SELECT agency_id FROM agencies").fetchall() == [
        ("520900-云溪市教育局",)
    ]
    assert desk.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_copy_alone_stands_with_its_flag_outside_the_views(desk: Desk) -> None:
    stored = _copy(desk)
    assert stored.report_id == "云溪市教育局/2023/own_agency"
    assert desk.value("SELECT provenance FROM reports") == "copy_unverified"
    assert desk.archive.search("教育局")[0].provenance == "copy_unverified"
    for view in ("outcome_rates", "failed_checks", "coverage"):
        assert desk.value(f"SELECT count(*) FROM {view}") == 0


def test_a_copy_with_other_numbers_mirrors_nothing_but_never_speaks(desk: Desk) -> None:
    _official(desk)
    stored = _copy(desk, tables=tables(received=4, granted=4, total_processed=4))
    assert stored.set_aside
    assert desk.value("SELECT total FROM requests WHERE row = 'received'") == 3
    assert desk.value("SELECT count(*) FROM report_versions WHERE mirror_of IS NOT NULL") == 0
    assert desk.archive.summary().copies_set_aside == 1


def test_reports_without_numbers_are_not_called_equal(desk: Desk) -> None:
    desk.store(OFFICIAL, b"official", report(tables={}))
    _copy(desk, tables={}, scope=None)
    assert desk.value("SELECT count(*) FROM report_versions WHERE mirror_of IS NOT NULL") == 0


def test_a_copy_of_another_year_is_left_alone(desk: Desk) -> None:
    _official(desk)
    assert not _copy(desk, year=2022).set_aside
    assert desk.value("SELECT count(*) FROM reports") == 2


def test_storing_a_set_aside_copy_again_changes_nothing(desk: Desk) -> None:
    _official(desk)
    _copy(desk)
    before = _state(desk)
    again = _copy(desk)
    assert (again.changed, again.set_aside) == (False, True)
    assert _state(desk) == before


def test_a_copy_returns_when_its_original_is_found_to_be_none(desk: Desk) -> None:
    _official(desk)
    _copy(desk, scope=None)
    work = desk.work(OFFICIAL, b"official")
    desk.archive.store_report(work, report(agency=None), "2")
    assert _state(desk)[0] == []
    waiting = [work for work in desk.archive.queue(PARSER) if work.url == COPY]
    assert len(waiting) == 1
    copied = report(provenance="copy_unverified", tables=NUMBERS, scope=None)
    assert desk.archive.store_report(waiting[0], copied, PARSER).changed
    assert desk.value("SELECT provenance FROM reports") == "copy_unverified"


def test_the_order_of_three_arrivals_does_not_matter(desk: Desk) -> None:
    """Official, injected and copy: one outcome, whichever came first."""
    outcomes = []
    for at, order in enumerate(permutations(("official", "official_injected", "copy_unverified"))):
        name = f"云溪市第{'一二三四五六'[at]}局"
        for kind in order:
            source = "brand" if kind == "copy_unverified" else "yunxi"
            parsed = report(agency=name, provenance=kind, tables=NUMBERS, title=kind)
            desk.store(f"http://{kind}.example/{at}", f"{kind} {at}".encode(), parsed, source)
        rid = f"520900-{name}/2023/own_agency"
        row = desk.db.execute("SELECT title FROM reports WHERE report_id = ?", [rid]).fetchone()
        mirrors = "SELECT count(*) FROM report_versions WHERE mirror_of = ?"
        outcomes.append((row, desk.value(mirrors, rid)))
    assert outcomes == [(("official",), 1)] * 6


def test_looking_for_copies_goes_through_no_official_reports_of_that_tail(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, Any]] = []
    execute = desk.db.execute

    def watched(sql: str, named: Any = ()) -> Any:
        asked.append((sql, named))
        return execute(sql, named)

    with monkeypatch.context() as patch:
        patch.setattr(desk.db, "execute", watched)
        copies.judge(desk.db, "520900-云溪市教育局/2023/")
    sql, named = asked[0]
    plan = [row[3] for row in execute(f"EXPLAIN QUERY PLAN {sql}", named).fetchall()]
    steps = [step for step in plan if "url_tail" in step]
    assert steps == ["SEARCH report_versions USING INDEX report_versions_copy_tail (url_tail=?)"]
