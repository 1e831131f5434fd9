"""Figures on the line above their label, or in the cells before it."""

from __future__ import annotations

import pytest

from tests.parsers.flat_reports import (
    END,
    PART_3,
    ROWS,
    TABLE_2,
    codes,
    differing,
    figures,
    read,
    table_3,
)

FIGURES = figures()
HEAD = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计", "项目"]


def shown(key: str, mark: str = " ") -> str:
    return mark.join(map(str, FIGURES[key]))


def test_figures_above_every_label_are_read_where_all_sums_hold():
    report = read(TABLE_2, PART_3, table_3(lambda key, label: f"{shown(key)}\n{label}"), END)
    assert differing(report, FIGURES) == {"wrong": 0, "null": 0}
    assert codes(report) == {("values_above", "info")}


@pytest.mark.parametrize("wrong", ["received", "other_misc", "carried_forward"])
def test_nothing_is_believed_where_a_sum_fails(wrong):
    printed = {key: [*row] for key, row in FIGURES.items()}
    printed[wrong][0] += 1

    def row(key: str, label: str) -> str:
        return f"{' '.join(map(str, printed[key]))}\n{label}"

    report = read(TABLE_2, PART_3, table_3(row), END)
    assert differing(report, FIGURES) == {"wrong": 0, "null": 7 * len(FIGURES)}
    assert ("values_above", "warning") in codes(report)


def test_two_rows_below_their_figures_are_doubted_and_the_others_read():
    above = ("not_processed_petition", "not_processed_repeat")

    def row(key: str, label: str) -> str:
        return f"{shown(key)}\n{label}" if key in above else f"{label}\n{shown(key)}"

    report = read(TABLE_2, PART_3, table_3(row), END)
    assert differing(report, FIGURES) == {"wrong": 0, "null": 14}
    assert ("values_above", "warning") in codes(report)


def test_rows_behind_one_with_two_rows_figures_are_doubted():
    above = ("denied_by_law", "denied_security_stability", "denied_third_party")

    def row(key: str, label: str) -> str:
        return f"{shown(key)}\n{label}" if key in above else f"{label}\n{shown(key)}"

    report = read(TABLE_2, PART_3, table_3(row), END)
    assert differing(report, FIGURES) == {"wrong": 0, "null": 28}


def test_figures_that_lag_one_label_behind_are_doubted():
    lines = "".join(f"{label}\n{shown(key)}\n" for key, label in ROWS).splitlines()
    lines[1], lines[2] = lines[2], lines[1]
    for at in range(3, len(lines) - 1, 2):
        lines[at], lines[at + 1] = lines[at + 1], lines[at]
    report = read(TABLE_2, PART_3, "\n".join(lines), "\n", END)
    assert differing(report, FIGURES)["wrong"] == 0
    assert ("values_above", "warning") in codes(report)


def test_wrapped_labels_below_their_figures_are_doubted():
    def row(key: str, label: str) -> str:
        if len(label) < 12:
            return f"{label} {shown(key)}"
        return f"{shown(key)}\n{label[:9]}\n{label[9:]}"

    report = read(TABLE_2, PART_3, table_3(row), END)
    assert differing(report, FIGURES)["wrong"] == 0
    assert ("values_above", "warning") in codes(report)


@pytest.mark.parametrize("head", [[HEAD], []], ids=["head", "none"])
@pytest.mark.parametrize("kind", ["tabs", "markdown", "html"])
def test_labels_in_the_last_column(kind, head):
    cells = [*head, *([*map(str, FIGURES[key]), label] for key, label in ROWS)]
    report = read(TABLE_2, PART_3, printed(kind, cells), END)
    assert differing(report, FIGURES) == {"wrong": 0, "null": 0}
    assert ("values_above", "info") in codes(report)


@pytest.mark.parametrize("kind", ["tabs", "html"])
def test_labels_behind_a_first_row_of_blank_cells(kind):
    cells = [[*map(str, FIGURES[key]), label] for key, label in ROWS]
    cells[0][:7] = [""] * 7
    report = read(TABLE_2, PART_3, printed(kind, cells), END)
    assert differing(report, FIGURES)["wrong"] == 0
    assert ("values_above", "warning") in codes(report)


def printed(kind: str, cells: list[list[str]]) -> str:
    if kind == "tabs":
        return "".join("\t".join(row) + "\n" for row in cells)
    if kind == "markdown":
        lines = ["| " + " | ".join(row) + " |\n" for row in cells]
        return lines[0] + "|---" * 8 + "|\n" + "".join(lines[1:])
    rows = ("".join(f"<td>{cell}</td>" for cell in row) for row in cells)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>\n"


def test_the_numbers_of_columns_are_no_row_above_its_label():
    rows = table_3(lambda key, label: f"{label} {shown(key)}")
    report = read(TABLE_2, PART_3, " ".join(HEAD[:7]), "\n1 2 3 4 5 6 7\n", rows, END)
    assert differing(report, FIGURES) == {"wrong": 0, "null": 0}
    assert codes(report) == set()


def test_table_2_below_its_figures():
    text = TABLE_2.replace("行政处罚\n44\n行政强制\n7", "44\n行政处罚\n7\n行政强制")
    found = read(text, PART_3, table_3(lambda key, label: f"{label}\n{shown(key)}"), END)
    penalties, compulsion = (
        found.tables["disclosure"][row]["decisions"]
        for row in ("penalties", "administrative_compulsion")
    )
    assert (penalties, compulsion) == (None, None)
    assert ("values_above", "warning") in codes(found, "disclosure.penalties")
