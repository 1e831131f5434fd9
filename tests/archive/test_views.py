from __future__ import annotations

from typing import Any

import pytest

from gongkai.archive import VIEWS
from parsers.report import CellNote, Check

from .factory import Desk, report, tables

URL = "http://www.yunxi.example/a.html"

#: 20 = 6 + 2 + (1 + 3) + (2 + 1) + 1 + (1 + 3); 15 + 9 = 20 + 4.
TOTALS = {
    "received": 15,
    "carried_over": 9,
    "granted": 6,
    "partly_granted": 2,
    "denied_state_secret": 1,
    "denied_admin_lookup": 3,
    "unavailable_not_held": 2,
    "unavailable_unclear": 1,
    "not_processed_repeat": 1,
    "other_unpaid": 1,
    "other_misc": 3,
    "total_processed": 20,
    "carried_forward": 4,
}


def _rates(desk: Desk, **changes: Any) -> dict[str, Any] | None:
    desk.store(URL, repr(changes).encode(), report(**{"tables": tables(**TOTALS), **changes}))
    return next(desk.db.query("SELECT * FROM outcome_rates"), None)


def test_outcome_rates_by_hand(desk: Desk) -> None:
    row = _rates(desk)
    assert row is not None
    counts = {name: row[name] for name in ("denied", "unavailable", "not_processed", "other")}
    assert counts == {"denied": 4, "unavailable": 3, "not_processed": 1, "other": 4}
    assert row["grant_rate"] == 0.3
    assert row["partly_granted_share"] == 0.1
    assert row["any_disclosure"] == 0.4
    assert row["denied_share"] == 0.2
    assert row["unavailable_share"] == 0.15
    assert row["not_held_share"] == 0.1
    assert row["not_processed_share"] == 0.05
    assert row["other_share"] == 0.2
    assert row["substantive_rate"] == pytest.approx(8 / 12, abs=1e-6)
    assert row["backlog"] == pytest.approx(4 / 24, abs=1e-6)
    assert (row["agency"], row["year"], row["scope"]) == ("云溪市教育局", 2023, "own_agency")
    assert row["form"] == "v2021"


def test_the_form_of_2019_has_one_row_of_other_handling(desk: Desk) -> None:
    grids = tables("v2019", granted=3, other_handling=1, total_processed=4, received=4)
    row = _rates(desk, tables=grids, form="v2019", table_forms={"requests": "v2019"})
    assert row is not None
    assert (row["other"], row["other_share"], row["grant_rate"]) == (1, 0.25, 0.75)


def test_no_requests_gives_no_rates(desk: Desk) -> None:
    row = _rates(desk, tables=tables())
    assert row is not None
    assert row["total_processed"] == 0
    assert {row[name] for name in row if name.endswith(("_rate", "_share", "backlog"))} == {None}


def test_a_blank_counts_as_zero_but_a_blank_total_as_unknown(desk: Desk) -> None:
    def note(row: str, status: str) -> CellNote:
        return CellNote("requests", row, "total", "", status, None)

    blanks = {"denied_by_law": None, "carried_over": None}
    cells = [note("denied_by_law", "blank"), note("carried_over", "dash")]
    row = _rates(desk, tables=tables(**{**TOTALS, **blanks}), cells=cells)
    assert row is not None
    assert (row["denied"], row["carried_over"]) == (4, 0)
    row = _rates(
        desk,
        tables=tables(**{**TOTALS, "total_processed": None}),
        cells=[note("total_processed", "blank")],
    )
    assert row is not None
    assert (row["grant_rate"], row["substantive_rate"]) == (None, pytest.approx(8 / 12, abs=1e-6))


@pytest.mark.parametrize("status", ["ambiguous", "unreadable", None])
def test_an_unreadable_cell_makes_what_needs_it_unknown(desk: Desk, status: str | None) -> None:
    cells = [CellNote("requests", "denied_by_law", "total", "1?", status, None)] if status else []
    row = _rates(desk, tables=tables(**{**TOTALS, "denied_by_law": None}), cells=cells)
    assert row is not None
    assert (row["denied"], row["denied_share"], row["substantive_rate"]) == (None, None, None)
    assert row["grant_rate"] == 0.3


@pytest.mark.parametrize(
    ("check_id", "where", "shown"),
    [
        ("T3-BAL", "total", False),
        ("T3-TOT", "total", False),
        ("T3-ROW", "total_processed", False),
        ("T3-BAL", "business", True),
        ("T3-ROW", "granted", True),
        ("T4-SUM", "review", True),
    ],
)
def test_reports_whose_total_does_not_hold_are_left_out(
    desk: Desk, check_id: str, where: str, shown: bool
) -> None:
    table = "review_litigation" if check_id == "T4-SUM" else "requests"
    row = _rates(desk, checks=[Check(check_id, table, where, "fail", 1, 2, "source")])
    assert (row is not None) == shown


def test_an_identity_that_cannot_be_assessed_leaves_nothing_out(desk: Desk) -> None:
    checks = [Check("T3-BAL", "requests", "total", "not_assessable", None, None)]
    assert _rates(desk, checks=checks) is not None
    assert desk.value("SELECT count(*) FROM failed_checks") == 0


