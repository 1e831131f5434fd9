"""Reports printed to PDF by a browser and read back: nothing wrong without a word."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import pdf_gate
from benchmarks.accuracy.flatten import presence
from benchmarks.accuracy.gate import ERAS, Result, generate
from benchmarks.accuracy.printing import UNRULED, WAYS, Printer
from benchmarks.accuracy.score import RIGHT

pytestmark = pytest.mark.browser
SEED = 4


def needs_browser() -> None:
    if not presence()["chromium"]:
        pytest.skip("no chromium with its chromedriver on this machine")


@pytest.fixture(scope="module")
def result() -> Result:
    needs_browser()
    return pdf_gate.sample(SEED)


def shown(result: Result) -> str:
    return "\n".join(map(str, result.failures))[:6000]


def test_every_layout_is_printed_and_every_way_is_used(result: Result) -> None:
    layouts = {name for names in ERAS.values() for name in names} - set(pdf_gate.MISPRINTED)
    assert {layout for layout, _ in result.tallies} == layouts
    assert {way for _, way in result.tallies} == set(WAYS)


def test_no_cell_is_wrong_or_missing_without_a_word(result: Result) -> None:
    assert sum(tally.unflagged for tally in result.tallies.values()) == 0, shown(result)


def test_cells_between_rules_are_read(result: Result) -> None:
    assert pdf_gate.total(result, ruled=True).share >= pdf_gate.RULED_FLOOR, shown(result)


def test_without_rules_some_cells_are_read_and_the_others_told(result: Result) -> None:
    tally = pdf_gate.total(result, ruled=False)
    assert tally.outcomes[RIGHT] > 0
    assert tally.outcomes[RIGHT] < tally.cells


def test_a_changed_figure_is_seen() -> None:
    """The gate itself must be able to fail."""
    needs_browser()
    printed = generate("v2019", SEED, "trs")
    place = next(iter(printed.places()))
    printed.tables[place.table][place.row][place.column] = 987_654
    with Printer() as printer:
        tally, failures = pdf_gate.score(printed, "plain", printer)
    assert tally.unflagged == 1
    assert [failure.place for failure in failures] == [place]
    assert UNRULED[0] in WAYS
