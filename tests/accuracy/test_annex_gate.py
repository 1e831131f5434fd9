"""The gate's era of local annexes, on a sample: floors, and the judge itself."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import flatten, score
from benchmarks.accuracy.annex import AnnexResult, run
from benchmarks.accuracy.annex.determined import determined, readings_of
from benchmarks.accuracy.annex.gate import HTML_FLOOR, TEXT_FLOOR, judge
from benchmarks.accuracy.annex.pages import LAYOUTS, generate

SAMPLE = 4


@pytest.fixture(scope="module")
def result() -> AnnexResult:
    return run(SAMPLE)


def test_every_layout_and_flattener_is_scored(result: AnnexResult) -> None:
    assert {layout for layout, _ in result.tallies} == set(LAYOUTS)
    assert {name for _, name in result.tallies} == {score.HTML, *flatten.names(browser=False)}
    assert all(tally.pages == SAMPLE for tally in result.tallies.values())
    assert all(sum(tally.outcomes.values()) == tally.cells for tally in result.tallies.values())
    assert len(result.table().rows) == len(result.tallies)


def test_no_cell_is_wrong_or_missing_without_a_word(result: AnnexResult) -> None:
    silent = sum(tally.silent for tally in result.tallies.values())
    assert silent == 0, "\n".join(result.failures)[:6000]


def test_every_cell_label_and_unit_of_a_page_is_right(result: AnnexResult) -> None:
    tally = result.total(html=True)
    pages = [failure for failure in result.failures if f" {score.HTML} " in failure]
    assert tally.sure > 1000
    assert tally.share >= HTML_FLOOR, "\n".join(pages)[:6000]
    assert tally.words == 0, "\n".join(pages)[:6000]


def test_the_cells_that_a_text_determines_are_right(result: AnnexResult) -> None:
    tally = result.total(html=False)
    assert tally.sure > 5000
    assert tally.share >= TEXT_FLOOR, f"{tally.share:.3%}\n" + "\n".join(result.failures)[:6000]


@pytest.mark.parametrize(
    ("run_on", "tails", "count", "readings"),
    [
        ("56", {""}, 2, 1),
        ("100", {""}, 2, 1),
        ("123", {""}, 2, 2),
        ("00", {""}, 2, 1),
        ("5602", {"02"}, 2, 1),
        ("12,345678", {""}, 2, 1),
        ("5", {""}, 2, 0),
        ("1252", {"1", "2"}, 1, 1),
        ("-7", {""}, 2, 1),
    ],
)
def test_the_search_finds_every_cut(
    run_on: str, tails: set[str], count: int, readings: int
) -> None:
    assert len(readings_of(run_on, tails, count)) == readings


def test_cells_run_together_are_mostly_not_determined() -> None:
    page = generate(2, "compact")
    text = flatten.Flatteners().flatten(page.html, "bs4_glued")
    cells = sum(len(line.truth) for line in page.lines)
    assert len(determined(page, "bs4_glued", text)) < cells
    assert len(determined(page, score.HTML, page.html)) == cells


def test_a_wrong_cell_would_be_counted() -> None:
    assert judge(5, 5, None, found=True, dropped=False) == score.RIGHT
    assert judge(5, 6, None, found=True, dropped=False) == score.WRONG
    assert judge(5, 6, "solved", found=True, dropped=False) == score.NOTED
    assert judge(5, None, "ambiguous", found=True, dropped=False) == score.FLAGGED
    assert judge(5, None, "blank", found=True, dropped=False) == score.WRONG
    assert judge(5, None, "blank", found=True, dropped=True) == score.FLAGGED
    assert judge(5, None, None, found=False, dropped=False) == score.MISSING
    assert judge(None, None, "blank", found=True, dropped=False) == score.RIGHT
    assert judge(None, 0, None, found=True, dropped=False) == score.WRONG


def test_the_corpus_is_the_same_for_the_same_seed() -> None:
    assert generate(7, "twohead").html == generate(7, "twohead").html
    assert generate(7, "twohead").html != generate(8, "twohead").html
