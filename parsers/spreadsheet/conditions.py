"""Conditional formats that may take a figure out of sight. ECMA-376 part 1, 18.3.1.18.

Most colour what stays readable, and do no harm. Of those that would hide a figure, conditions on
the cell's own value are worked out; any other leaves a doubt.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from parsers.contrast import Rgb, is_lost
from parsers.spreadsheet.looks import Look, doubted
from parsers.spreadsheet.palette import Palette
from parsers.spreadsheet.places import Area, Place, area_of, cell_name, is_in
from parsers.unreadable import Unreadable

#: Cells times areas of conditions: so many questions take no time that anyone would notice.
_MOST_ASKED = 3_000_000
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_COMPARED = re.compile(r"([A-Z]{1,3}[0-9]{1,7})(>=|<=|<>|=|>|<)(.+)")
_ERROR = re.compile(r"IS(?:ERROR|ERR|NA|BLANK)\(([A-Z]{1,3}[0-9]{1,7})\)")
_SIGNS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_OPERATORS = {
    "equal": "=",
    "notEqual": "<>",
    "greaterThan": ">",
    "greaterThanOrEqual": ">=",
    "lessThan": "<",
    "lessThanOrEqual": "<=",
}
#: What a cell with a figure is, and is not.
_KINDS = {
    "containsErrors": False,
    "containsBlanks": False,
    "notContainsErrors": True,
    "notContainsBlanks": True,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """Where a rule holds, what it asks, and what it does: ``changes`` what is printed, or sets
    ``ink`` and ``ground``.
    """

    areas: Sequence[Area]
    kind: str
    operator: str
    formulas: Sequence[str]
    ink: Rgb | None = None
    ground: Rgb | None = None
    changes: bool = False

    def hides(self, place: Place, value: object, look: Look) -> bool:
        """Whether the rule takes the figure of a cell out of sight, or may."""
        is_harmful = self.changes or is_lost(self.ink or look.ink, self.ground or look.ground)
        if not is_harmful or not any(is_in(place, area) for area in self.areas):
            return False
        return self._is_met(value) is not False

    def _is_met(self, value: object) -> bool | None:
        """None: nobody worked it out."""
        if self.kind in _KINDS:
            return _KINDS[self.kind]
        if isinstance(value, bool) or not isinstance(value, int | float) or not self.formulas:
            return None
        first = self.formulas[0].replace(" ", "")
        if self.kind == "cellIs":
            return _compared(value, _OPERATORS.get(self.operator, ""), first)
        own = self._own()
        if (asked := _ERROR.fullmatch(first)) and asked[1] == own:
            return False
        if (asked := _COMPARED.fullmatch(first)) and asked[1] == own:
            return _compared(value, asked[2], asked[3])
        return None

    def _own(self) -> str:
        """What a formula calls the cell that it is asked of: the first of all."""
        top, left = min(area[0] for area in self.areas), min(area[2] for area in self.areas)
        return cell_name(top, left)


class Rules:
    """The rules of a sheet, asked within bounds."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self._areas = sum(len(rule.areas) for rule in rules)
        self._asked = 0

    def told(self, text: str, place: Place, value: object, look: Look) -> str:
        """What a cell shows, with the mark of an object where a rule may hide its digits."""
        if not text or not self.rules:
            return text
        self._asked += self._areas
        if self._asked > _MOST_ASKED:
            raise Unreadable("oversized", "more conditional formats than any report has")
        is_hidden = any(rule.hides(place, value, look) for rule in self.rules)
        return doubted(text, text) if is_hidden else text


def rules_of(sheet: etree._Element, dxfs: Sequence[etree._Element], palette: Palette) -> list[Rule]:
    """The rules of a sheet that change more than a border or a weight."""
    found: list[Rule] = []
    for part in sheet.iter("{*}conditionalFormatting"):
        said = part.get("sqref") or part.findtext("{*}sqref") or ""
        areas = [area for ref in said.split() if (area := area_of(ref)) is not None]
        for node in part.iterchildren("{*}cfRule"):
            rule = _rule(node, areas, dxfs, palette)
            if areas and (rule.changes or rule.ink or rule.ground):
                found.append(rule)
    return found


def _rule(
    node: etree._Element, areas: Sequence[Area], dxfs: Sequence[etree._Element], palette: Palette
) -> Rule:
    formulas = [one.text or "" for one in node.iterchildren("{*}formula", "{*}f")]
    inner = node.find("{*}dxf")
    number = node.get("dxfId") or ""
    if inner is None and number.isdecimal() and len(number) < 6 and int(number) < len(dxfs):
        inner = dxfs[int(number)]
    shows_none = any(one.get("showValue") in ("0", "false") for one in node)
    ink, ground, changes = _effect(inner, palette) if inner is not None else (None, None, False)
    kind, sign = node.get("type") or "", node.get("operator") or ""
    return Rule(areas, kind, sign, formulas, ink, ground, changes or shows_none)


def _effect(dxf: etree._Element, palette: Palette) -> tuple[Rgb | None, Rgb | None, bool]:
    strike = dxf.find("{*}font/{*}strike")
    is_struck = strike is not None and strike.get("val") not in ("0", "false")
    ink = palette.of_node(dxf.find("{*}font/{*}color"))
    fill = dxf.find("{*}fill/{*}patternFill")
    is_solid = fill is not None and fill.get("patternType") in (None, "solid")
    # Here a solid ground has the colour of the background.
    ground = palette.of_node(fill.find("{*}bgColor")) if fill is not None and is_solid else None
    return ink, ground, is_struck or dxf.find("{*}numFmt") is not None


def _compared(value: float, sign: str, other: str) -> bool | None:
    if sign not in _SIGNS or not _NUMBER.fullmatch(other):
        return None
    return _SIGNS[sign](Decimal(str(value)), Decimal(other))
