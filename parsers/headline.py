"""Find the report's own title on a page that prints many.

Menus, breadcrumbs, side bars and 上一篇/下一篇 name reports too, often those of other years.
Every place where the words of a title stand (also across lines, cells and spans) is a
candidate; what the page's markup, its window title and the place before the text say
decides between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from parsers import gapless
from parsers.agency import kind_of
from parsers.document import Document, Stream
from parsers.lexicon import spam_in
from parsers.title import KIND, YEAR_MARK, Title, recognise

_TITLE_META = ("articletitle", "title", "og:title", "dc.title", "contenttitle")
_OPENING = re.compile(
    r"(?:根据|按照|依据|依照|遵照|遵循|为贯彻|按)(?:国|省|市|县|区|中华|《|[一-龥]{0,14}(?:条例|规定|要求|通知))"
    r"|现将|现公布|本报告|本年报|本年度报告|一、(?:总体|概述|概况|基本|主动|20)|第一部分|1[.、]总体"
)
_LABEL = re.compile(r"(?:标题|题名|名称)[:：]?\]?$")
_TURN = re.compile(r"(?:上一篇|下一篇|上一条|下一条|前一篇|后一篇|上篇|下篇|相关\S{0,6})[:：]?$")
_DATE_BEHIND = re.compile(
    r"[\[(【]?(?:发布|信息|公开|成文|发文|更新|公布)?(?:时间|日期):|[\[(【]?20[0-4]\d[-./年]\d{1,2}[-./月]\d|来源:|信息来源:|字号|字体|浏览|作者:|索引号"
)
_NO_PIECE = re.compile(
    r"[>»。;!|?]|位置|首页|年报$|来源|时间|日期|浏览|欢迎|网$|网站|热线|登录|搜索|今天|星期|中国.|[:]|20[0-4]\d-\d"
)
_YEAR_ONLY = re.compile(rf"(?:关于)?{YEAR_MARK.pattern}")
#: What follows a title on the same line.
_BEHIND = re.compile(
    r"(?:发布|信息|公开|成文|发文|更新|公布|生成)?(?:时间|日期)|来源:|信息来源|字号|字体|浏览|作者:|索引号|有效性|文号|发布机构|主题分类|20[0-4]\d-\d"
)
#: 2023年, but not today's date in the head of the page.
_NAMED_YEAR = re.compile(r"(20[0-4]\d)年(?!1?\d月)")
_PAIRS = (("(", ")"), ("《", "》"), ("[", "]"), ("〔", "〕"))
_HEADINGS = frozenset(("h1", "h2", "h3"))
_LONGEST = 150
_LONGEST_LINE = 90
_LONGEST_SUFFIX = 24
#: The score of a title by its words alone.
_BARE_SCORE = 6
_CRUMB = re.compile("[>»|/_-]")
_PIECE_LENGTH = 40
_MOST = 200


@dataclass(frozen=True, slots=True)
class Headline:
    """A title and where it stands in the stream; ``sure`` when nothing rivals it.

    ``split``: pieced together from lines that need not belong together; ``pieced``: from lines
    at all; ``confirmed``: a heading of the markup, or named by a meta field or the window
    title too.
    """

    title: Title
    start: int
    end: int
    score: int
    sure: bool = True
    split: bool = False
    pieced: bool = False
    confirmed: bool = False


def opening_of(stream: Stream, period_at: int) -> int:
    """Where the text of the report begins: its first sentence or first heading."""
    found = _OPENING.search(stream.text)
    while found is not None and KIND.match(stream.text, found.end() - 1):
        found = _OPENING.search(stream.text, found.end())
    starts = [at for at in (found.start() if found else -1, period_at) if at >= 0]
    return min(starts, default=len(stream.text))


def find_headline(
    stream: Stream, opening: int, year: int | None, agency: str | None
) -> Headline | None:
    """The best candidate before the text, in meta fields or the window title.

    ``year`` and ``agency`` are what the text itself names; they decide between equals.
    """
    named = _named_elsewhere(stream.document)
    found: list[Headline] = []
    for start, end in _places(stream, opening):
        found += _candidates(stream, start, end, agency)
    found = [one for one in found if not _is_elsewhere(stream, one, year)]
    found = [_scored(stream, one, opening, named, year, agency) for one in found]
    if not any(one.title.is_report and (_says(one.title) or one.confirmed) for one in found):
        if any(title.is_report and _says(title) for title in named):
            found = [one for one in found if not one.title.borrowed]
        found += [Headline(title, opening, opening, 3) for title in named]
    return _best(found)


def _best(found: list[Headline]) -> Headline | None:
    """The strongest; of equals the last, which is nearest to the text."""
    kept = [one for one in found if one.title.is_report or one.title.derivative is not None]
    # 政府信息公开年报 alone is a menu's entry, unless something makes it the page's title.
    kept = [one for one in kept if one.title.agency or one.title.year or one.score > _BARE_SCORE]
    best = max(kept, key=lambda one: (one.score, one.start), default=None)
    if best is None:
        return None
    rivals = [
        one for one in kept if _differs(one.title, best.title) and one.score >= best.score - 1
    ]
    return replace(best, sure=not rivals)


def _differs(one: Title, other: Title) -> bool:
    return bool(one.year and one.agency) and (one.year, one.agency) != (other.year, other.agency)


def _named_elsewhere(document: Document) -> list[Title]:
    texts = [document.meta[name] for name in _TITLE_META if document.meta.get(name)]
    texts += [document.title] if document.title else []
    titles = [recognise(text) for text in texts]
    return [title for title in titles if title.is_report or title.derivative is not None]


def _places(stream: Stream, opening: int) -> Iterator[tuple[int, int]]:
    for found in islice(KIND.finditer(stream.text, 0, min(opening + 20, len(stream.text))), _MOST):
        yield found.start(), found.end()


def _candidates(stream: Stream, start: int, end: int, agency: str | None) -> Iterator[Headline]:
    """The title around the words at ``[start, end)``: its line or word, and lines before it."""
    low, high = _fragment(stream, start, end)
    if high - low > _LONGEST:
        yield from _without_gaps(stream, start, end, low, agency)
        return
    if cut := _BEHIND.search(stream.text, end, high):
        high = cut.start()
    elif high - end > _LONGEST_SUFFIX and stream.text[end] not in "》-_|>":
        suffix = gapless.SUFFIX.match(stream.text, end)
        high = suffix.end() if suffix else end
    elif high < len(stream.text):
        high = _closed(stream, low, high)
    if low and stream.text[low - 1] in ">»›/|":
        low = gapless.after_crumb(stream.text, low, end)
    text = _printed(stream, low, high)
    title = recognise(text)
    if title.year is None and (more := _next(stream, high)) is not None:
        later = recognise(text + more[0])
        title, high = (later, more[1]) if later.year else (title, high)
    if title.agency and title.is_report and gapless.is_menu(title.agency):
        yield from _without_gaps(stream, start, end, low, agency)
        return
    yield Headline(title, low, high, 0)
    if title.agency is None or kind_of(title.agency) is None:
        yield from _with_lines_before(stream, low, high, text, agency)


def _closed(stream: Stream, low: int, high: int) -> int:
    """The end of the line that closes a bracket which a title's line leaves open."""
    for _ in range(3):
        text = stream.text[low:high]
        if high >= len(stream.text) or all(text.count(a) <= text.count(b) for a, b in _PAIRS):
            return high
        stop = _unit(stream, high)[1]
        if stop - high > _PIECE_LENGTH:
            return high
        high = stop
    return high


