"""Which tier a city or a district belongs to, where its name does not show it.

市 may be a prefecture or a county, 区 a district or a zone. ``places.json`` holds the names of
GB/T 2260: prefecture-level cities, and county-level cities and districts. A city whose tier
changed after 2008 (毕节, 儋州, 巢湖 …) stands in neither list: its name alone does not tell.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

_PROVINCE = re.compile(r"^.{2,8}?(?:省|自治区)(?=.)")
_LONGEST = 9


@cache
def _tiers() -> dict[str, str]:
    text = files(__package__).joinpath("places.json").read_text(encoding="utf-8")
    return {name: tier for tier, names in json.loads(text).items() for name in names}


def tier_of_place(name: str) -> str | None:
    """``prefecture`` or ``county`` of the place that a body's name begins with, if listed."""
    province = _PROVINCE.match(name)
    rest = name[province.end() :] if province else name
    for end in range(min(_LONGEST, len(rest)), 2, -1):
        if rest[end - 1] in "市区" and (tier := _tiers().get(rest[:end])):
            return tier
    return _tiers().get(rest[:2])
