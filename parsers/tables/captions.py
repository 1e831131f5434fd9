"""Whose year a table is of, by the words right above it: 2022年数据, 上年度数据.

A page may show last year's table beside this year's, or last year's alone beside an image of
this year's. Only a line that is a caption counts: 上年结转 and 2022年结转 are rows, and a sentence
may name any year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from parsers.document import Stream
from parsers.report import Problem

_LEAD = (
    r"(?:附(?:件|表|录)?[一二三四五1-9]?[:、.-]?|表[一二三四五1-9][:、.-]?"
    r"|\(?[一二三四五六1-9][、.)]\)?)*[(《]?"
)
_YEAR = r"(?P<year>20[0-4][0-9])年?度?(?!\d|月)"
_TURN = r"(?P<last>(?:上一?|去)年度?)|(?P<this>[本今]年度?|当年度?)"
_IN_BRACKETS = r"(?:\((?:(?P<was>(?:上一?|去)年度?)|(?P<now>[本今]年度?))(?:数据?)?\))?"
_TAIL = r"(?:[^。;,!?0-9件]{0,24}(?:表|数据?|情况|统计|数值))?"
_CLOSE = r"(?:\(续\))?[)》]?:?"
_AHEAD = re.compile(rf"{_LEAD}(?:{_YEAR}|{_TURN}){_IN_BRACKETS}{_TAIL}{_CLOSE}")
_BEHIND = re.compile(
    rf"[^。;,!?0-9]{{2,30}}\((?:(?P<year>20[0-4][0-9])年度?|{_TURN})(?:数据?)?\)表?:?"
)
#: In a text without line breaks only words that can be nothing else.
_GLUED = re.compile(rf"(?:{_YEAR}|{_TURN})(?:统计)?数据:?$")
#: Rows, plans and narrative that begin with a year too.
_NO_CAPTION = re.compile("结转|新收|计划|打算|[件总]数|数量|条例|办理结果|同期")
_INSIDE = re.compile(r"(?<![0-9])(20[0-4][0-9])年")
#: What may stand between a caption and its table.
_PASSED = re.compile(
    r"\(?(?:计量)?单位:?.{0,8}|\(?本列数据的勾稽关系.{0,40}|第二十条第?.{1,6}项|信息内容|申请人情况"
    r"|[一二三四五六][、.][^0-9。]{4,30}情况表?"
)
_LONGEST = 45
_MOST_PASSED = 4
_GLUED_REACH = 16


@dataclass(frozen=True, slots=True)
class Caption:
    """The line above a table. ``turn`` is -1 when it speaks of last year, 1 of this year."""

    text: str
    year: int | None
    turn: int


def caption_of(stream: Stream, start: int) -> Caption | None:
    """What stands above the table that begins at ``start``, when it speaks of a year."""
    if not stream.blocks or not 0 <= start < len(stream.text):
        return None
    home = stream.block_at(start)
    begin = stream.block_start(home)
    if begin < start:
        ahead = stream.text[max(begin, start - _GLUED_REACH) : start]
        found = _GLUED.search(ahead)
        return _caption(found) if found else None
    for at in range(home - 1, max(-1, home - 40), -1):
        line = stream.text[stream.block_start(at) : begin]
        begin = stream.block_start(at)
        if line and (found := _match(line)):
            return _caption(found)
        if line and not _PASSED.fullmatch(line):
            return None
    return None


def _match(line: str) -> re.Match[str] | None:
    if len(line) > _LONGEST or _NO_CAPTION.search(line):
        return None
    return _AHEAD.fullmatch(line) or _BEHIND.fullmatch(line)


def _caption(found: re.Match[str]) -> Caption:
    named = found.groupdict()
    turn = bool(named.get("this") or named.get("now")) - bool(named.get("last") or named.get("was"))
    year = named["year"]
    return Caption(found.group(), int(year) if year else None, turn)


def is_later(stream: Stream, one: int, other: int) -> bool:
    """Whether of two tables the ``other`` is this year's, as the words above them say."""
    first, second = caption_of(stream, one), caption_of(stream, other)
    if first and second and first.year and second.year:
        return second.year > first.year
    return (second.turn if second else 0) > (first.turn if first else 0)


def other_years(
    stream: Stream, extents: Iterable[tuple[str, int, int]], year: int | None
) -> Iterator[Problem]:
    """Tables that were read although the words above them, or in their headers, name another
    year than the report's. ``extents``: the name of each, where it begins and ends."""
    for where, start, end in extents:
        shown = _said_above(stream, start, year) or _said_inside(stream, start, end, year)
        if shown:
            detail = f"{shown}, the report is on {year}" if year else shown
            yield Problem("year_conflict", "warning", where, detail)


def _said_above(stream: Stream, start: int, year: int | None) -> str:
    caption = caption_of(stream, start)
    if caption is None:
        return ""
    is_other = year is not None and caption.year not in (None, year)
    is_last = caption.turn < 0 and caption.year != year
    return f"the words above it say “{caption.text}”" if is_other or is_last else ""


def _said_inside(stream: Stream, start: int, end: int, year: int | None) -> str:
    """No label of the forms names a year: what names one says whose figures they are."""
    if year is None or not stream.blocks:
        return ""
    cell = stream.block_start(stream.block_at(start))  # 2021年行政复议 in one cell
    begin = cell if start - cell <= _GLUED_REACH else start
    named = set(_INSIDE.findall(stream.text, begin, end))
    if not named or str(year) in named:
        return ""
    return f"its headers say {'年, '.join(sorted(named))}年"