def _without_gaps(
    stream: Stream, start: int, end: int, low: int, agency: str | None
) -> Iterator[Headline]:
    begin, stop, sure = gapless.borders(stream.text, low, start, end, agency)
    title = recognise(stream.raw[begin:stop])
    if title.agency is None or kind_of(title.agency):
        yield Headline(title, begin, stop, 0, split=not sure)


def _fragment(stream: Stream, start: int, end: int) -> tuple[int, int]:
    """The lines that hold a place; its words where the line is long."""
    first, last = stream.block_at(start), stream.block_at(end - 1)
    low, high = stream.block_start(first), stream.block_start(last + 1)
    if _is_line(stream.text, low, high):
        return low, high
    word, final = stream.word_at(start), stream.word_at(end - 1)
    low = stream.starts[word]
    high = stream.starts[final + 1] if final + 1 < len(stream.starts) else len(stream.text)
    return low, high


def _is_line(text: str, low: int, high: int) -> bool:
    """Whether a block can be a line that holds a title: a breadcrumb may be a long one."""
    if high - low > _LONGEST or "。" in text[low:high]:
        return False
    return high - low <= _LONGEST_LINE or _CRUMB.search(text, low, high) is not None


def _printed(stream: Stream, low: int, high: int) -> str:
    """The words of a stretch as printed, with a blank between them."""
    first, last = stream.word_at(low), stream.word_at(high - 1)
    if first == last:
        return stream.raw[low:high]
    cuts = [low, *stream.starts[first + 1 : last + 1], high]
    return " ".join(stream.raw[a:b] for a, b in pairwise(cuts) if a < b)


def _next(stream: Stream, high: int) -> tuple[str, int] | None:
    """A year in brackets on the line or word behind a title."""
    if high >= len(stream.text):
        return None
    stop = _unit(stream, high)[1]
    text = stream.text[high:stop]
    return (stream.raw[high:stop], stop) if _YEAR_ONLY.fullmatch(text) else None


