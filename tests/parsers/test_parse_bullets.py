"""Texts of which every line is an item of a list, or quoted; and v2014 tables as CSV."""

from __future__ import annotations

import pytest

import parsers
from parsers.text import read_text
from tests.parsers.flat_reports import (
    END,
    PART_3,
    TABLE_2,
    TITLE,
    codes,
    differing,
    figures,
    table_3,
)
from tests.parsers.test_parse_statistics import FIGURES, FOOT, lines
from tests.parsers.test_parse_statistics import TITLE as TITLE_2014


@pytest.mark.parametrize("mark", ["> ", "* ", "- ", "• ", "  - "])
@pytest.mark.parametrize("between", ["\n", "\t"])
def test_the_mark_of_every_line_is_no_value(mark, between):
    own = figures()
    table = table_3(lambda key, label: between.join((label, *map(str, own[key]))))
    text = "\n".join((TITLE, "一、总体情况", "坚持依法公开。", TABLE_2 + PART_3 + table + END))
    marked = "\n".join(mark + line for line in text.split("\n"))
    report = parsers.parse(marked.encode(), source="t.txt")
    assert differing(report, own) == {"wrong": 0, "null": 0}
    assert report.tables["disclosure"]["normative_documents"]["in_force"] == 22
    assert report.title == TITLE
    assert not codes(report)


def test_dashes_alone_on_most_lines_stay_values():
    text = "规章\n" + "-\n" * 60 + "- 行政许可\n" * 3
    assert [block.text for block in read_text(text).blocks].count("-") == 60


def test_a_2014_table_with_commas_keeps_its_figures_apart():
    rows = [",".join(text for text in line[1:] if text is not None) for line in lines()]
    text = "\n".join((TITLE_2014, *rows, FOOT))
    report = parsers.parse(text.encode(), source="t.csv")
    assert report.tables["statistics"] == FIGURES
