"""Annexes beneath a menu with bars, and those of which nothing can be read."""

from __future__ import annotations

import pytest

import parsers
from parsers.report import Report

TITLE = "岚泽市人民政府2009年政府信息公开工作年度报告"
ROWS = (
    ("主动公开信息数", "条", "1,205"),
    ("申请总数", "件", "9"),
    ("当面申请数", "件", "4"),
    ("信函申请数", "件", "5"),
    ("答复总数", "件", "9"),
    ("同意公开数", "件", "6"),
    ("同意部分公开数", "件", "1"),
    ("否决公开数", "件", "2"),
)


def text(words: str) -> Report:
    data = f"{TITLE}\n一、概述\n见附表。\n二、主动公开政府信息的情况\n见附表。\n{words}"
    return parsers.parse(data.encode(), source="page.txt", media_type="text/plain")


@pytest.mark.parametrize(
    "menu",
    ["首页|政务公开|办事服务|12|", "| 首页 | 公开 | 3 | |", "首页| |12| |公开| |", "首页||12||"],
)
def test_a_menu_above_costs_no_row_of_an_annex_with_empty_fields(menu: str) -> None:
    lines = "\n".join(f"| {label} | |{now}| |" for label, _, now in ROWS)
    data = f"{menu}\n{TITLE}\n一、概述\n见附表。\n|\n|统计指标|数量|\n{lines}\n"
    report = parsers.parse(data.encode(), source="page.txt", media_type="text/plain")
    expected = [(label, int(now.replace(",", ""))) for label, _, now in ROWS]
    assert [(row.label, row.this_year) for row in report.annex] == expected


@pytest.mark.parametrize("separator", ["\n", " ", "|", "\t", ""])
def test_an_annex_that_cannot_be_read_is_told(separator: str) -> None:
    ends = "\n" if separator.strip() or separator == "\t" else separator
    report = text(ends.join(f"{label}{separator}{now}" for label, _, now in ROWS))
    assert report.annex == []
    told = [p.detail for p in report.problems if (p.code, p.where) == ("table_missing", "annex")]
    assert told == ["8 labels of a local annex stand before numbers, and none could be read"]


def test_counts_in_sentences_are_no_unread_annex() -> None:
    said = "，".join(f"{label}{now}{unit}" for label, unit, now in ROWS)
    report = text(f"本年度{said}。")
    assert [p for p in report.problems if p.where == "annex"] == []


def test_a_turned_annex_that_is_not_read_is_told() -> None:
    heads = "".join(f"<td>{label}（{unit}）</td>" for label, unit, _ in ROWS)
    cells = "".join(f"<td>{now}</td>" for _, _, now in ROWS)
    words = "<p>一、概述</p><p>见附表。</p><p>二、主动公开政府信息的情况</p><p>见附表。</p>"
    page = f"<html><h1>{TITLE}</h1>{words}<table><tr><td>年度</td>{heads}</tr>"
    page += f"<tr><td>2009年</td>{cells}</tr></table></html>"
    report = parsers.parse(page.encode(), source="p")
    assert not report.annex
    assert [(p.severity, p.where) for p in report.problems if p.code == "table_missing"] == [
        ("warning", "annex")
    ]
