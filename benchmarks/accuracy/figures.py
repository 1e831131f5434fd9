"""Random figures that satisfy the official identities of tables 3 and 4."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from benchmarks.accuracy import labels
from benchmarks.accuracy.model import Place

Figures = dict[Place, int | Decimal]

SIZES = ("small", "middle", "big")
SPAN = {"small": (0, 12), "middle": (20, 700), "big": (1000, 9000)}
PEOPLE_WEIGHTS = (85, 6, 1, 2, 2, 4)


@dataclass(frozen=True, slots=True)
class Office:
    """How large an office is, and so how large its numbers are."""

    form: str
    size: str

    def amount(self, rng: random.Random) -> int:
        """How many requests it handled; a small office often none."""
        if self.size == "small" and rng.random() < 0.3:
            return 0
        return rng.randint(*SPAN[self.size])


def draw(rng: random.Random, office: Office) -> Figures:
    """Every cell of the form, with T3-ROW, T3-TOT, T3-BAL and T4-SUM holding."""
    return {**disclosure(rng, office), **requests(rng, office), **review(rng, office)}


def requests(rng: random.Random, office: Office) -> Figures:
    columns = labels.request_columns()[:-1]
    items = labels.item_rows(office.form)
    weights = [rng.choice((0, 1, 1, 2, 5, 9)) + (20 if key == "granted" else 0) for key in items]
    cases = office.amount(rng)
    drawn = Counter(
        zip(
            rng.choices(items, weights, k=cases),
            rng.choices(columns, PEOPLE_WEIGHTS, k=cases),
            strict=True,
        )
    )
    table = {row: {column: drawn[row, column] for column in columns} for row in items}
    done = {column: sum(table[row][column] for row in items) for column in columns}
    left = {column: _some(rng, done[column] // 8 + 1) for column in columns}
    before = {column: _some(rng, min(done[column] + left[column], 60)) for column in columns}
    table["total_processed"], table["carried_forward"], table["carried_over"] = done, left, before
    table["received"] = {column: done[column] + left[column] - before[column] for column in columns}
    return {
        Place("requests", row, column): value
        for row, cells in table.items()
        for column, value in {**cells, "total": sum(cells.values())}.items()
    }


def review(rng: random.Random, office: Office) -> Figures:
    top = {"small": 2, "middle": 40, "big": 400}[office.size]
    figures: Figures = {}
    for group in labels.review_groups():
        *parts, total = labels.review_columns()
        values = [_some(rng, top) for _ in parts]
        figures |= {
            Place("review_litigation", group, part): value
            for part, value in zip(parts, values, strict=True)
        }
        figures[Place("review_litigation", group, total)] = sum(values)
    return figures


def disclosure(rng: random.Random, office: Office) -> Figures:
    figures: Figures = {}
    for block in labels.labels()["forms"][office.form]["disclosure"]:
        for row in block["rows"]:
            for column in block["columns"]:
                place = Place("disclosure", row["key"], column["key"])
                figures[place] = _disclosed(rng, office, column["kind"])
    return figures


def _disclosed(rng: random.Random, office: Office, kind: str) -> int | Decimal:
    top = {"small": 6, "middle": 400, "big": 5_000_000}[office.size]
    value = _some(rng, rng.choice((5, 60, top)))
    if kind == "signed":
        return _some(rng, 40) * rng.choice((1, -1))
    if kind == "amount" and value:
        return value + Decimal(rng.randint(0, 10**6 - 1)).scaleb(-6).quantize(
            Decimal(1).scaleb(-rng.choice((0, 1, 2, 4, 6)))
        )
    return value


def _some(rng: random.Random, top: int) -> int:
    """Up to ``top``, and nothing half of the time."""
    return 0 if rng.random() < 0.5 else rng.randint(0, max(top, 0))


def plant(rng: random.Random, figures: Figures) -> Place:
    """Print one cell of table 3 or 4 wrongly, as offices do; returns which."""
    table = rng.choice(("requests", "requests", "review_litigation"))
    place = rng.choice([place for place in figures if place.table == table])
    value = int(figures[place])
    wrong = {value + 1, value + rng.randint(2, 30), value * 10 + 1, max(value - 1, 0)} - {value}
    figures[place] = rng.choice(sorted(wrong))
    return place
