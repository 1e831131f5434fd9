"""What stands behind a label of the v2014 table: units, values, words, told apart.

One indicator a row, its unit between label and value: ``条 1234``, ``条1234``, ``1234条``.
Cells keep their borders; in running text white space does, and glued text has none, so the
number of the next label can stick to a value (``条12`` + ``2.政府网站…``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from parsers.numbers import read_number
from parsers.tables.items import Item

TokenKind = Literal["unit", "value", "dash", "blank", "words", "mark"]
_UNITS = (
    "万元|千元|百元|亿元|元|万条|万件|万次|万篇|万人次|万人|人次|"
    "条|件|次|篇|个|人|份|起|宗|项|场|期|名|家"
)
_UNIT = re.compile(rf"\(?(?:单位[:]?)?({_UNITS})\)?")
_ENDS_IN_UNIT = re.compile(rf"(.*?)({_UNITS})\)?")
_BEGINS_WITH_UNIT = re.compile(rf"({_UNITS})(?=[(一二三四五六七八九其元万]|$)")
_HAN_NUMBER = re.compile("[零〇一二三四五六七八九两十百千]{1,8}")
_TOKEN = re.compile(
    r"(?P<mark>\((?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})\)|[一二三四五六七八九十]{1,2}[、.](?![0-9])"
    r"|[①-⒇㈠-㈩]|其中[:]?)"
    r"|(?P<date>[0-9]{1,4}[年月日时分%:][0-9年月日时分:]{0,16})"
    r"|(?P<value>[¥￥]?(?:约|近)?[+-]?[0-9][0-9,]{0,20}(?:\.[0-9]{1,8})?(?:[亿万千百][0-9]{1,8}){0,3}"
    r"[余多]?[①-⑳*]?"
    r"(?:\((?![一二三四五六七八九十]{1,2}\))[^()]{0,40}[\u4e00-\u9fff][^()]{0,40}\))?)"
    r"|(?P<dash>[-/\\*○〇]+|无(?![\u4e00-\u9fff]))"
    r"|(?P<words>[^0-9\s\\/*-]+)"
    r"|(?P<rest>\s+|.)",
    re.DOTALL,
)
_HAN = re.compile("[\u4e00-\u9fff]")
#: A cell with more text than this is no value, readable or not.
_LONGEST_VALUE = 24


@dataclass(slots=True)
class Token:
    """One thing behind a label. ``raw`` is as printed, ``text`` normalised.

    ``position`` is its place in the stream, ``block`` the block it stands in. ``whole``: it
    fills a table cell. ``opens`` and ``closes``: white space or a cell border stands before
    and behind it.
    """

    kind: TokenKind
    raw: str
    text: str
    position: int
    block: int
    whole: bool
    opens: bool
    closes: bool
    pieces: int = 1

    @property
    def end(self) -> int:
        """Where it ends in the stream, which has no white space."""
        return self.position + len("".join(self.raw.split()))


def unit_in(text: str) -> str | None:
    """The unit that ``text`` is, brackets and 单位: taken off; None when it is none."""
    found = _UNIT.fullmatch(text)
    return found.group(1) if found else None


def tokens(items: Iterable[Item], number: int = 0) -> list[Token]:
    """Every item cut into tokens, the numbers of labels told from values.

    ``number`` is that of the label before them: only the next one can stick to a value.
    """
    found: list[Token] = []
    for item in items:
        if item.whole and (kind := _cell_kind(item.text)):
            found.append(
                Token(
                    kind, item.raw, item.text, item.position, item.block, True, True, True,
                    item.pieces,
                )
            )  # fmt: skip
        else:
            found += _cut(item)
    return _without_guidance(_without_ordinals(found, number + 1))


def _cell_kind(text: str) -> TokenKind | None:
    """What a whole cell is; None: it has to be cut."""
    if not text:
        return "blank"
    if _UNIT.fullmatch(text):
        return "unit"
    if len(text) > _LONGEST_VALUE:
        return None
    if not _HAN.search(text):
        return "dash" if read_number(text).status == "dash" else _if_value(text)
    reading = read_number(text, "amount")
    plain = reading if reading.status != "unreadable" else read_number(text)
    if plain.status == "unreadable":
        return None
    return "dash" if plain.status == "dash" else "value"


def _if_value(text: str) -> TokenKind | None:
    """A cell without Chinese that holds a digit (or a letter for one) is a value."""
    return "value" if re.search("[0-9lIOo]", text) and not text.endswith((".", "、")) else None


def _cut(item: Item) -> Iterator[Token]:
    length = len(item.text)
    for found in _TOKEN.finditer(item.text):
        kind, start, end = found.lastgroup, found.start(), found.end()
        if kind == "rest" and found.group().isspace():
            continue
        # The stream has no white space; a cell's text keeps it.
        place = item.position + len("".join(item.raw[:start].split()))
        opens = (start == 0 and not item.is_tail) or item.text[start - 1 : start].isspace()
        closes = end == length or item.text[end : end + 1].isspace()
        made = Token(
            "words", item.raw[start:end], found.group(), place, item.block, False, opens, closes,
            item.pieces if end - start == length else 1,
        )  # fmt: skip
        if kind == "words":
            yield from _words(made, before_value=_value_follows(item.text, end))
        else:
            named: dict[str | None, TokenKind] = {"mark": "mark", "value": "value", "dash": "dash"}
            made.kind = named.get(kind, "words")
            yield made


def _value_follows(text: str, at: int) -> bool:
    return text[at : at + 1].isdigit() or text[at : at + 1] in ("-", "/")


def _words(token: Token, *, before_value: bool) -> Iterator[Token]:
    """A run of words: a unit, words that end in one (数件), or words."""
    text = token.text
    if _UNIT.fullmatch(text):
        token.kind = "unit"
        yield token
        return
    if _HAN_NUMBER.fullmatch(text) and token.opens and token.closes:
        token.kind = "value"
        yield token
        return
    glued = _BEGINS_WITH_UNIT.match(text)
    cut = glued.end() if glued and not token.opens else 0
    if not cut and before_value and (ended := _ENDS_IN_UNIT.fullmatch(text)):
        cut = ended.end(1)
    parts = [(0, cut), (cut, len(text))] if 0 < cut < len(text) else [(0, len(text))]
    for start, end in parts:
        part = text[start:end]
        yield Token(
            "unit" if _UNIT.fullmatch(part) else "words", token.raw[start:end], part,
            token.position + start, token.block, False,
            token.opens and start == 0, token.closes and end == len(text),
        )  # fmt: skip


def _without_ordinals(found: list[Token], following: int) -> list[Token]:
    """``54.`` before words: the 4 is the number of a label, 5 the value it sticks to.

    ``4、`` only if labels have come to that number: 、 may also belong to a list of words.
    """
    kept: list[Token] = []
    for at, token in enumerate(found):
        follows = found[at + 1] if at + 1 < len(found) else None
        after = found[at + 2].kind if at + 2 < len(found) else None
        is_dotted = token.kind == "value" and not token.whole and _is_dotted(token, follows)
        # "2." before "69" is an amount whose digits came apart.
        if not is_dotted or (follows is not None and len(follows.text) == 1 and after == "value"):
            kept.append(token)
            continue
        digits = token.text
        assert follows is not None
        expected = follows.text[:1] == "." or digits[-1] == str(following)
        if len(digits) > 1 and digits.isdigit() and digits[-1] != "0" and expected:
            token.raw, token.text = token.raw[:-1], digits[:-1]
            kept.append(token)
            following += 1
        elif len(digits) > 1:
            token.raw, token.text = token.raw + follows.raw[0], digits + "."  # no reading
            kept.append(token)
        follows.raw, follows.text = follows.raw[1:], follows.text[1:]
        follows.position += 1
        follows.opens = True
        if not follows.text:
            follows.kind = "mark"
    return [token for token in kept if token.kind != "mark"]


def _without_guidance(found: list[Token]) -> list[Token]:
    """…相同信息计 1 条: that number belongs to the label."""
    kept: list[Token] = []
    skip = 0
    for at, token in enumerate(found):
        if skip:
            skip -= 1
            continue
        kept.append(token)
        if token.kind == "words" and token.text.endswith("计") and at + 1 < len(found):
            is_one = found[at + 1].kind == "value" and found[at + 1].position == token.end
            unit = found[at + 2] if at + 2 < len(found) else None
            skip = is_one + (is_one and unit is not None and unit.kind == "unit")
    return kept


def _is_dotted(token: Token, follows: Token | None) -> bool:
    return (
        follows is not None
        and not token.closes
        and follows.kind == "words"
        and follows.text[:1] in (".", "、")
        and follows.position == token.end
    )
