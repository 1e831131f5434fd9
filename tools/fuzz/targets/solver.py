"""The solver against an exhaustive search that shares no code with it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from parsers import solver

MAX_LEN = 17
#: So many cuts an exhaustive search may try.
_MOST_DIGITS = 11
#: So many steps the solver may take: enough for most inputs that short.
_STEPS = 500
_CHARACTERS = b"0123456789,| /-"


def seeds() -> Iterator[bytes]:
    yield b"\x071234500015"
    yield b"\x0712 0 0 0 0 0 12"
    yield b"\x071,2340000001,234"
    yield b"\x0500 100 0 1/-000"
    yield b"\x0f" + b"0" * 15


def check(data: bytes) -> None:
    """The first byte is the width of the row, the others digits, separators and dashes."""
    width = data[0] % 16 + 1 if data else 1
    text = "".join(chr(_CHARACTERS[byte % len(_CHARACTERS)]) for byte in data[1:])
    _marked(text.replace("|", "").replace(" ", ""), width)
    runs = text.replace("-", "").replace("/", "").replace("|", " ").split()
    _row(runs, width)
    digits = [run.replace(",", "") for run in runs if run.strip(",")]
    _splits(digits, width)
    _grouped(digits, width)


def _row(runs: list[str], width: int) -> None:
    found = solver.row_candidates(runs, width)
    for row in found or ():
        assert len(row) == width, (runs, row)
        assert sum(row[:-1]) == row[-1], (runs, row)
        assert "".join(map(str, row)) in _digits(runs) or len(runs) > width, (runs, row)
    if found is not None and len(runs) <= width and _is_small(runs):
        sums = {row for row in every_split(runs, width) if sum(row[:-1]) == row[-1]}
        assert set(found) == sums, (runs, width, found, sums)


def _splits(runs: list[str], width: int) -> None:
    budget = solver.Budget(_STEPS)
    found = list(solver.splits(runs, width, budget))
    if not budget.spent and _is_small(runs):
        assert set(found) == every_split(runs, width), (runs, width)
        assert len(set(found)) == len(found), (runs, width)


def _grouped(runs: list[str], size: int) -> None:
    """Groups of sums: each cut keeps to the runs, and the last of each group is its sum."""
    if size < 2:
        return
    for groups in (1, 3):
        budget = solver.Budget(_STEPS)
        for row in solver.grouped(runs, groups, size, budget):
            assert "".join(map(str, row)) == "".join(runs), (runs, row)
            for at in range(0, len(row), size):
                assert sum(row[at : at + size - 1]) == row[at + size - 1], (runs, row)
            assert _keeps_borders(runs, row), (runs, row)


def _marked(text: str, width: int) -> None:
    for row in solver.marked(text, width, 5, solver.Budget(_STEPS)):
        assert len(row) == width, (text, row)
        dashes = sum(character in solver.DASHES for character in text)
        assert sum(value is None for value in row) == dashes, (text, row)
        for at in range(0, width - width % 5, 5):
            assert sum(v or 0 for v in row[at : at + 4]) == (row[at + 4] or 0), (text, row)


def _is_small(runs: list[str]) -> bool:
    return sum(map(len, runs)) <= _MOST_DIGITS and not any("," in run for run in runs)


def _digits(runs: list[str]) -> str:
    return "".join(runs).replace(",", "")


def _keeps_borders(runs: list[str], row: tuple[int, ...]) -> bool:
    ends = {sum(len(str(value)) for value in row[:at]) for at in range(1, len(row) + 1)}
    return all(sum(map(len, runs[: at + 1])) in ends for at in range(len(runs)))


def every_split(runs: list[str], width: int) -> set[tuple[int, ...]]:
    """All cuts of the digits into so many numbers that cut at every border of the runs."""
    digits = "".join(runs)
    borders = {sum(map(len, runs[:at])) for at in range(1, len(runs))}
    found = set()
    for cuts in combinations(range(1, len(digits)), width - 1):
        edges = (0, *cuts, len(digits))
        parts = [digits[a:b] for a, b in pairwise(edges)]
        whole = all(part == "0" or (part and part[0] != "0") for part in parts)
        if whole and borders.issubset(cuts):
            found.add(tuple(map(int, parts)))
    return found
