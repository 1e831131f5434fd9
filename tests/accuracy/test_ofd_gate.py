"""Reports laid out as OFD and read back: every cell right."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import ofd_gate
from benchmarks.accuracy.gate import ERAS, HTML_FLOOR, Result, generate


@pytest.fixture(scope="module")
def result() -> Result:
    return ofd_gate.run(1)


def shown(result: Result) -> str:
    return "\n".join(map(str, result.failures))[:6000]


def test_every_layout_and_habit_is_written(result: Result) -> None:
    layouts = {name for names in ERAS.values() for name in names}
    assert set(result.tallies) == {(one, habit) for one in layouts for habit in ofd_gate.HABITS}


def test_no_cell_is_wrong_or_missing_without_a_word(result: Result) -> None:
    assert result.total(html=False).unflagged == 0, shown(result)


def test_every_cell_is_right(result: Result) -> None:
    assert result.total(html=False).share >= HTML_FLOOR, shown(result)


def test_a_changed_figure_is_seen() -> None:
    printed = generate("v2019", 3, "trs")
    place = next(iter(printed.places()))
    printed.tables[place.table][place.row][place.column] = 987_654
    tally, failures = ofd_gate.score(printed, "ways")
    assert tally.unflagged == 1
    assert [failure.place for failure in failures] == [place]
