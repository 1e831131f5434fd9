"""What a string of digits can be read as: every way to cut runs of characters into cells.

Slow and plain on purpose, and without a line shared with the parsers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from benchmarks.accuracy.model import Number

#: A cell's reading: a number, None for a blank that left no trace, or ``DASH``.
Read = Number | None | str
DASH = "-"
#: Where a cut stands: the run's index and the offset in it.
At = tuple[int, int]

WIDE = str.maketrans("０１２３４５６７８９，", "0123456789,")
DASHES = {"-", "—", "--", "——", "/", "无"}
COUNT = r"(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*|0)"
UNIT = "[件宗项个]?"
SIGNS = {"增加": 1, "增": 1, "+": 1, "↑": 1, "减少": -1, "减": -1, "-": -1, "↓": -1, "": 1}
SIGNED = re.compile(f"({'|'.join(re.escape(sign) for sign in SIGNS)})({COUNT}){UNIT}")
PLAIN = re.compile(COUNT + UNIT)
AMOUNT = re.compile(rf"({COUNT}(?:\.\d+)?)(万元|元)?")
WORD = re.compile(r"[0-9.,+\-—/↑↓无件宗项个增加减少万元]+")
LONGEST = 24


class Unbounded(Exception):  # noqa: N818 - it says that the search was given up, not a fault
    """There are more cuts than the search may look at."""


def runs(text: str) -> list[str]:
    """The runs of value characters; white space, bars and other words are hard borders."""
    found: list[str] = []
    for word in re.split(r"[\s|\\*_]+", text.translate(WIDE)):
        if WORD.fullmatch(word):
            found.append(word)
        else:
            found += [run for run in WORD.findall(word) if re.search(r"\d", run)]
    return found


@lru_cache(maxsize=200_000)
def read(text: str, nature: str) -> tuple[Read, ...]:
    """What a whole cell's text means: nothing, or one reading."""
    if text in DASHES:
        return (DASH,)
    digits = text.replace(",", "")
    if nature == "signed" and (match := SIGNED.fullmatch(text)):
        return (SIGNS[match[1]] * int(match[2].replace(",", "")),)
    if nature in ("amount", "yuan"):
        match = AMOUNT.fullmatch(text)
        return (_amount(match, nature),) if match else ()
    return (int(re.sub(r"\D", "", digits)),) if PLAIN.fullmatch(text) else ()


def _amount(match: re.Match[str], nature: str) -> Number:
    value = float(match[1].replace(",", ""))
    yuan = match[2] == "元" or (nature == "yuan" and not match[2])
    return round(value / 10_000, 6) if yuan else value


def cuts(
    found: list[str],
    natures: tuple[str, ...],
    *,
    blanks: bool,
    start: At = (0, 0),
    after: int = 0,
    most: int = 40_000,
) -> Iterator[tuple[tuple[Read, ...], At]]:
    """Every reading of the next ``len(natures)`` cells from ``start``, with where it ends.

    ``blanks``: a cell may have left no trace. ``after``: how many cells follow, so that
    a cut that leaves more runs than cells is not tried. Raises ``Unbounded`` beyond
    ``most`` steps.
    """
    steps = 0

    def walk(at: At, rest: tuple[str, ...]) -> Iterator[tuple[tuple[Read, ...], At]]:
        nonlocal steps
        steps += 1
        if steps > most:
            raise Unbounded
        if len(found) - at[0] > len(rest) + after:
            return
        if not rest:
            yield (), at
            return
        if blanks:
            for more, end in walk(at, rest[1:]):
                yield (None, *more), end
        for value, then in _cells(found, at, rest[0]):
            for more, end in walk(then, rest[1:]):
                yield (value, *more), end

    yield from walk(start, natures)


def _cells(found: list[str], at: At, nature: str) -> Iterator[tuple[Read, At]]:
    """The cells that can begin at a place."""
    index, offset = at
    if index == len(found):
        return
    run = found[index]
    for end in range(offset + 1, min(len(run), offset + LONGEST) + 1):
        for value in read(run[offset:end], nature):
            yield value, (index, end) if end < len(run) else (index + 1, 0)


def whole(found: list[str], natures: tuple[str, ...], blanks: bool) -> list[tuple[Read, ...]]:
    """Every reading that uses all runs."""
    end = (len(found), 0)
    every = cuts(found, natures, blanks=blanks)
    return [cells for cells, at in every if at == end]


def balanced(parts: tuple[Read, ...]) -> bool:
    """Whether the last cell is the sum of the others; a blank total says nothing."""
    *addends, total = parts
    return total is None or sum(map(counted, addends)) == counted(total)


def counted(value: Read) -> Number:
    """What a cell adds to a sum: blanks and dashes nothing."""
    return 0 if value is None or isinstance(value, str) else value


def settled(every: list[tuple[Read, ...]]) -> list[bool]:
    """By position, whether all readings agree."""
    return [len(set(values)) == 1 for values in zip(*every, strict=True)]
