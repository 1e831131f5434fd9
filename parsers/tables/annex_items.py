"""The words of a local annex in running text: labels, units, numbers, blank cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from parsers.document import Stream
from parsers.forms.annex import annex_form, key_of, unit_of
from parsers.numbers import read_number

Kind = Literal["text", "unit", "number", "blank"]
_HAN = re.compile("[\u4e00-\u9fff]")
_ORDINAL = re.compile(r"\(?[0-9]{1,2}[).、:]+|[一二三四五六七八九十]{1,3}[、.]?|[①-⒛]")
#: Inside brackets a digit belongs to the label; everything else is a run of its own.
_PARTS = re.compile(
    r"\([^()]{0,60}\)|[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]+)?|-+"
    r"|(?<=[0-9条件次人个篇份项元万种期/\-])/(?!年|月|日)|[^0-9(\-/]+|."
)
#: 无 behind a unit says that there is none; in 无正当理由 it begins a label.
_NONE = re.compile("无(?![正法关效理需偿])")
_HEADING_END = re.compile("(?:情况|方面|类)$")
_VALUE_START = re.compile("(?:约|近|超过?)?[0-9]")
_LONGEST_UNIT = 4


@dataclass(slots=True)
class Item:
    """A run of characters of one kind; ``joined``: no border stands before it."""

    kind: Kind
    raw: str
    text: str
    position: int
    block: int
    joined: bool = False
    pieces: int = 1

    @property
    def end(self) -> int:
        """Where it ends in the stream."""
        return self.position + len(self.text)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the header tells of the words behind it.

    ``glued``: cells run together, so words are taken apart at their digits; ``units``: there
    is a column of units, so a unit at the end of a word stands by itself, unless codes stand
    between labels and units (``codes``).
    """

    glued: bool
    units: bool
    codes: bool = False

    @property
    def trailing(self) -> bool:
        """Whether a unit may be glued to a label."""
        return self.units and not self.codes


def items_of(stream: Stream, start: int, end: int, shape: Shape) -> Iterator[Item]:
    """The items between two places."""
    blocks = stream.document.blocks
    for word in range(max(stream.word_at(start), 0), len(stream.starts)):
        begin = stream.starts[word]
        if begin >= end and (begin > end or begin < len(stream.raw)):
            return
        stop = stream.starts[word + 1] if word + 1 < len(stream.starts) else len(stream.raw)
        at, index = max(begin, start), stream.blocks[word]
        raw, text = stream.raw[at:stop], stream.text[at:stop]
        if not text:
            if begin >= start and blocks[index].is_cell:
                yield Item("blank", "", "", begin, index)
            continue
        if shape.glued:
            yield from _apart(Item("text", raw, text, at, index, at > begin), shape)
        elif not _ORDINAL.fullmatch(text):
            whole = blocks[index].pieces > 1 and len(raw) == len(
                "".join(blocks[index].text.split())
            )
            pieces = blocks[index].pieces if whole else 1
            yield Item(_kind(text, units=shape.units), raw, text, at, index, at > begin, pieces)


def _kind(text: str, *, units: bool) -> Kind:
    if units and unit_of(text) is not None:
        return "unit"
    reading = read_number(text)
    if reading.status == "dash":
        return "number"
    if not _HAN.search(text):
        return "number" if any(c.isdecimal() for c in text) else "text"
    return "number" if _VALUE_START.match(text) and reading.value is not None else "text"


def _apart(word: Item, shape: Shape) -> Iterator[Item]:
    """A word taken apart at its digits and dashes; the texts between are put together."""
    held: Item | None = None
    for found in _PARTS.finditer(word.text):
        a, b = found.span()
        part = found.group()
        number = part[0].isdecimal() or part[0] == "-" or (part == "/" and a > 0)
        at = word.position + a
        if not number:
            if held is None:
                held = Item("text", "", "", at, word.block, word.joined or a > 0)
            held.raw, held.text = held.raw + word.raw[a:b], held.text + part
            continue
        if held is not None:
            yield from _labels(held, shape)
            held = None
        yield Item("number", word.raw[a:b], part, at, word.block, word.joined or a > 0)
    if held is not None:
        yield from _labels(held, shape)


def _labels(item: Item, shape: Shape) -> Iterator[Item]:
    """A text as labels and a unit: 对申请的答复总数件 is a label and its unit."""
    at = 0
    for found in _NONE.finditer(item.text) if "无" in item.text else ():
        # 件无无行政诉讼数件: what the cells of one row say, then the next row's label.
        before = item.text[at : found.start()]
        ends = shape.units and _unit_at_end(before)
        if (found.start() == at and at) or ends or before.endswith(("数", "量", "额")):
            yield from _label_and_unit(item, at, found.start(), shape)
            yield _piece(item, found.start(), found.end(), "number")
            at = found.end()
    yield from _label_and_unit(item, at, len(item.text), shape)


def _label_and_unit(item: Item, start: int, end: int, shape: Shape) -> Iterator[Item]:
    text = item.text[start:end]
    whole = shape.units and unit_of(text) is not None
    unit = text if whole else _unit_at_end(text) if shape.trailing else ""
    body = end - len(unit)
    if body > start:
        at = start + _second_label(item.text[start:body])
        if at > start:
            yield _piece(item, start, at)
        yield _piece(item, at, body)
    if unit:
        yield _piece(item, body, end, "unit")


def _piece(item: Item, a: int, b: int, kind: Kind = "text") -> Item:
    joined = item.joined or a > 0
    return Item(kind, item.raw[a:b], item.text[a:b], item.position + a, item.block, joined)


def _unit_at_end(text: str) -> str:
    for length in range(min(_LONGEST_UNIT, len(text)), 0, -1):
        if text[-length:] in annex_form().units:
            return text[-length:]
    return ""


def _second_label(text: str) -> int:
    """Where a known label begins behind another, or behind a heading; 0: it is one label."""
    if key_of(text) is not None or len(text) > 80:
        return 0
    for at in range(2, len(text) - 2):
        before = text[:at]
        if key_of(text[at:]) is None:
            continue
        if _HEADING_END.search(before) or key_of(before) or key_of(_without_unit(before)):
            return at
    return 0


def _without_unit(text: str) -> str:
    return text[: len(text) - len(_unit_at_end(text))]
