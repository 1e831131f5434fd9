"""Rows settled together, against every combination of their readings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from parsers.balance import Rule, Vector, settle

MAX_LEN = 48
_ROWS = ("new", "carried", "done", "left")
Readings = dict[str, list[Vector]]


def seeds() -> Iterator[bytes]:
    yield bytes([2, 1, 1, 2, 2, 1, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 7])
    yield bytes([1, 3, 3, 3, 3, 0, *range(13)])
    yield bytes([3, 2, 2, 2, 2, 3, *([1] * 24)])


def check(data: bytes) -> None:
    """Columns, readings of each row, which rules, then the values; 15 is a blank."""
    if len(data) < 7:
        return
    width = data[0] % 3 + 1
    values = iter(data[6:])
    candidates: Readings = {}
    for row, byte in zip(_ROWS, data[1:5], strict=True):
        vectors = [_vector(values, width) for _ in range(byte % 4 + 1)]
        candidates[row] = list(dict.fromkeys(vectors))
    rules = [Rule(("new", "carried"), ("done", "left"), exact=bool(data[5] & 1))]
    if data[5] & 2:
        rules.append(Rule(("new",), ("done",), exact=bool(data[5] & 4)))
    _against_all(candidates, rules, width)


def _vector(values: Iterator[int], width: int) -> Vector:
    found = (next(values, 0) & 15 for _ in range(width))
    return tuple(None if value == 15 else value for value in found)


def _against_all(candidates: Readings, rules: Sequence[Rule], width: int) -> None:
    settled = settle(candidates, rules)
    for row, vectors in settled.items():
        assert set(vectors) <= set(candidates[row]), (row, vectors)
        assert vectors, (row, candidates)
    # Columns in which no readings at all can meet are the source's fault, and left out.
    places = [(r, c) for r in rules for c in range(width) if _can_meet(candidates, r, c)]
    true: dict[str, set[Vector]] = {row: set() for row in candidates}
    for chosen in product(*candidates.values()):
        one = dict(zip(candidates, chosen, strict=True))
        if all(_meets(one, rule, column) for rule, column in places):
            for row, vector in one.items():
                true[row].add(vector)
    if all(true.values()):
        got = {row: set(vectors) for row, vectors in settled.items()}
        assert got == true, (candidates, rules, got, true)


def _side(one: Mapping[str, Vector], rows: Sequence[str], column: int) -> int:
    return sum(one[row][column] or 0 for row in rows)


def _meets(one: Mapping[str, Vector], rule: Rule, column: int) -> bool:
    plus, minus = (_side(one, rows, column) for rows in (rule.plus, rule.minus))
    return plus == minus if rule.exact else plus <= minus


def _can_meet(candidates: Readings, rule: Rule, column: int) -> bool:
    def bound(rows: Sequence[str], pick: object) -> int:
        choose = min if pick == "least" else max
        return sum(choose(v[column] or 0 for v in candidates[row]) for row in rows)

    if bound(rule.plus, "least") > bound(rule.minus, "most"):
        return False
    return not rule.exact or bound(rule.plus, "most") >= bound(rule.minus, "least")
