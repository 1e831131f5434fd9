"""Searching: our page, Datasette's own search box, and the canned queries."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as markup
from sample_archive import CITY, COUNTY, HOSTILE, WATER

from gongkai.archive import faceted
from gongkai.browse import search
from gongkai.browse.datasette_types import Datasette
from gongkai.browse.search import match_query

PATH = "/-/gongkai/search"
ODD = [
    "",
    " ",
    '"',
    "'",
    "*",
    "^",
    "AND",
    "a OR",
    "NEAR(",
    "行政*",
    "column:x",
    "（）",
    "\x00",
    "-复议",
]


async def rows(site: Datasette, path: str, **params: str) -> list[dict[str, object]]:
    response = await site.client.get(path, params={**params, "_shape": "array"})
    assert response.status_code == 200, response.text
    found: list[dict[str, object]] = response.json()
    return found


async def hits(site: Datasette, q: str, **facets: str) -> list[str]:
    response = await site.client.get(PATH, params={"q": q, **facets})
    assert response.status_code == 200
    return [link.text for link in markup.fromstring(response.text).cssselect("ol.hits a")]


@pytest.mark.parametrize("word", ["行政复议", "复议", "答", "按期答复"])
async def test_words_of_any_length_are_found(site: Datasette, word: str) -> None:
    assert len(await hits(site, word)) == 5


async def test_all_words_must_occur(site: Datasette) -> None:
    assert await hits(site, "水务局 复议") == [f"{WATER}2022年政府信息公开工作年度报告"]
    assert await hits(site, "水务局 档案馆") == []


async def test_the_word_is_shown_where_it_stands(site: Datasette) -> None:
    response = await site.client.get("/-/gongkai/search", params={"q": "复议"})
    tree = markup.fromstring(response.text)
    snippet = tree.cssselect("p.snippet")[0]
    assert snippet.text_content() == "全年因信息公开引起的行政复议均按期答复。"
    assert [mark.text for mark in snippet.cssselect("mark")] == ["复议"]


async def facets(site: Datasette, **params: str) -> dict[str, dict[str, tuple[str, str]]]:
    """By the facet's name, its values with their counts and addresses."""
    tree = markup.fromstring((await site.client.get(PATH, params=params)).text)
    return {
        box.cssselect("summary")[0].text_content().split()[0]: {
            line.cssselect("a")[0].text_content().split()[0]: (
                line.cssselect("span.quiet")[-1].text_content().strip(),
                line.cssselect("a")[0].get("href"),
            )
            for line in box.cssselect("li")
        }
        for box in tree.cssselect("nav.facets details")
    }


async def test_facets_count_what_they_lead_to(site: Datasette) -> None:
    found = await facets(site, q="复议")
    assert {value: count for value, (count, _) in found["年度"].items()} == {
        "2022": "3",
        "2020": "1",
        "2014": "1",
    }
    assert {value: count for value, (count, _) in found["部分"].items()} == {"复议诉讼": "5"}
    for values in found.values():
        for count, address in values.values():
            page = await site.client.get(PATH + address)
            assert str(len(markup.fromstring(page.text).cssselect("ol.hits > li"))) == count
    assert "年度" not in await facets(site, q="复议", year="2022")


async def test_a_part_is_searched_alone(site: Datasette) -> None:
    assert len(await hits(site, "每周核对", section="problems")) == 5
    assert await hits(site, "每周核对", section="overview") == []
    assert await hits(site, "复议", year="2020", tier="prefecture", province="unknown")
    assert await hits(site, "复议", province="11") == []


@pytest.mark.parametrize(
    "params",
    [
        {"year": "x"},
        {"section": "title) OR x"},
        {"page": "-1"},
        {"page": "9" * 40},
        {"tier": "<script>"},
        {"province": "'"},
    ],
)
async def test_odd_facets_break_no_search(site: Datasette, params: dict[str, str]) -> None:
    response = await site.client.get(PATH, params={"q": "复议", **params})
    assert response.status_code == 200
    assert not markup.fromstring(response.text).cssselect("script")


