"""Zip archives: what is in them is read, in bounds; what is not is told; names are only names."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parsers
from parsers import archive, reader
from parsers.cell_places import places
from parsers.packed import is_packed_files
from tests.parsers.sheets import book

PAGE = (
    "<html><body><h1>{who}2023年政府信息公开工作年度报告</h1><p>二、主动公开政府信息情况</p><table>"
    "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
    "<tr><td>规章</td><td>{made}</td><td>0</td><td>11</td></tr>"
    "<tr><td>行政规范性文件</td><td>12</td><td>3</td><td>66</td></tr></table></body></html>"
)


def page(who="松岭县", made=1) -> bytes:
    return PAGE.format(who=who, made=made).encode()


def packed(*files, method=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in files:
            made.writestr(name, data)
    return out.getvalue()


def parse(data: bytes) -> parsers.Report:
    return parsers.parse(data, source="a.zip")


def told(report) -> str:
    return "\n".join(f"{p.severity} {p.code} {p.detail}" for p in report.problems)


def test_the_report_in_an_archive_is_read():
    report = parse(packed(("附件/年报.html", page()), ("封面.jpg", b"\xff\xd8\xff")))
    assert (report.source, report.agency, report.year) == ("a.zip", "松岭县", 2023)
    assert report.tables["disclosure"]["rules"] == {"made": 1, "repealed": 0, "in_force": 11}
    assert "read from 附件/年报.html" in told(report)
    assert "1 files that are no documents: 封面.jpg" in told(report)


def test_each_number_is_found_again_within_its_member():
    data = packed(("附件/年报.html", page()), ("表.xlsx", book()))
    report = parse(data)
    found = places(data, report.origins, media_type=None, charset=None)
    assert found
    assert all(place.confirmed for place in found.values())
    assert {place.within for place in found.values()} == {("附件/年报.html",)}


def test_a_number_of_another_member_is_not_confirmed():
    report = parse(packed(("年报.html", page())))
    other = packed(("年报.html", page(made=7)))
    found = places(other, report.origins, media_type=None, charset=None)
    assert not found["disclosure.rules.made"].confirmed
    gone = places(packed(("x.html", page())), report.origins, media_type=None, charset=None)
    assert not any(place.confirmed for place in gone.values())


def test_reports_of_several_bodies_hang_together():
    report = parse(packed(("甲.html", page("松岭县")), ("乙.html", page("芷桥区", 5))))
    assert [one.agency for one in (report, *report.others)] == ["松岭县", "芷桥区"]
    assert [one.source for one in report.others] == ["a.zip#乙.html"]
    assert "several_reports" in told(report)


def test_the_same_report_in_two_formats_counts_once():
    report = parse(packed(("年报.html", page()), ("年报.xlsx", book())))
    assert report.others == []
    assert "年报.xlsx is the same report as 年报.html, which was taken" in told(report)
    assert "figures differ" not in told(report)


def test_the_same_report_with_other_figures_is_a_warning():
    report = parse(packed(("年报.html", page(made=7)), ("年报.xlsx", book())))
    assert "warning archive_member 年报.xlsx is the same report" in told(report)
    assert "their figures differ: disclosure" in told(report)


def test_names_in_gbk_without_a_flag_are_read():
    data = packed(("AAAA.html", page()))
    name = "年报".encode("gbk")
    report = parse(data.replace(b"AAAA", name))
    assert "read from 年报.html" in told(report)


def test_names_in_utf8_without_a_flag_are_read():
    data = packed(("AAAAAA.html", page()))
    report = parse(data.replace(b"AAAAAA", "年报".encode()))
    assert "read from 年报.html" in told(report)


def test_archives_within_archives_are_read_to_a_depth():
    inner = packed(("年报.html", page()))
    report = parse(packed(("内.zip", inner)))
    assert report.agency == "松岭县"
    assert next(iter(report.origins.values())).within == ("内.zip", "年报.html")
    data = packed(("内.zip", inner))
    found = places(data, report.origins, media_type=None, charset=None)
    assert all(place.confirmed for place in found.values())
    deep = parse(packed(("外.zip", packed(("中.zip", inner)))))
    assert not deep.is_report
    assert "too deep" in told(deep)


@pytest.mark.parametrize(
    "name", ["../../etc/年报.html", "/etc/年报.html", "C:\\年报.html", "..\\年报.html"]
)
def test_a_name_that_leads_out_is_only_a_name(name):
    report = parse(packed((name, page())))
    assert report.agency == "松岭县"
    assert "names that lead out of the archive" in told(report)
    within = next(iter(report.origins.values())).within[0]
    assert within in ("etc/年报.html", "年报.html")


def test_a_link_is_not_followed():
    link = zipfile.ZipInfo("年报.html")
    link.external_attr = 0o120777 << 16
    report = parse(packed((link, b"/etc/passwd")))
    assert not report.is_report
    assert "年报.html (a link)" in told(report)


def test_a_locked_member_is_named_and_the_others_are_read():
    locked = bytearray(packed(("甲.html", b"x" * 40), ("乙.html", page())))
    at = locked.index(b"PK\x03\x04")
    locked[at + 6] |= 1
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    report = parse(bytes(locked))
    assert report.agency == "松岭县"
    assert "warning archive_member 甲.html: encrypted: asks for a password" in told(report)


def test_a_locked_archive_says_so():
    locked = bytearray(packed(("甲.html", page())))
    locked[locked.index(b"PK\x03\x04") + 6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    report = parse(bytes(locked))
    assert {"encrypted", "not_a_report"} <= {problem.code for problem in report.problems}


def test_a_bomb_is_not_unpacked():
    data = packed(("甲.html", bytes(archive.MOST_BYTES)), ("乙.html", page()))
    assert len(data) < 100_000
    report = parse(data)
    assert report.agency == "松岭县"
    assert "甲.html: oversized" in told(report)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked():
    data = packed(("甲.html", bytes(archive.MOST_BYTES)), ("乙.html", page()))
    size = archive.MOST_BYTES.to_bytes(4, "little")
    report = parse(data.replace(size, (100).to_bytes(4, "little")))
    assert report.agency == "松岭县"
    assert "甲.html: damaged_file" in told(report)


def test_many_small_bombs_are_not_all_unpacked():
    files = [(f"{n}.txt", bytes(range(256)) * 4) for n in range(10)]
    budget = archive.Budget(size=3_000)
    found = list(archive.members(packed(*files), budget, archive.Passed()))
    assert [bool(one.data) for one in found] == [True, True] + [False] * 8


def test_more_members_than_are_read_are_told():
    files = [(f"{n}.txt", b"x") for n in range(5)]
    budget = archive.Budget(members=3)
    found = list(archive.members(packed(*files), budget, archive.Passed()))
    assert [one.refusal is None for one in found] == [True, True, True, False, False]


def test_of_many_members_that_are_no_report_the_first_are_told():
    report = parse(packed(*((f"{n}.txt", b"x") for n in range(300)), ("年报.html", page())))
    lines = [p.detail for p in report.problems if p.code == "archive_member"]
    assert len(lines) <= 53
    assert any(line.startswith("251 further documents") for line in lines)


def test_an_archive_of_very_many_files_is_cut(monkeypatch):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 1)
    report = parse(packed(("甲.html", page()), ("乙.html", page("芷桥区"))))
    assert report.others == []
    assert "1 files were not looked at: too many" in told(report)


def test_a_damaged_member_is_named():
    data = packed(("甲.html", page()), ("乙.html", page("芷桥区")), method=zipfile.ZIP_STORED)
    report = parse(data.replace("松岭县2023".encode(), "松岭县2024".encode(), 1))
    assert report.agency == "芷桥区"
    assert "甲.html: damaged_file" in told(report)


def test_an_archive_without_a_report_says_what_is_in_it():
    report = parse(packed(("甲.txt", b"1"), ("乙.txt", b"2")))
    assert "archive_without_report" in told(report)
    assert not report.is_report
    assert "archive_without_report" in told(parse(packed()))


def test_office_documents_that_nobody_reads_are_no_archives():
    slides = packed(("[Content_Types].xml", b"<x/>"), ("ppt/presentation.xml", b"<x/>"))
    assert "unsupported_format" in told(parse(slides))
    assert "RAR" in told(parse(b"Rar!\x1a\x07\x00" + bytes(100)))


GOOD = packed(("附件/年报.html", page()), ("表.xlsx", book()))


@settings(max_examples=80, deadline=None)
@given(st.integers(0, len(GOOD)), st.binary(min_size=1, max_size=12))
def test_damage_anywhere_raises_nothing(at, junk):
    codes = {p.code for p in parse(GOOD[:at] + junk + GOOD[at + len(junk) :]).problems}
    assert "parser_error" not in codes


def test_an_archive_that_no_one_foresaw_is_told_and_not_raised(monkeypatch):
    def broken(*given):
        raise RuntimeError("boom")

    monkeypatch.setattr("parsers.packed.members", broken)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    report = parsers.parse(out.getvalue(), source="x")
    assert {"parser_error", "not_a_report"} <= {problem.code for problem in report.problems}


@pytest.mark.parametrize("name", ["附件1: 说明.txt", "a: b: c.txt", "说明.txt"])
def test_a_members_name_is_no_problem_code(name):
    report = parse(packed((name, "今天天气很好，大家都来开会。".encode())))
    errors = [(p.code, p.detail.startswith(f"{name}: neither")) for p in report.problems]
    assert errors[1:] == [("no_title", True), ("not_a_report", True)]


@pytest.mark.parametrize(
    "name",
    [
        "mimetype说明.html",
        "OFD.xml目录/年报.html",
        "word/documents/年报.html",
        "word/document.xml/年报.html",
        "xl/workbooks/年报.html",
        "ppt/presentation/年报.html",
        "[Content_Types].xml/年报.html",
    ],
)
def test_a_folder_named_like_a_part_makes_no_office_document(name):
    assert parse(packed((name, page()))).agency == "松岭县"


@pytest.mark.parametrize("part", ["word/document2.xml", "xl/workbook.bin", "OFD.xml", "mimetype"])
def test_parts_of_office_documents_make_no_archive(part):
    assert not is_packed_files(packed((part, b"<x/>")))


def test_an_archive_that_is_too_large_says_so(monkeypatch):
    data = packed(("年报.html", page()), ("a.jpg", bytes(range(256)) * 9))
    monkeypatch.setattr(reader, "_LARGEST", len(data) - 1)
    codes = [problem.code for problem in parse(data).problems]
    assert codes == ["oversized", "not_a_report"]


@pytest.mark.parametrize(
    "name", ["附件\u3000一.html", "目录\\年报.html", "目录//年报.html", "./年报.html"]
)
def test_a_name_that_leads_nowhere_else_is_not_told_to(name):
    report = parse(packed((name, page())))
    assert report.agency == "松岭县"
    assert "lead out" not in told(report)
