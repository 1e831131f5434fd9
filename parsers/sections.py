"""The six parts of a report, by their headings, between their tables.

Headings vary and are repeated by tables of contents and by introductions that list all six
titles; table 3 has rows numbered 一 to 四 like the parts. So the tables are found first, and
each heading is looked for only where its part can begin: part two before table 2, part
three between tables 2 and 3, and so on (domain reference, 3.2).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parsers.document import Stream
from parsers.report import Section
from parsers.tables.grid import TableReading

KEYS = ("overview", "proactive", "requests", "review_litigation", "problems", "other_matters")
_TABLE_OF = {
    "proactive": "disclosure",
    "requests": "requests",
    "review_litigation": "review_litigation",
}

_NUMBER = r"(?:第?(?P<number>[一二三四五六七八九十]{1,2}|\d)(?:部分[、.:,]?|[、.:,]))"
_HEADINGS = {
    "overview": (
        r"(?:(?:20[0-9]{2}年)?(?:政府信息公开)?(?:年度)?工作(?:的)?(?:总体|基本)情况|"
        r"总体(?:工作)?(?:情况|概况)|"
        r"基本(?:工作)?情况|(?:主要)?(?:工作)?概述|"
        r"政府信息公开(?:工作)?(?:的)?(?:总体|基本)(?:工作)?(?:情况|概况))"
    ),
    "proactive": r"(?:行政机关)?主动公开(?:政府信息)?(?:工作)?(?:的)?情况",
    "requests": (
        r"(?:行政机关)?(?:(?:收到|受理)(?:和|及|与|、)?(?:处理|办理)(?:的)?政府信息"
        r"(?:依申请)?公开(?:的)?(?:申请)?(?:的)?(?:情况|表)|"
        r"(?:政府信息)?依申请公开(?:政府信息)?(?:和不予公开政府信息)?(?:工作)?(?:办理)?(?:的)?情况)"
    ),
    "review_litigation": (
        r"(?:因)?政府信息公开(?:工作|申请|类)?(?:被)?(?:申请|引起|引发|提起|产生)?(?:的)?行政复议"
        r"(?:和|及|以及|与|、|,|或)?(?:被)?(?:提起)?(?:的)?(?:行政诉讼|诉讼)(?:的)?情况"
    ),
    "problems": (
        r"(?:政府信息公开)?(?:工作)?(?:中)?(?:存在的?)?(?:主要)?(?:问题|不足|困难)"
        r"(?:和|及|与|以及|、)(?:下一步)?(?:工作)?(?:改进|整改|打算|努力方向)(?:的)?(?:工作)?"
        r"(?:情况|措施|意见|方向|打算)?"
    ),
    "other_matters": (
        r"(?:(?:其他|其它)(?:需要?)?(?:报告|说明)?(?:的)?(?:其他)?事项|"
        r"需要?(?:报告|说明)的(?:其他|其它)事项)"
    ),
}
#: Words without which there is no heading of that part; they are looked for first, since
#: the headings' many optional parts make a search for them slow.
_CUES = {
    "overview": ("总体", "基本情况", "基本工作", "概述", "概况", "基本概"),
    "proactive": ("主动公开",),
    "requests": ("收到", "受理", "依申请公开"),
    "review_litigation": ("行政复议",),
    "problems": ("问题", "不足", "困难"),
    "other_matters": ("其他", "其它"),
}
_KEY_OF = {cue: key for key, cues in _CUES.items() for cue in cues}
_CUE = re.compile("|".join(_KEY_OF))
_NUMBER_MARK = re.compile(r"第?(?:[一二三四五六七八九十]{1,2}|\d)(?:部分[、.:,]?|[、.:,])")
_PATTERNS = {key: re.compile(f"{_NUMBER}?(?P<heading>{body})") for key, body in _HEADINGS.items()}
_LONGEST = 45
#: The strength of a numbered heading on a line of its own.
_OWN = 3
#: So many of the parts before the tables hold a sentence.
_FEWEST_TEXTS = 2
#: What stands above tables that are kept behind the text.
_ANNEX = re.compile(r"\(?(?:附[表件录]|表)[一二三四五1-9]?[:、.]?[^。]{0,40}")
#: What follows the report on a page; the last part ends here.
_FURNITURE = re.compile(
    r"^[(\[【]?(?:上一篇|下一篇|相关(?:链接|阅读|文章|附件)|附件下载|版权所有|主办(?:单位)?|承办|网站标识码|"
    r"打印|关闭窗口|分享到|扫一扫|友情链接|网站地图|联系我们|ICP备|.{0,6}ICP备|返回顶部|责任编辑)"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a part begins: its heading at ``[start, end)``; ``strength`` 0 when there is none."""

    key: str | None
    start: int
    end: int
    number: str | None
    heading: str
    strength: int


def find_sections(
    stream: Stream, tables: Mapping[str, TableReading], occupied: Sequence[tuple[int, int]] = ()
) -> list[Section]:
    """The parts in the order of the form; absent ones are absent.

    ``occupied``: the extents of local annexes, which hold no headings and are no narrative.
    """
    inside = [*((table.start, table.end) for table in tables.values()), *occupied]
    places = _extents(stream, tables, occupied)
    return [section_of(stream, mark, end, inside) for mark, end in places]


