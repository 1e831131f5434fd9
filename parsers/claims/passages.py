"""Running text as paragraphs, sentences and clauses that know where they stand.

White space is left out, for it means nothing between Chinese words; only between two
digits it stays, as a bar, so that ``1 2件`` is never read as twelve.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from parsers.claims.figures import figures_in
from parsers.normalise import matchable
from parsers.report import Section

_SENTENCE = re.compile(r"[^。！？!?|]+")
#: A list or heading number that opens a line: it is joined to no line before it.
_OPENS = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[)）、.．]|第[一二三四五六七八九十]|[一二三四五]是"
)
_SHORTEST_WRAPPED = 15
_ENDS = "。！？：:；;!?"
_LONGEST_CLAUSE = 200
_SPLIT = re.compile(
    r"[;；]|(?<![0-9]),|,(?![0-9]{3}(?![0-9]))|:(?!\s*[0-9](?![0-9]{3}年))|(?<=.)(?=其中)|、"
)
#: Brackets, and what is only quoted: titles.
_ASIDE = re.compile(r"\(([^()]{0,200})\)|《[^《》]{0,120}》")
#: White space, and characters without width.
_WORD = re.compile("[^\\s\u200b\u200c\u200d\u2060\ufeff\u00ad]+")


class Clause(NamedTuple):
    """A clause, normalised, without brackets; ``[start, end)`` in the section's text.

    ``opens`` is what stood before it: ``.`` a sentence, ``;`` a part of one, ``(`` a
    bracket, else a comma's worth.
    """

    text: str
    start: int
    end: int
    opens: str


def paragraphs(section: Section) -> Iterator[tuple[int, str]]:
    """The narrative's paragraphs with their offset in ``section.text``.

    Lines that were broken for their length are joined again.
    """
    at = 0
    for start, end in (*section.table_spans, (len(section.text), len(section.text))):
        yield from _joined(section.text, at, start)
        at = max(at, end)


def _joined(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    begin, at = start, start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        if not _wraps(text, at, stop, end):
            yield begin, text[begin:stop]
            begin = stop + 1
        at = stop + 1
    if begin < end:
        yield begin, text[begin:end]


def _wraps(text: str, start: int, stop: int, end: int) -> bool:
    """Whether the line ``[start, stop)`` goes on in the next."""
    if stop + 1 >= end or stop - start < _SHORTEST_WRAPPED or "\t" in text[start:stop]:
        return False
    return text[stop - 1] not in _ENDS and not _OPENS.match(text, stop + 1)


def sentences(paragraph: str, offset: int) -> Iterator[tuple[int, str]]:
    """Each sentence as printed, with its offset."""
    for found in _SENTENCE.finditer(paragraph):
        yield offset + found.start(), found.group()


def clauses(sentence: str, offset: int) -> list[Clause]:
    """The sentence's clauses in order; what stands in brackets follows its clause."""
    squeezed, places = _squeeze(sentence, offset)
    text = matchable(squeezed)
    outside, kept = "", list[int]()
    inner: list[Clause] = []
    at = 0
    for found in _ASIDE.finditer(text):
        outside += text[at : found.start()]
        kept += places[at : found.start()]
        at = found.end()
        if found.group(1):
            start, end = found.span(1)
            inner += _cut(text[start:end], places[start:end], "(")
    result = _cut(outside + text[at:], kept + places[at:], ".")
    return sorted([*result, *inner], key=lambda clause: clause.start) if inner else result


def _squeeze(sentence: str, offset: int) -> tuple[str, list[int]]:
    """The sentence without white space, and where its characters stand."""
    text, places = "", list[int]()
    for found in _WORD.finditer(sentence):
        at, word = offset + found.start(), found.group()
        if text and text[-1].isdigit() and word[0].isdigit():
            text += "|"
            places.append(at)
        text += word
        places += range(at, at + len(word))
    return text, places


def _cut(text: str, places: list[int], opens: str) -> list[Clause]:
    result: list[Clause] = []
    begin = 0
    for found in (*_SPLIT.finditer(text), None):
        stop = found.start() if found else len(text)
        if found and found.group() == "、" and not figures_in(text[begin:stop], 1):
            continue
        if begin < stop <= begin + _LONGEST_CLAUSE:
            span = places[begin], places[stop - 1] + 1
            result.append(Clause(text[begin:stop], *span, opens))
        if found:
            begin = found.end()
            if opens != "(":
                opens = ";" if found.group() in ";；" and found.group() else ","
    return result
