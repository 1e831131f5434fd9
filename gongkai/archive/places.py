"""In which division a body sits: by the place that its name begins with, and by its site."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlite_utils import Database

from gongkai.archive.names import NOT_A_TIER, normalised

_LONGEST = 15
#: National bodies whose name stands before that of a place.
_SYSTEM = re.compile(
    r"^(?:国家税务总局|国家统计局|中国人民银行|中华人民共和国|国家金融监督管理总局|国家外汇管理局"
    r"|中国证券监督管理委员会|中国银行保险监督管理委员会)(?=.)"
)
_CUT_WORD = re.compile(rf"[市县区州旗省]{NOT_A_TIER}")


@dataclass(frozen=True, slots=True)
class Found:
    """A division that a name begins with: its code, and where the name of it ends."""

    code: str
    end: int
    depth: int


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a body sits; ``doubt`` is a reason of ``agency_doubts``, with its candidates."""

    division_code: str | None
    doubt: str | None = None
    candidates: tuple[str, ...] = ()


def seat(db: Database, name: str, year: int, site: str | None) -> Seat:
    """The division of a body, from its name and from the division of the site it stands on.

    A place in the name that lies within the site's division is meant there (鼓楼区 on the site
    of its city). One that lies elsewhere counts if it is a prefecture, a province, above the
    site, or written with the division above it; otherwise the site counts, with a doubt.
    Without a site only a place that is one of its name in the whole country counts.
    """
    found = _longest(_chains(db, normalised(name), year))
    if site is None:
        if len(found) > 1:
            return Seat(None, "place_shared", tuple(one.code for one in found))
        return Seat(found[0].code if found else None)
    within = [one for one in found if is_within(one.code, site)]
    if len(within) == 1 or not found:
        return Seat(within[0].code if within else site)
    if within:
        return Seat(site, "place_shared", tuple(one.code for one in within))
    above = [one for one in found if is_within(site, one.code)]
    if len(above) == 1:
        return Seat(above[0].code)
    plain = len(found) == 1 and (found[0].depth > 1 or found[0].code.endswith("00"))
    codes = tuple(one.code for one in found)
    return Seat(found[0].code if plain else site, "place_elsewhere", codes)


def is_within(code: str, above: str) -> bool:
    """Whether a division is another one or lies in it, by the structure of GB/T 2260 codes."""
    return code.startswith(above.removesuffix("00").removesuffix("00"))


def place_names(db: Database, code: str | None) -> list[str] | None:
    """Every name that a division and those above it had, from the top, longest first."""
    if code is None:
        return None
    path = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code))
    sql = (
        "SELECT DISTINCT name FROM division_names WHERE division_code = ?"
        " ORDER BY length(name) DESC, name"
    )
    return [name for one in path for (name,) in db.execute(sql, [one]).fetchall()]


def is_known(db: Database, code: str) -> bool:
    """Whether a code is one of the table's, and not only cited by somebody."""
    sql = "SELECT 1 FROM division_names WHERE division_code = ?"
    return db.execute(sql, [code]).fetchone() is not None


def _chains(db: Database, name: str, year: int) -> list[Found]:
    """Divisions that a name begins with, each below the one before it."""
    system = _SYSTEM.match(name)
    start = system.end() if system else 0
    found: list[Found] = []
    waiting = [Found("", start, 0)]
    while waiting:
        above = waiting.pop()
        for code, length in _heads(db, name[above.end :], year):
            if not above.code or (code != above.code and is_within(code, above.code)):
                one = Found(code, above.end + length, above.depth + 1)
                found.append(one)
                waiting.append(one)
    return found


def _longest(found: list[Found]) -> list[Found]:
    """Those that take up most of the name; of two ways to one division the deeper."""
    end = max((one.end for one in found), default=0)
    best: dict[str, Found] = {}
    for one in sorted(found, key=lambda one: one.depth):
        if one.end == end:
            best[one.code] = one
    deepest = max((one.depth for one in best.values()), default=0)
    return [one for one in best.values() if one.depth == deepest]


def _heads(db: Database, text: str, year: int) -> list[tuple[str, int]]:
    """``(code, length)`` of divisions of that year whose name ``text`` begins with.

    What the lists leave open (a name came or went between two of them) counts as valid; so
    does the next year, in which the report is written.
    """
    heads = [
        text[:end]
        for end in range(2, min(_LONGEST, len(text)) + 1)
        if _CUT_WORD.match(text, end - 1)
    ]
    if not heads:
        return []
    marks = ", ".join("?" for _ in heads)
    sql = (
        f"SELECT DISTINCT division_code, length(name) FROM division_names WHERE name IN ({marks})"
        " AND coalesce(substr(absent_until, 1, 4), '') <= ?"
        " AND coalesce(substr(absent_from, 1, 4), '9999') >= ?"
    )
    return list(db.execute(sql, [*heads, str(year + 1), str(year)]).fetchall())
