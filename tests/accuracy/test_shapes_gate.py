"""Tables in other shapes and articles in other wrappings: every cell right, none silent."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import Result, score, shapes
from benchmarks.accuracy.gate import HTML_FLOOR

SAMPLE = 4


@pytest.fixture(scope="module")
def result() -> Result:
    return shapes.run(SAMPLE)


def shown(result: Result) -> str:
    return "\n".join(map(str, result.failures))[:6000]


def test_every_shape_and_wrapping_is_scored(result: Result) -> None:
    assert {name for name, _ in result.tallies} == set(shapes.NAMES_OF_ALL)
    assert all(tally.reports == SAMPLE for tally in result.tallies.values())


def test_no_cell_is_wrong_or_missing_without_a_word(result: Result) -> None:
    assert sum(tally.unflagged for tally in result.tallies.values()) == 0, shown(result)


def test_every_cell_is_right(result: Result) -> None:
    assert result.total(html=True).share >= HTML_FLOOR, shown(result)


@pytest.mark.parametrize("name", list(shapes.SHAPES))
def test_a_shape_prints_every_figure_of_the_report(name: str) -> None:
    printed = shapes.draw(2, name)
    stacked = (
        {p for p in printed.places() if p.row in shapes.DENIED} if name == "stacked" else set()
    )
    assert shapes.places_of(printed) | stacked == set(printed.places())
    assert printed.html != shapes.generate(2, "trs").html


@pytest.mark.parametrize("name", list(shapes.WRAPPINGS))
def test_a_wrapping_leaves_no_table_on_the_page(name: str) -> None:
    printed = shapes.draw(2, name)
    shown = printed.html.partition("<script")[0]
    assert name in ("mhtml", "template") or "<td" not in shown
    assert printed.html != shapes.generate(2, "trs").html


def test_every_share_counts_a_failure(result: Result) -> None:
    """The gate can fail: a page whose figures were changed behind the generator's back."""
    printed = shapes.draw(2, "matrix")
    place = next(p for p in printed.places() if printed.truth(p))
    truth = printed.truth(place)
    assert truth is not None
    printed.tables[place.table][place.row][place.column] = truth + 1
    tally, failures = score.score(printed, score.HTML, printed.html)
    assert tally.unflagged == 1
    assert [failure.place for failure in failures] == [place]
