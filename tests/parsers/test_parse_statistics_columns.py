"""The 2014 table with columns beside its own: other years', changes, the rows' numbers."""

from __future__ import annotations

import pytest

from tests.parsers.test_parse_statistics import EVERY, FIGURES, codes, lines, read


def _beside(*columns: str, this: int) -> list[tuple[str | None, ...]]:
    """The lines with several columns, this year's at one place, another figure in the others."""
    cells: list[tuple[str | None, ...]] = [(None, "统计指标", "单位", *columns)]
    for key, label, unit, value in lines()[1:]:
        others = ["7" if key else ""] * len(columns)
        cells.append((key, label, unit, *others[:this], value, *others[this + 1 :]))
    return cells


@pytest.mark.parametrize("shape", [shape for shape in EVERY if shape != "glued"])
@pytest.mark.parametrize(
    ("columns", "this"),
    [
        (("2016年", "2015年"), 0),
        (("2015年度", "2016年度"), 1),
        (("上年数", "本年数"), 1),
        (("本年数", "上年数", "增减"), 0),
        (("统计数", "去年同期", "同比"), 0),
        (("代码", "统计数"), 1),
    ],
)
def test_this_years_column_counts(columns, this, shape):
    report = read(_beside(*columns, this=this), shape)
    assert report.tables["statistics"] == FIGURES
    assert "ambiguous_cells" not in codes(report)


@pytest.mark.parametrize(
    "columns", [("2016年", "2017年计划"), ("上年数", "增减"), ("甲", "本年数")]
)
def test_columns_of_which_none_is_surely_this_years_give_nothing(columns):
    got = read(_beside(*columns, this=0), "html").tables["statistics"]
    assert set(got.values()) == {None}


def test_a_column_named_of_a_subordinate_unit_begins_no_header():
    cells = [(None, "统计指标", "单位", "合计", "机关", "下属单位")]
    cells += [(*line, "0", line[3]) if line[0] else (*line, "", "") for line in lines()[1:]]
    assert read(cells, "html").tables["statistics"] == FIGURES


@pytest.mark.parametrize("shape", ["html", "tabs"])
def test_of_two_tables_the_one_under_this_years_caption_counts(shape):
    last = [(None, "2015年统计表", "", "")]
    last += [(None, *line[1:3], "5" if line[0] else line[3]) for line in lines()]
    report = read([*last, (None, "2016年统计表", "", ""), *lines()], shape)
    assert report.tables["statistics"] == FIGURES
    assert "several_reports" in codes(report)


def test_the_number_of_a_row_stands_before_words_of_its_label():
    rows = []
    for at, (_, label, unit, value) in enumerate(lines()):
        own = f"（一）{label}" if label.startswith("制发") else label
        rows.append((None, "序号" if at == 0 else str(at), own, unit, value))
    got = read(rows, "html").tables["statistics"]
    assert got == FIGURES