def section_places(
    stream: Stream, tables: Mapping[str, TableReading]
) -> dict[str, tuple[int, int]]:
    """Where each part stands in the stream, its heading included."""
    return {mark.key or "": (mark.start, end) for mark, end in _extents(stream, tables, ())}


def _extents(
    stream: Stream, tables: Mapping[str, TableReading], occupied: Sequence[tuple[int, int]]
) -> list[tuple[Mark, int]]:
    windows = {key: _window(key, stream, tables) for key in KEYS}
    marks = _marks(stream, windows, tables, occupied)
    if behind := _before_tables(stream, marks, tables, occupied):
        first = min(table.start for table in tables.values())
        ends = [*(mark.start for mark in behind[1:]), _before_annex(stream, first)]
        return list(zip(behind, ends, strict=True))
    marks = _with_tables(marks, tables)
    if not marks:
        return []
    inside = [*((table.start, table.end) for table in tables.values()), *occupied]
    ends = [*(mark.start for mark in marks[1:]), end_of_report(stream, marks, inside)]
    return list(zip(marks, ends, strict=True))


def _marks(
    stream: Stream,
    windows: Mapping[str, tuple[int, int]],
    tables: Mapping[str, TableReading],
    occupied: Sequence[tuple[int, int]],
) -> list[Mark]:
    found = _candidates(stream, windows, tables)
    return _choose([m for m in found if not any(a <= m.start < b for a, b in occupied)])


def _before_tables(
    stream: Stream,
    found: Sequence[Mark],
    tables: Mapping[str, TableReading],
    occupied: Sequence[tuple[int, int]],
) -> list[Mark]:
    """All headings, where the tables stand behind the last part (附表1); else none.

    A table of contents has no sentences between its lines.
    """
    if not tables or {"problems", "other_matters"} & {mark.key for mark in found}:
        return []
    first = min(table.start for table in tables.values())
    marks = _marks(stream, dict.fromkeys(KEYS, (0, first)), tables, occupied)
    if [mark.key for mark in marks][-5:] != list(KEYS[1:]) or any(m.strength < _OWN for m in marks):
        return []
    ends = [*(mark.start for mark in marks[1:]), first]
    texts = (stream.text[mark.end : end] for mark, end in zip(marks, ends, strict=True))
    return marks if sum("。" in text for text in texts) >= _FEWEST_TEXTS else []


def _before_annex(stream: Stream, first: int) -> int:
    """Where the text ends before the first table: its caption is none of it."""
    at = stream.block_at(first)
    while at and _is_annex(stream.text[stream.block_start(at - 1) : stream.block_start(at)]):
        at -= 1
    return stream.block_start(at)


def _is_annex(line: str) -> bool:
    return not line or _ANNEX.fullmatch(line) is not None


def _candidates(
    stream: Stream, windows: Mapping[str, tuple[int, int]], tables: Mapping[str, TableReading]
) -> list[Mark]:
    inside = [(table.start, table.end) for table in tables.values()]
    found: dict[tuple[str, int], Mark] = {}
    for cue in _CUE.finditer(stream.text):
        key = _KEY_OF[cue.group()]
        low, high = windows[key]
        at = cue.start()
        if not low <= at < high or any(first <= at < last for first, last in inside):
            continue
        for start in _starts(stream, at):
            mark = _mark(stream, key, start, high)
            if mark is not None and start >= low and mark.end >= cue.end():
                found.setdefault((key, mark.start), mark)
                break
    return sorted(found.values(), key=lambda mark: (mark.start, KEYS.index(mark.key)))


def _starts(stream: Stream, position: int) -> Iterator[int]:
    """Where a heading that holds ``position`` can begin: at a line, or at a number."""
    low = max(0, position - _LONGEST)
    begin = stream.block_start(stream.block_at(position))
    if begin >= low:
        yield begin
    for found in _NUMBER_MARK.finditer(stream.text, low, position):
        yield found.start()


def _mark(stream: Stream, key: str, start: int, high: int) -> Mark | None:
    match = _PATTERNS[key].match(stream.text, start, high)
    strength = _strength(stream, match) if match else 0
    if match is None or not strength:
        return None
    number, heading = match.group("number"), match.group("heading")
    return Mark(key, match.start(), match.end(), number, heading, strength)


def _window(key: str, stream: Stream, tables: Mapping[str, TableReading]) -> tuple[int, int]:
    """Where the heading of a part can stand, given the tables that were found."""
    low, high = 0, len(stream.text)
    position = KEYS.index(key)
    for part, name in _TABLE_OF.items():
        table = tables.get(name)
        if table is None:
            continue
        if position <= KEYS.index(part):
            high = min(high, table.start)
        else:
            low = max(low, table.end)
    return low, max(low, high)


