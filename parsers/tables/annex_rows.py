"""A local annex while it is read: its rows, what one of its cells says, which rows count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from parsers.forms.annex import annex_form, core_of, key_of, unit_of
from parsers.normalise import matchable
from parsers.numbers import read_number
from parsers.report import Number, Problem
from parsers.tables.grid import Cell

THIS_YEAR, CUMULATIVE = "this_year", "cumulative"
#: Columns that hold numbers, by the kinds of ``annex_v2008.json``.
NUMERIC = frozenset(
    ("year_to_date", "cumulative", "period", "part_year", "previous", "this_year", "value")
)
_PLAIN = re.compile(r"([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]{1,6}))?([^0-9,.]{0,3})")
_BRACKET = re.compile(r"\(([^()]{1,4})\)$")
_HAN = re.compile("[\u4e00-\u9fff]")
_LONGEST_LABEL = 80
_LONGEST_NUMBER = 24
_PART = re.compile(r"\(?[一二三四五六七八九十]{1,3}[)、.]")
#: What stands under an annex and has a number beside it all the same.
_FOOTER = re.compile(
    r"(?:填报|填表|制表|审核|审批|报送|单位负责|负责人|联系|电话|传真电话|注[::]|备注|说明|附注|发布|浏览|"
    r"访问|点击数|点击率|点击[::]|来源|版权|主办|承办|邮编|日期|时间|网站标识|上一[篇条]|下一[篇条])"
)
_FEWEST, _FEWEST_IN_REPORT = 4, 2


@dataclass(slots=True)
class AnnexLine:
    """One row: label and unit as printed, and a cell for each value column there is."""

    label: str
    unit: str | None
    position: int
    cells: dict[str, Cell] = field(default_factory=dict)

    @property
    def key(self) -> str | None:
        """The key of a known label."""
        return key_of(self.label)

    def value(self, column: str) -> Number | None:
        """The number in a column; None where there is none."""
        cell = self.cells.get(column)
        return cell.value if cell else None


@dataclass(slots=True)
class AnnexReading:
    """Every row of a page's annexes, and the stretches of the stream that they occupy."""

    lines: list[AnnexLine] = field(default_factory=list)
    extents: list[tuple[int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Roles:
    """Which printed column is which field.

    ``this_year`` and ``cumulative`` are indexes into the kinds of the header; -1: there
    is no such column; -2: several columns claim it, or it is another year's, so that none may
    be read.
    """

    this_year: int
    cumulative: int
    note: str | None = None
    year_note: str | None = None

    @property
    def readable(self) -> bool:
        """Whether there is any value column."""
        return self.this_year != -1 or self.cumulative != -1


def roles_of(kinds: Sequence[str | None], headers: Sequence[str], year: int | None) -> Roles:
    """Decide by the header's wording which column is this year's and which cumulative.

    本年累计 is this year's figure where it stands alone or beside 历年累计. Beside 本期实际 (the
    coded annex of 35 rows) the two are what the domain reference calls this year's and the
    cumulative value, and a problem says so.
    """
    places: dict[str, list[int]] = {}
    for at, kind in enumerate(kinds):
        if kind is not None:
            places.setdefault(kind, []).append(at)
    to_date, total = places.get("year_to_date", []), places.get("cumulative", [])
    now, period = places.get("this_year", []), places.get("period", [])
    note = None
    if period and not now:
        if to_date and not total:
            note = (
                f"“{headers[period[0]]}” filed as this_year, “{headers[to_date[0]]}” as cumulative"
            )
            now, total = period, to_date
        elif not to_date:
            now = period
    if to_date and not now:
        now = to_date
    if len(now) > 1 and year is not None:
        named = [at for at in now if str(year) in headers[at]]
        now = named if len(named) == 1 else now
    if not now and not to_date and "part_year" not in places:
        now = places.get("value", [])
    return _of_year(Roles(_only(now), _only(total), note), headers, year)


def _of_year(roles: Roles, headers: Sequence[str], year: int | None) -> Roles:
    """The roles without a column that its header says is another year's."""
    columns = {THIS_YEAR: roles.this_year, CUMULATIVE: roles.cumulative}
    for name, at in columns.items():
        if year is None or at < 0 or "以来" in headers[at]:
            continue
        years = re.findall(r"(?<![0-9])20[0-9]{2}(?=年)", matchable(headers[at]))
        if years and str(year) not in years:
            note = f"“{headers[at]}” is not of {year}, the year reported on"
            if name == THIS_YEAR:
                roles = replace(roles, this_year=-2, year_note=note)
            else:
                roles = replace(roles, cumulative=-2, year_note=note)
    return roles


def _only(places: Sequence[int]) -> int:
    return -1 if not places else places[0] if len(places) == 1 else -2


def figure(raw: str, unit: str | None, position: int, pieces: int = 1) -> Cell:
    """One value cell: a count, or an amount in the row's own unit."""
    reading = read_number(raw)
    status, value = reading.status, reading.value
    text = matchable(raw).strip()
    odd = status == "unreadable" and len(text) <= _LONGEST_NUMBER
    found = _PLAIN.fullmatch(text) if odd else None
    if found is not None and found.group(3) in ("", unit):
        value, status = _number(found.group(1), found.group(2)), None
    if value is not None and value < 0:
        value, status = None, "unreadable"  # nothing here counts below zero
    if status is None and pieces > 1 and len(raw.strip()) > 1:
        status = "merged"
    return Cell(value, status, raw.strip(), position)


def _number(whole: str, fraction: str | None) -> Number:
    number = Decimal(f"{whole.replace(',', '')}.{fraction or 0}")
    return int(number) if number == number.to_integral_value() else float(number)


def unread(raw: str, position: int) -> Cell:
    """A cell that nobody can read."""
    return Cell(None, "ambiguous", raw, position)


def tidy(label: str) -> tuple[str, str | None]:
    """A label without white space at its ends and inside, and the unit that it may carry."""
    text = "".join(label.split())
    found = _BRACKET.search(matchable(text))
    return text, unit_of(found.group(1)) if found else None


def is_label(text: str) -> bool:
    """Whether a cell or word can be a row's label."""
    shown = "".join(matchable(text).split())
    return bool(_HAN.search(shown)) and 2 <= len(shown) <= _LONGEST_LABEL and bool(core_of(shown))


def is_heading(label: str) -> bool:
    """Whether a label is numbered like a part (一、) and is no known row."""
    return _PART.match(matchable(label)) is not None and key_of(label) is None


def is_footer(text: str) -> bool:
    """Whether a text stands under an annex, not in it."""
    return _FOOTER.match("".join(matchable(text).split()).lstrip("(*※")) is not None


def belongs(lines: Iterable[AnnexLine], *, in_report: bool) -> bool:
    """Whether rows are statistics of disclosure: known labels, and the subject throughout."""
    rows = list(lines)
    known = {core_of(line.label) for line in rows if line.key}
    subject = sum(bool(line.key or annex_form().subject.search(line.label)) for line in rows)
    enough = len(known) >= (_FEWEST_IN_REPORT if in_report else _FEWEST)
    return enough and subject * 2 >= len(rows)