@pytest.mark.parametrize(
    ("check", "row", "column", "label"),
    [
        (("T3-ROW", "requests", "granted"), "granted", "total", "（一）予以公开 · 总计"),
        (
            ("T3-TOT", "requests", "business"),
            "total_processed",
            "business",
            "（七）总计 · 商业企业",
        ),
        (("T3-BAL", "requests", "total"), None, "total", "总计"),
        (("T4-SUM", "review_litigation", "review"), "review", "total", "行政复议 · 总计"),
        (
            ("T3-DOM", "requests", "granted.business"),
            "granted",
            "business",
            "（一）予以公开 · 商业企业",
        ),
        (("T3-GRP", "requests", "denied.total"), "denied", "total", "denied.total"),
        (("T2-MADE", "disclosure", "rules.made"), "rules", "made", "规章 · 本年制发件数"),
        (("D-YEAR", "sections", "overview"), None, None, "overview"),
    ],
)
def test_failed_checks_name_the_cell(
    desk: Desk, check: tuple[str, str, str], row: str | None, column: str | None, label: str
) -> None:
    desk.store(URL, b"page", report(checks=[Check(*check, "fail", 7, 4, "source")]))
    [failed] = desk.db.query("SELECT * FROM failed_checks")
    assert (failed["row"], failed["column"], failed["label"]) == (row, column, label)
    assert (failed["left"], failed["right"], failed["difference"]) == (7, 4, 3)
    assert isinstance(failed["difference"], int)
    assert (failed["check_id"], failed["suspect"], failed["url"]) == (check[0], "source", URL)


def test_a_difference_in_money_is_rounded(desk: Desk) -> None:
    check = Check("T2-DEC", "disclosure", "fees.amount", "fail", 0.3, 0.1, "source")
    desk.store(URL, b"page", report(checks=[check]))
    assert desk.value("SELECT difference FROM failed_checks") == 0.2


def test_the_form_of_each_table_gives_the_label(desk: Desk) -> None:
    check = Check("X", "disclosure", "licences.items_last_year", "fail", 1, 2, "source")
    mixed = {"disclosure": "v2019", "requests": "v2021"}
    desk.store(URL, b"page", report(checks=[check], table_forms=mixed))
    rows = desk.db.execute("SELECT label FROM failed_checks").fetchall()
    assert rows == [("行政许可 · 上一年项目数量",)]


def test_coverage_says_who_has_which_year(desk: Desk) -> None:
    grids = tables()
    del grids["review_litigation"]
    desk.store(URL, b"one", report(tables=grids))
    desk.store(URL + "2", b"two", report(year=2022, provenance="official_injected"))
    desk.store(URL + "3", b"three", report(year=2021, provenance="copy_unverified"))
    desk.store(URL + "4", b"four", report(year=2020, provenance="unknown"))
    rows = list(desk.db.query("SELECT * FROM coverage ORDER BY year"))
    assert [(row["year"], row["provenance"]) for row in rows] == [
        (2022, "official_injected"),
        (2023, "official"),
    ]
    last = rows[-1]
    assert last["report_id"] == "520900-云溪市教育局/2023/own_agency"
    assert [last[f"has_{name}"] for name in ("disclosure", "requests", "review_litigation")] == [
        1,
        1,
        0,
    ]
    assert (last["tier"], last["kind"], last["sections"]) == ("prefecture", "department", 1)


def test_every_view_says_what_its_numbers_mean() -> None:
    for view in VIEWS:
        assert view.description.endswith("。")
        assert view.description_en.endswith(".")
    rates = next(view for view in VIEWS if view.name == "outcome_rates")
    assert "granted / total_processed" in rates.description_en


def _conflict(check_id: str, left: int, right: int, **more: Any) -> Check:
    values: dict[str, Any] = {
        "table": "requests",
        "where": "overview",
        "outcome": "fail",
        "suspect": "source",
        "severity": "WARN",
        "quote": f"全年办结申请{left}件",
        "against": "requests.total_processed.total",
    }
    return Check(check_id, left=left, right=right, **{**values, **more})


def test_text_table_conflicts_by_hand(desk: Desk) -> None:
    checks = [
        _conflict("N-DONE", 20, 17),
        _conflict("N-NEW", 15, 15, outcome="pass", suspect=None),
        _conflict("N-LIT", 2, 2, outcome="not_assessable", suspect=None),
        Check("N-FEE", "narrative", "other_matters", "fail", None, None, "source", "INFO"),
        Check("D-PUB", "metadata", "published_on", "fail", 3, 0, "source", "WARN", "2024-02-03"),
        Check("T3-BAL", "requests", "total", "fail", 9, 8, "source"),
    ]
    desk.store(URL, b"page", report(checks=checks))
    desk.store(
        URL + "2",
        b"copy",
        report(checks=checks, year=2022, provenance="copy_unverified"),
    )
    [row] = desk.db.query("SELECT * FROM text_table_conflicts")
    assert (row["check_id"], row["section"]) == ("N-DONE", "overview")
    assert (row["text_value"], row["table_value"], row["difference"]) == (20, 17, 3)
    assert row["quote"] == "全年办结申请20件"
    assert row["against"] == "requests.total_processed.total"
    assert (row["agency"], row["year"], row["suspect"]) == ("云溪市教育局", 2023, "source")
