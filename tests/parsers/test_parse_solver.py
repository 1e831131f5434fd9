"""The solver against an exhaustive search that shares no code with it."""

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import solver


def every_split(digits: str, count: int) -> set[tuple[int, ...]]:
    found = set()
    for cuts in combinations(range(1, len(digits)), count - 1):
        edges = (0, *cuts, len(digits))
        parts = [digits[a:b] for a, b in pairwise(edges)]
        if all(part == "0" or not part.startswith("0") for part in parts):
            found.add(tuple(map(int, parts)))
    return found


counts = st.lists(st.one_of(st.just(0), st.integers(0, 30)), min_size=6, max_size=6)


@given(counts)
@settings(deadline=None)
def test_a_glued_row_has_exactly_the_readings_that_add_up(parts):
    row = (*parts, sum(parts))
    digits = "".join(map(str, row))
    found = solver.row_candidates([digits], 7)
    assert found is not None
    assert set(found) == {v for v in every_split(digits, 7) if sum(v[:6]) == v[6]}
    assert row in found


@given(counts, st.integers(1, 6))
@settings(deadline=None)
def test_a_border_inside_a_run_is_hard(parts, at):
    row = (*parts, sum(parts))
    runs = ["".join(map(str, row[:at])), "".join(map(str, row[at:]))]
    found = solver.row_candidates(runs, 7)
    assert found is not None
    assert row in found
    for vector in found:
        shown = "".join(map(str, vector))
        assert shown == "".join(runs)
        lengths = [len("".join(map(str, vector[:i]))) for i in range(8)]
        assert len(runs[0]) in lengths


def test_too_many_numbers_are_joined_only_where_the_sum_demands_it():
    assert solver.row_candidates(["1", "2", "0", "0", "0", "0", "0", "12"], 7) == [
        (12, 0, 0, 0, 0, 0, 12)
    ]
    assert solver.row_candidates(["5", "0", "0", "0", "0", "0", "0", "9"], 7) == []


def test_a_million_digits_are_given_up_in_bounded_work():
    assert solver.row_candidates(["7" * 1000], 7) in (None, [])
    budget = solver.Budget(1000)
    list(solver.splits(["1" * 400], 15, budget))
    assert budget.spent


def test_a_table_without_numbers_that_fit_has_no_reading():
    assert solver.row_candidates(["000"], 7) == []
    assert solver.row_candidates([], 7) == []


def test_joint_search_keeps_what_every_solution_agrees_on():
    candidates = {"a": [(1, 2), (2, 1)], "b": [(0, 1)]}
    found = solver.search(candidates, lambda chosen: True, lambda chosen: True)
    assert found == {"a": [(1, 2), (2, 1)], "b": [(0, 1)]}
    assert solver.agree([(1, 2), (1, 3)]) == [1, None]
