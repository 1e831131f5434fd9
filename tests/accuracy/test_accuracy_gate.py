"""The gate, on a sample: the floors of the parsers on reports that nobody wrote by hand."""

from __future__ import annotations

from collections import Counter

import pytest
from rich.console import Console

from benchmarks.accuracy import Result, run, score
from benchmarks.accuracy.corpus import generate
from benchmarks.accuracy.flatten import Flatteners
from benchmarks.accuracy.gate import HTML_FLOOR, TEXT_FLOOR
from benchmarks.accuracy.layouts import LAYOUTS
from benchmarks.accuracy.model import Place

SAMPLE = 3


@pytest.fixture(scope="module")
def result() -> Result:
    return run(SAMPLE, browser=False, processes=1)


def shown(result: Result, *outcomes: str) -> str:
    """The first failures of those outcomes, each with the command that shows it."""
    return "\n".join(str(f) for f in result.failures if f.outcome in outcomes)[:6000]


def test_every_layout_and_flattener_is_scored(result: Result) -> None:
    assert {layout for layout, _ in result.tallies} == set(LAYOUTS)
    assert all(tally.reports == SAMPLE for tally in result.tallies.values())
    assert all(sum(tally.outcomes.values()) == tally.cells for tally in result.tallies.values())


def test_no_cell_is_wrong_or_missing_without_a_word(result: Result) -> None:
    silent = sum(tally.unflagged for tally in result.tallies.values())
    assert silent == 0, shown(result, score.WRONG, score.MISSING)


def test_every_cell_of_a_page_is_right(result: Result) -> None:
    tally = result.total(html=True)
    pages = [f for f in result.failures if f.flattener == score.HTML]
    assert tally.share >= HTML_FLOOR, "\n".join(map(str, pages))[:6000]


def test_the_cells_that_a_text_determines_are_right(result: Result) -> None:
    tally = result.total(html=False)
    assert tally.share >= TEXT_FLOOR, f"{tally.share:.3%}\n{shown(result, *score.OUTCOMES)}"


def test_the_table_names_what_is_not_installed(result: Result) -> None:
    console = Console(width=180, record=True, quiet=True)
    result.absent = ["w3m"]
    with console.capture():
        console.print(result.table())
    assert "w3m" in str(result.table().title)
    assert len(result.table().rows) == len(result.tallies)


def test_a_wrong_cell_would_be_counted() -> None:
    """The judge itself: what it calls right, wrong, noted, flagged and missing."""
    printed = generate(1, "trs", variety=0)
    place = next(p for p in printed.places() if printed.truth(p))
    blank = Place("requests", "received", "total")
    truth = printed.truth(place)
    assert truth is not None

    def judged(got: object, status: str | None = None, lost: bool = False) -> str:
        return score.judge(printed, place, got, status, {"received"}, lost)  # type: ignore[arg-type]

    assert judged(truth) == score.RIGHT
    assert judged(truth + 1) == score.WRONG
    assert judged(truth + 1, "solved") == score.NOTED
    assert judged(None, "ambiguous") == score.FLAGGED
    assert judged(None, "blank") == score.WRONG
    assert judged(None, "blank", lost=True) == score.FLAGGED
    assert judged(None) == score.MISSING
    assert judged(score.ABSENT) == score.MISSING
    assert score.judge(printed, blank, score.ABSENT, None, {"received"}, False) in (
        score.FLAGGED,
        score.RIGHT,
    )


def test_a_tally_adds_up() -> None:
    tally = score.Tally(2, 10, 4, 3, Counter(right=8, wrong=1, missing=1))
    tally.add(score.Tally(1, 5, 4, 4, Counter(right=5)))
    assert (tally.reports, tally.cells, tally.share, tally.unflagged) == (3, 15, 7 / 8, 2)


@pytest.mark.parametrize(
    ("layout", "flattener", "seed"),
    [
        ("split_spans", "bs4_newline", 178),  # 4, .3592万元: one number in two pieces
        ("several_tables", "bs4_glued", 90),  # ——增加22: a change in words behind a dash
        ("blanks", "inscriptis", 96),  # 行政许可 without a value, 行政检查 25 under it
        ("blanks", "bs4_glued", 103),  # 83686-5: a sign, or a dash for nothing
        ("blanks", "bs4_glued", 153),
    ],
)
def test_what_the_long_run_found_stays_mended(layout: str, flattener: str, seed: int) -> None:
    printed = generate(seed, layout)
    with Flatteners() as tools:
        tally, failures = score.score(printed, flattener, score.texts(printed, flattener, tools))
    assert tally.unflagged == 0, "\n".join(map(str, failures))
