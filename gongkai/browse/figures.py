"""A chart of ``/charts/``: what is drawn, the table that says the same, and what is chosen.

Only numbers and words are made ready; ``static/charts.js`` draws them, and without it the table
is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongkai.browse.sums import Place, Sums
from gongkai.browse.wording import Words

Number = int | float | None
#: A label, and what stands beside it.
Row = tuple[Words, tuple[str, ...]]

NONE = "—"
REPORTS = Words("报告（份）", "Reports")
LEFT_OUT = Words("未列入（份）", "Left out")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is charted, and what could be; ``pairs`` with their number of reports."""

    scope: str
    tier: str
    year: int
    pairs: Mapping[tuple[str, str], int]
    years: Sequence[int]


@dataclass(frozen=True, slots=True)
class Standing:
    """So many reports are behind a chart, or behind what ``words`` name; the others that could
    be have no usable number."""

    reports: int
    left_out: int
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """``kind`` is ``shares``, ``lines`` or ``bars``; ``data`` has a line of numbers a series.

    Shares and rates are in percent, None where there is none. ``standing`` says of how many
    reports it speaks, or each of its series does. ``view`` and ``bounds`` lead to the reports.
    """

    key: str
    kind: str
    words: Words
    series: tuple[Words, ...]
    labels: tuple[Words, ...]
    data: tuple[tuple[Number, ...], ...]
    heads: tuple[Words, ...]
    rows: tuple[Row, ...]
    standing: tuple[Standing, ...]
    view: str
    bounds: Mapping[str, str | int]

    @property
    def is_drawn(self) -> bool:
        """Whether there is a number to draw: of shares a zero is none."""
        return any(value is not None for line in self.data for value in line)


def choose(sums: Sums, of: str | None, year: str | None) -> Choice | None:
    """What was asked for; what was not, or is not there, is chosen: the most, the newest.

    ``of`` is ``SCOPE/TIER``. None for an archive in which nothing can be added.
    """
    pairs = sums.pairs()
    if not pairs:
        return None
    asked = tuple((of or "").split("/"))
    scope, tier = next((pair for pair in pairs if pair == asked), next(iter(pairs)))
    years = sums.years(scope, tier)
    at = next((one for one in years if str(one) == year), years[0])
    return Choice(scope, tier, at, pairs, years)


def standing(sums: Sums, choice: Choice, key: str, year: int | None = None) -> tuple[int, int]:
    """Reports behind the measure, and those left out of it, of one year or of all."""
    pair = (choice.scope, choice.tier)

    def count(counts: Mapping[Place, int]) -> int:
        return sum(n for at, n in counts.items() if at[:2] == pair and year in (None, at[2]))

    reports = count({at: found.reports for at, found in sums.added[key].items()})
    return reports, count(sums.held) - reports


def shares_of(values: Sequence[int]) -> tuple[float, ...] | None:
    """In percent of their sum; None where that is 0."""
    total = sum(values)
    return tuple(100 * value / total for value in values) if total else None


def percent(share: float | None) -> str:
    """As a table prints it."""
    return NONE if share is None else f"{share:.1f}%"


def bounds_of(choice: Choice, year: int | None = None) -> dict[str, str | int]:
    """The conditions under which a view lists the reports of the choice."""
    tier = {"tier__isnull": 1} if choice.tier == "unknown" else {"tier__exact": choice.tier}
    at = {} if year is None else {"year__exact": year}
    return {"scope__exact": choice.scope, **tier, **at}
