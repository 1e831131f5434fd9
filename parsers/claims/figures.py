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
        loose = bool(match["about"] or match["more"] or match["wan"] or match["digits"] is None)
        value = _value(match)
        exact_han = match["han"] is not None and not (match["about"] or match["more"])
        rounded = exact_han and match["han"].endswith(("百", "千", "万"))
        approximate = loose and (not exact_han or rounded)
        found.append(Figure(value, approximate, match["unit"], match.start(), match.end()))
        if len(found) == most:
            break
    return found


def _value(match: re.Match[str]) -> Number | None:
    if match["han"] is not None:
        return han_number(match["han"])
    number = Decimal(match["digits"].replace(",", ""))
    if match["wan"]:
        number *= 10_000
    return int(number) if number == number.to_integral_value() else float(number)
