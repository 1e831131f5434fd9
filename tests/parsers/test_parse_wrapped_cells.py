"""Rows of cells whose line was broken between two cells, as converters with a width do it."""

from __future__ import annotations

import pytest

from parsers.document import Block, Document, Stream
from parsers.tables.find import find_tables
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


def _broken(after: int, mark: str) -> tuple[str, dict[str, list[int]]]:
    rows = figures()

    def row(key: str, label: str) -> str:
        values = list(map(str, rows[key]))
        head, tail = values[:after], values[after:]
        return mark.join((label, *head, "")) + "\n" + mark.join(tail)

    return table_3(row, groups=False), rows


@pytest.mark.parametrize("after", [2, 3, 5, 6])
@pytest.mark.parametrize("mark", ["\t", "| "])
def test_a_row_goes_on_in_the_line_below_its_label(after, mark):
    table, rows = _broken(after, mark)
    report = read(TABLE_2, PART_3, table, END)
    # A nought alone on its line may be the number of a page.
    lone = sum(not values[-1] for values in rows.values()) if after == 6 else 0
    assert differing(report, rows) == {"wrong": 0, "null": 7 * lone}
    assert codes(report) <= {("columns_moved", "info")}


def test_figures_below_are_not_passed_over_for_a_sum_that_holds_without_them():
    rows = figures()
    rows["unavailable_unclear"] = [0, 1, 1, 0, 0, 0, 2]

    def row(key: str, label: str) -> str:
        if key == "unavailable_unclear":
            return f"{label}\t0\t1\t1\t\n0\t0\t0\t2"
        if key in ("received", "total_processed"):
            return f"{label}\t0\t1\n7"  # a figure alone on its line: these stay unread
        return "\t".join((label, *map(str, rows[key])))

    report = read(TABLE_2, PART_3, table_3(row, groups=False), END)
    cells = report.tables["requests"]["unavailable_unclear"]
    assert list(cells.values()) == rows["unavailable_unclear"]


def test_a_figure_in_the_labels_own_cell_takes_none_from_below():
    rows, blocks, at = figures(), [], 0
    for key, label in ROWS:
        lines = [[label, *map(str, rows[key])]]
        if key == "total_processed":  # 7 , 498 may be one number: seven figures stand here or eight
            lines = [[f"{label}７ , ４９８"], *([str(value)] for value in rows[key][1:])]
        for line in lines:
            at += 1
            cells = enumerate(line)
            blocks += [Block(t, line=at, table=0, row=at, column=n) for n, t in cells]
    cells = find_tables(Stream(Document(blocks)))["requests"].rows["total_processed"]
    assert cells[0].value is None


def test_a_row_that_is_whole_takes_nothing_from_below():
    rows = figures()
    printed = {key: "\t".join(map(str, values)) for key, values in rows.items()}
    stray = "\n7\t7\t7"
    table = table_3(lambda k, label: f"{label}\t{printed[k]}{stray if k == 'granted' else ''}")
    assert differing(read(TABLE_2, PART_3, table, END), rows) == {"wrong": 0, "null": 0}


def _table_4(lines: str) -> str:
    five = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计"
    head = f"行政复议\t行政诉讼\n{five}\t未经复议直接起诉\t复议后起诉\n{five}\t{five}\n"
    return f"四、政府信息公开行政复议、行政诉讼情况\n{head}{lines}\n五、存在的主要问题\n无。"


@pytest.mark.parametrize("at", [5, 10, 13])
def test_the_row_of_table_4_goes_on_in_the_next_line(at):
    rows = figures()
    true = [0, 1, 4, 0, 5, 0, 0, 3, 0, 3, 2, 0, 0, 2, 4]
    figure = [*map(str, true)]
    lines = "\t".join((*figure[:at], "")) + "\n" + "\t".join(figure[at:])
    table = table_3(lambda k, label: "\t".join((label, *map(str, rows[k]))))
    report = read(TABLE_2, PART_3, table, _table_4(lines))
    found = report.tables["review_litigation"].values()
    assert [value for row in found for value in row.values()] == true
    assert not codes(report, "review_litigation")
