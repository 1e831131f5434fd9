"""PDF: digits under an area that is drawn later are not read, those beside or over it are."""

from __future__ import annotations

import pytest

import parsers
from tests.parsers.pdf_writer import line, pdf, table, text

TITLE = text(100, 800, "松岭县2023年政府信息公开工作年度报告", 18)
ROWS = [
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "", "0", "11"],
    ["行政规范性文件", "12", "3", "66"],
]
FIGURE = text(182, 666, "12")
#: Over the second digit.
BOX = "187 662 20 14 re"
THIN = "/ExtGState << /T << /ca 0.3 >> /M << /BM /Multiply >> >>"


def made(drawn: str, **settings: str) -> tuple[object, str]:
    page = f"{TITLE}\n{table(ROWS, [50, 180, 300, 400, 500], 700)}\n{drawn}"
    report = parsers.parse(pdf([page], **settings), source="a.pdf")
    number = report.tables["disclosure"]["rules"]["made"]
    states = {(one.row, one.column): one.status for one in report.cells}
    return number, states.get(("rules", "made"), "read")


HIDDEN = {
    "white": f"{FIGURE} 1 g {BOX} f 0 g",
    "black": f"{FIGURE} {BOX} f",
    "clipped to more than it": f"{FIGURE} q 187 662 20 14 re W n 1 g 0 0 600 800 re f Q",
    "moved": f"{FIGURE} q 1 0 0 1 100 600 cm 1 g 87 62 20 14 re f Q",
    "all of it": f"{FIGURE} 1 g 181 662 30 14 re f 0 g",
}
SEEN = {
    "drawn before": f"1 g {BOX} f 0 g {FIGURE}",
    "beside it": f"{FIGURE} 1 g 210 662 20 14 re f 0 g",
    "clipped to elsewhere": f"{FIGURE} q 300 600 40 40 re W n 1 g 0 0 600 800 re f Q",
    "shone through": f"{FIGURE} q /T gs 1 g {BOX} f Q",
    "blended": f"{FIGURE} q /M gs 1 1 0 rg {BOX} f Q",
    "with a hole": f"{FIGURE} 1 g 170 655 60 30 re 181 658 45 24 re f* 0 g",
    "a triangle": f"{FIGURE} 1 g 187 690 m 240 690 l 240 662 l h f 0 g",
    "not filled": f"{FIGURE} {BOX} n",
    "flat": f"{FIGURE} {line(181, 664, 196, 664)}",
}


@pytest.mark.parametrize("drawn", HIDDEN.values(), ids=HIDDEN)
def test_digits_under_an_area_are_not_read(drawn):
    assert made(drawn) == (None, "unreadable")


@pytest.mark.parametrize("drawn", SEEN.values(), ids=SEEN)
def test_digits_that_nothing_hides_are_read(drawn):
    assert made(drawn, resources=THIN) == (12, "read")


def test_an_area_in_a_form_hides_what_was_drawn_before_the_form():
    inner = f"1 g {BOX} f".encode()
    form = b"7 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Length %d >>" % len(
        inner
    )
    form += b"\nstream\n" + inner + b"\nendstream\nendobj\n"
    for order, expected in ((f"{FIGURE} /X Do", None), (f"/X Do {FIGURE}", 12)):
        page = f"{TITLE}\n{table(ROWS, [50, 180, 300, 400, 500], 700)}\n{order}"
        data = pdf([page], resources="/XObject << /X 7 0 R >>")
        # Readers look for the objects of a file whose list of them is wrong.
        data = data.replace(b"\nxref\n", b"\n" + form + b"xref\n").replace(
            b"startxref", b"startxref\n9"
        )
        report = parsers.parse(data, source="a.pdf")
        assert report.tables["disclosure"]["rules"]["made"] == expected