def _strength(stream: Stream, match: re.Match[str]) -> int:
    """3 a numbered line of its own, 2 one without a number or with text behind, 1 inline."""
    numbered = match.group("number") is not None
    block = stream.block_at(match.start())
    starts = stream.block_start(block) == match.start()
    after = stream.text[match.end() : match.end() + 1]
    rest = match.end() + (after in (":", "。", "."))
    ends = rest >= len(stream.text) or stream.block_at(rest) != block
    if starts and ends and match.end() - match.start() <= _LONGEST:
        return 3 if numbered else 2
    if not numbered:
        return 0
    return 2 if starts else 1


def _choose(marks: Sequence[Mark]) -> list[Mark]:
    """The strongest run of headings in the form's order; of equals, the later one."""
    best: list[int] = []
    back: list[int] = []
    ended: dict[str | None, int] = {}  # by key, the best run that ends before this mark
    waiting: list[int] = []
    for i, mark in enumerate(marks):
        for j in [j for j in waiting if marks[j].end <= mark.start]:
            waiting.remove(j)
            held = ended.get(marks[j].key, -1)
            if held < 0 or best[j] >= best[held]:
                ended[marks[j].key] = j
        lower = [ended[key] for key in KEYS[: KEYS.index(mark.key or "")] if key in ended]
        previous = max(lower, key=lambda j: (best[j], j), default=-1)
        best.append(mark.strength + (best[previous] if previous >= 0 else 0))
        back.append(previous)
        waiting.append(i)
    at = max(range(len(marks)), key=lambda i: (best[i], i), default=-1)
    chosen: list[Mark] = []
    while at >= 0:
        chosen.append(marks[at])
        at = back[at]
    return chosen[::-1]


def _with_tables(marks: list[Mark], tables: Mapping[str, TableReading]) -> list[Mark]:
    """A part whose heading is missing begins where its table begins."""
    present = {mark.key for mark in marks}
    added = [
        Mark(part, tables[name].start, tables[name].start, None, "", 0)
        for part, name in _TABLE_OF.items()
        if name in tables and part not in present
    ]
    return sorted([*marks, *added], key=lambda mark: (mark.start, KEYS.index(mark.key)))


def end_of_report(stream: Stream, marks: Sequence[Mark], extents: Sequence[tuple[int, int]]) -> int:
    """Where the last part ends: before the page's furniture."""
    low = max([marks[-1].end, *(end for _, end in extents)])
    blocks = stream.document.blocks
    for index in range(stream.block_at(low - 1) + 1, len(blocks)):
        if _FURNITURE.match("".join(blocks[index].text.split())):
            return stream.block_start(index)
    return len(stream.text)


def section_of(stream: Stream, mark: Mark, end: int, extents: Sequence[tuple[int, int]]) -> Section:
    """The part from ``mark`` to ``end``; ``extents`` are those of the tables."""
    inside = sorted(
        (max(first, mark.end), min(last, end))
        for first, last in extents
        if first < end and last > mark.end
    )
    text, spans, at = "", [], _after_colon(stream, mark.end)
    for start, stop in inside:
        text = _append(text, render(stream, at, start))
        shown = render(stream, start, stop)
        text = _append(text, shown)
        spans.append((len(text) - len(shown), len(text)))
        at = stop
    text = _append(text, render(stream, at, end))
    return Section(mark.key, mark.number, mark.heading, text, tuple(spans))


def _after_colon(stream: Stream, position: int) -> int:
    after = stream.text[position : position + 1]
    return position + 1 if after and after in ":。." else position


def _append(text: str, more: str) -> str:
    return f"{text}\n{more}" if text and more else text or more


def render(stream: Stream, start: int, end: int) -> str:
    """The words between two positions as printed: a line a block, tabs between cells."""
    blocks, raw = stream.document.blocks, stream.raw
    first = max(stream.word_at(start), 0)
    after = bisect_left(stream.starts, end, first)
    if stream.has_lines_only and first < after:
        return _lines(stream, first, after, start, end)
    parts: list[str] = []
    last_block, last_table, last_row = -1, -1, -1
    edges = [*stream.starts[first:after], end]
    if len(edges) > 1:
        edges[0], edges[-1] = max(edges[0], start), min(stream.end_of(after - 1), end)
    for index, begin, stop in zip(stream.blocks[first:after], edges, edges[1:], strict=False):
        text, mark = raw[begin:stop], "\n"
        if index == last_block:
            mark = " " if text else ""
        else:
            block = blocks[index]
            table, row = block.table, block.row
            if table >= 0 and table == last_table and row == last_row:
                mark = "\t"
            elif not text and table < 0:
                mark = ""
            last_block, last_table, last_row = index, table, row
        parts += (mark, text)
    return "".join(parts).strip("\n")


def _lines(stream: Stream, first: int, after: int, start: int, end: int) -> str:
    """The words from number ``first`` to before ``after``, cut at ``start`` and ``end``."""
    words = stream.words[first:after]
    words[-1] = words[-1][: end - stream.starts[after - 1]]
    words[0] = words[0][max(0, start - stream.starts[first]) :]
    lines: list[str] = []
    last = -1
    for block, word in zip(stream.blocks[first:after], words, strict=True):
        if block == last:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
            last = block
    return "\n".join(lines).strip("\n")
