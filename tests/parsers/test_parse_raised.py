"""Numbers of notes beside figures, and rules through figures, on fixed pages: OFD and PDF."""

from __future__ import annotations

import pytest

import parsers
from benchmarks.accuracy.ofd_writer import line, package, words
from parsers.ofd import read_ofd
from tests.parsers import pdf_writer
from tests.parsers.test_parse_ofd import HIGH, LEFT, ROWS, TITLE, TOP, WIDE, objects

BLANK = (ROWS[0], ROWS[1], ("行政规范性文件", "", "3", "66"))
X, Y = LEFT + WIDE + 2, TOP + 2 * HIGH + 6
SIZE = 4


def made(report: parsers.Report) -> tuple[object, str]:
    number = report.tables["disclosure"]["normative_documents"]["made"]
    states = {(n.row, n.column): n.status for n in report.cells}
    return number, states.get(("normative_documents", "made"), "read")


def ofd(*drawn: tuple[float, float, str, float]) -> parsers.Report:
    found = [one for x, y, text, size in drawn for one in words(x, y, text, size)]
    return parsers.parse(package([[*objects(BLANK), *found]]), source="a.ofd")


def pdf(raise_by: float, size: float) -> parsers.Report:
    page = pdf_writer.text(60, 800, TITLE, 16)
    page += pdf_writer.text(60, 770, "二、主动公开政府信息情况", 12)
    rows = (ROWS[0], ROWS[1], ("行政规范性文件", "12", "3", "66"))
    page += pdf_writer.table(rows, [60, 180, 300, 420, 540], 750)
    page += pdf_writer.text(192, 696 + raise_by, "1", size)
    return parsers.parse(pdf_writer.pdf([page]), source="a.pdf")


@pytest.mark.parametrize("raised", [-2, -1.6, 0.8, 1.36, 1.41, 1.6, 2, 2.4])
@pytest.mark.parametrize("size", [2, 2.4, 2.8])
def test_a_note_is_no_digit_however_high_it_stands(raised, size):
    report = ofd((X, Y, "12", SIZE), (X + 4, Y - raised, "1", size))
    assert made(report) == (12, "annotated")


@pytest.mark.parametrize("raised", [-6, 3, 5, 6, 7])
def test_a_note_in_a_pdf_is_none_either(raised):
    assert made(pdf(raised, 5.8)) == (12, "annotated")


@pytest.mark.parametrize("at", [(4, -1.6), (1, -3), (4, -3.5), (0, 2.6), (1, 3)])
def test_digits_of_two_sizes_over_each_other_are_no_number(at):
    report = ofd((X, Y, "12", SIZE), (X + at[0], Y + at[1], "3", 2))
    assert made(report)[0] in (12, None)


@pytest.mark.parametrize("raised", [1.5, 2, 2.3])
def test_digits_that_lie_over_each_other_are_no_number(raised):
    report = ofd((X, Y, "12", SIZE), (X + 4, Y - raised, "1", SIZE))
    assert made(report) == (None, "unreadable")


def test_two_lines_of_a_figure_are_still_one():
    report = ofd((X, Y - 3, "1", SIZE), (X, Y + 2, "2", SIZE))
    assert made(report) == (12, "merged")


def test_a_note_beside_words_is_read_behind_them():
    drawn = [*words(20, 170, "共收到申请十二件", 4), *words(52, 168.2, "3", 2.2)]
    texts = [block.text for block in read_ofd(package([[*objects(), *drawn]])).blocks]
    assert "共收到申请十二件³" in texts


@pytest.mark.parametrize("height", [0.6, 1.5, 2.2])
def test_a_rule_through_a_figure_of_a_cell_strikes_it_out(height):
    struck = line(X - 1, Y - height, X + 6, Y - height)
    page = [*objects(), struck]
    assert made(parsers.parse(package([page]), source="a.ofd")) == (None, "unreadable")


@pytest.mark.parametrize("height", [-1, 0.2])
def test_a_rule_below_a_figure_of_a_cell_does_not(height):
    below = line(X - 1, Y - height, X + 6, Y - height)
    page = [*objects(), below]
    assert made(parsers.parse(package([page]), source="a.ofd")) == (12, "read")


def test_a_rule_through_a_figure_of_a_pdf_strikes_it_out():
    page = pdf_writer.text(60, 800, TITLE, 16)
    page += pdf_writer.text(60, 770, "二、主动公开政府信息情况", 12)
    page += pdf_writer.table(ROWS, [60, 180, 300, 420, 540], 750)
    page += pdf_writer.line(184, 699.5, 193, 699.5)
    report = parsers.parse(pdf_writer.pdf([page]), source="a.pdf")
    assert made(report) == (None, "unreadable")
