"""Reports that a flattener glued together without a line's end between them.

A title is one only where the body's name stands in the text again, and where what a page
prints below a title, or what opens a report, follows at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise

from parsers import gapless
from parsers.agency import kind_of
from parsers.document import Block, Document, Stream
from parsers.title import KIND, recognise

_BELOW = re.compile(
    r"[\[(]?(?:(?:发布|信息|公开|成文|发文|更新|公布)?(?:时间|日期):|20[0-4]\d[-./年]\d|(?:信息)?来源:|字号|字体|索引号"
    r"|(?:根据|按照|依据|依照)(?:《|国|中华)|(?:现将|本报告|本年报|本年度报告)|一、)"
)
_LONGEST_TITLE = 90
_REACH = 70
_MOST = 500


def apart(document: Document) -> Document:
    """The document with each such title in a block of its own; unchanged without two."""
    stream = Stream(document)
    cuts: dict[int, list[int]] = {}
    count = 0
    for begin, stop in _titles(stream):
        block, count = stream.block_at(begin), count + 1
        home = stream.block_start(block)
        cuts.setdefault(block, []).extend((begin - home, stop - home))
    if count < 2:
        return document
    blocks = [part for at, one in enumerate(document.blocks) for part in _parts(one, cuts.get(at))]
    return replace(document, blocks=blocks)


def _titles(stream: Stream) -> Iterator[tuple[int, int]]:
    text, after = stream.text, 0
    for kind in islice(KIND.finditer(text), _MOST):
        block = stream.block_at(kind.start())
        low, high = stream.block_start(block), stream.block_start(block + 1)
        suffix = gapless.SUFFIX.match(text, kind.end())
        stop = suffix.end() if suffix else kind.end()
        if high - low <= _LONGEST_TITLE or stop > high or not _BELOW.match(text, stop):
            continue
        floor = gapless.floor_of(text, max(low, after, kind.start() - _REACH), kind.start())
        begin = gapless.body_again(text, floor, kind.start())
        title = recognise(stream.raw[begin:stop]) if begin is not None else None
        if begin is None or title is None or not (title.is_report and title.year):
            continue
        if kind_of(title.agency):
            yield begin, stop
            after = stop


def _parts(block: Block, cuts: list[int] | None) -> list[Block]:
    """A block cut before so many of its characters, white space left out."""
    if not cuts:
        return [block]
    places = [at for at, mark in enumerate(block.text) if not mark.isspace()]
    ends = [places[cut] for cut in cuts if 0 < cut < len(places)]
    edges = sorted({0, *ends, len(block.text)})
    skipped = [0, *(cut for cut in sorted(cuts) if 0 < cut < len(places))]
    return [
        replace(block, text=block.text[a:b], skipped=block.skipped + before)
        for (a, b), before in zip(pairwise(edges), sorted(set(skipped)), strict=True)
    ]
