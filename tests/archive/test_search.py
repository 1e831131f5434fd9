from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.archive import bigrams, search
from parsers.report import Section

from .factory import Desk, report, section

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=12)
TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("信息公开复议 abAB12。；\x00\"*'")))


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    texts = {
        "云溪市教育局": "全年办理行政复议2件，均已审结。通过PDF和WeChat公开信息。",
        "云溪市财政局": "收到行政诉讼一件。２０２３年度预算公开，新增专栏１２个。",
        "青石县人民政府": "复核了公开目录，无人提出异议。",
    }
    for at, (agency, text) in enumerate(texts.items()):
        parsed = report(
            agency=agency,
            title=f"{agency}2023年政府信息公开工作年度报告",
            sections=[section("overview", text)],
        )
        desk.store(f"http://www.yunxi.example/{at}", text.encode(), parsed)
    return desk


def _found(desk: Desk, words: str) -> set[str]:
    return {hit.agency for hit in desk.archive.search(words)}


@pytest.mark.parametrize(
    ("words", "agencies"),
    [
        ("复", {"云溪市教育局", "青石县人民政府"}),
        ("议", {"云溪市教育局", "青石县人民政府"}),
        ("件", {"云溪市教育局", "云溪市财政局"}),
        ("复议", {"云溪市教育局"}),
        ("诉讼", {"云溪市财政局"}),
        ("行政复议", {"云溪市教育局"}),
        ("行政复议 诉讼", set()),
        ("行政 公开", {"云溪市教育局", "云溪市财政局"}),
        ("行政复议2件", {"云溪市教育局"}),
        ("2023年度预算", {"云溪市财政局"}),
        ("２０２３年度", {"云溪市财政局"}),
        ("专栏12", {"云溪市财政局"}),
        ("专栏1", set()),
        ("pdf", {"云溪市教育局"}),
        ("WECHAT", {"云溪市教育局"}),
        ("wech", set()),
        ("教育局", {"云溪市教育局"}),
        ("政府信息公开", {"云溪市教育局", "云溪市财政局", "青石县人民政府"}),
        ("审结通过", set()),
        ("火星", set()),
    ],
)
def test_words_find_the_right_reports(shelf: Desk, words: str, agencies: set[str]) -> None:
    assert _found(shelf, words) == agencies


SYNTAX = ['"', '""', "*", "NEAR(", "AND", "OR NOT", "title:复议", "-复", "^复", "(", "{a b}:c"]
ODD = ["", "\x00", "；", "a_b", "'; DROP TABLE reports; --"]
LONG = ["复" * 5000, "x " * 3000, " ".join(map(str, range(5000))), " ".join("复议公开" * 2000)]


@pytest.mark.parametrize("typed", [*SYNTAX, *ODD, *LONG])
def test_nothing_that_is_typed_raises(shelf: Desk, typed: str) -> None:
    shelf.archive.search(typed)
    assert shelf.value("SELECT count(*) FROM reports") == 3


def test_syntax_around_a_word_is_only_punctuation(shelf: Desk) -> None:
    assert _found(shelf, '"复议*') == {"云溪市教育局"}
    assert _found(shelf, "AND") == set()


def test_the_snippet_shows_the_text_as_printed(shelf: Desk) -> None:
    [hit] = shelf.archive.search("行政复议")
    assert hit.snippet == "全年办理【行政复议】2件，均已审结。通过PDF和WeChat公开信息。"
    [hit] = shelf.archive.search("2023年度 诉讼")
    assert hit.snippet == "收到行政【诉讼】一件。【２０２３年度】预算公开，新增专栏１２个。"


def test_a_long_snippet_is_cut_on_both_sides() -> None:
    text = "前" * 50 + "复议" + "后" * 50
    assert search.snippet([text], ["复议"]) == "…" + "前" * 30 + "【复议】" + "后" * 30 + "…"


