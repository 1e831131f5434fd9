"""Properties of the whole: linear work, no growth of memory, its own rendering reads back."""

import gc
import html
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

import fixtures
import parsers
from parsers.forms import load

PAGES = [(page.read_bytes(), expected) for page, expected in fixtures.report_files()]


def steps(data: bytes) -> int:
    """How many Python calls a parse takes: work that no clock can blur."""
    count = 0

    def tick(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tick)
    try:
        parsers.parse(data, source="x")
    finally:
        sys.setprofile(None)
    return count


GROWING = {
    "paragraphs": lambda n: "<p>全年主动公开信息12条，予以公开3件。</p>" * n,
    "cells": lambda n: "<table>" + "<tr><td>其他</td><td>1</td><td>2</td></tr>" * n + "</table>",
    "lines": lambda n: "（一）予以公开 3 件\n" * n,
    "glued": lambda n: "行政许可2293" * n,
    "headings": lambda n: "一、总体情况\n二、主动公开政府信息情况\n" * n,
    "labels": lambda n: "1.属于国家秘密0000000" * n,
    "digits": lambda n: "一、本年新收政府信息公开申请数量" + "7" * 20 * n,
    "brackets": lambda n: "（" * n + "总计" + "）" * n,
    "indicators": lambda n: (
        "申请办结数查阅点数被依法纠错数" + "1.政府公报公开政府信息数条1（其他情形数件12" * n
    ),
    "parts": lambda n: "2015年政府信息公开年度报告\n" + "一、概述\n二、收费及减免情况\n" * n,
    "parts_inline": lambda n: "2015年政府信息公开年度报告\n" + "一、概述。二、收费情况。" * n,
    "nesting": lambda n: "<div>" * n + "总计",
}


@pytest.mark.parametrize("shape", GROWING)
def test_work_grows_no_faster_than_the_document(shape):
    small, large = (steps(GROWING[shape](n).encode()) for n in (400, 1600))
    # Four times the document: at most five times the steps, the fixed part aside.
    assert large <= 5 * small + 20_000


def test_memory_does_not_grow_from_document_to_document():
    def read_all() -> None:
        for data, expected in PAGES:
            parsers.parse(data, source="x", url=expected["url"])

    tracemalloc.start()
    try:
        read_all()
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(4):
            read_all()
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 200_000  # bytes, after four times as many documents


def rendered(report: parsers.Report) -> bytes:
    """The report as a plain page: official labels, one table a table."""
    parts = [f"<title>{report.title}</title><h1>{report.title}</h1>"]
    parts.append(f"<p>发布时间：{report.published_on}</p>")
    if report.period:
        (y1, m1, d1), (y2, m2, d2) = (day.split("-") for day in report.period)
        parts.append(f"<p>统计期限自{y1}年{m1}月{d1}日起至{y2}年{m2}月{d2}日止。</p>")
    tables = {
        load(form).tables[key].section: (form, key) for key, form in report.table_forms.items()
    }
    for section in report.sections:
        parts.append(f"<h2>{section.number}、{section.heading}</h2>")
        parts += [f"<p>{html.escape(line)}</p>" for line in section.narrative.split("\n") if line]
        if section.key is not None and section.key in tables:
            parts.append(table_of(report, *tables.pop(section.key)))
    parts += [table_of(report, *place) for place in tables.values()]  # an annex of the whole
    return "\n".join(parts).encode()


def table_of(report: parsers.Report, form: str, key: str) -> str:
    table, grid = load(form).tables[key], report.tables[key]
    if key == "statistics":
        grid = {row: {"value": value} for row, value in grid.items()}
    notes = {(n.row, n.column): n.raw for n in report.cells if n.table == key}
    if key == "review_litigation":
        return review_table(grid, notes)
    rows = []
    for block in table.blocks:
        if block.caption:
            rows.append(f"<tr><td colspan=4>{block.caption}</td></tr>")
        head = "".join(f"<td>{column.label}</td>" for column in block.columns)
        corner = table.corner_note or "信息内容"
        if key == "statistics":
            corner = "统计指标</td><td>单位"
        rows.append(f"<tr><td>{corner}</td>{head}</tr>")
        for row in block.rows:
            cells = "".join(shown(grid, notes, row.key, column.key) for column in block.columns)
            unit = f"<td>{row.unit}</td>" if row.unit else ""
            rows.append(f"<tr><td>{row.label}</td>{unit}{cells}</tr>")
    return f"<table>{''.join(rows)}</table>"


def review_table(grid, notes) -> str:
    columns = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    head = "".join(f"<td>{label}</td>" for label in columns) * 3
    names = ("行政复议", "未经复议直接起诉", "复议后起诉")
    groups = "".join(f"<td colspan=5>{name}</td>" for name in names)
    cells = "".join(shown(grid, notes, row, column) for row in grid for column in grid[row])
    return f"<table><tr>{groups}</tr><tr>{head}</tr><tr>{cells}</tr></table>"


def shown(grid, notes, row: str, column: str) -> str:
    value = grid[row][column]
    return f"<td>{notes.get((row, column), '') if value is None else value}</td>"


@pytest.mark.parametrize("index", range(len(PAGES)))
def test_its_own_rendering_reads_back_the_same(index):
    data, expected = PAGES[index]
    first = parsers.parse(data, source="x", url=expected["url"])
    again = parsers.parse(rendered(first), source="x", url=expected["url"])
    assert again.tables == first.tables
    assert again.table_forms == first.table_forms
    for name in ("agency", "year", "published_on", "period", "kind"):
        assert getattr(again, name) == getattr(first, name)
    assert [(s.key, s.number, s.heading, s.narrative) for s in again.sections] == [
        (s.key, s.number, s.heading, s.narrative) for s in first.sections
    ]


ORDERED = """
import json, sys
import parsers
from benchmarks.accuracy.corpus import generate
from benchmarks.accuracy.flatten import Flatteners
with Flatteners() as tools:
    for seed in range(5, 9):
        text = tools.flatten(generate(seed, "split_spans").html, "inscriptis")
        print(json.dumps(parsers.parse(text.encode(), source="x").to_dict()))
"""


def test_a_document_reads_the_same_whatever_order_sets_have():
    pytest.importorskip("inscriptis")
    said = {
        subprocess.run(
            [sys.executable, "-c", ORDERED],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in (1, 2, 3)
    }
    assert len(said) == 1
