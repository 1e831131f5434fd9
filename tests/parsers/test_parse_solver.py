"""The solver against an exhaustive search that shares no code with it."""

from itertools import combinations, pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import solver
from parsers.balance import Rule, settle


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


def test_cells_on_which_all_readings_agree():
    assert solver.agree([(1, 2, None), (1, 3, None)]) == [(True, 1), (False, 2), (True, None)]


def test_blanks_stand_wherever_the_row_sum_lets_them():
    assert solver.placements([3, 3], 3) == [(3, None, 3), (None, 3, 3)]
    assert solver.placements([3, 4], 3) == []
    assert solver.placements([1, 2, 3], 3) == [(1, 2, 3)]


vectors = st.tuples(*[st.integers(0, 3)] * 3)


@given(st.lists(st.lists(vectors, min_size=1, max_size=3), min_size=2, max_size=4), vectors)
@settings(deadline=None)
def test_joint_readings_are_those_of_an_exhaustive_search(parts, total):
    names = [f"r{i}" for i in range(len(parts))]
    candidates = {**dict(zip(names, parts, strict=True)), "total": [total]}
    found = settle(candidates, [Rule(tuple(names), ("total",), exact=True)])
    allowed: dict[str, set] = {name: set() for name in names}
    for choice in product(*parts):
        if tuple(map(sum, zip(*choice, strict=True))) == total:
            for name, vector in zip(names, choice, strict=True):
                allowed[name].add(vector)
    if all(allowed.values()):
        assert {name: set(found[name]) for name in names} == allowed
    else:  # the source is wrong somewhere: nothing may be invented
        assert all(set(found[name]) <= set(candidates[name]) for name in names)


def test_a_total_put_together_with_a_part_of_it_leaves_the_row_without_a_reading():
    """11 and 185 in pieces: dropping that reading as circular made a wrong one the only one."""
    runs = ["15", "5", "1", "1", "1", "5", "5", "8", "1", "85"]
    assert solver.row_candidates(runs, 7) == []
    assert solver.row_candidates(["15", "5", "0", "0", "0", "0", "0", "155"], 7) == [
        (155, 0, 0, 0, 0, 0, 155)
    ]
