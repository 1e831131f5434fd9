"""Failed sums in words: right terms, right totals, and silence where they disagree."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from gongkai.browse.identities import Check, Number, asked_for, show, spell_out
from gongkai.browse.layout import FormTable, load_table

Cells = dict[tuple[str, str], Number | None]


@pytest.fixture
def requests_table(archive_path: Path) -> FormTable:
    connection = sqlite3.connect(f"{archive_path.as_uri()}?mode=ro", uri=True)
    table = load_table(connection, "v2021", "requests")
    connection.close()
    assert table is not None
    return table


def told(check: Check, table: FormTable | None, cells: Cells) -> tuple[str, str]:
    return spell_out(check, table, lambda row, column: cells.get((row, column)))


def test_the_balance_names_four_rows_and_the_column(requests_table: FormTable) -> None:
    cells: Cells = {
        ("received", "total"): 12,
        ("carried_over", "total"): 3,
        ("total_processed", "total"): 10,
        ("carried_forward", "total"): 4,
    }
    check = Check("T3-BAL", "requests", "total", "fail", 15, 14, "source")
    zh, en = told(check, requests_table, cells)
    assert zh == (
        "「总计」一列：一、本年新收政府信息公开申请数量 12 ＋ "
        "二、上年结转政府信息公开申请数量 3 ＝ 15，"
        "而 （七）总计 10 ＋ 四、结转下年度继续办理 4 ＝ 14；相差 1"
    )
    assert en.endswith(
        "= 15, but Total processed 10 + Carried forward to next year 4 = 14; difference 1"
    )


def test_a_long_sum_shows_only_what_is_not_zero(requests_table: FormTable) -> None:
    cells: Cells = {
        ("granted", "business"): 2,
        ("denied_by_law", "business"): 5,
        ("granted", "total"): 900,
        ("total_processed", "business"): 8,
    }
    check = Check("T3-TOT", "requests", "business", "fail", 7, 8, "source")
    zh, _ = told(check, requests_table, cells)
    assert "（一）予以公开 2 ＋ 2.其他法律行政法规禁止公开 5 ＋ 其余为零或空白 ＝ 7" in zh
    assert "900" not in zh


def test_terms_that_do_not_add_up_to_the_record_are_not_shown(requests_table: FormTable) -> None:
    cells: Cells = {("granted", "natural_person"): 99, ("granted", "total"): 11}
    check = Check("T3-ROW", "requests", "granted", "fail", 10, 11, "source")
    zh, en = told(check, requests_table, cells)
    assert "99" not in zh + en
    assert "左边 10，右边 11" in zh
    assert "left 10, right 11" in en


def test_other_rules_are_told_with_the_labels_of_the_cell(requests_table: FormTable) -> None:
    check = Check("T3-DOM", "requests", "received.total", "fail", -3, 0, "source")
    zh, en = told(check, requests_table, {})
    assert zh.startswith("一、本年新收政府信息公开申请数量 · 总计：应为不小于零的整数")
    assert en.startswith("New requests received this year · Total")


def test_an_unknown_rule_or_form_still_says_both_sides(requests_table: FormTable) -> None:
    check = Check("Z-NEW", "overview", "overview", "fail", 4, None, None)
    for table in (None, requests_table):
        zh, _ = told(check, table, {})
        assert zh == "overview：两边应当相符；左边 4，右边 —"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        (0, "0"),
        (1200, "1200"),
        (25.1, "25.1"),
        (123456.789, "123456.789"),
        (1e-06, "0.000001"),
        (1e16, "10000000000000000"),
        (7.0, "7"),
        (-3, "-3"),
    ],
)
def test_numbers_keep_all_their_digits(value: Number | None, text: str) -> None:
    assert show(value) == text


def test_a_conflict_of_text_and_table_quotes_the_text(requests_table: FormTable) -> None:
    check = Check(
        "N-NEW",
        "requests",
        "overview",
        "fail",
        14,
        12,
        "source",
        "WARN",
        "共收到申请14件",
        "requests.received.total + requests.carried_over.total",
    )
    zh, en = told(check, requests_table, {})
    assert zh == (
        "正文所述收到申请数应与表三一致：正文“共收到申请14件”，即 14；"
        "表中“一、本年新收政府信息公开申请数量 · 总计” ＋ "
        "“二、上年结转政府信息公开申请数量 · 总计”为 12；相差 2"
    )
    assert en.endswith("difference 2")


def test_a_misprinted_period_is_quoted_beside_what_it_should_be() -> None:
    period = ("2022-01-01 / 202022-12-31", "2022-01-01 / 2022-12-31")
    check = Check("D-PERIOD", "metadata", "period", "fail", None, None, "source", "WARN", *period)
    zh, _ = told(check, None, {})
    assert zh == f"统计期间应为全年：原文“{period[0]}”，应为 {period[1]}"


def unread(check_id: str, where: str) -> Check:
    return Check(check_id, "requests", where, "not_assessable", None, None, None)


def test_what_could_not_be_assessed_says_what_it_asks_for(requests_table: FormTable) -> None:
    assert asked_for(unread("T3-BAL", "total"), requests_table)[0] == (
        "「总计」一列：一、本年新收政府信息公开申请数量 ＋ 二、上年结转政府信息公开申请数量"
        " ＝ （七）总计 ＋ 四、结转下年度继续办理"
    )
    row = asked_for(unread("T3-ROW", "granted"), requests_table)
    assert row[0] == "（一）予以公开：自然人 ＋ … ＋ 其他 ＝ 总计"
    assert row[1].endswith("= Total")
    assert asked_for(unread("N-NEW", "overview"), requests_table) == (
        "正文所述收到申请数应与表三一致",
        "requests received in the text as in table 3",
    )
    # An id that these words do not know says where, at least.
    assert asked_for(unread("Z-NEW", "granted"), requests_table)[0] == "（一）予以公开"
    assert asked_for(unread("Z-NEW", "somewhere"), None) == ("somewhere", "somewhere")
