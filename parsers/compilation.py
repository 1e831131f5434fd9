"""A page with several reports, cut at their titles.

Governments publish their departments' reports on one page, or two years on one. A second
table alone is no second report (last year's figures stand beside this year's): only a
title of another body or year begins one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from parsers import agency as agencies
from parsers.document import Block, Document
from parsers.glued import apart
from parsers.nature import is_title_line
from parsers.title import Title, recognise

_TITLE_META = ("articletitle", "title", "og:title", "dc.title", "contentsource")
_DATED = re.compile("(?:发布|发文|公开|成文|生成|信息)?(?:时间|日期)[:：]")
_LONGEST_NAME = 40
_LONGEST_SUFFIX = 12
_MOST_TITLES = 500
_MOST_LINES = 2000
#: Less text than this between two titles is a table of contents, or a list of links.
_SHORTEST_REPORT = 300


@dataclass(frozen=True, slots=True)
class Start:
    """A title at block ``block``: whose report of which year begins here."""

    block: int
    agency: str | None
    year: int | None

    def is_other(self, last: Start) -> bool:
        """Whether it names another body or year than ``last``; 教育局 is 霁川市教育局."""
        if self.year and last.year and self.year != last.year:
            return True
        if not self.agency or not last.agency:
            return False
        return not (self.agency.endswith(last.agency) or last.agency.endswith(self.agency))


def split(document: Document) -> list[Document]:
    """One document a report; empty when the page cannot hold more than one."""
    starts = _starts(document)
    if len(starts) < 2:
        document = apart(document)
        starts = _starts(document)
    if len(starts) < 2:
        return []
    bounds = [*(start.block for start in starts[1:]), len(document.blocks)]
    spans = [(start, end) for start, end in zip(starts, bounds, strict=True)]
    spans = [(s, end) for s, end in spans if _size(document, s.block, end) >= _SHORTEST_REPORT]
    if len(spans) < 2:
        return []
    # What is too short to be a report belongs to the one before it.
    ends = [*(start.block for start, _ in spans[1:]), len(document.blocks)]
    before = document.blocks[: spans[0][0].block]
    head = [b for b in before if len(b.text) < 100 and _DATED.search(b.text)]
    return [
        _part(document, head, start, end, is_first=number == 0)
        for number, ((start, _), end) in enumerate(zip(spans, ends, strict=True))
    ]


def own_of(document: Document, found: Sequence[tuple[str | None, int | None]]) -> int:
    """Which of the reports, each told by body and year, the page itself is named after; the
    first where that is not one of them."""
    for name in (document.meta.get("articletitle"), document.title):
        title = recognise(name) if name else None
        if title is None or title.year is None:
            continue
        own = Start(0, title.agency, title.year)
        fits = [at for at, one in enumerate(found) if not own.is_other(Start(0, *one))]
        if len(fits) == 1:
            return fits[0]
    return 0


def _starts(document: Document) -> list[Start]:
    found: list[Start] = []
    lines = (index for index, block in enumerate(document.blocks) if is_title_line(block))
    for index in islice(lines, _MOST_LINES):
        start = _start(document.blocks, index)
        if start is not None and (not found or start.is_other(found[-1])):
            found.append(start)
        elif start is not None and start.year and found[-1].year is None:
            found[-1] = _with_year(document, found[-1], start)
        if len(found) > _MOST_TITLES:
            break
    return found


def _with_year(document: Document, last: Start, start: Start) -> Start:
    """A title without a year, and the first behind it that has one: a column's name, or a
    report that names its year later."""
    is_column = _size(document, last.block, start.block) < _SHORTEST_REPORT
    return start if is_column else replace(last, year=start.year)


def _start(blocks: list[Block], index: int) -> Start | None:
    title = _title(blocks[index].text)
    if title is None:
        return None
    if title.agency is None and index:
        before = blocks[index - 1].text.strip()
        kind = agencies.kind_of(before) if len(before) <= _LONGEST_NAME else None
        joined = _title(before + blocks[index].text) if kind else None
        if joined is not None and joined.agency:
            return Start(index - 1, joined.agency, joined.year)
    if title.agency is None and title.year is None:
        return None
    return Start(index, title.agency, title.year)


def _title(text: str) -> Title | None:
    title = recognise(text)
    return title if title.is_report and len(title.suffix) <= _LONGEST_SUFFIX else None


def _size(document: Document, start: int, end: int) -> int:
    return sum(len(block.text) for block in document.blocks[start:end])


def _part(
    document: Document, head: list[Block], start: Start, end: int, *, is_first: bool
) -> Document:
    meta = {name: text for name, text in document.meta.items() if name not in _TITLE_META}
    blocks = [*head, *document.blocks[start.block : end]]
    hidden = document.hidden if is_first else ""
    return replace(document, blocks=blocks, title=None, meta=meta, hidden=hidden, notes=[])
