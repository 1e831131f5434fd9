"""Small stacked bars drawn on the server: inline SVG, told apart by hatching, not by colour.

Only positions are worked out here; the template draws them, and escapes every word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.browse.wording import Words

#: As many hatchings as the template defines.
HATCHINGS = 6
WIDTH, HEIGHT = 360, 204
LEFT, TOP, BOTTOM = 8, 40, 22

Value = int | float | None


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar, in the units of the drawing (``y`` is its upper edge)."""

    hatching: int
    words: Words
    value: int | float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One year; ``total`` is None, and nothing is drawn, where a part is not known."""

    label: str
    x: float
    width: float
    parts: tuple[Part, ...]
    total: int | float | None
    top: float
    break_before: str | None

    @property
    def middle(self) -> float:
        """The horizontal middle of the bar."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of ``WIDTH`` by ``HEIGHT``; ``rows`` is the table behind it."""

    key: str
    words: Words
    unit: str
    series: tuple[Words, ...]
    bars: tuple[Bar, ...]
    rows: tuple[tuple[str, tuple[Value, ...]], ...]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - BOTTOM


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a chart: its values by series; ``form_break`` where its form is another."""

    label: str
    values: tuple[Value, ...]
    form_break: str | None = None


def stacked(
    key: str, words: Words, unit: str, series: Sequence[Words], years: Sequence[Year]
) -> Chart | None:
    """One bar a year, the series stacked from below; None when there is nothing to draw."""
    assert len(series) <= HATCHINGS
    totals = [_total(year) for year in years]
    most = max((total for total in totals if total is not None), default=0)
    if not most:
        return None
    step = (WIDTH - 2 * LEFT) / len(years)
    width = min(44.0, step * 0.62)
    bars = tuple(
        _bar(year, total, series, (LEFT + step * (at + 0.5) - width / 2, width), most)
        for at, (year, total) in enumerate(zip(years, totals, strict=True))
    )
    rows = tuple((year.label, year.values) for year in years)
    return Chart(key, words, unit, tuple(series), bars, rows)


def _total(year: Year) -> int | float | None:
    known = [value for value in year.values if value is not None]
    return sum(known) if len(known) == len(year.values) else None


def _bar(
    year: Year, total: Value, series: Sequence[Words], at: tuple[float, float], most: float
) -> Bar:
    scale = (HEIGHT - TOP - BOTTOM) / most
    y = float(HEIGHT - BOTTOM)
    parts = []
    if total is not None:
        for hatching, (words, value) in enumerate(zip(series, year.values, strict=True)):
            assert value is not None
            if value > 0:
                y -= value * scale
                parts.append(Part(hatching, words, value, round(y, 2), round(value * scale, 2)))
    x, width = (round(number, 2) for number in at)
    return Bar(year.label, x, width, tuple(parts), total, round(y, 2), year.form_break)
