"""Rows numbered without a mark (``4`` 行政处罚 44): such a number is its label's.

Left where it stands, it becomes the last value of the row before: 44 and 5 are read as 445.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.document import Stream
from parsers.tables.anchors import Hit

#: Values before fewer labels than this may count up by chance.
_FEWEST = 4
#: Of so many labels the number shows where it begins; the others can stick to a value.
_FEWEST_SHOWN = 2
_NUMBER = re.compile("[0-9]{1,2}")

Numbered = list[tuple[Hit, str]]


def take_numbers(stream: Stream, rows: Sequence[Hit]) -> None:
    """Let each row of a flattened text begin with its number, where all of them have one."""
    if stream.document.is_html:
        return
    for numbered in _schemes(stream, rows):
        if len(numbered) >= _FEWEST and _all_stand(stream, numbered):
            if any(_is_cell(stream, hit) for hit in rows):
                return  # beside a cell, another cell's number is told by its place
            for hit, number in numbered:
                hit.start -= len(number)
            return


def _is_cell(stream: Stream, hit: Hit) -> bool:
    return stream.document.blocks[stream.block_at(hit.start)].is_cell


def _schemes(stream: Stream, rows: Sequence[Hit]) -> Iterator[Numbered]:
    """The numbers that rows can have: from first to last, as in the form, or in their group."""
    first = _before(stream, rows[0].start)
    if first:
        at, least = int(first), rows[0].anchor.order
        yield [(hit, str(at + index)) for index, hit in enumerate(rows)]
        yield [(hit, str(at + hit.anchor.order - least)) for hit in rows]
    own = [(hit, hit.anchor.ordinal or "") for hit in rows]
    yield [(hit, number) for hit, number in own if number.isdecimal()]


def _before(stream: Stream, position: int) -> str:
    """The number, and no longer one, that stands right before a place."""
    for length in (2, 1):
        number = stream.text[max(0, position - length) : position]
        if _NUMBER.fullmatch(number) and _is_shown(stream, position - length):
            return number
    return ""


def _is_shown(stream: Stream, position: int) -> bool:
    return stream.is_border(position) or not stream.text[position - 1].isdigit()


def _all_stand(stream: Stream, numbered: Numbered) -> bool:
    shown = 0
    for hit, number in numbered:
        at = hit.start - len(number)
        if at < 0 or not stream.text.startswith(number, at):
            return False
        shown += _is_shown(stream, at)
    return shown >= _FEWEST_SHOWN
