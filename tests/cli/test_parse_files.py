"""``gongkai parse`` and ``show`` on files that are no text."""

from __future__ import annotations

import json

from click.testing import CliRunner

from gongkai.cli import main
from tests.parsers.pdf_writer import pdf, table, text

TITLE = "松岭县财政局2023年政府信息公开工作年度报告"
ROWS = [
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "1", "0", "11"],
    ["行政规范性文件", "12", "3", "66"],
]
REPORT = pdf([text(60, 800, TITLE, 16) + table(ROWS, [50, 180, 300, 400, 500], 700)])


def test_a_pdf_is_printed_as_any_report(tmp_path):
    (tmp_path / "a.pdf").write_bytes(REPORT)
    (tmp_path / "b.pdf").write_bytes(REPORT[:300])
    done = CliRunner().invoke(main, ["parse", str(tmp_path / "a.pdf"), str(tmp_path / "b.pdf")])
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["tables"]["disclosure"]["normative_documents"]["in_force"] == 66
    assert {problem["code"] for problem in second["problems"]} == {"truncated", "not_a_report"}
    assert done.exit_code == 1
    assert "b.pdf: not a report: the PDF ends before" in done.stderr
    assert "a.pdf" not in done.stderr


def test_a_cell_of_a_pdf_is_shown_with_page_and_box(tmp_path):
    archive = str(tmp_path / "a.db")
    (tmp_path / "a.pdf").write_bytes(REPORT)
    runner = CliRunner()
    taken = runner.invoke(main, ["import", str(tmp_path / "a.pdf"), "--archive", archive])
    assert taken.exit_code == 0
    cell = ["--cell", "disclosure.normative_documents.in_force", "--archive", archive]
    done = runner.invoke(main, ["show", "松岭县财政局", "2023", *cell])
    assert (done.exit_code, done.exception) == (0, None)
    assert "page 1, box 402 6" in done.stdout
    shown = json.loads(
        runner.invoke(main, ["show", "松岭县财政局", "2023", *cell, "--json"]).stdout
    )
    assert shown["place"]["page"] == 1
    assert shown["place"]["confirmed"]
