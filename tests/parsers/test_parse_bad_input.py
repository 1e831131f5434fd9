"""Nothing raises out of ``parse``; what cannot be read says why."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fixtures
import parsers
from parsers.forms import load

DOCUMENTS = fixtures.documents_folder()
LABELS = [row.label for table in load("v2021").tables.values() for row in table.rows]


def codes(data: bytes) -> set[str]:
    report = parsers.parse(data, source="x")
    report.to_dict()
    return {problem.code for problem in report.problems}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_document"),
        (b"  \n\n ", "empty_document"),
        (b"\x00" * 100, "unsupported_format"),
        (b"%PDF-1.7 ...", "truncated"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported_format"),
        (b"PK\x03\x04rest", "damaged_file"),
        (b"<html><body></body></html>", "empty_document"),
        ("<html><title>首页</title><body><p>通知公告</p></body></html>".encode(), "no_title"),
        (
            "<title>一图读懂2021年霁川市政府信息公开工作年度报告</title><p>图</p>".encode(),
            "derivative",
        ),
        (
            "<title>2021年霁川市政府信息公开工作年度报告</title><p>正在加载</p>".encode(),
            "no_content",
        ),
    ],
)
def test_what_is_no_report_says_why(data, code):
    assert {code, "not_a_report"} <= codes(data)


@pytest.mark.parametrize("name", ["empty.txt", "rubbish.bin", "news.html"])
def test_the_sample_documents_that_are_no_reports(name):
    report = parsers.parse((DOCUMENTS / name).read_bytes(), source=name)
    assert not report.is_report
    assert report.tables == {}


@pytest.mark.parametrize(
    "html",
    [
        "<table>" + "<tr>" + "<td>0</td>" * 10_000 + "</tr></table>",
        "<div>" * 100_000 + "一、总体情况",
        "一、本年新收政府信息公开申请数量" + "7" * 1_000_000,
        "规章" * 50_000,
        "一、总体情况\n" * 20_000,
        "\x00一、本年新收\x00",
        "<div style='opacity:0'><div>" * 100 + "字" * 300_000,
        "霁川市2021年政府信息公开工作年度报告\n" * 40_000,
        "《市政府办公室" * 100_000,
        "a@b.gov.cn" * 100_000,
        "上一页 1 2 " * 80_000,
    ],
    ids=[
        "wide table",
        "deep nesting",
        "a million digits",
        "labels only",
        "headings only",
        "NUL",
        "nested tricks",
        "titles only",
        "quotes left open",
        "addresses",
        "paging",
    ],
)
def test_hostile_documents_end_in_bounded_work(html):
    started = time.process_time()
    assert "parser_error" not in codes(html.encode("utf-8"))
    # A bound on hanging, far above what is needed; speed is for the benchmark.
    assert time.process_time() - started < 60


def test_the_damage_of_an_encoding_is_told():
    data = (DOCUMENTS / "seed_twin.txt").read_bytes()
    report = parsers.parse(data[:3000] + b"\xff\xfe" + data[3000:], source="x")
    assert "encoding_damage" in {p.code for p in report.problems}


pieces = st.one_of(
    st.sampled_from(LABELS),
    st.sampled_from(
        [
            "\n",
            " ",
            "|",
            "\t",
            "（",
            "<td>",
            "</tr>",
            "<table>",
            "0",
            "一、",
            "结果维持",
            "总计",
            "第二十条第（一）项",
        ]
    ),
    st.text(max_size=5),
    st.integers(0, 10**6).map(str),
)


@given(st.lists(pieces, max_size=80).map("".join))
@settings(deadline=None, max_examples=150)
def test_no_mixture_of_labels_and_rubbish_makes_it_raise(text):
    assert "parser_error" not in codes(text.encode("utf-8", errors="ignore"))


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=100)
def test_no_bytes_make_it_raise(data):
    assert "parser_error" not in codes(data)


def test_a_bug_in_the_parser_is_told_and_not_raised(monkeypatch):
    def broken(_text):
        raise ValueError("boom")

    monkeypatch.setattr("parsers.reader.read_text", broken)
    assert {"parser_error", "not_a_report"} <= codes("一、总体情况".encode())
