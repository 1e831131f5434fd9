"""The gate's era of local annexes, on a sample: floors, and the judge itself."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import flatten, score
from benchmarks.accuracy.annex import AnnexResult, run
from benchmarks.accuracy.annex.determined import determined
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


def test_glued_cells_are_determined_only_where_one_cut_exists() -> None:
    glued = 0
    for seed in range(40):
        page = generate(seed, "compact")
        text = flatten.Flatteners().flatten(page.html, "bs4_glued")
        sure = determined(page, "bs4_glued", text)
        if len(page.columns) == 2 and page.unit_head and not page.code_head:
            for at, line in enumerate(page.lines):
                run_on = "".join(line.texts.values())
                following = page.lines[at + 1].label if at + 1 < len(page.lines) else ""
                plain = run_on.isdecimal() and not following[:1].isdecimal()
                if plain and not page.has_blanks:
                    one = len(run_on) == 2 or set(run_on[2:]) <= {"0"}
                    one = one or (run_on[0] == "0" and run_on[1] != "0")
                    assert ((at, "this_year") in sure) is one, run_on
                    glued += 1
    assert glued > 20


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
