"""Figures of one body over two years, with every identity within and between them holding."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal

from benchmarks.accuracy import labels
from benchmarks.accuracy.figures import PEOPLE_WEIGHTS, Figures
from benchmarks.accuracy.model import Place
from benchmarks.checking.bodies import Body

_ITEMS = ("licences", "other_external_services", "penalties", "administrative_compulsion", "fees")
_DOCUMENTS = ("rules", "normative_documents")


def draw(rng: random.Random, body: Body, form: str, before: Figures) -> Figures:
    """Every cell of the form; ``before`` are last year's, or none."""
    return {
        **requests(rng, body, form, before),
        **remedies(rng, body, before),
        **(documents(rng, body, before) if form == "v2021" else items(rng, body, before)),
    }


def requests(rng: random.Random, body: Body, form: str, before: Figures) -> Figures:
    """Table 3: what was carried over and what came in ends somewhere, or is carried forward."""
    columns = labels.request_columns()[:-1]
    rows = labels.item_rows(form)
    weights = [rng.choice((0, 0, 1, 2, 4)) + (12 if row == "granted" else 0) for row in rows]
    came_in = Counter(rng.choices(columns, PEOPLE_WEIGHTS, k=_around(rng, body.requests)))
    table: dict[str, dict[str, int]] = {row: dict.fromkeys(columns, 0) for row in rows}
    table |= {key: {} for key in ("received", "carried_over", "total_processed", "carried_forward")}
    for column in columns:
        over = _earlier(rng, body, before, column)
        left = _some(rng, (came_in[column] + over) // 9)
        table["received"][column], table["carried_over"][column] = came_in[column], over
        table["carried_forward"][column] = left
        done = table["total_processed"][column] = came_in[column] + over - left
        for row in rng.choices(rows, weights, k=done):
            table[row][column] += 1
    return {
        Place("requests", row, column): value
        for row in labels.request_rows(form)
        for column, value in {**table[row], "total": sum(table[row].values())}.items()
    }


def _earlier(rng: random.Random, body: Body, before: Figures, column: str) -> int:
    """What last year's report carried forward, or a beginning."""
    place = Place("requests", "carried_forward", column)
    if place in before:
        return int(before[place])
    share = 12 if column == "natural_person" else 60
    return _some(rng, body.requests // share + (body.requests > 0))


def remedies(rng: random.Random, body: Body, before: Figures) -> Figures:
    """Table 4: what was pending comes back, and who sues after a review had one."""
    found: Figures = {}
    top = body.requests // 40 + (body.size == "few")
    for group in labels.review_groups():
        pending = int(before.get(Place("review_litigation", group, "pending"), 0))
        most = _total(found, "review") if group == "litigation_after_review" else top
        results = labels.review_columns()[:-1]
        cases = pending + _some(rng, most)
        parts = Counter(rng.choices(results, (7, 2, 2, 1), k=cases))
        cells = {**{column: parts[column] for column in results}, "total": cases}
        found |= {Place("review_litigation", group, c): value for c, value in cells.items()}
    return found


def _total(figures: Figures, group: str) -> int:
    return int(figures[Place("review_litigation", group, "total")])


def documents(rng: random.Random, body: Body, before: Figures) -> Figures:
    """Table 2 of 2021: in force are those of last year and the new ones less the repealed."""
    found: Figures = {}
    for row in _DOCUMENTS:
        makes = row == "normative_documents" or body.makes_rules
        past = _cell(before, row, "in_force")
        past = _some(rng, 60 if makes and body.requests else 0) if past is None else int(past)
        made = _some(rng, 12) if makes and body.requests else 0
        repealed = _some(rng, min(past, 9))
        cells = {"made": made, "repealed": repealed, "in_force": past + made - repealed}
        found |= {Place("disclosure", row, column): value for column, value in cells.items()}
    for row in ("licences", "penalties", "administrative_compulsion"):
        found[Place("disclosure", row, "decisions")] = _decisions(rng, body, before, row)
    found[Place("disclosure", "fees", "amount")] = _amount(rng, body, _cell(before, "fees"))
    return found


def items(rng: random.Random, body: Body, before: Figures) -> Figures:
    """Table 2 of 2019: the items of last year are those of the year before and their change."""
    found: Figures = {}
    for row in _DOCUMENTS:
        makes = body.requests and (row == "normative_documents" or body.makes_rules)
        made = _some(rng, 12) if makes else 0
        disclosed = rng.randint(0, made)
        cells = made, disclosed, disclosed + (_some(rng, 60) if makes else 0)
        names = ("new_made", "new_disclosed", "total_disclosed")
        found |= {Place("disclosure", row, n): v for n, v in zip(names, cells, strict=True)}
    for row in _ITEMS:
        past, change = _items(rng, body, before, row)
        found[Place("disclosure", row, "items_last_year")] = past
        found[Place("disclosure", row, "items_change")] = change
        if row != "fees":
            decisions = _decisions(rng, body, before, row) if past + change > 0 else 0
            found[Place("disclosure", row, "decisions")] = decisions
    found[Place("disclosure", "procurement", "projects")] = _some(rng, 90)
    amount = _amount(rng, body, _cell(before, "procurement"))
    found[Place("disclosure", "procurement", "amount")] = amount
    return found


def _items(rng: random.Random, body: Body, before: Figures, row: str) -> tuple[int, int]:
    past = _cell(before, row, "items_last_year")
    if past is None:
        items = _some(rng, 300 if body.requests > 9 else 20)
    else:
        items = int(past) + int(_cell(before, row, "items_change") or 0)
    return items, rng.randint(-min(items, 9), 9) if rng.random() < 0.5 else 0


def _cell(figures: Figures, row: str, column: str = "amount") -> int | Decimal | None:
    return figures.get(Place("disclosure", row, column))


def _decisions(rng: random.Random, body: Body, before: Figures, row: str) -> int:
    past = _cell(before, row, "decisions")
    return _some(rng, body.decisions) if past is None else _near(rng, int(past))


def _amount(rng: random.Random, body: Body, past: int | Decimal | None) -> int | Decimal:
    """万元, with no, two, four or six decimals."""
    if past is None:
        past = _some(rng, body.decisions // 20)
    value = Decimal(_near(rng, int(past * 100))) / 100
    return value.quantize(Decimal(1).scaleb(-rng.choice((0, 1, 2)))).normalize()


def _around(rng: random.Random, most: int) -> int:
    return rng.randint(most // 4, most)


def _near(rng: random.Random, value: int) -> int:
    """Another year's figure: a half to twice as much."""
    return rng.randint(value // 2, value * 2)


def _some(rng: random.Random, top: int) -> int:
    """Up to ``top``, and often nothing."""
    return 0 if rng.random() < 0.4 else rng.randint(0, max(top, 0))
