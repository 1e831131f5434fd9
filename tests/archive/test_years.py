"""Two years of one body: every identity between them, with values made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from parsers.report import CellNote

from .factory import Desk, report, tables

PLACES = {2018: "a", 2019: "b", 2020: "c", 2021: "d", 2022: "e", 2023: "f"}


def year(desk: Desk, fiscal_year: int, form: str = "v2021", **changes: Any) -> str:
    """Store the report of a year and return its id; ``cells`` set single cells."""
    cells = changes.pop("cells", {})
    grids = tables(form)
    for (table, row, column), value in cells.items():
        grids[table][row][column] = value
    values = {
        "year": fiscal_year,
        "form": form,
        "tables": grids,
        "table_forms": dict.fromkeys(grids, form),
        "period": None,
        **changes,
    }
    text = repr((fiscal_year, form, cells, sorted(changes.items(), key=repr)))
    url = f"http://www.yunxi.example/{PLACES[fiscal_year]}.html"
    desk.store(url, text.encode(), report(**values))
    return f"520900-云溪市教育局/{fiscal_year}/{values.get('scope', 'own_agency')}"


def differences(desk: Desk) -> list[tuple[Any, ...]]:
    desk.archive.refresh()
    sql = 'SELECT check_id, "where", left, right, severity, basis FROM year_checks'
    return sorted(desk.db.execute(sql).fetchall())


def carried(column: str, out: int | None, over: int | None) -> tuple[dict[Any, Any], ...]:
    return (
        {("requests", "carried_forward", column): out},
        {("requests", "carried_over", column): over},
    )


def test_what_is_carried_forward_comes_back(desk: Desk) -> None:
    out, over = carried("total", 4, 4)
    year(desk, 2022, cells=out)
    year(desk, 2023, cells=over)
    assert differences(desk) == []
    assert desk.value("SELECT link FROM carry_chain WHERE year = 2022") == "holds"


def test_a_break_of_the_chain_names_both_sides(desk: Desk) -> None:
    out, over = carried("total", 4, 6)
    year(desk, 2022, cells={**out, ("requests", "carried_forward", "business"): 1})
    year(desk, 2023, cells=over)
    assert differences(desk) == [
        ("X-CARRY", "carried_over.total", 4, 6, "ERROR", "same"),
        ("X-CARRY-COL", "carried_over.business", 1, 0, "WARN", "same"),
    ]
    [total] = desk.db.query("SELECT * FROM carry_breaks WHERE check_id = 'X-CARRY'")
    assert (total["difference"], total["agency"]) == (2, "云溪市教育局")
    assert total["before_id"] == "520900-云溪市教育局/2022/own_agency"
    assert total["before_url"] == "http://www.yunxi.example/e.html"
    assert desk.value("SELECT link FROM carry_chain WHERE year = 2022") == "breaks"
    assert desk.value("SELECT link FROM carry_chain WHERE year = 2023") == "no_next_report"


def test_a_year_that_is_missing_breaks_nothing(desk: Desk) -> None:
    year(desk, 2021, cells=carried("total", 4, 6)[0])
    year(desk, 2023, cells=carried("total", 4, 6)[1])
    assert differences(desk) == []


@pytest.mark.parametrize(
    ("status", "total", "found"),
    [("blank", 0, [4]), ("dash", 0, [4]), ("ambiguous", 0, []), ("blank", None, [])],
)
def test_a_blank_is_nought_unless_the_table_is_blank(
    desk: Desk, status: str, total: int | None, found: list[int]
) -> None:
    year(desk, 2022, cells=carried("total", 4, None)[0])
    note = CellNote("requests", "carried_over", "total", "", status, None)
    grids = tables(carried_over=None, total_processed=total)
    desk.store("http://www.yunxi.example/f.html", b"blank", report(tables=grids, cells=[note]))
    assert [row[2] for row in differences(desk)] == found
    link = "breaks" if found else "not_assessable"
    assert desk.value("SELECT link FROM carry_chain WHERE year = 2022") == link


def test_another_scope_or_name_is_a_warning_at_most(desk: Desk) -> None:
    out, over = carried("total", 4, 6)
    year(desk, 2022, cells=out, scope="unknown")
    year(desk, 2023, cells=over)
    assert differences(desk) == [("X-CARRY", "carried_over.total", 4, 6, "WARN", "scope")]
    # With two reports of one year nobody can say which of them goes on.
    desk.store("http://www.yunxi.example/z.html", b"z", report(year=2022, scope="office_only"))
    assert differences(desk) == []


def test_a_renamed_body_goes_on_with_a_warning(desk: Desk) -> None:
    desk.store(
        "http://x.example/1",
        b"1",
        report(agency="云溪市甲局", year=2022, tables=tables(carried_forward=4)),
    )
    desk.store(
        "http://x.example/2",
        b"2",
        report(agency="云溪市乙局", year=2023, tables=tables(carried_over=6)),
    )
    assert differences(desk) == []
    desk.db.execute(
        "INSERT INTO agency_events VALUES ('520900-云溪市甲局', '520900-云溪市乙局', 2023,"
        " 'rename', 'x', '2024-01-01', 'x')"
    )
    desk.db.execute("UPDATE reports SET compared = 0")
    assert differences(desk) == [("X-CARRY", "carried_over.total", 4, 6, "WARN", "renamed")]


def disclosed(row: str, **columns: float) -> dict[Any, Any]:
    return {("disclosure", row, column): value for column, value in columns.items()}


def test_items_are_those_of_last_year_and_their_change(desk: Desk) -> None:
    year(desk, 2019, "v2019", cells=disclosed("licences", items_last_year=10, items_change=-3))
    year(desk, 2020, "v2019", cells=disclosed("licences", items_last_year=8))
    assert differences(desk) == [("X-ITEMS", "licences.items_last_year", 7, 8, "WARN", "same")]


def test_documents_in_force_follow_from_those_made_and_repealed(desk: Desk) -> None:
    year(desk, 2022, cells=disclosed("rules", in_force=12))
    year(desk, 2023, cells=disclosed("rules", in_force=12, made=3, repealed=1))
    assert differences(desk) == [("X-NORM", "rules.in_force", 14, 12, "WARN", "same")]


def test_nothing_is_chained_over_the_change_of_forms(desk: Desk) -> None:
    old = disclosed("rules", total_disclosed=90) | disclosed("fees", items_last_year=9)
    year(desk, 2020, "v2019", cells=old)
    year(desk, 2021, cells=disclosed("rules", in_force=12, made=3))
    assert differences(desk) == []
    sql = "SELECT DISTINCT indicator FROM year_over_year WHERE indicator GLOB 'disclosure.*'"
    shared = {name for (name,) in desk.db.execute(sql)}
    assert shared == {
        f"disclosure.{row}.decisions"
        for row in ("licences", "penalties", "administrative_compulsion")
    }
    sql = "SELECT DISTINCT form_change, comparable FROM year_over_year WHERE indicator LIKE ?"
    marked = [("v2019→v2021", "near")]
    assert desk.db.execute(sql, ["disclosure.%"]).fetchall() == marked
    assert desk.db.execute(sql, ["requests.%"]).fetchall() == [("v2019→v2021", "exact")]
    sql = "SELECT form_change FROM carry_chain WHERE year = 2020"
    assert desk.value(sql) == "v2019→v2021"


def cases(group: str, **columns: int) -> dict[Any, Any]:
    return {("review_litigation", group, column): value for column, value in columns.items()}


def test_suits_after_review_presuppose_reviews(desk: Desk) -> None:
    year(desk, 2022, cells=cases("review", total=1))
    later = cases("review", total=1) | cases("litigation_after_review", total=3)
    year(desk, 2023, cells=later)
    place = "litigation_after_review.total"
    assert differences(desk) == [("T4-AFTER", place, 3, 2, "WARN", "same")]


def test_what_was_pending_is_decided_or_pending_again(desk: Desk) -> None:
    year(desk, 2022, cells=cases("litigation_direct", pending=5, total=5))
    year(desk, 2023, cells=cases("litigation_direct", upheld=4, total=4))
    place = "litigation_direct.total"
    assert differences(desk) == [("T4-PEND", place, 5, 4, "INFO", "same")]


@pytest.mark.parametrize(
    ("before", "now", "found"), [(2.5, 25_000, 1), (25_000, 2.5, 1), (2.5, 2_500, 0), (0, 9, 0)]
)
def test_an_amount_that_changed_its_unit(desk: Desk, before: float, now: float, found: int) -> None:
    year(desk, 2022, cells=disclosed("fees", amount=before))
    year(desk, 2023, cells=disclosed("fees", amount=now))
    seen = [row[0] for row in differences(desk)]
    assert seen == ["T2-UNIT"] * found


@pytest.mark.parametrize(("before", "now", "found"), [(50, 1050, 1), (50, 1000, 0), (60, 1100, 0)])
def test_a_number_that_leaps(desk: Desk, before: int, now: int, found: int) -> None:
    year(desk, 2022, cells=disclosed("licences", decisions=before))
    year(desk, 2023, cells=disclosed("licences", decisions=now))
    assert [row[0] for row in differences(desk)] == ["P-YOY"] * found


def test_a_new_version_takes_back_what_was_said_of_the_old_one(desk: Desk) -> None:
    out, over = carried("total", 4, 6)
    year(desk, 2022, cells=out)
    year(desk, 2023, cells=over)
    assert len(differences(desk)) == 1
    year(desk, 2023, cells=carried("total", 0, 4)[1])
    # Not compared yet: nothing is said, least of all of numbers that stand no more.
    assert desk.value("SELECT count(*) FROM year_checks") == 0
    assert differences(desk) == []
    year(desk, 2022, cells=carried("total", 9, 0)[0])
    assert [row[2:4] for row in differences(desk)] == [(9, 4)]


def test_nothing_is_compared_twice(desk: Desk) -> None:
    year(desk, 2022)
    year(desk, 2023)
    assert desk.archive.refresh() == 2
    assert desk.archive.refresh() == 0


def test_copies_are_compared_with_nothing(desk: Desk) -> None:
    out, over = carried("total", 4, 6)
    year(desk, 2022, cells=out)
    year(desk, 2023, cells=over, provenance="copy_unverified")
    assert differences(desk) == []
    assert desk.value("SELECT count(*) FROM panel") == 1


def test_year_over_year_by_hand(desk: Desk) -> None:
    year(desk, 2022, tables=tables(received=8, granted=0))
    year(desk, 2023, tables=tables(received=12, granted=3))
    sql = "SELECT before, value, change, ratio, form_change, comparable FROM year_over_year"
    sql += " WHERE year = 2023 AND indicator = ?"
    found = {
        name: desk.db.execute(sql, [f"requests.{name}.total"]).fetchone()
        for name in ("received", "granted")
    }
    assert found == {
        "received": (8, 12, 4, 1.5, None, "same"),
        "granted": (0, 3, 3, None, None, "same"),
    }


def test_the_table_of_2014_meets_that_of_2019_where_it_can(desk: Desk) -> None:
    old: dict[str, Any] = {
        "req_received": 30,
        "den_trade_secret": 2,
        "den_privacy": 3,
        "lit_total": 4,
        "rep_told_to_amend": None,
        "den_not_gov_info": 7,
    }
    desk.store(
        "http://www.yunxi.example/a.html",
        b"old",
        report(
            year=2018, form="v2014", tables={"statistics": old}, table_forms={"statistics": "v2014"}
        ),
    )
    new = cases("litigation_direct", total=1) | cases("litigation_after_review", total=2)
    third = {("requests", "denied_third_party", "total"): 6}
    received = {("requests", "received", "total"): 33}
    year(desk, 2019, "v2019", cells=new | third | received)
    sql = "SELECT indicator, before, value, comparable FROM year_over_year"
    assert sorted(desk.db.execute(sql).fetchall()) == [
        ("requests.denied_third_party.total", 5, 6, "near"),
        ("requests.received.total", 30, 33, "exact"),
        ("review_litigation.litigation_direct+litigation_after_review.total", 4, 3, "near"),
    ]
    assert desk.value("SELECT DISTINCT form_change FROM year_over_year") == "v2014→v2019"


def test_an_amount_of_unknown_unit_compares_with_nothing(desk: Desk) -> None:
    sql = "SELECT before, value FROM year_over_year WHERE indicator = 'disclosure.fees.amount'"
    year(desk, 2022, cells=disclosed("fees", amount=25.0))
    year(desk, 2023, cells=disclosed("fees", amount=30.0))
    assert desk.db.execute(sql).fetchall() == [(25, 30)]
    grids = tables()
    grids["disclosure"]["fees"]["amount"] = 300_000
    note = CellNote("disclosure", "fees", "amount", "300000", "unit_unknown", 300_000)
    desk.store("http://www.yunxi.example/f.html", b"yuan", report(tables=grids, cells=[note]))
    assert desk.db.execute(sql).fetchall() == []
    assert [row[0] for row in differences(desk)] == ["T2-UNIT"]
