"""PDF files that cannot be read, or only in part: named, never guessed, nothing raised."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parsers
from tests.parsers.pdf_writer import assembled, pdf, table, text

TITLE = text(100, 800, "松岭县2023年政府信息公开工作年度报告", 18)
TABLE = table(
    [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "1", "0", "11"],
        ["行政规范性文件", "12", "3", "66"],
    ],
    [50, 180, 300, 400, 500],
    700,
)
SCAN = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
GOOD = pdf([TITLE + TABLE])


def codes(data: bytes) -> dict[str, str]:
    report = parsers.parse(data, source="x.pdf")
    report.to_dict()
    return {problem.code: problem.detail for problem in report.problems}


def locked() -> bytes:
    """Nobody knows the password: what the file holds to check it is made up."""
    plain = GOOD.replace(b"/Root 1 0 R", b"/Root 1 0 R /ID [<00><00>] /Encrypt 99 0 R")
    entry = b"<< /Filter /Standard /V 1 /R 2 /P -44 /O <%s> /U <%s> >>" % (b"a1" * 32, b"b2" * 32)
    return plain.replace(b"/Encrypt 99 0 R", b"/Encrypt " + entry)


def many(count: int) -> bytes:
    return pdf([text(60, 700, f"甲{n}") for n in range(count)])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (locked(), "encrypted"),
        (GOOD[: len(GOOD) // 3], "truncated"),
        (b"%PDF-1.7 ...", "truncated"),
        (b"%PDF-1.7\nnothing of the kind\n%%EOF", "damaged_file"),
        (b"\xef\xbb\xbf junk " + b"%PDF-1.7 junk %%EOF", "damaged_file"),
        (pdf([]), "damaged_file"),
        (pdf(["", ""]), "empty_document"),
        (pdf([SCAN, SCAN]), "image_only"),
        (pdf(["3 Tr " + TITLE + TABLE + SCAN]), "image_only"),
        (pdf([TITLE + TABLE + SCAN]), "image_only"),
    ],
    ids=[
        "password",
        "cut off",
        "mark only",
        "no objects",
        "bytes before the mark",
        "no pages",
        "blank pages",
        "scan",
        "scan with recognised text",
        "picture over text",
    ],
)
def test_what_cannot_be_read_says_why(data, code):
    found = codes(data)
    assert {code, "not_a_report"} <= found.keys()
    assert "parser_error" not in found


def test_a_picture_behind_the_text_hides_nothing():
    report = parsers.parse(pdf([SCAN + TITLE + TABLE]), source="x")
    assert report.tables["disclosure"]["rules"] == {"made": 1, "repealed": 0, "in_force": 11}


def test_a_page_that_is_a_picture_is_named_among_others():
    report = parsers.parse(pdf([TITLE + TABLE, SCAN]), source="x", url="http://a.gov.cn/x.pdf")
    found = {problem.code: problem.detail for problem in report.problems}
    assert "page 2" in found["page_as_image"]
    assert report.tables["disclosure"]["rules"]["in_force"] == 11


def test_a_table_that_is_a_picture_is_named_with_its_place():
    heads = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
    heads += [
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    page = TITLE + "".join(text(60, 760 - 20 * n, words) for n, words in enumerate(heads[:3]))
    page += "q 400 0 0 200 60 490 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
    page += "".join(text(60, 460 - 20 * n, words) for n, words in enumerate(heads[3:]))
    report = parsers.parse(pdf([page]), source="x", url="http://www.a.gov.cn/x.pdf")
    image = [p for p in report.problems if p.code == "table_as_image"]
    assert [(p.where, p.detail) for p in image] == [
        ("requests", "http://www.a.gov.cn/x.pdf#page=1&viewrect=60,690,400,200")
    ]


def test_a_file_without_its_end_is_read_and_told():
    report = parsers.parse(GOOD[: GOOD.rindex(b"%%EOF")], source="x")
    assert report.tables["disclosure"]["rules"] == {"made": 1, "repealed": 0, "in_force": 11}
    assert "truncated" in {problem.code for problem in report.problems}


def test_pages_beyond_the_limit_are_told():
    assert "first 300 of 320 pages" in codes(many(320))["truncated"]


def test_characters_without_text_are_told_and_make_no_number():
    known = pdf([TITLE + TABLE])
    unknown = known.replace(b"/Encoding /UniGB-UCS2-H", b"/Encoding /Identity-H", 1)
    report = parsers.parse(unknown, source="x")
    assert "disclosure" not in report.tables or not any(
        value for row in report.tables["disclosure"].values() for value in row.values()
    )


def test_a_form_that_draws_itself_ends():
    own = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    )
    body = b"q /X Do Q"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R"
        b" /Resources << /XObject << /X 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body),
        own + b" /Length %d >>\nstream\n%s\nendstream" % (len(body), body),
    ]
    assert "empty_document" in codes(assembled(objects))


def test_a_tree_of_pages_that_bites_its_tail_ends():
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2000000000 >>",
    ]
    assert "not_a_report" in codes(assembled(objects))


def test_more_rules_than_a_page_can_have_are_bounded():
    lines = "".join(f"{n % 590} 0 m {n % 590} 800 l S\n" for n in range(40_000))
    packed = zlib.compress((TITLE + lines).encode("latin-1"))
    assert codes(pdf([TITLE + lines]))
    assert len(packed) < 1_000_000


def test_a_page_of_lines_that_all_cross_ends():
    across = "".join(f"{n % 50} {n / 12} m {500 + n % 50} {n / 12} l S\n" for n in range(9_000))
    up = "".join(f"{n / 20} {n % 60} m {n / 20} {700 + n % 60} l S\n" for n in range(9_000))
    assert "parser_error" not in codes(pdf([TITLE + TABLE + across + up]))


def test_a_page_of_many_small_tables_ends():
    small = "".join(
        f"{x} {y} 12 12 re S {x + 6} {y} m {x + 6} {y + 12} l S\n"
        for x in range(0, 580, 16)
        for y in range(0, 820, 16)
    )
    words = "".join(text(10 + n % 500, 10 + n // 20, "甲") for n in range(3_000))
    assert "parser_error" not in codes(pdf([TITLE + small + words]))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD)), st.binary(min_size=1, max_size=12))
def test_damage_anywhere_raises_nothing(at, junk):
    found = codes(GOOD[:at] + junk + GOOD[at + len(junk) :])
    assert "parser_error" not in found
