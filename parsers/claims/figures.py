"""Numbers in running text: 3件, １２份, 1,234件, 十二件, 1.2万件, 30余件, 约30件."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from parsers.claims.patterns import WORDS
from parsers.numbers import han_number
from parsers.report import Number

_AFTER = "余多几来"
_BEFORE = r"(?:大约|约|近|将近|逾|超过|超|不少于|至少)"
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,9}(?![0-9,])(?:\.[0-9]{1,4})?"
_HAN = "[零〇一二三四五六七八九两十百千万]{1,9}"
_FIGURE = re.compile(
    rf"(?P<about>{_BEFORE})?(?<![0-9.第每])(?:(?P<digits>{_DIGITS})(?P<wan>万)?|(?P<han>{_HAN}))"
    rf"(?P<more>[{_AFTER}])?(?P<unit>[{WORDS['units']}]|人次|万元|亿元|元|篇|批|人|家|户|场|期|名)"
)
_NUMERAL = re.compile("[0-9零〇一二三四五六七八九两十百千万]")
_COUNTED = frozenset(WORDS["units"])


class Figure(NamedTuple):
    """A number with its unit at ``[start, end)`` of a clause; ``value`` None: not to be read."""

    value: Number | None
    approximate: bool
    unit: str
    start: int
    end: int

    @property
    def counts(self) -> bool:
        """Whether the unit is one that requests and cases are counted in."""
        return self.unit in _COUNTED


def figures_in(text: str, most: int = 12) -> list[Figure]:
    """The numbers of a clause in order, at most ``most``."""
    found: list[Figure] = []
    if not _NUMERAL.search(text):
        return found
    for match in _FIGURE.finditer(text):
        about, digits, wan, han, more, unit = match.groups()
        loose = bool(about or more or wan or digits is None)
        value = _value(digits, wan) if han is None else han_number(han)
        exact_han = han is not None and not (about or more)
        rounded = exact_han and han.endswith(("百", "千", "万"))
        approximate = loose and (not exact_han or rounded)
        found.append(Figure(value, approximate, unit, *match.span()))
        if len(found) == most:
            break
    return found


def _value(digits: str, wan: str | None) -> Number:
    if digits.isdecimal() and not wan:
        return int(digits)
    number = Decimal(digits.replace(",", ""))
    if wan:
        number *= 10_000
    return int(number) if number == number.to_integral_value() else float(number)
