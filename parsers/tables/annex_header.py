"""The header of a local annex in running text: its words in a row, with or without borders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from parsers.document import Stream
from parsers.forms.annex import annex_form, column_kind
from parsers.tables.annex_rows import NUMERIC

#: A header holds one of these; they are looked for before any pattern is tried.
_CUES = ("单位", "指标", "项目", "名称", "内容", "类别", "事项", "代码", "序号", "编号", "行次")
_BACK = 6
_FIRST_WORDS = 60
#: A label, perhaps a unit, and a number or a dash in one word.
_MIXED = re.compile("[\u4e00-\u9fff)][0-9\\-/]")
_MOST_TRIES = 400
_INDICATOR = len("指标")
#: Words that may stand over several columns, or between them.
_FILLING = r"(?:\((?:条|件|次|人|个|人次|万元|元|条、件|20[0-9]{2}年?度?)\))?"


@dataclass(frozen=True, slots=True)
class TextHeader:
    """``kinds`` and ``words`` of the columns in order, and where the header stands.

    ``glued``: no border separates its words, nor those of the rows behind it. ``doubtful``:
    it can be read in two ways.
    """

    kinds: tuple[str, ...]
    words: tuple[str, ...]
    start: int
    end: int
    glued: bool
    doubtful: bool = False


def headers_of(stream: Stream) -> list[TextHeader]:
    """The headers in reading order; one that lies in another is none."""
    found: list[TextHeader] = []
    for start in _starts(stream):
        if found and start < found[-1].end:
            continue
        header = _header(stream, start)
        if header is not None:
            found.append(header)
    return found


def _starts(stream: Stream) -> list[int]:
    """Where a header can begin: at a border or a cue, not far before a cue."""
    places: set[int] = set()
    text = stream.text
    for cue in _CUES:
        at = text.find(cue)
        while at >= 0 and len(places) < _MOST_TRIES:
            places.add(at)
            places.update(p for p in range(max(0, at - _BACK), at) if stream.is_border(p))
            at = text.find(cue, at + 1)
    return sorted(places)


@cache
def _word() -> re.Pattern[str]:
    """Any header word; the kinds in the order of the data file, the longest of a kind first."""
    branches = (f"(?P<{kind}>{source}){_FILLING}" for kind, source in annex_form().sources)
    return re.compile("|".join(branches))


def _header(stream: Stream, start: int) -> TextHeader | None:
    words = list(_words(stream, start))
    words = _with_label(stream, words)
    kinds = [kind for kind, _, _ in words]
    if not _complete(kinds):
        return None
    while words and words[-1][0] not in NUMERIC and words[-1][0] not in ("unit", "note", "code"):
        words.pop()
    kinds = [kind for kind, _, _ in words]
    inner = sum(stream.is_border(a) for _, a, _ in words[1:])
    loose = inner < len(words) - 1
    if "value" in kinds and any(kind in NUMERIC - {"value"} for kind in kinds):
        words = [word for word in words if word[0] != "value"]  # 统计数 over 本年度 and 累计
    texts = tuple(stream.text[a:b] for _, a, b in words)
    end = words[-1][2]
    glued = loose and _rows_are_glued(stream, end)
    # 本年累计 run together may be 本年 and 累计, unless it is the second of 本期实际, 本年累计.
    doubtful = loose and "year_to_date" in kinds and "period" not in kinds
    return TextHeader(tuple(kind for kind, _, _ in words), texts, start, end, glued, doubtful)


def _with_label(stream: Stream, words: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """指标编号 without another label is 指标 and 编号 run together."""
    if any(kind == "label" for kind, _, _ in words):
        return words
    for at, (kind, a, b) in enumerate(words):
        if kind == "code" and b - a > _INDICATOR and stream.text.startswith("指标", a):
            middle = a + _INDICATOR
            return [*words[:at], ("label", a, middle), ("code", middle, b), *words[at + 1 :]]
    return words


def _rows_are_glued(stream: Stream, start: int) -> bool:
    """Whether numbers stand in one word with the labels, as far as the first rows show."""
    mixed = alone = 0
    first = max(stream.word_at(start), 0)
    for word in range(first, min(first + _FIRST_WORDS, len(stream.starts))):
        begin = stream.starts[word]
        stop = stream.starts[word + 1] if word + 1 < len(stream.starts) else len(stream.text)
        text = stream.text[max(begin, start) : stop]
        if text.replace(",", "").isdecimal():
            alone += 1
        elif _MIXED.search(text):
            mixed += 1
    return mixed > alone


def _complete(kinds: list[str]) -> bool:
    """A header names the rows and a value; two words at least."""
    names = any(kind in ("label", "unit", "code") for kind in kinds)
    return len(kinds) > 1 and names and any(kind in NUMERIC for kind in kinds)


def _words(stream: Stream, start: int) -> Iterator[tuple[str, int, int]]:
    """Header words from ``start`` on, one directly behind the other."""
    at = start
    for _ in range(14):
        found = _longest(stream, at)
        if found is None:
            return
        kind, end = found
        yield kind, at, end
        at = end


def _longest(stream: Stream, at: int) -> tuple[str, int] | None:
    """The header word at a place: what fills a whole printed word or two, else the pattern's."""
    ends = [
        end for end in range(at + 2, min(at + 25, len(stream.text)) + 1) if stream.is_border(end)
    ]
    for end in ends[:3]:
        kind = column_kind(stream.text[at:end])
        if kind is not None:
            return kind, end
    found = _word().match(stream.text, at)
    if found is None or not found.lastgroup:
        return None
    return found.lastgroup, found.end()
