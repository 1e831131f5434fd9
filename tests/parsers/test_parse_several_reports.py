"""A page with the reports of two years: the one that the page is named after speaks for it."""

from __future__ import annotations

import pytest

import parsers
from tests.parsers.flat_reports import END, PART_3, TABLE_2, figures, table_3


def _report(year: int) -> str:
    own = figures()
    own["granted"] = [year, 0, 0, 0, 0, 0, year]
    table = table_3(lambda key, label: f"{label} {' '.join(map(str, own[key]))}")
    parts = f"一、总体情况\n坚持依法公开。\n{TABLE_2}{PART_3}{table}{END}".replace("\n", "</p><p>")
    return f"<h2>松岭县水务局{year}年政府信息公开工作年度报告</h2><p>{parts}</p>"


@pytest.mark.parametrize("order", [(2022, 2023), (2023, 2022), (2021, 2023, 2022)])
@pytest.mark.parametrize("named", ["<title>{}</title>", '<meta name="ArticleTitle" content="{}">'])
def test_the_report_that_the_page_is_named_after_comes_first(order, named):
    head = named.format("松岭县水务局2023年政府信息公开工作年度报告")
    body = "".join(map(_report, order))
    report = parsers.parse(f"<html><head>{head}</head><body>{body}".encode(), source="t.html")
    assert (report.year, report.source) == (2023, "t.html")
    assert report.tables["requests"]["granted"]["natural_person"] == 2023
    rest = [year for year in order if year != 2023]
    assert [one.year for one in report.others] == rest
    assert len({one.source for one in (report, *report.others)}) == len(order)


def test_a_page_that_names_no_year_is_read_from_its_top():
    head = "<title>松岭县水务局政府信息公开年度报告</title>"
    body = _report(2022) + _report(2023)
    report = parsers.parse(f"<html><head>{head}</head><body>{body}".encode(), source="t.html")
    assert [report.year, *(one.year for one in report.others)] == [2022, 2023]
