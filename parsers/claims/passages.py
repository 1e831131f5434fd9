"""Running text as paragraphs, sentences and clauses that know where they stand.

White space is left out, for it means nothing between Chinese words; only between two
digits it stays, as a bar, so that ``1 2件`` is never read as twelve.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.claims.figures import figures_in
from parsers.normalise import matchable, visible
from parsers.report import Section

_SENTENCE = re.compile(r"[^。！？!?|]+")
#: A list or heading number that opens a line: it is joined to no line before it.
_OPENS = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[)）、.．]|第[一二三四五六七八九十]|[一二三四五]是")
_SHORTEST_WRAPPED = 15
_ENDS = "。！？：:；;!?"
_LONGEST_CLAUSE = 200
_SPLIT = re.compile(r"[;；]|(?<![0-9]),|,(?![0-9]{3}(?![0-9]))|:(?!\s*[0-9])|(?<=.)(?=其中)|、")
_BRACKET = re.compile(r"\(([^()]{0,200})\)")
_QUOTED = re.compile(r"《[^《》]{0,120}》|\[[0-9]{4}\]")


@dataclass(frozen=True, slots=True)
class Clause:
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


def sentences(paragraph: str) -> Iterator[tuple[str, list[int]]]:
    """Each sentence without white space, and where its characters stand."""
    for found in _SENTENCE.finditer(paragraph):
        words = [(m.start(), m.group()) for m in re.finditer(r"\S+", found.group())]
        text, places = "", list[int]()
        for at, word in words:
            if text[-1:].isdigit() and word[0].isdigit():
                text += "|"
                places.append(found.start() + at)
            text += word
            places += range(found.start() + at, found.start() + at + len(word))
        if text:
            yield text, places


def clauses(sentence: str, places: list[int], offset: int) -> list[Clause]:
    """The sentence's clauses in order; what stands in brackets follows its clause."""
    text = matchable(sentence)
    hidden = [False] * len(text)
    inner: list[tuple[int, int]] = []
    for found in _BRACKET.finditer(text):
        hidden[found.start() : found.end()] = [True] * (found.end() - found.start())
        inner.append(found.span(1))
    for found in _QUOTED.finditer(text):
        hidden[found.start() : found.end()] = [True] * (found.end() - found.start())
    kept = [at for at in range(len(text)) if not hidden[at]]
    result = _cut("".join(text[at] for at in kept), [places[at] for at in kept], offset, ".")
    for start, end in inner:
        if end > start:
            result += _cut(text[start:end], places[start:end], offset, "(")
    return sorted(result, key=lambda clause: clause.start)


def _cut(text: str, places: list[int], offset: int, opens: str) -> list[Clause]:
    result: list[Clause] = []
    begin = 0
    for found in (*_SPLIT.finditer(text), None):
        stop = found.start() if found else len(text)
        if found and found.group() == "、" and not figures_in(text[begin:stop], 1):
            continue
        if begin < stop <= begin + _LONGEST_CLAUSE:
            span = offset + places[begin], offset + places[stop - 1] + 1
            result.append(Clause(visible(text[begin:stop]), *span, opens))
        if found:
            begin = found.end()
            opens = {";": ";", "；": ";"}.get(found.group(), ",") if opens != "(" else "("
    return result
