"""Rows that the end of a page cuts through: no rule closes them there, nor opens them again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from parsers.normalise import matchable
from parsers.pdf.labels import bare, row_cores
from parsers.pdf.parts import Part, Table

_WORD = re.compile("[\u4e00-\u9fff]")
#: 其他 is a column's name, too.
_SHORTEST = 2
_ORDINAL = re.compile(r"\(?[一二三四五六七八九十0-9]{1,3}[).、]")


def sew(table: Table, more: Table) -> None:
    """Put cells together that go on at the top of the next page; ``more`` is what stands there.

    Rows become one where all that is printed in the lower one goes on, and begins no row of its
    own; else those that span rows do so alone.
    """
    _drop_rests(table, more)
    above = {(part.left, part.right): part for part in table.ending() if part.is_cut_below}
    below = [part for part in more.starting(0) if part.is_cut_above]
    pairs = [(above.get((part.left, part.right)), part) for part in below]
    whole = [(upper, part) for upper, part in pairs if upper is not None]
    printed = [part for part in more.starting(0) if part.bottom == 1 and part.text]
    held = {id(part) for _, part in whole}
    is_one = bool(printed) and all(id(part) in held for part in printed)
    is_new = any(_begins_row(part.text) for part in printed)
    is_one = is_one and not is_new
    joined = [
        (upper, part)
        for upper, part in whole
        if is_one or part.bottom > 1 or (not is_new and _is_head(upper.text, part.text))
    ]
    for upper, part in joined:
        _join(upper, part, part.bottom - (1 if is_one else 0))
    gone = {id(part) for _, part in joined}
    if is_one:
        gone |= {id(part) for part in more.starting(0) if part.bottom == 1}
    more.parts = [part for part in more.parts if id(part) not in gone]
    if is_one:
        more.parts = [_raised(part) for part in more.parts]
        more.rows -= 1


def _begins_row(text: str) -> bool:
    """Whether a label begins anew: it has a number of its own, or is a known one."""
    label = bare(text)
    is_known = len(label) > _SHORTEST and label in row_cores()
    return is_known or _ORDINAL.match(matchable(text).strip()) is not None


def _is_head(upper: str, lower: str) -> bool:
    """Whether the words of a head go on, or end, in the row below."""
    return _WORD.search(upper) is not None and (not lower or _WORD.match(lower) is not None)


def _join(upper: Part, part: Part, rows: int) -> None:
    if part.text and not upper.text:
        upper.box, upper.page = part.box, part.page
    upper.text = goes_on(upper.text, part.text)
    upper.bottom += rows
    upper.is_cut_below = part.is_cut_below


def goes_on(text: str, more: str) -> str:
    """Two pieces of a cell's text; of figures nobody knows whether they are one."""
    is_figure = text[-1:].isdecimal() and more[:1].isdecimal()
    return f"{text} {more}" if is_figure else text + more


def _raised(part: Part) -> Part:
    return replace(part, top=max(0, part.top - 1), bottom=part.bottom - 1)


def _drop_rests(table: Table, more: Table) -> None:
    """Leave out what is only the margin of a row: nothing is printed in it."""
    while more.rows > 1 and _is_rest(rest := _row(more, 0), (p.is_cut_above for p in rest)):
        more.parts = [_raised(part) for part in more.parts if all(part is not p for p in rest)]
        more.rows -= 1
    last = table.rows - 1
    while last > 0 and _is_rest(rest := _row(table, last), (p.is_cut_below for p in rest)):
        table.parts = [part for part in table.parts if all(part is not p for p in rest)]
        for part in table.ending():
            part.bottom = last
        table.rows = last
        last -= 1


def _row(table: Table, row: int) -> list[Part]:
    return [part for part in table.parts if (part.top, part.bottom) == (row, row + 1)]


def _is_rest(row: list[Part], cut: Iterable[bool]) -> bool:
    return bool(row) and all(cut) and not any(part.text for part in row)
