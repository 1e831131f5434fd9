"""One error of a kind that officials make, put into a clean draft.

A way that cannot be an error in a given draft (two rows that are alike, a carry-over that did
not change) gives None, and another report takes its place. Whether anybody could see the error
is not asked here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from benchmarks.accuracy import labels, statistics
from benchmarks.accuracy.figures import Figures
from benchmarks.accuracy.model import Place
from benchmarks.checking import bodies
from benchmarks.checking.model import Draft, Kind, Planted

Way = Callable[[random.Random, Draft], Draft | None]
_OVER, _FORWARD = "carried_over", "carried_forward"
_TEN_THOUSAND = 10_000


def plant(draft: Draft, kind: Kind) -> Draft | None:
    """The draft with an error of that kind; None where this one has no room for it."""
    rng = random.Random(f"planted:{kind}:{draft.seed}")
    ways = list(WAYS[kind].items())
    rng.shuffle(ways)
    for name, way in ways:
        changed = way(rng, draft)
        if changed is not None:
            assert changed.planted is not None
            return replace(changed, planted=replace(changed.planted, kind=kind, way=name))
    return None


def _done(draft: Draft, *places: Place, **changes: object) -> Draft:
    return replace(draft, planted=Planted("cell", "", places), **changes)  # type: ignore[arg-type]


def _with(draft: Draft, changed: Figures) -> Draft:
    return _done(draft, *changed, figures={**draft.figures, **changed})


def _table(draft: Draft, table: str) -> list[Place]:
    return [place for place in draft.figures if place.table == table]


# One wrong cell


def _wrong_in(table: str) -> Way:
    def way(rng: random.Random, draft: Draft) -> Draft | None:
        places = [p for p in _table(draft, table) if draft.figures[p] == int(draft.figures[p])]
        # Who types a number wrongly types one: most slips are in cells that hold some.
        filled = [place for place in places if draft.figures[place]]
        pool = filled if filled and rng.random() < 0.8 else places
        if not pool:
            return None
        place = rng.choice(pool)
        return _with(draft, {place: _slip(rng, int(draft.figures[place]))})

    return way


def _slip(rng: random.Random, value: int) -> int:
    """A digit changed, left out, doubled, or two of them exchanged."""
    digits = list(str(abs(value)))
    at = rng.randrange(len(digits))
    changed = [*digits[:at], rng.choice("0123456789"), *digits[at + 1 :]]
    doubled = [*digits[: at + 1], *digits[at:]]
    shorter = digits[:at] + digits[at + 1 :] or ["0"]
    turned = [*digits[:at], *reversed(digits[at : at + 2]), *digits[at + 2 :]]
    options = [int("".join(one)) for one in (changed, doubled, shorter, turned)]
    rng.shuffle(options)
    sign = -1 if value < 0 else 1
    return sign * next((one for one in options if one != abs(value)), abs(value) + 1)


# Two rows exchanged


def _labels_too(rng: random.Random, draft: Draft) -> Draft | None:
    """Rows of one group, as they are printed: table 4 has one row only."""
    one, other = rng.choice(list(_pairs(draft, whole=False)))
    return _done(draft, one, other, swapped=(one, other))


def _figures_alone(rng: random.Random, draft: Draft) -> Draft | None:
    """Under labels that stay; only where the two differ."""
    options = []
    for one, other in _pairs(draft, whole=True):
        columns = [p.column for p in draft.figures if p[:2] == one[:2]]
        changed: Figures = {}
        for column in columns:
            a, b = one._replace(column=column), other._replace(column=column)
            changed |= {a: draft.figures[b], b: draft.figures[a]}
        if any(draft.figures[place] != value for place, value in changed.items()):
            options.append(changed)
    return _with(draft, rng.choice(options)) if options else None


def _pairs(draft: Draft, *, whole: bool) -> Iterator[tuple[Place, Place]]:
    """Rows that stand one under the other with the same columns; ``whole``: of two groups, too,
    and the groups of table 4."""
    if draft.era == "v2014":
        rows = [row["key"] for row in statistics.data()["rows"]]
        rows = [row for row in rows if row] if whole else rows
        yield from _neighbours("statistics", statistics.COLUMN, rows)
        return
    for block in labels.labels()["forms"][draft.era]["disclosure"]:
        keys = [row["key"] for row in block["rows"]]
        yield from _neighbours("disclosure", block["columns"][0]["key"], keys)
    spec = labels.labels()["forms"][draft.era]["requests"]
    for one, other in pairwise(spec):
        if whole or one["within"] == other["within"]:
            yield from _neighbours("requests", "total", [one["key"], other["key"]])
    if whole:
        yield from _neighbours("review_litigation", "total", labels.review_groups())


def _neighbours(
    table: str, column: str, keys: Sequence[str | None]
) -> Iterator[tuple[Place, Place]]:
    for one, other in pairwise(keys):
        if one and other:
            yield Place(table, one, column), Place(table, other, column)


# A wrong year


def _title(rng: random.Random, draft: Draft) -> Draft:
    return _done(draft, title_year=draft.year - 1)


def _period(rng: random.Random, draft: Draft) -> Draft:
    start, end = draft.period
    return _done(
        draft, period=rng.choice(((start - 1, end - 1), (start - 1, end), (start, end - 1)))
    )


def _overview(rng: random.Random, draft: Draft) -> Draft:
    return _done(draft, overview_year=draft.year - 1)


def _sentence(rng: random.Random, draft: Draft) -> Draft | None:
    """Last year's sentence with this year's figures."""
    dated = [one for one in draft.overview if "{year}" in one.text]
    if not dated or not any(number for _, number in dated[0].claims):
        return None
    return _done(draft, sentence_year=draft.year - 1)


# A wrong unit, or another unit's report


def _money(rng: random.Random, draft: Draft) -> Draft | None:
    """元 where the form says 万元."""
    places = [place for place in draft.figures if place.column == "amount"]
    if not places or not draft.figures[places[0]]:
        return None
    place = places[0]
    return _with(draft, {place: Decimal(draft.figures[place]) * _TEN_THOUSAND})


def _in_ten_thousands(rng: random.Random, draft: Draft) -> Draft | None:
    """万件 where the form says 件."""
    large = [
        place
        for place, value in draft.figures.items()
        if value >= _TEN_THOUSAND and place.column != "amount"
    ]
    if not large:
        return None
    place = rng.choice(large)
    value = (Decimal(draft.figures[place]) / _TEN_THOUSAND).quantize(Decimal("0.01"))
    return _with(draft, {place: value})


def _another_body(rng: random.Random, draft: Draft) -> Draft:
    """The introduction is that of the report that served as a template."""
    return _done(draft, named=bodies.another(rng, draft.body).name)


# A carry-over that is last year's


def _carried(draft: Draft) -> Figures | None:
    """Last year's row 上年结转 in this year's place; None where it is the same."""
    stale: Figures = {}
    for column in labels.request_columns():
        past = draft.before.get(Place("requests", _OVER, column))
        if past is None:
            return None
        stale[Place("requests", _OVER, column)] = past
    return stale if any(draft.figures[p] != value for p, value in stale.items()) else None


def _copied_row(rng: random.Random, draft: Draft) -> Draft | None:
    stale = _carried(draft)
    return _with(draft, stale) if stale else None


def _forced_row(rng: random.Random, draft: Draft) -> Draft | None:
    """The sums made to hold again, by what is said to have come in."""
    stale = _carried(draft)
    if stale is None:
        return None
    forced = dict(stale)
    for place, past in stale.items():
        new = place._replace(row="received")
        forced[new] = draft.figures[new] + draft.figures[place] - past
    if any(value < 0 for value in forced.values()):
        return None
    changed = _with(draft, forced)
    return replace(changed, planted=Planted("carry", "", tuple(stale)))


def _copied_table(rng: random.Random, draft: Draft) -> Draft | None:
    old = {p: v for p, v in draft.before.items() if p.table == "requests"}
    same_form = old.keys() == set(_table(draft, "requests"))
    if not same_form or all(draft.figures[p] == v for p, v in old.items()):
        return None
    changed = _with(draft, old)
    return replace(changed, planted=Planted("carry", "", (Place("requests", _OVER, "total"),)))


WAYS: dict[Kind, dict[str, Way]] = {
    "cell": {
        "table 2": _wrong_in("disclosure"),
        "table 3": _wrong_in("requests"),
        "table 4": _wrong_in("review_litigation"),
        "table of 2014": _wrong_in("statistics"),
    },
    "rows": {"with their labels": _labels_too, "figures alone": _figures_alone},
    "year": {"title": _title, "period": _period, "part one": _overview, "a sentence": _sentence},
    "unit": {
        "元 for 万元": _money,
        "万件 for 件": _in_ten_thousands,
        "another body": _another_body,
    },
    "carry": {
        "row copied": _copied_row,
        "row copied, sums forced": _forced_row,
        "table copied": _copied_table,
    },
}