def test_tables_and_headings_are_not_searched(desk: Desk) -> None:
    table = "规章 现行有效件数\n7"
    text = f"说明在前。\n{table}\n说明在后。"
    start = text.index(table)
    parsed = report(sections=[section("proactive", text, ((start, start + len(table)),))])
    desk.store("http://www.yunxi.example/", b"page", parsed)
    assert _found(desk, "现行有效") == set()
    assert _found(desk, "总体情况") == set()
    assert _found(desk, "在前 在后") == {"云溪市教育局"}


def test_a_title_hit_ranks_above_a_passing_mention(shelf: Desk) -> None:
    text = "本单位与云溪市财政局联合发文。" + "另有事项若干。" * 20
    parsed = report(agency="青石县审计局", title="年度报告", sections=[section("overview", text)])
    shelf.store("http://www.yunxi.example/9", b"nine", parsed)
    assert [hit.agency for hit in shelf.archive.search("财政局")] == [
        "云溪市财政局",
        "青石县审计局",
    ]
    assert len(shelf.archive.search("财政局", limit=1)) == 1


def _index(*texts: str) -> sqlite3.Connection:
    conn = sqlite3.connect(":memory:")
    conn.execute("CREATE VIRTUAL TABLE t USING fts5 (body, tokenize = 'ascii')")
    conn.executemany("INSERT INTO t VALUES (?)", [(bigrams.split(text),) for text in texts])
    return conn


def _hits(conn: sqlite3.Connection, query: str) -> int:
    return int(conn.execute("SELECT count(*) FROM t WHERE t MATCH ?", [query]).fetchone()[0])


@settings(deadline=None)
@given(TEXTS)
def test_splitting_never_raises_and_gives_a_valid_query(text: str) -> None:
    conn = _index(text)
    query = bigrams.match(text)
    assert not query or _hits(conn, query) == 1
    conn.close()


@settings(deadline=None)
@given(HAN, TEXTS, TEXTS)
def test_every_part_of_a_chinese_run_is_found(run: str, before: str, after: str) -> None:
    conn = _index(f"{before}，{run}，{after}")
    parts = [run[at : at + size] for size in (1, 2, 3) for at in range(len(run) - size + 1)]
    assert all(_hits(conn, bigrams.match(part)) for part in [*parts, run])
    conn.close()


@settings(deadline=None)
@given(HAN, HAN)
def test_no_word_reaches_over_punctuation(first: str, second: str) -> None:
    conn = _index(f"{first}，{second}")
    across = first[-1] + second[0]
    expected = across in first or across in second
    assert bool(_hits(conn, bigrams.match(across))) == expected
    conn.close()


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_what_the_index_finds_the_snippet_marks(text: str, typed: str) -> None:
    conn = _index(text)
    query: Any = bigrams.match(typed)
    if query and _hits(conn, query):
        assert search.MARKS[0] in search.snippet([text], bigrams.words(typed))
    conn.close()


def test_a_part_without_a_key_is_found_by_its_text_and_heading(desk: Desk) -> None:
    parts = [
        section("requests", "全年收到申请两件。"),
        Section(None, "四", "收费及减免情况", "没有收取邮寄费。"),
    ]
    desk.store("http://www.yunxi.example/old", b"old", report(year=2016, sections=parts))
    assert _found(desk, "邮寄费") == _found(desk, "减免") == {"云溪市教育局"}
    [hit] = desk.archive.search("邮寄费")
    assert "【邮寄费】" in hit.snippet
    column = "SELECT count(*) FROM report_search WHERE report_search MATCH ?"
    assert desk.value(column, "requests : " + bigrams.match("邮寄费")) == 1


def test_a_part_without_a_key_before_all_others_is_in_the_overview(desk: Desk) -> None:
    parts = [Section(None, None, "重点领域", "公布低保名单。"), section("proactive", "公开。")]
    desk.store("http://www.yunxi.example/old", b"old", report(year=2016, sections=parts))
    column = "SELECT count(*) FROM report_search WHERE report_search MATCH ?"
    assert desk.value(column, "overview : " + bigrams.match("低保名单")) == 1
