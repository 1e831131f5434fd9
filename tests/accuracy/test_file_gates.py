"""Reports written as files of offices and read back: every cell right."""

from __future__ import annotations

import pytest

from benchmarks.accuracy.file_gate import GATES, FileGate
from benchmarks.accuracy.gate import ERAS, HTML_FLOOR, Result, generate


@pytest.fixture(scope="module", params=list(GATES))
def gate(request: pytest.FixtureRequest) -> FileGate:
    return GATES[request.param]


@pytest.fixture(scope="module")
def result(gate: FileGate) -> Result:
    return gate.run(1)


def shown(result: Result) -> str:
    return "\n".join(map(str, result.failures))[:6000]


def test_every_layout_and_habit_is_written(gate: FileGate, result: Result) -> None:
    layouts = {name for names in ERAS.values() for name in names}
    assert set(result.tallies) == {(one, habit) for one in layouts for habit in gate.habits}


def test_no_cell_is_wrong_or_missing_without_a_word(result: Result) -> None:
    assert result.total(html=False).unflagged == 0, shown(result)


def test_every_cell_is_right(result: Result) -> None:
    assert result.total(html=False).share >= HTML_FLOOR, shown(result)


def test_a_changed_figure_is_seen(gate: FileGate) -> None:
    printed = generate("v2019", 3, "trs")
    place = next(iter(printed.places()))
    printed.tables[place.table][place.row][place.column] = 987_654
    for habit in gate.habits:
        tally, failures = gate.score(printed, habit)
        assert tally.unflagged == 1
        assert [failure.place for failure in failures] == [place]
