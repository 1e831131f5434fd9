"""Rows that a programme printed as lists, and the tables of LaTeX."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from parsers.listed import read_listed
from tests.parsers.flat_reports import END, PART_3, ROWS, TABLE_2, codes, differing, figures, read

Rows = list[list[str | None]]

_WRITERS: dict[str, Callable[[Rows], str]] = {
    "python": lambda rows: "\n".join(map(str, rows)),
    "python_nested": str,
    "json": lambda rows: json.dumps(rows, ensure_ascii=False),
    "json_lines": lambda rows: "\n".join(json.dumps(row, ensure_ascii=False) for row in rows),
    "yaml": lambda rows: "\n".join(f"- {row}" for row in rows),
    "latex": lambda rows: "\n".join(
        ["\\begin{tabular}{|l|r|}", "\\hline"]
        + [" & ".join(text or "" for text in row) + " \\\\ \\hline" for row in rows]
        + ["\\end{tabular}"]
    ),
    "latex_spans": lambda rows: " \\\\\n".join(
        " & ".join([f"\\multicolumn{{3}}{{|l|}}{{{row[0]}}}", *(text or "" for text in row[1:])])
        for row in [*rows, [None]]
    ),
}


@pytest.mark.parametrize("write", _WRITERS.values(), ids=_WRITERS)
def test_every_list_is_a_row(write):
    own = figures()
    head: list[str | None] = ["项目", "自然人", "商业企业", "科研机构", "社会公益组织"]
    rows: Rows = [[*head, "法律服务机构", "其他", "总计"]]
    rows += [[label, *map(str, own[key])] for key, label in ROWS]
    report = read(TABLE_2, PART_3, write(rows), "\n", END)
    assert differing(report, own) == {"wrong": 0, "null": 0}
    assert not codes(report) - {("label_variant", "info")}


@pytest.mark.parametrize("blank", [None, ""])
def test_nothing_in_a_list_is_a_blank_cell(blank):
    own = figures()
    rows: Rows = [
        [label, *(str(value) if value else blank for value in own[key])] for key, label in ROWS
    ]
    report = read(TABLE_2, PART_3, "\n".join(map(str, rows)), "\n", END)
    true = {key: [value or None for value in values] for key, values in own.items()}
    assert differing(report, true)["wrong"] == 0


def test_a_text_without_lists_has_none():
    assert read_listed("见附件[1]、[2]。\n第1行 & 第2行\n") is None


def test_open_lists_cost_no_time():
    hostile = "['0', " * 20_000 + "[1, 1, 1" * 20_000 + "\\\\ & " * 20_000
    start = time.process_time()
    read_listed(hostile)
    assert time.process_time() - start < 2
