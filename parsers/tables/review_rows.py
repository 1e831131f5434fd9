"""Which of the rows below the header of table 4 hold its figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from parsers.document import Block
from parsers.tables.items import Item

LAST_YEAR = re.compile("上年|去年|上一年|往年|上期|同期")
THIS_YEAR = re.compile("[本今当]年度?(?:统计)?[数值]?")
_CHANGE = re.compile("增减|增长|变化|同比|较上年|比上年")
_YEAR = re.compile("20[0-9]{2}(?=年度?(?:统计)?[数值]?$)")
_LABEL_YEAR = re.compile("(?<![0-9])(20[0-9]{2})年度?(?![0-9]*月)")
_TOTAL = re.compile("[合总]计数?")


def header_rows(blocks: Sequence[Block], table: int) -> set[int]:
    """The rows of a table that hold words of its header."""
    return {
        block.row
        for block in blocks
        if block.table == table and ("结" in block.text or "诉" in block.text)
    }


def data_row(rows: Sequence[list[Item]], width: int) -> list[Item]:
    """The figures of the row that counts: this year's, or the total of several; else the first
    row, together with all that may be a part of it or stand beside it."""
    if len(rows) < 2:
        return _one_row(rows, width)
    kept = [row for row in rows if not _is_counted(row, width)] or rows
    kept = [row for row in kept if not LAST_YEAR.match(_label(row))]
    kept = [row for row in kept if not _CHANGE.match(_label(row))]
    chosen = _this_years(kept) or _total(kept)
    if chosen and sum(item.is_number for item in chosen) == width:
        return [item for item in chosen if item.is_number]
    return _one_row(kept, width)


def later_row(label: str, behind: str) -> int | None:
    """Where in the text behind a row of last year's the figures of this year begin; 0 where
    nothing tells, None where ``label``, the row's own, does not speak of last year."""
    if LAST_YEAR.search(label):
        found = THIS_YEAR.search(behind)
        return found.end() if found else 0
    year = _LABEL_YEAR.search(label)
    later = _LABEL_YEAR.search(behind) if year else None
    return later.end() if year and later and later.group(1) > year.group(1) else None


def _label(row: Sequence[Item]) -> str:
    """What a row says before its figures."""
    first = next((item for item in row if item.text), None)
    return "" if first is None or first.is_number else first.text


def _is_counted(row: Sequence[Item], width: int) -> bool:
    """Whether a row holds the numbers of the columns."""
    shown = [item.text for item in row if item.is_number]
    return shown == [str(number) for number in range(1, width + 1)]


def _this_years(rows: Sequence[list[Item]]) -> list[Item] | None:
    """The row of this year, or of the latest of several: no report is of a year to come."""
    this = [row for row in rows if THIS_YEAR.fullmatch(_label(row))]
    if len(this) == 1:
        return this[0]
    years = [(found.group(), row) for row in rows if (found := _YEAR.match(_label(row)))]
    years = years if len(years) == len(rows) > 1 else []
    latest = [row for year, row in years if year == max(one for one, _ in years)]
    return latest[0] if len(latest) == 1 else None


def _total(rows: Sequence[list[Item]]) -> list[Item] | None:
    """The row that says that it is the total, and is the sum of the others."""
    totals = [row for row in rows if _TOTAL.fullmatch(_label(row))]
    parts = [row for row in rows if row not in totals and _label(row)]
    if len(totals) != 1 or len(parts) < 2 or len(parts) + 1 != len(rows):
        return None
    figures = [[int(item.text) for item in row if item.is_number] for row in (*totals, *parts)]
    if len({len(row) for row in figures}) > 1:
        return None
    holds = all(whole == sum(column) for whole, *column in zip(*figures, strict=True))
    return totals[0] if holds else None


def _one_row(rows: Sequence[list[Item]], width: int) -> list[Item]:
    """The first row; with it those that it was broken into, or that show as many figures."""
    if not rows:
        return []
    counts = [sum(item.is_number for item in items) for items in rows]
    parts = takewhile(lambda row: all(item.is_number or item.is_blank for item in row), rows)
    broken = list(parts)
    if len(broken) > 1 and counts[0] < width and sum(counts[: len(broken)]) <= width:
        # The separator behind which a line was broken leaves a blank cell.
        ends = [max(at for at, item in enumerate(i, 1) if item.text or at == 1) for i in broken]
        return [item for items, end in zip(broken, ends, strict=True) for item in items[:end]]
    rivals = [
        items for items, count in zip(rows[1:], counts[1:], strict=True) if 0 < counts[0] == count
    ]
    return [item for items in (rows[0], *rivals) for item in items]
