"""The 58 indicators of 2014 to 2018, as one body may have them."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal

from benchmarks.accuracy.figures import Figures
from benchmarks.accuracy.model import Place
from benchmarks.accuracy.statistics import COLUMN, TABLE, data
from benchmarks.checking.bodies import Body

#: Under one sum each: requests by channel, by time, by answer, by ground, by result.
_TREES = {
    "req_received": "requests",
    "req_closed": "closed",
    "req_replied": "closed",
    "review_total": "remedies",
    "lit_total": "remedies",
    "staff_total": "staff",
}


def draw(rng: random.Random, body: Body) -> Figures:
    """Every indicator, with the sums and bounds of the form holding."""
    drawn: dict[str, int | Decimal] = {}
    for row in data()["rows"]:
        if row["key"]:
            drawn[row["key"]] = _alone(rng, body, row.get("nature", "count"))
    closed = rng.randint(body.requests // 4, body.requests)
    amounts = {
        "requests": closed,
        "closed": closed,
        "remedies": body.requests // 60,
        "staff": rng.randint(1, 30),
    }
    for total, amount in _TREES.items():
        _divide(rng, drawn, total, amounts[amount])
    _bounds(rng, drawn)
    return {Place(TABLE, key, COLUMN): value for key, value in drawn.items()}


def _divide(rng: random.Random, drawn: dict[str, int | Decimal], total: str, cases: int) -> None:
    """A total over its parts, and a part that is a total again over its own."""
    drawn[total] = cases
    parts = data()["sums"][total]
    shares = Counter(rng.choices(parts, [9, *(2,) * (len(parts) - 1)], k=cases))
    for part in parts:
        drawn[part] = shares[part]
        if part in data()["sums"]:
            _divide(rng, drawn, part, shares[part])


def _bounds(rng: random.Random, drawn: dict[str, int | Decimal]) -> None:
    """Parts within their wholes: leaders, channels, normative documents, trainees."""
    for part, whole in data()["parts"].items():
        drawn[part] = min(drawn[part], drawn[whole])
    channels = [int(drawn[key]) for key in drawn if key.startswith("ch_")]
    drawn["disclosed_total"] = rng.randint(max(channels), sum(channels))
    most = min(int(drawn["disclosed_total"]), int(drawn["normative_made"]))
    drawn["disclosed_normative"] = rng.randint(0, most)
    if not drawn["trainings"]:
        drawn["trainees"] = 0


def _alone(rng: random.Random, body: Body, nature: str) -> int | Decimal:
    value = 0 if rng.random() < 0.4 else rng.randint(0, 20 + body.requests)
    if nature == "amount" and value:
        return Decimal(value) + Decimal(rng.randint(0, 99)) / 100
    return value
