"""Invented bodies, from a township full of zeros to a city with thousands of requests."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

#: Requests that a body gets in a year, and decisions that it takes.
REQUESTS = {"none": 0, "few": 9, "some": 120, "many": 2500}
DECISIONS = {"none": 9, "few": 400, "some": 20_000, "many": 900_000}
_FIRST = "岚澄禾泊枫霁墨杉沐栖汀苔蓼槿棠菱芷荻砚瓷"
_SECOND = "泽岭溪云渡湖桥屿湾坪原谷陵滩洲塘坡垭浦堰"
#: Ending of the place, ending of the body, sizes from which one is drawn.
_KINDS = (
    ("市", "人民政府", ("some", "many")),
    ("市", "人民政府办公室", ("few", "some")),
    ("县", "人民政府", ("few", "some")),
    ("区", "人民政府", ("few", "some")),
    ("县", "财政局", ("none", "few")),
    ("市", "自然资源局", ("few", "some")),
    ("区", "教育局", ("none", "few")),
    ("县", "卫生健康局", ("none", "few")),
    ("县", "镇人民政府", ("none", "none", "few")),
    ("区", "街道办事处", ("none", "few")),
)


@dataclass(frozen=True, slots=True)
class Body:
    """Who reports. ``size`` is a key of ``REQUESTS``."""

    name: str
    size: str
    makes_rules: bool

    @property
    def requests(self) -> int:
        return REQUESTS[self.size]

    @property
    def decisions(self) -> int:
        return DECISIONS[self.size]


def draw(rng: random.Random, number: int) -> Body:
    """A body whose place no other number has."""
    ending, office, sizes = rng.choice(_KINDS)
    place = _place(number) + ending
    if office[0] in "镇街":
        place += rng.choice(_FIRST) + rng.choice(_SECOND)
    size = rng.choice(sizes)
    makes_rules = ending == "市" and office == "人民政府"
    return Body(place + office, size, makes_rules)


def another(rng: random.Random, body: Body) -> Body:
    """A body of another place and the same kind: whose report served as a template.

    Not of a place that is a part of this one's name: bodies shorten their names.
    """
    ending = re.sub(f"^[{_FIRST}{_SECOND}]+", "", body.name)
    while True:
        place = _place(rng.randrange(len(_FIRST) * len(_SECOND)))
        if not set(place) <= set(body.name):
            return Body(place + ending, body.size, body.makes_rules)


def _place(number: int) -> str:
    """Two characters, or four beyond the first few hundred."""
    places = len(_FIRST) * len(_SECOND)
    rest = _place(number // places - 1) if number >= places else ""
    return _FIRST[number % len(_FIRST)] + _SECOND[number // len(_FIRST) % len(_SECOND)] + rest