async def test_pages_follow_each_other(site: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PAGE", 2)
    address, seen = "?q=复议", []
    while address:
        tree = markup.fromstring((await site.client.get(PATH + address)).text)
        seen.append([link.get("href") for link in tree.cssselect("ol.hits > li > a")])
        address = next(iter(tree.xpath("//a[@rel='next']/@href")), "")
    assert [len(part) for part in seen] == [2, 2, 1]
    assert len({link for part in seen for link in part}) == 5


async def test_a_word_that_stands_everywhere_is_counted_in_part(
    site: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faceted, "MOST", 3)
    tree = markup.fromstring((await site.client.get(PATH, params={"q": "复议"})).text)
    assert "多于 3 份报告" in tree.cssselect("p.found")[0].text_content()
    assert len(tree.cssselect("ol.hits > li")) == 3
    # What is chosen is chosen before the count is cut.
    assert len(await hits(site, "复议", year="2014")) == 1


async def test_tables_are_not_searched(site: Datasette) -> None:
    assert await hits(site, "TABLE-TEXT") == []


async def test_an_unknown_word_says_so(site: Datasette) -> None:
    response = await site.client.get("/-/gongkai/search", params={"q": "麒麟<b>"})
    assert "没有报告提到“麒麟&lt;b&gt;”" in response.text


@pytest.mark.parametrize("words", ODD)
async def test_odd_input_breaks_no_search(site: Datasette, words: str) -> None:
    assert isinstance(await hits(site, words), list)
    assert isinstance(await rows(site, "/archive/search.json", words=words), list)
    assert isinstance(await rows(site, "/archive/reports.json", _search=words), list)


@given(st.text())
def test_any_text_is_a_query_that_sqlite_accepts(words: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table t using fts5 (x, tokenize = 'ascii')")
    connection.execute("select * from t where t match ?", [match_query(words)]).fetchall()
    connection.close()


async def test_datasettes_search_box_uses_the_same_words(site: Datasette) -> None:
    found = await rows(site, "/archive/reports.json", _search="水务")
    assert [row["agency_id"] for row in found] == [WATER]
    page = await site.client.get("/archive/reports", params={"_search": "水务"})
    assert 'value="水务"' in page.text
    assert "提到“水务”" in page.text


async def test_canned_search_links_to_the_report(site: Datasette) -> None:
    found = await rows(site, "/archive/search.json", words="水务局")
    assert [row["agency"] for row in found] == [WATER]
    assert len(await rows(site, "/archive/search.json")) == 5
    page = markup.fromstring((await site.client.get("/archive/search?words=水务局")).text)
    link = page.cssselect("td.col-report_id a")[0]
    assert (await site.client.get(link.get("href"))).status_code == 200


async def test_outcome_rates_by_year_and_agency(site: Datasette) -> None:
    path = "/archive/outcome_rates_by_agency.json"
    assert {row["year"] for row in await rows(site, path)} == {2022}
    assert {row["year"] for row in await rows(site, path, agency=CITY)} == {2020, 2022}
    found = await rows(site, path, agency=CITY, year="2022")
    assert [(row["granted"], row["total_processed"]) for row in found] == [(62, 120)]
    assert found[0]["grant_rate"] == pytest.approx(62 / 120, abs=1e-6)
    assert await rows(site, path, agency=COUNTY) == []
    assert await rows(site, path, year="'; drop table reports") == []


async def test_failed_checks_of_a_year_name_the_cell(site: Datasette) -> None:
    path = "/archive/failed_checks_of_year.json"
    found = await rows(site, path)
    assert [row["check_id"] for row in found] == [
        "T3-BAL",
        "T3-ROW",
        "T4-SUM",
        "N-NEW",
        "T2-RULECAP",
    ]
    assert {row["agency"] for row in found} == {WATER}
    assert await rows(site, path, year="2020") == []


async def test_titles_of_reports_lead_to_their_pages(site: Datasette) -> None:
    tree = markup.fromstring((await site.client.get("/archive/reports")).text)
    links = tree.cssselect("td.col-title a")
    assert len(links) == 5
    assert any("<script>" in link.text_content() for link in links)
    assert HOSTILE in (await site.client.get(links[0].get("href"))).text
