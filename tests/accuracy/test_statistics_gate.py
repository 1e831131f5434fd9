"""The gate for reports on 2014 to 2018, on a sample, and its generator and search."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import Result, indicators, run, score
from benchmarks.accuracy.determined import Layout, Row
from benchmarks.accuracy.flatten import SEPARATORS, Flatteners
from benchmarks.accuracy.gate import ERAS, HTML_FLOOR, TEXT_FLOOR
from benchmarks.accuracy.model import Place
from benchmarks.accuracy.readings import DASH
from benchmarks.accuracy.statistics import COLUMN, FORM, LAYOUT_NAMES, TABLE, data, generate

SAMPLE = 4


@pytest.fixture(scope="module")
def result() -> Result:
    return run(SAMPLE, browser=False, processes=1, era=FORM)


def shown(result: Result, *outcomes: str) -> str:
    return "\n".join(str(f) for f in result.failures if f.outcome in outcomes)[:6000]


def test_every_layout_and_flattener_is_scored(result: Result) -> None:
    assert {layout for layout, _ in result.tallies} == set(LAYOUT_NAMES) == set(ERAS[FORM])
    assert all(tally.reports == SAMPLE for tally in result.tallies.values())
    assert str(result.table().title).endswith(FORM) or FORM in str(result.table().title)


def test_no_cell_is_wrong_or_missing_without_a_word(result: Result) -> None:
    silent = sum(tally.unflagged for tally in result.tallies.values())
    assert silent == 0, shown(result, score.WRONG, score.MISSING)


def test_every_cell_of_a_page_is_right(result: Result) -> None:
    tally = result.total(html=True)
    assert tally.share >= HTML_FLOOR, shown(result, *score.OUTCOMES)
    assert not tally.facts


def test_the_cells_that_a_text_determines_are_right(result: Result) -> None:
    tally = result.total(html=False)
    assert tally.sure > 0.85 * tally.cells
    assert tally.share >= TEXT_FLOOR, f"{tally.share:.3%}\n{shown(result, *score.OUTCOMES)}"


def test_the_figures_hold_the_sums_of_the_form() -> None:
    for seed in range(40):
        cells = generate(seed, "trs", variety=0).tables[TABLE]
        of = {key: row[COLUMN] or 0 for key, row in cells.items()}
        assert len(of) == 58
        for total, parts in data()["sums"].items():
            assert of[total] == sum(of[part] for part in parts), total
        for part, whole in data()["parts"].items():
            assert of[part] <= of[whole]


def test_a_failure_names_the_command_that_shows_it(result: Result) -> None:
    failure = score.Failure(
        "trs", "html", 3, Place(TABLE, "budget", COLUMN), 1, 2, None, score.WRONG, ()
    )
    assert str(failure).endswith("--layout trs --flattener html --seed 3 --show --era v2014")


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("条12", [(12,)]),
        (" 条 | 12 |\n", [(12,)]),
        ("12 件 ", [(12,)]),
        ("万元0.35", [(0.35,)]),
        ("件", [(None,)]),
        ("件 —", [(DASH,)]),
        ("件 1 2", []),
    ],
)
def test_what_stands_behind_a_label(text: str, readings: list[tuple[object, ...]]) -> None:
    nature = "amount" if "元" in text else "count"
    row = Row((Place(TABLE, "x", COLUMN),), (nature,), text)
    assert indicators.readings(row) == readings


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_what_is_called_determined_is_what_was_printed(layout: str) -> None:
    tools = Flatteners()
    for seed in range(3):
        report = generate(seed, layout)
        for name in SEPARATORS:
            text = tools.flatten(report.html, name)
            known = Layout(report.form, blanks=False, fields=None, broken=layout == "breaks")
            cells, _ = indicators.sight(report, known, text)
            assert len(cells) > 30
            wrong = {p: v for p, v in cells.items() if not score.same(v, report.truth(p))}
            assert not wrong, (name, seed, wrong)


def test_a_text_that_lost_repeated_lines_determines_nothing() -> None:
    report = generate(0, "trs", variety=0)
    text = Flatteners().flatten(report.html, "bs4_newline")
    known = Layout(FORM, blanks=False, fields=None)
    assert not indicators.drops_lines(report, text)
    unique = "\n".join(dict.fromkeys(text.splitlines()))
    assert indicators.drops_lines(report, unique)
    cells, gone = indicators.sight(report, known, unique)
    assert (cells, gone) == ({}, set(report.places()))
