"""Rates, timeliness and the panel against values computed by hand."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.archive.panel_view import column_of, places
from parsers.report import CellNote, Check, Problem

from .factory import Desk, report, tables

URL = "http://www.yunxi.example/a.html"


def stored(desk: Desk, view: str, **changes: Any) -> dict[str, Any] | None:
    desk.store(URL, repr(changes).encode(), report(**changes))
    return next(desk.db.query(f"SELECT * FROM {view}"), None)


DENIALS = {
    "denied_state_secret": 1,
    "denied_third_party": 3,
    "denied_internal_affairs": 4,
    "total_processed": 32,
}


def test_the_mix_of_denials(desk: Desk) -> None:
    row = stored(desk, "denial_mix", tables=tables(**DENIALS))
    assert row is not None
    assert (row["denied"], row["denied_share"]) == (8, 0.25)
    assert (row["state_secret_share"], row["third_party_share"]) == (0.125, 0.375)
    assert (row["internal_affairs_share"], row["admin_lookup_share"]) == (0.5, 0.0)
    assert row["form"] == "v2021"


def test_no_denial_has_no_mix(desk: Desk) -> None:
    row = stored(desk, "denial_mix", tables=tables(total_processed=5))
    assert row is not None
    assert (row["denied"], row["denied_share"], row["by_law_share"]) == (0, 0.0, None)


@pytest.mark.parametrize(("status", "denied"), [("blank", 8), ("dash", 8), ("ambiguous", None)])
def test_an_unread_ground_makes_the_sum_unknown(
    desk: Desk, status: str, denied: int | None
) -> None:
    note = CellNote("requests", "denied_by_law", "total", "", status, None)
    grids = tables(**DENIALS, denied_by_law=None)
    row = stored(desk, "denial_mix", tables=grids, cells=[note])
    assert row is not None
    assert (row["denied"], row["state_secret_share"]) == (denied, denied and 0.125)


@pytest.mark.parametrize("where", ["denied_by_law", "total_processed"])
def test_denials_that_do_not_add_up_are_left_out(desk: Desk, where: str) -> None:
    checks = [Check("T3-ROW", "requests", where, "fail", 1, 2, "source")]
    assert stored(desk, "denial_mix", tables=tables(**DENIALS), checks=checks) is None


def remedies(**groups: tuple[int | None, ...]) -> dict[str, Any]:
    grids = tables(total_processed=40)
    for group, numbers in groups.items():
        names = ("upheld", "corrected", "other", "pending", "total")
        grids["review_litigation"][group] = dict(zip(names, numbers, strict=True))
    return grids


def test_the_rates_of_reviews_and_lawsuits(desk: Desk) -> None:
    grids = remedies(
        review=(5, 3, 2, 4, 14),
        litigation_direct=(1, 1, 0, 2, 4),
        litigation_after_review=(2, 0, 1, 0, 3),
    )
    row = stored(desk, "remedy_rates", tables=grids)
    assert row is not None
    assert (row["review_correction"], row["review_correction_strict"]) == (0.3, 0.375)
    assert row["litigation_correction"] == 0.2
    assert (row["review_per_100"], row["litigation_per_100"]) == (35.0, 17.5)
    assert (row["review_pending"], row["direct_total"], row["after_other"]) == (4, 4, 1)


def test_a_group_that_does_not_add_up_has_no_rate(desk: Desk) -> None:
    checks = [Check("T4-SUM", "review_litigation", "review", "fail", 13, 14, "source")]
    grids = remedies(review=(5, 3, 2, 3, 14), litigation_direct=(1, 1, 0, 0, 2))
    row = stored(desk, "remedy_rates", tables=grids, checks=checks)
    assert row is not None
    assert (row["review_correction"], row["review_total"], row["review_per_100"]) == (None,) * 3
    assert row["litigation_correction"] == 0.5


def test_no_rate_is_made_of_a_total_that_does_not_hold(desk: Desk) -> None:
    checks = [Check("T3-BAL", "requests", "total", "fail", 40, 41, "source")]
    row = stored(desk, "remedy_rates", tables=remedies(review=(5, 3, 2, 4, 14)), checks=checks)
    assert row is not None
    assert (row["review_correction"], row["review_per_100"], row["total_processed"]) == (
        0.3,
        None,
        None,
    )


def test_pending_cases_are_not_closed(desk: Desk) -> None:
    row = stored(desk, "remedy_rates", tables=remedies(review=(0, 0, 0, 4, 4)))
    assert row is not None
    assert (row["review_correction"], row["review_per_100"]) == (None, 10.0)


@pytest.mark.parametrize(
    ("changes", "due_on", "rule", "days"),
    [
        ({}, "2024-01-31", "department_31_january", 1),
        ({"kind": "office", "scope": "office_only"}, "2024-01-31", "department_31_january", 1),
        ({"kind": "government", "scope": "aggregate"}, "2024-03-31", "government_31_march", -59),
        ({"kind": "office", "scope": "aggregate"}, "2024-03-31", "government_31_march", -59),
        ({"kind": "township", "tier": "township"}, "2024-03-31", "latest_31_march", -59),
        ({"kind": "vertical_system"}, "2024-03-31", "latest_31_march", -59),
        ({"kind": None}, "2024-03-31", "latest_31_march", -59),
    ],
)
def test_deadlines(desk: Desk, changes: dict[str, Any], due_on: str, rule: str, days: int) -> None:
    row = stored(desk, "timeliness", published_on="2024-02-01", **changes)
    assert row is not None
    assert (row["due_on"], row["rule"], row["days_late"]) == (due_on, rule, days)
    assert desk.value("SELECT count(*) FROM late_reports") == (days > 0)


def test_before_2019_all_had_until_the_end_of_march(desk: Desk) -> None:
    row = stored(desk, "late_reports", year=2018, published_on="2019-04-02", period=None)
    assert row is not None
    assert (row["due_on"], row["rule"], row["days_late"]) == ("2019-03-31", "all_31_march", 2)


def test_a_doubted_date_is_marked_and_none_is_not_late(desk: Desk) -> None:
    problems = [Problem("date_late", "warning", None, "x")]
    row = stored(desk, "late_reports", published_on="2025-06-01", problems=problems)
    assert row is not None
    assert row["date_doubted"] == 1
    row = stored(desk, "timeliness", published_on=None)
    assert row is not None
    assert row["days_late"] is None
    assert desk.value("SELECT count(*) FROM late_reports") == 0


def test_the_panel_shows_every_number_of_a_report_once(desk: Desk) -> None:
    grids = tables()
    numbers = iter(range(1, 10_000))
    for rows in grids.values():
        for cells in rows.values():
            cells.update((column, next(numbers)) for column in cells)
    row = stored(desk, "panel", tables=grids)
    assert row is not None
    for table, rows in grids.items():
        for name, cells in rows.items():
            for column, value in cells.items():
                assert row[column_of(table, name, column)] == value
    given = {column_of(*place) for place in places()}
    assert sum(row[column] is not None for column in given) == next(numbers) - 1
    assert row["requests_other_handling_total"] is None  # a row of 2019 only


def test_the_panel_mixes_no_units(desk: Desk) -> None:
    grids = tables()
    grids["disclosure"]["fees"]["amount"] = 251_000
    note = CellNote("disclosure", "fees", "amount", "251000", "unit_unknown", 251_000)
    row = stored(desk, "panel", tables=grids, cells=[note])
    assert row is not None
    assert row["disclosure_fees_amount"] is None  # yuan or 10,000 yuan, nobody can tell
    assert desk.value("SELECT value FROM disclosure WHERE \"row\" = 'fees'") == 251_000
    row = stored(desk, "panel", tables=grids)
    assert row is not None
    assert row["disclosure_fees_amount"] == 251_000


def test_the_panel_holds_the_table_of_2014(desk: Desk) -> None:
    old = {"statistics": {"req_received": 7, "budget": 1.5}}
    row = stored(
        desk, "panel", year=2018, form="v2014", tables=old, table_forms={"statistics": "v2014"}
    )
    assert row is not None
    assert (row["statistics_req_received"], row["statistics_budget"]) == (7, 1.5)
    assert row["requests_received_total"] is None


def test_the_panel_loads_into_pandas_with_one_line(desk: Desk) -> None:
    import pandas

    stored(desk, "panel", tables=tables(received=9))
    frame = pandas.read_sql("SELECT * FROM panel", desk.db.conn)
    assert frame.set_index(["agency_id", "year", "scope"]).requests_received_total.tolist() == [9]
