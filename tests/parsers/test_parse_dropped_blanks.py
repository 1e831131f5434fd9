"""Glued digits in which blank cells leave no trace: what cannot be told from less is not read."""

from __future__ import annotations

import random

import pytest

import parsers
from parsers import forms
from tests.parsers.flat_reports import (
    END,
    PART_3,
    TABLE_2,
    Figures,
    differing,
    figures,
    read,
    table_3,
)

FULL = "".join(TABLE_2.split("\n"))


def glued(row: Figures | dict[str, list[int | None]], table_2: str = FULL) -> parsers.Report:
    rows = table_3(
        lambda key, label: label + "".join("" if v is None else str(v) for v in row[key])
    )
    return read("".join((table_2 + PART_3 + rows + END).split("\n")))


def dropped(seed: int) -> dict[str, list[int | None]]:
    """Figures some zeros of which are blank cells."""
    rng = random.Random(seed)
    rows: Figures = {}
    for key in figures():
        parts = [rng.choice((0, 0, 0, rng.randint(1, 9), rng.randint(10, 160))) for _ in range(6)]
        rows[key] = [*parts, sum(parts)]
    outcomes = [row for key, row in rows.items() if key not in _SUMS]
    rows["total_processed"] = [sum(column) for column in zip(*outcomes, strict=True)]
    rows["received"] = list(rows["total_processed"])
    rows["carried_over"] = list(rows["carried_forward"])
    return {
        key: [None if value == 0 and rng.random() < 0.3 else value for value in row]
        for key, row in rows.items()
    }


_SUMS = ("received", "carried_over", "total_processed", "carried_forward")


@pytest.mark.parametrize("seed", [2, 3, 6, 7, 10, 11])
def test_no_row_is_cut_into_seven_by_its_sum_alone(seed):
    true = dropped(seed)
    assert differing(glued(true), true)["wrong"] == 0


def test_a_row_of_fewer_numbers_is_compared_with_one_of_seven():
    """24|0|3|5||10|42 and 2|4|0|35|1|0|42 both add up, and another row shows six zeros."""
    rows: dict[str, list[int | None]] = {key: [0] * 7 for key in figures()}
    rows["denied_by_law"][6] = None
    rows["denied_security_stability"] = [24, 0, 3, 5, None, 10, 42]
    report = glued(rows)
    assert differing(report, rows)["wrong"] == 0
    assert report.tables["requests"]["denied_security_stability"]["total"] in (42, None)
    assert report.tables["requests"]["denied_state_secret"]["business"] == 0


def test_a_table_of_totals_alone_is_not_cut():
    """55 is no row of 5 and its sum where 4 stands alone in another."""
    totals = {key: [None] * 6 + [at % 5 + 1] for at, key in enumerate(figures())}
    totals["received"][6] = 55
    assert differing(glued(totals), totals)["wrong"] == 0


def test_where_no_cell_is_missing_glued_rows_are_read():
    assert differing(glued(figures()), figures())["wrong"] == 0
    assert differing(glued(figures()), figures())["null"] < 20


def norms(text: str, rows: dict[str, list[int | None]]) -> list[float | None]:
    report = glued(rows, FULL.replace("规章000行政规范性文件13122", text))
    return list(report.tables["disclosure"]["normative_documents"].values())


@pytest.mark.parametrize("rules", ["规章00", "规章", ""])
def test_no_cut_of_table_2_is_believed_beside_a_row_that_lacks_cells(rules):
    assert norms(f"{rules}行政规范性文件322", figures()) == [None] * 3


def test_nor_where_table_3_lacks_cells():
    short = {**figures(), "denied_by_law": [None, *([0] * 6)]}
    assert norms("规章000行政规范性文件322", short) == [None] * 3
    assert norms("规章000行政规范性文件000", short) == [0] * 3


def test_it_is_where_nothing_lacks_any():
    assert norms("规章000行政规范性文件322", figures()) == [3, 2, 2]


def test_a_slash_between_digits_may_be_what_was_added_and_removed():
    """50/218 is 50, nothing and 218, or 5, 0/2 and 18."""
    lines = []
    for block in forms.load("v2019").tables["disclosure"].blocks:
        lines.append(block.caption + "信息内容" + "".join(c.label for c in block.columns))
        lines += [row.label + "1" * len(block.columns) for row in block.rows]
    text = "二、主动公开政府信息情况\n" + "".join(lines).replace("行政处罚111", "行政处罚50/218")
    found = read(text, "\n" + PART_3, END).tables["disclosure"]["penalties"]
    assert set(found.values()) == {None}