def _unit(stream: Stream, position: int) -> tuple[int, int]:
    """The line around a position, or the word where the line is long."""
    block = stream.block_at(position)
    low, high = stream.block_start(block), stream.block_start(block + 1)
    if _is_line(stream.text, low, high):
        return low, high
    word = stream.word_at(position)
    after = stream.starts[word + 1] if word + 1 < len(stream.starts) else len(stream.text)
    return stream.starts[word], after


def _with_lines_before(
    stream: Stream, low: int, high: int, text: str, agency: str | None
) -> Iterator[Headline]:
    """Titles are broken over lines; a breadcrumb, a brand or a slogan is no part of one."""
    for _ in range(3):
        if low <= 0:
            return
        begin, stop = _unit(stream, low - 1)
        piece = stream.text[begin:stop]
        if stop - begin > _PIECE_LENGTH or _NO_PIECE.search(piece) or KIND.search(piece):
            return
        if spam_in(piece):
            return
        low, high = begin, _closed(stream, begin, high)
        title = recognise(_printed(stream, low, high))
        if title.agency and kind_of(title.agency):
            split = not same_body(title.agency, agency)
            yield Headline(title, low, high, 0, split=split, pieced=True)
            return
        if title.is_report and _YEAR_ONLY.fullmatch(piece):
            bare = title.agency is None
            yield Headline(replace(title, borrowed=bare), low, high, 0, pieced=bare)


def same_body(one: str, other: str | None) -> bool:
    """Whether two names can mean one body: the shorter is the longer with parts left out."""
    if other is None:
        return False
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(char in rest for char in short)


def _says(title: Title) -> bool:
    """Whether a title itself names a body or a year; a menu's entry names neither."""
    return bool(title.agency or title.year) and not title.borrowed


def _own(title: Title) -> Title:
    """A title without what only its neighbours in a breadcrumb say."""
    return replace(title, agency=None, year=None) if title.borrowed else title


def _scored(
    stream: Stream,
    one: Headline,
    opening: int,
    named: list[Title],
    year: int | None,
    agency: str | None,
) -> Headline:
    title = _own(one.title)
    score = (
        6 * title.is_report + 3 * bool(title.derivative) + 2 * bool(title.agency) + bool(title.year)
    )
    block = stream.document.blocks[stream.block_at(max(one.start, one.end - 1))]
    before = stream.text[max(0, one.start - 12) : one.start]
    score += 4 * (block.tag in _HEADINGS) + 3 * bool(_LABEL.search(before))
    score -= 3 * block.link + 8 * _turned(stream, one)
    confirmed = any(_agree(title, other) for other in named)
    if confirmed:
        score += 4
    elif named and title.year and all(other.year and other.year != title.year for other in named):
        score -= 2
    score += 2 * (year is not None and title.year == year)
    score += 2 * (
        agency is not None and title.agency is not None and same_body(title.agency, agency)
    )
    # 2020年 on the line before 政府信息公开年度报告 is rather the title's than a menu's.
    score += one.title.borrowed and one.pieced
    behind = stream.text[one.end : one.end + 30]
    score += 3 * bool(_DATE_BEHIND.match(behind)) + (opening - one.end < 60)
    if _in_list(stream, one):
        score -= 2 if year is None or year == title.year else 6
    score -= 2 * (one.split and agency is not None)
    return replace(one, score=score, confirmed=confirmed or block.tag in _HEADINGS)


def _is_elsewhere(stream: Stream, one: Headline, year: int | None) -> bool:
    """Whether a title in a list or a link is that of a report on another year."""
    if year is None or one.title.year is None or one.title.year == year:
        return False
    block = stream.document.blocks[stream.block_at(max(one.start, one.end - 1))]
    # The page's own heading stays its title when the text forgot to change the year.
    if block.tag == "h1" and not block.link:
        return False
    return block.link or _in_list(stream, one) or _turned(stream, one)


def _turned(stream: Stream, one: Headline) -> bool:
    before = stream.text[max(0, one.start - 12) : one.start]
    return bool(_TURN.search(before) or _TURN.search(stream.raw[one.start : one.start + 4]))


def _agree(one: Title, other: Title) -> bool:
    if one.year is None and one.agency is None:
        return one.cleaned == other.cleaned
    return (one.year, one.agency) == (other.year, other.agency)


def _in_list(stream: Stream, one: Headline) -> bool:
    """Whether the line before or behind names a report of another year."""
    if one.title.year is None:
        return False
    before = stream.text[max(0, one.start - 60) : one.start]
    behind = stream.text[one.end : one.end + 60]
    kinds = list(KIND.finditer(before))
    low = kinds[-2].end() if len(kinds) > 1 else 0
    sides = [before[low : kinds[-1].end()]] if kinds else []
    sides += [behind[: first.end()]] if (first := KIND.search(behind)) else []
    years = (_NAMED_YEAR.findall(side) for side in sides)
    return any(found and int(found[-1]) != one.title.year for found in years)
