"""Search within a year, tier, province or part, with counts that stay bounded."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.archive import faceted

from .factory import Desk, report, section

REVIEW = section("review_litigation", "本年行政复议一件，维持原决定。")
QUIET = section("overview", "本年继续完善公开目录。")


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    desk.put_source("guizhou", "520000")
    for at, (year, tier, parts, source) in enumerate(
        [
            (2021, "prefecture", [QUIET, REVIEW], "yunxi"),
            (2022, "prefecture", [QUIET, REVIEW], "yunxi"),
            (2022, "province", [section("overview", "行政复议二件，公开目录已更新。")], "guizhou"),
            (2023, "county", [QUIET], "yunxi"),
        ]
    ):
        parsed = report(agency=f"第{at}局", year=year, tier=tier, sections=parts)
        desk.store(f"http://www.yunxi.example/{at}", str(at).encode(), parsed, source)
    return desk


def found(desk: Desk, words: str, **chosen: str) -> faceted.Found:
    return desk.archive.find(words, 20, chosen)


def test_counts_by_every_facet(shelf: Desk) -> None:
    answer = found(shelf, "复议")
    assert (answer.count, answer.is_more) == (3, False)
    assert answer.facets["year"] == [("2022", 2), ("2021", 1)]
    assert answer.facets["tier"] == [("prefecture", 2), ("province", 1)]
    assert answer.facets["section"] == [("overview", 1), ("review_litigation", 2)]
    assert dict(answer.facets["province"]) == {"52": 3}


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ({"year": "2022"}, 2),
        ({"tier": "province"}, 1),
        ({"province": "52"}, 3),
        ({"province": "11"}, 0),
        ({"section": "review_litigation"}, 2),
        ({"section": "review_litigation", "year": "2021"}, 1),
        ({"section": "no_such_part) OR x"}, 3),
    ],
)
def test_what_is_chosen_is_all_that_is_found(
    shelf: Desk, chosen: dict[str, Any], count: int
) -> None:
    answer = found(shelf, "复议", **chosen)
    assert (answer.count, len(answer.hits)) == (count, count)


def test_several_words_must_stand_in_the_same_part_to_be_counted_there(shelf: Desk) -> None:
    answer = found(shelf, "目录 复议")
    assert answer.count == 3
    assert answer.facets["section"] == [("overview", 1)]


def test_a_word_that_stands_everywhere_is_counted_in_part(
    shelf: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faceted, "MOST", 2)
    answer = found(shelf, "复议")
    assert (answer.count, answer.is_more, len(answer.hits)) == (2, True, 2)
    assert sum(count for _, count in answer.facets["year"]) == 2
    assert {hit.agency for hit in answer.hits} == {"第1局", "第2局"}  # those stored last
    assert not found(shelf, "复议", year="2022").is_more


@pytest.mark.parametrize("words", ["", "…", '"', "麒麟"])
def test_nothing_found_has_no_counts(shelf: Desk, words: str) -> None:
    answer = found(shelf, words)
    assert (answer.hits, answer.count) == ([], 0)
    assert not any(answer.facets.values())
