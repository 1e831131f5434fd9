"""Split digits that run together, where the form's identities leave exactly one reading.

Only identities of severity ERROR decide: row sums and column sums of table 3 (T3-ROW,
T3-TOT, T3-BAL) and group sums of table 4 (T4-SUM). White space and cell borders in the
source are hard: a run is split, but two runs are joined only when there are too many.
The work is bounded; when the bound is reached the answer is "not determined".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

Vector = tuple[int, ...]
#: A row in which None stands for a blank cell.
Blanks = tuple[int | None, ...]
#: Steps of search allowed for one row, and for the rows of a table together.
ROW_STEPS = 20_000
TABLE_STEPS = 200_000
_THOUSANDS = re.compile(r"(?:,[0-9]{3})+")
_WHOLE = re.compile(r"0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_RUN = re.compile(r"[0-9,]+")
#: Signs that stand for a cell with nothing in it, each for one cell.
DASHES = frozenset("/-○〇无")
#: No count of reviews or lawsuits has more digits.
_LONGEST_NUMBER = 6
#: A row with more candidates than this is left undetermined.
_CANDIDATES = 400


class Budget:
    """Counts steps of search; ``spent`` tells that the bound was reached."""

    __slots__ = ("left",)

    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self) -> bool:
        """Take one step; False when none is left."""
        self.left -= 1
        return self.left > 0

    @property
    def spent(self) -> bool:
        """Whether the bound was reached."""
        return self.left <= 0


def splits(runs: Sequence[str], count: int, budget: Budget) -> Iterator[Vector]:
    """Every way to cut the runs into exactly ``count`` numbers without leading zeros."""
    return _cut(list(runs), 0, 0, count, budget)


def _cut(runs: list[str], run: int, at: int, count: int, budget: Budget) -> Iterator[Vector]:
    if not budget.step():
        return
    if run == len(runs):
        if count == 0:
            yield ()
        return
    # Every later run needs at least one number; every number at least one digit.
    rest = len(runs) - run - 1
    digits = len(runs[run]) - at + sum(map(len, runs[run + 1 :]))
    if count < rest + 1 or count > digits:
        return
    for number, after in _heads(runs[run], at):
        follow = (run + 1, 0) if after == len(runs[run]) else (run, after)
        for tail in _cut(runs, *follow, count - 1, budget):
            yield (number, *tail)


def _heads(run: str, at: int) -> Iterator[tuple[int, int]]:
    """Every number that can begin at ``at``, and where it ends; separators are obeyed."""
    if "," in run:
        for end in range(at + 1, min(at + 4, len(run) + 1)):
            # Nobody prints 0,001.
            found = _THOUSANDS.match(run, end) if run[at] != "0" else None
            stop = found.end() if found else end
            if run[at:end].isdecimal() and run[stop : stop + 1] != ",":
                yield int(run[at:stop].replace(",", "")), stop
            if run[at] == "0":
                return
        return
    ends = [at + 1] if run[at] == "0" else range(at + 1, len(run) + 1)
    for end in ends:
        yield int(run[at:end]), end


def marked(text: str, width: int, size: int, budget: Budget) -> list[Blanks]:
    """Readings of glued cells some of which are dashes: each dash is one cell.

    The last of every ``size`` numbers is the sum of those before it (T3-ROW, T4-SUM),
    dashes as 0.
    """
    found: list[Blanks] = []

    def read(at: int, row: Blanks) -> None:
        if not budget.step() or len(row) > width:
            return
        if row and len(row) % size == 0 and not _adds_up(row[-size:]):
            return
        if at == len(text):
            if len(row) == width:
                found.append(row)
            return
        if text[at] in DASHES:
            read(at + 1, (*row, None))
            return
        run = _RUN.match(text, at)
        if run is not None:
            for number, length in _heads(run.group(), 0):
                read(at + length, (*row, number))

    read(0, ())
    return [] if budget.spent else found


def _adds_up(group: Blanks) -> bool:
    return sum(value or 0 for value in group[:-1]) == (group[-1] or 0)


def grouped(runs: Sequence[str], groups: int, size: int, budget: Budget) -> list[Vector]:
    """Every cut into ``groups`` of ``size`` numbers, the last of each the sum of the others.

    The sum is known once the others are cut, so only they are searched for.
    """
    digits = "".join(runs)
    edges = {sum(map(len, runs[:at])) for at in range(1, len(runs))}
    found: list[Vector] = []

    def cut(at: int, group: Vector, done: Vector) -> None:
        if not budget.step():
            return
        if len(group) == size - 1:
            total = str(sum(group))
            end = at + len(total)
            if digits.startswith(total, at) and not any(at < edge < end for edge in edges):
                after = (*done, *group, int(total))
                if len(after) < groups * size:
                    cut(end, (), after)
                elif end == len(digits):
                    found.append(after)
            return
        for end in range(at + 1, len(digits) + 1):
            cut(end, (*group, int(digits[at:end])), done)
            if digits[at] == "0" or end in edges or end - at > _LONGEST_NUMBER:
                break

    cut(0, (), ())
    return found


def joins(runs: Sequence[str], count: int) -> Iterator[Vector]:
    """Every way to join neighbouring runs so that ``count`` numbers remain."""
    surplus = len(runs) - count
    if not 0 < surplus <= 4:
        return
    for cuts in combinations(range(1, len(runs)), count - 1):
        edges = (0, *cuts, len(runs))
        parts = ["".join(runs[a:b]) for a, b in pairwise(edges)]
        if all(_WHOLE.fullmatch(part) for part in parts):
            yield tuple(int(part.replace(",", "")) for part in parts)


def drops(runs: Sequence[str], count: int) -> Iterator[Vector]:
    """Every reading in which one number too many (a page number, an ordinal) is foreign."""
    if len(runs) != count + 1 or not all(_WHOLE.fullmatch(run) for run in runs):
        return
    values = tuple(int(run.replace(",", "")) for run in runs)
    for at in range(len(values)):
        yield (*values[:at], *values[at + 1 :])


def _is_circular(runs: Sequence[str], row: Vector) -> bool:
    """Whether a reading puts a total together, and a part of twice the same run (17|17).

    A figure and its subtotal stand so beside one another; each confirms the other's joining.
    """
    if str(row[-1]) == runs[-1].replace(",", ""):
        return False
    doubled = {int(a * 2) for a, b in pairwise(runs) if a == b and a.isdecimal()}
    return not doubled.isdisjoint(row)


def row_candidates(runs: Sequence[str], width: int) -> list[Vector] | None:
    """Readings of one row of table 3 whose last number is the sum of the others (T3-ROW).

    None when the search bound was reached, so that nothing is known.
    """
    if len(runs) > width:
        readings = {*joins(runs, width), *drops(runs, width)}
        fitting = sorted(row for row in readings if sum(row[:-1]) == row[-1])
        # It proves nothing, and neither do the others beside it: it may be the true one.
        several = len(runs) > width + 1
        return [] if several and any(_is_circular(runs, row) for row in fitting) else fitting
    budget = Budget(ROW_STEPS)
    found: list[Vector] = []
    last = runs[-1] if runs else ""
    for at in range(len(last)):
        total = last[at:]
        if not _WHOLE.fullmatch(total) or last[at - 1 : at] == ",":
            continue
        number = int(total.replace(",", ""))
        head = [*runs[:-1], last[:at]] if at else list(runs[:-1])
        found += [(*row, number) for row in _summing(head, width - 1, number, budget)]
        if budget.spent or len(found) > _CANDIDATES:
            return None
    return found


def _summing(runs: list[str], count: int, total: int, budget: Budget) -> Iterator[Vector]:
    """Splits whose numbers add up to ``total``; branches that exceed it are cut early."""
    if not runs:
        if count == 0 and total == 0:
            yield ()
        return
    head, *later = runs
    if not budget.step() or count > sum(map(len, runs)) or count < len(runs):
        return
    for number, after in _heads(head, 0):
        if number > total:
            break
        rest = later if after == len(head) else [head[after:], *later]
        for tail in _summing(rest, count - 1, total - number, budget):
            yield (number, *tail)


def placements(values: Sequence[int | None], width: int) -> list[Blanks]:
    """Where fewer values than columns can stand, in their order, blanks between them.

    Readings whose last column holds the sum of the others (T3-ROW) are the answer; when
    there is none, nothing is known and the list is empty. Where all are 0 the total may be
    the blank one.
    """
    if len(values) > width:
        return []
    nothing = not any(values)
    found: list[Blanks] = []
    for columns in combinations(range(width), len(values)):
        row: list[int | None] = [None] * width
        for column, value in zip(columns, values, strict=True):
            row[column] = value
        total = row[-1]
        if nothing or (total is not None and sum(value or 0 for value in row[:-1]) == total):
            found.append(tuple(row))
    return found


def agree(solutions: Sequence[Sequence[int | None]]) -> list[tuple[bool, int | None]]:
    """Cell by cell: whether all solutions agree, and on what (None: a blank)."""
    return [(len(set(values)) == 1, values[0]) for values in zip(*solutions, strict=True)]
