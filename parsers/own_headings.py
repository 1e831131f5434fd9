"""The parts of reports before 2019, under the headings that each office chose.

The 2007 regulation (art. 32) names what a report holds, not how its parts are called: so
every numbered heading makes a part, in reading order, and gets the nearest of the six keys
where there is one. 收费及减免, 重点领域, 咨询, 机构建设 and annexes have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.document import Block, Stream
from parsers.numbers import han_number
from parsers.report import Section
from parsers.sections import Mark, end_of_report, section_of

_NUMBER = re.compile(
    r"(?:第(?P<part>[一二三四五六七八九十]{1,3})(?:部分|章)[、.:,]?|(?P<number>[一二三四五六七八九十]{1,3})[、.,:])"
)
_LONGEST = 45
#: A line with more than this is a page on one line, or a paragraph.
_LONG_LINE = 200
_STOP = re.compile("[。;:]")
#: Which key a heading has; the first pattern that fits decides, ``None`` is a part of its own.
_KEYS: tuple[tuple[str | None, str], ...] = (
    (None, "附表|附件|附录|统计表|指标"),
    ("review_litigation", "复议|诉讼|申诉"),
    (
        None,
        "收费|减免|费用|经费|重点领域|重点工作|解读|回应|咨询|投诉|机构|保障|培训|队伍|平台|制度建设|监督",
    ),
    ("problems", "问题|不足|困难|改进|下一步|努力方向|今后|打算|工作安排|工作计划|工作思路"),
    ("requests", "依申请|申请公开|公开申请|受理"),
    ("proactive", "主动公开|信息公开目录|公开内容|公开的内容"),
    ("other_matters", "其他|其它|需要?(?:报告|说明)"),
    (
        "overview",
        "概述|概况|概要|总体|基本情况|工作情况|基本工作|总述|引言|前言|组织领导|推进情况|工作开展",
    ),
)
_PATTERNS = tuple((key, re.compile(pattern)) for key, pattern in _KEYS)
#: Headings that stand without a number, too.
_BARE = re.compile(
    "(?:概述|工作概述|基本情况|总体情况|附[件表录]?[一二12]?[:]?(?:20[0-9]{2}年度?)?政府信息公开(?:工作)?(?:年度)?(?:情况)?(?:统计|指标)"
    r"[^。;]{0,12}|附[件表录][:]?(?:指标统计表|情况说明|指标)?)"
)
#: Headings that are known where nothing marks their end.
_FULL = re.compile(
    "概述|(?:工作)?(?:总体|基本)情况|主动公开政府信息(?:的)?情况|"
    "(?:政府信息)?依申请公开(?:政府信息)?(?:和不予公开政府信息)?(?:的)?情况|"
    "政府信息公开的?收费及?减免(?:的)?情况|"
    "因政府信息公开(?:申请)?(?:提起|引起的?)?行政复议、?(?:和|及)?(?:提起)?行政诉讼(?:的)?情况|"
    "(?:政府信息公开工作)?存在的(?:主要)?问题(?:及|和)改进(?:情况|措施)|"
    "其他需要(?:报告|说明)的事项"
)
_FEES = re.compile("收费|减免|收取.{0,4}费用")
#: So many of the four subjects of the 2007 regulation make its report.
_FEWEST_SUBJECTS = 3
_LAST_YEAR = 2018


@dataclass(frozen=True, slots=True)
class OwnMark(Mark):
    """A heading; ``rank`` is its number, 0 without one."""

    rank: int = 0


def find_own_sections(stream: Stream, extents: Sequence[tuple[int, int]]) -> list[Section]:
    """The parts in reading order; those without a key among the six have ``key`` None.

    ``extents`` are those of the tables and local annexes, which hold no headings.
    """
    marks = _own_marks(stream, extents)
    if not marks:
        return []
    stop = end_of_report(stream, marks, extents)
    ends = [*(mark.start for mark in marks[1:]), stop]
    return [section_of(stream, mark, end, extents) for mark, end in zip(marks, ends, strict=True)]


def _own_marks(stream: Stream, spans: Sequence[tuple[int, int]]) -> list[OwnMark]:
    """The best rising run of numbered headings, and known ones without a number."""
    numbered: list[OwnMark] = []
    bare: list[OwnMark] = []
    blocks = stream.document.blocks
    for index, block in enumerate(blocks):
        if not block.text or block.text.isspace() or _has_neighbours(blocks, index):
            continue
        start, end = stream.block_start(index), stream.block_start(index + 1)
        if any(a < start < b for a, b in spans):
            continue
        if end - start > _LONG_LINE:
            numbered += _inline(stream, start, end, spans)
        elif (mark := _numbered(stream, start, end)) is not None:
            numbered.append(mark)
        elif end - start <= _LONGEST and _BARE.fullmatch(stream.text, start, end):
            bare.append(_bare(stream, start, end))
    chosen = _rising(numbered)
    return sorted([*chosen, *_beside(bare, chosen)], key=lambda mark: mark.start)


def _has_neighbours(blocks: Sequence[Block], index: int) -> bool:
    """Whether a block is a cell beside others; alone in its row it is a line of a layout."""
    block = blocks[index]
    around = (*blocks[max(index - 1, 0) : index], *blocks[index + 1 : index + 2])
    return block.is_cell and any((b.table, b.row) == (block.table, block.row) for b in around)


def _numbered(stream: Stream, start: int, end: int) -> OwnMark | None:
    """A heading at the beginning of a line; its text may follow behind a full stop."""
    found = _NUMBER.match(stream.text, start, end)
    if found is None:
        return None
    stop, whole = _heading_end(stream, found.end(), end)
    return _mark(stream, found, stop, whole=whole)


def _inline(
    stream: Stream, start: int, end: int, spans: Sequence[tuple[int, int]]
) -> Iterator[OwnMark]:
    """Headings in a page on one line: known words only, up to a mark or white space."""
    for found in _NUMBER.finditer(stream.text, start, end):
        at = found.start()
        if any(a <= at < b for a, b in spans):
            continue
        if at > start and not stream.is_border(at) and stream.text[at - 1] not in "。;!)":
            continue
        stop = _inline_end(stream, found.end(), end)
        mark = _mark(stream, found, stop, whole=False)
        if mark is not None:
            yield mark


def _inline_end(stream: Stream, start: int, end: int) -> int:
    """Where a heading without a line of its own ends: at its known words, white space, a mark."""
    if known := _FULL.match(stream.text, start, end):
        return known.end()
    limit = min(end, start + _LONGEST)
    edge = next((p for p in range(start + 2, limit) if stream.is_border(p)), limit)
    stop = _STOP.search(stream.text, start, limit)
    return min(edge, stop.start()) if stop else edge


def _mark(stream: Stream, found: re.Match[str], stop: int, *, whole: bool) -> OwnMark | None:
    start, begin = found.start(), found.end()
    number = found.group("part") or found.group("number")
    rank = han_number(number)
    if rank is None or not 2 <= stop - begin <= _LONGEST:
        return None
    key, known = _key(stream.text[begin:stop])
    if not whole and not known:
        return None
    heading = stream.raw[begin:stop]
    return OwnMark(key, start, stop, number, heading, 1 + 2 * whole + known, rank)


def _heading_end(stream: Stream, start: int, end: int) -> tuple[int, bool]:
    """Where the heading ends, and whether it has its line to itself."""
    if end - start <= _LONGEST:
        last = end - (stream.text[end - 1] in ":。.")
        if not _STOP.search(stream.text, start, last):
            return last, True
    found = _STOP.search(stream.text, start, min(end, start + _LONGEST))
    return (found.start(), False) if found else (start, False)


def _key(heading: str) -> tuple[str | None, bool]:
    """The key of a heading, and whether its words are known at all."""
    for key, pattern in _PATTERNS:
        if pattern.search(heading):
            return key, True
    return None, False


def _bare(stream: Stream, start: int, end: int) -> OwnMark:
    last = end - (stream.text[end - 1] == ":")
    key, _ = _key(stream.text[start:last])
    return OwnMark(key, start, last, None, stream.raw[start:last], 2)


def _rising(marks: Sequence[OwnMark]) -> list[OwnMark]:
    """The strongest run of rising numbers; of equals the later one (a table of contents
    comes first). A number may come twice, as offices misnumber, under another heading."""
    best: list[int] = []
    back: list[int] = []
    for i, mark in enumerate(marks):
        # A run that does not begin with one is a list inside a part.
        score, previous = mark.strength - (mark.rank > 1), -1
        for j in range(max(0, i - 60), i):
            step = mark.rank - marks[j].rank
            rises = 0 < step <= 2 or (step == 0 and mark.heading != marks[j].heading)
            total = best[j] + mark.strength - abs(step - 1)
            if rises and total >= score:
                score, previous = total, j
        best.append(score)
        back.append(previous)
    at = max(range(len(marks)), key=lambda i: (best[i], i), default=-1)
    chosen: list[OwnMark] = []
    while at >= 0:
        chosen.append(marks[at])
        at = back[at]
    return chosen[::-1]


def _beside(bare: Sequence[OwnMark], chosen: Sequence[OwnMark]) -> list[OwnMark]:
    """Headings without a number: an overview before the first part, annexes behind the last."""
    if not chosen:
        return list(bare)
    first, last = chosen[0].start, chosen[-1].start
    opening = [mark for mark in bare if mark.key == "overview" and mark.end <= first]
    annexes = [mark for mark in bare if mark.key is None and mark.start > last]
    return [*opening[-1:], *annexes[:1]]


def is_regulation_of_2007(parts: Sequence[Section], year: int | None) -> bool:
    """Whether these are the parts that art. 32 of the 2007 regulation asks for."""
    keys = {part.key for part in parts} & {"proactive", "requests", "review_litigation"}
    fees = any(_FEES.search(part.heading) for part in parts)
    early = fees or (year is not None and year <= _LAST_YEAR)
    return early and len(keys) + fees >= _FEWEST_SUBJECTS
