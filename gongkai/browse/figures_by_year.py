"""Charts of one scope and tier over the years: how requests ended, and what was corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gongkai.browse.figures import (
    LEFT_OUT,
    NONE,
    REPORTS,
    Choice,
    Figure,
    Row,
    Standing,
    bounds_of,
    percent,
    shares_of,
    standing,
)
from gongkai.browse.sums import OUTCOMES, Sum, Sums
from gongkai.browse.wording import OUTCOME, Words

TOTAL = Words("合计", "Total")
REMEDIES = (Words("复议", "Reviews"), Words("诉讼", "Lawsuits"))
REMEDY_HEADS = tuple(
    Words(f"{remedy.zh}：{column.zh}", f"{remedy.en}: {column.en}")
    for remedy in REMEDIES
    for column in (
        *(Words("纠正", "corrected"), Words("审结", "closed"), Words("纠正率", "rate")),
        *(REPORTS, LEFT_OUT),
    )
)


def outcomes(sums: Sums, choice: Choice) -> Figure:
    """Six classes of ``outcome_rates`` in percent of their sum, a bar a year."""
    found = _by_year(sums, choice, "outcomes")
    years = _span(found)
    shares = [shares_of(found[year].values) if year in found else None for year in years]
    rows: list[Row] = []
    for year, share in zip(years, shares, strict=True):
        # A year in which nothing was asked has zeros, and no shares; one without reports nothing.
        cells: Iterable[str] = ["0" if year in found else NONE] * (len(OUTCOMES) + 1)
        if share and year in found:
            values = found[year].values
            cells = [_both(*pair) for pair in zip(values, share, strict=True)]
            cells = [*cells, f"{sum(values):,}"]
        rows.append((_plain(year), (*cells, *_behind(sums, choice, "outcomes", year))))
    series = tuple(OUTCOME[name] for name in OUTCOMES)
    data = tuple(
        tuple(share[at] if share else None for share in shares) for at in range(len(OUTCOMES))
    )
    words = Words("办理结果的构成", "How requests ended, by year")
    return Figure(
        *("outcomes", "shares", words, series, tuple(map(_plain, years)), data),
        (*series, TOTAL, REPORTS, LEFT_OUT),
        tuple(rows),
        (Standing(*standing(sums, choice, "outcomes")),),
        "outcome_rates",
        bounds_of(choice),
    )


def corrections(sums: Sums, choice: Choice) -> Figure:
    """Corrected cases in percent of the closed ones, as ``remedy_rates`` has them."""
    keys = ("review", "litigation")
    found = {key: _by_year(sums, choice, key) for key in keys}
    years = _span({year: True for key in keys for year in found[key]})
    ends = {key: [_closed(found[key].get(year)) for year in years] for key in keys}
    rows = tuple(
        (
            _plain(year),
            tuple(
                cell
                for key in keys
                for cell in (
                    *_corrected(ends[key][at]),
                    *_behind(sums, choice, key, year),
                )
            ),
        )
        for at, year in enumerate(years)
    )
    series = (Words("行政复议纠正率", "Reviews"), Words("行政诉讼纠正率", "Lawsuits"))
    data = tuple(tuple(rate for _, _, rate in ends[key]) for key in keys)
    words = Words("复议和诉讼的纠正率", "Corrected reviews and lawsuits, by year")
    return Figure(
        *("corrections", "lines", words, series, tuple(map(_plain, years)), data),
        *(REMEDY_HEADS, rows),
        tuple(
            Standing(*standing(sums, choice, key), said)
            for key, said in zip(keys, REMEDIES, strict=True)
        ),
        "remedy_rates",
        bounds_of(choice),
    )


def _by_year(sums: Sums, choice: Choice, key: str) -> dict[int, Sum]:
    pair = (choice.scope, choice.tier)
    return {place[2]: one for place, one in sums.added[key].items() if place[:2] == pair}


def _span(years: Mapping[int, object]) -> list[int]:
    """From the first to the last: a year without a report stays empty, and is seen."""
    return list(range(min(years), max(years) + 1)) if years else []


def _behind(sums: Sums, choice: Choice, key: str, year: int) -> tuple[str, str]:
    reports, left_out = standing(sums, choice, key, year)
    return f"{reports:,}", f"{left_out:,}"


def _closed(found: Sum | None) -> tuple[int | None, int | None, float | None]:
    """Corrected, closed, and the rate; a measure has upheld, corrected, other, once or twice."""
    if found is None:
        return None, None, None
    closed, corrected = sum(found.values), sum(found.values[1::3])
    return corrected, closed, 100 * corrected / closed if closed else None


def _corrected(ends: tuple[int | None, int | None, float | None]) -> tuple[str, ...]:
    counts = (NONE if number is None else f"{number:,}" for number in ends[:2])
    return (*counts, percent(ends[2]))


def _both(number: int, share: float) -> str:
    return f"{number:,} ({percent(share)})"


def _plain(year: int) -> Words:
    return Words(str(year), "")
