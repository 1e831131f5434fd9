"""Rows numbered without a mark (``4`` 行政处罚 44): such a number is its label's.

Left where it stands, it becomes the last value of the row before: 44 and 5 are read as 445.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from parsers.document import Stream
from parsers.tables.anchors import Hit

#: Values before fewer labels than this may count up by chance.
_FEWEST = 4
#: Of so many labels the number shows where it begins; the others can stick to a value.
_FEWEST_SHOWN = 2
_NUMBER = re.compile("[0-9]{1,2}")
#: Fewer values may begin so by chance.
_FEWEST_VALUES = 8

#: Words between a row's number and the label by which it is known.
_LEAD = re.compile(r"(?:其中[:]?|\([一二三四五六七八九]\)|[一二三四五六七八九]、|[0-9][.、])?$")
_LONGEST_LEAD = 4
#: Of the rows of a table with added rows so many are numbered as its first is.
_MOST = 0.8

#: Rows, where the words before their labels begin, and the number that may stand there.
Numbered = list[tuple[Hit, int, str]]


def take_numbers(stream: Stream, rows: Sequence[Hit]) -> None:
    """Let each row of a flattened text begin with its number, where all of them have one."""
    if stream.document.is_html or not rows:
        return
    for numbered in _schemes(stream, [(hit, hit.start) for hit in rows]):
        if len(numbered) >= _FEWEST and _stand(stream, numbered) == len(numbered):
            _take(stream, numbered, rows)
            return


def take_numbers_of_all(stream: Stream, hits: Sequence[Hit], rows: Sequence[Hit]) -> None:
    """The same where other words (其中) may stand between a number and its label, where some
    rows are not the form's, and headings (among ``hits``) may be numbered or not."""
    if stream.document.is_html:
        return
    for counted in (hits, rows):
        placed = [(hit, _lead(stream, hit.start)) for hit in counted]
        for numbered in _counts(stream, placed):
            if len(numbered) < _FEWEST or _stand(stream, numbered) < _MOST * len(numbered):
                continue
            _take(stream, [one for one in numbered if _stands(stream, one)], hits)
            return


def _lead(stream: Stream, start: int) -> int:
    low = max(0, start - _LONGEST_LEAD)
    found = _LEAD.search(stream.text[low:start])
    return start if found is None else low + found.start()


def _take(stream: Stream, numbered: Numbered, rows: Sequence[Hit]) -> None:
    if any(_is_cell(stream, hit) for hit in rows):
        return  # beside a cell, another cell's number is told by its place
    for hit, place, number in numbered:
        hit.start = place - len(number)


def _is_cell(stream: Stream, hit: Hit) -> bool:
    return stream.document.blocks[stream.block_at(hit.start)].is_cell


def _schemes(stream: Stream, rows: Sequence[tuple[Hit, int]]) -> Iterator[Numbered]:
    """The numbers that rows can have: from first to last, as in the form, or in their group."""
    yield from _counts(stream, rows)
    own = [(hit, place, hit.anchor.ordinal or "") for hit, place in rows]
    yield [one for one in own if one[2].isdecimal()]


def _counts(stream: Stream, rows: Sequence[tuple[Hit, int]]) -> Iterator[Numbered]:
    first = _before(stream, rows[0][1])
    if first:
        at, least = int(first), rows[0][0].anchor.order
        yield [(hit, place, str(at + index)) for index, (hit, place) in enumerate(rows)]
        yield [(hit, place, str(at + hit.anchor.order - least)) for hit, place in rows]


def _before(stream: Stream, position: int) -> str:
    """The number, and no longer one, that stands right before a place."""
    for length in (2, 1):
        number = stream.text[max(0, position - length) : position]
        if _NUMBER.fullmatch(number) and _is_shown(stream, position - length):
            return number
    return ""


def _is_shown(stream: Stream, position: int) -> bool:
    return stream.is_border(position) or not stream.text[position - 1].isdigit()


def _stands(stream: Stream, one: tuple[Hit, int, str]) -> bool:
    _, place, number = one
    return place >= len(number) and stream.text.startswith(number, place - len(number))


def _stand(stream: Stream, numbered: Numbered) -> int:
    """How many rows show their number; none where it shows nowhere to be no value's end."""
    standing = [one for one in numbered if _stands(stream, one)]
    shown = sum(_is_shown(stream, place - len(number)) for _, place, number in standing)
    return len(standing) if shown >= _FEWEST_SHOWN else 0


def begin_with_numbers(values: Sequence[tuple[int, str]]) -> bool:
    """Whether glued values begin with the numbers (代码) of their rows, counted from one to the
    next or as in the form; ``values``: each with its row's place in the form."""
    return _count_up(values, values[0][1][:1], values[0][1][:2]) if values else False


def end_with_numbers(values: Sequence[tuple[int, str]]) -> bool:
    """The same of their ends."""
    if not values:
        return False
    turned = [(order, text[::-1]) for order, text in values]
    return _count_up(turned, values[0][1][-1:], values[0][1][-2:], step=-1)


def _count_up(values: Sequence[tuple[int, str]], *bases: str, step: int = 1) -> bool:
    if len(values) < _FEWEST_VALUES:
        return False
    least = values[0][0]
    steps = [*range(len(values))], [order - least for order, _ in values]
    tried = product(filter(str.isdecimal, dict.fromkeys(bases)), steps, ("d", "02d"))
    for base, places, form in tried:
        numbers = (f"{int(base) + at:{form}}"[::step] for at in places)
        fits = sum(text.startswith(n) for n, (_, text) in zip(numbers, values, strict=True))
        if fits >= _MOST * len(values):
            return True
    return False
