"""A number as a spreadsheet shows it: ECMA-376 part 1, 18.8.30 and 18.8.31 (number formats).

What a reader sees is what the office published: ``0;-0;;@`` shows no zero, ``0"件"`` a unit.
A format that is not understood, or that hides digits of its number, leaves the mark of an
object, and the cell is told to be unreadable.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from parsers.seen import OBJECT

#: A number format's parts: quoted, escaped, padding, repeated, in brackets, or one sign.
_PART = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)|\[([^\]]*)\]|(.)', re.DOTALL)
_COLOURS = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+|黑色|蓝色|红色|绿色|白色)$",
    re.IGNORECASE,
)
_CORE = re.compile(r"([#0?,]*)(?:\.([#0?]*))?(%?)$")
_CORE_SIGNS = frozenset("#0?,.%@Genralg")
_PLAIN_SIGNS = frozenset("-+()$/: ")
#: Commas behind the digits show thousands of the number.
_SCALED = re.compile(r",(?=\.|%|$)")
#: The part of a format, counted from 0, that is for texts.
_TEXTS = 3
#: What stands for a text in it, or for none.
_WHOLE_TEXT = ("", "@", "General")
#: Spreadsheets keep so many digits; what comes behind them is noise of binary fractions.
_DIGITS = 15
_LARGEST = Decimal(10) ** 15


class _Section(NamedTuple):
    """What is printed before and behind a number, and how the number is."""

    before: str
    core: str
    behind: str


def shown(value: float, code: str) -> str:
    """``value`` as the number format ``code`` shows it."""
    try:
        number = Decimal(f"{value:.{_DIGITS}g}") or Decimal(0)
    except (InvalidOperation, OverflowError, ValueError):  # of more digits than any number
        return OBJECT
    if not number.is_finite() or abs(number) >= _LARGEST:
        return OBJECT
    sections = _sections(code or "General")
    section = _chosen(sections, number)
    if section is None:
        return _general(number) + OBJECT
    # With a section of its own a negative number loses its sign to what that section prints.
    own_sign = number < 0 and len(sections) > 1
    return _printed(abs(number) if own_sign else number, section)


def shown_text(text: str, code: str | None) -> str:
    """A text as the number format ``code`` shows it: its fourth part, or the last with ``@``."""
    if not code or code in ("General", "@") or ("@" not in code and code.count(";") < _TEXTS):
        return text
    sections = _sections(code)
    section = sections[_TEXTS] if len(sections) > _TEXTS else sections[-1]
    if section is None or (len(sections) > _TEXTS and section.core not in _WHOLE_TEXT):
        return text + OBJECT if any(map(str.isdecimal, text)) else text
    if section.core not in _WHOLE_TEXT[1:]:
        return section.before if len(sections) > _TEXTS else text
    return section.before + text + section.behind


def _chosen(sections: tuple[_Section | None, ...], number: Decimal) -> _Section | None:
    if number < 0 and len(sections) > 1:
        return sections[1]
    if number == 0 and len(sections) > 2:
        return sections[2]
    return sections[0]


def _printed(number: Decimal, section: _Section) -> str:
    before, core, behind = section
    if core in ("General", "@"):
        return f"{before}{_general(number)}{behind}"
    if not core:
        return before + behind
    form = _CORE.match(core)
    assert form is not None  # _section looks
    whole, decimals, percent = form[1], form[2] or "", form[3]
    exact = number * 100 if percent else number
    rounded = exact.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    # What is rounded away for the eye is no reading of the cell.
    doubt = OBJECT if rounded != exact else ""
    return f"{before}{_digits(rounded, whole, decimals)}{percent}{behind}{doubt}"


def _digits(number: Decimal, whole: str, decimals: str) -> str:
    left, _, right = f"{abs(number):f}".partition(".")
    left = left.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        left = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", left)
    while right.endswith("0") and decimals[len(right) - 1] != "0":
        right = right[:-1]
    sign = "-" if number < 0 else ""
    return f"{sign}{left}.{right}" if right else f"{sign}{left}"


def _general(number: Decimal) -> str:
    """All its digits: a cell as wide as they are shows them."""
    return f"{number:f}".rstrip("0").rstrip(".") if number % 1 else f"{number.to_integral():f}"


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Section | None, ...]:
    """The sections of a format; None for one that is not understood."""
    parts: list[list[tuple[str, str]]] = [[]]
    for found in _PART.finditer(code):
        quoted, escaped, pad, fill, bracket, sign = found.groups()
        if sign == ";":
            parts.append([])
        elif quoted is not None or escaped is not None:
            parts[-1].append(("text", quoted if quoted is not None else escaped))
        elif bracket is not None:
            parts[-1].append(("bracket", bracket))
        elif pad is None and fill is None:
            parts[-1].append(("sign", sign))
    return tuple(map(_section, parts))


def _section(parts: list[tuple[str, str]]) -> _Section | None:
    before, core, behind = "", "", ""
    for kind, text in parts:
        said = _said(kind, text)
        if said is None:
            if behind.strip() or kind != "sign" or text not in _CORE_SIGNS:
                return None  # a text between digits, a condition, Chinese numerals, a date
            core += text
        elif core:
            behind += said
        else:
            before += said
    if core.lower() == "general":
        return _Section(before, "General", behind)
    if core == "@" or (_CORE.match(core) and not _SCALED.search(core)):
        return _Section(before, core, behind)
    return None


def _said(kind: str, text: str) -> str | None:
    """What a part of a format prints as it is; None for what stands for the number."""
    if kind == "bracket":
        if text.startswith("$"):
            return text[1:].partition("-")[0]
        return "" if _COLOURS.match(text) else None
    is_plain = kind == "text" or text in _PLAIN_SIGNS or not text.isascii()
    return text if is_plain else None
