"""The front page: what is counted for it once, and the addresses that it leads to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from gongkai.browse.datasette_types import Datasette
from gongkai.browse.front import Front, load_front
from gongkai.browse.queries import QUERIES
from gongkai.browse.remembered import GRACE, LIMIT_MS, Remembered
from gongkai.browse.wording import HEALTH, REASONS, TIERS, Words, words

_FRONT: Remembered[Front] = Remembered(load_front)
#: Tables small enough to stream whole; numbers and views are left to ``gongkai export``.
DOWNLOADS = ("reports", "agencies", "indicators")
#: How many bodies a cell of the grid lists at most.
LISTED = 500
#: The conditions under which a table lists what ``health`` counts.
_LISTED = {
    "failed_checks": {"severity__exact": "ERROR"},
    "year_checks": {"severity__exact": "ERROR"},
    "late_reports": {"date_doubted__exact": "0"},
    "cell_notes": {"status__in": "ambiguous,unreadable,missing"},
    "missing_reports": {"reason__exact": "blocked"},
}


async def front_context(datasette: Datasette, name: str) -> dict[str, Any]:
    """What the template shows."""
    table = datasette.urls.table
    return {
        "front": await _FRONT.get(datasette, name),
        "queries": [{"name": key, **query} for key, query in QUERIES.items()],
        "tier_of": lambda code: words(TIERS, code),
        "reason_of": lambda code: words(REASONS, code),
        "coverage_of": _coverage_of(datasette.urls.query(name, "coverage_where")),
        "health": health_counts(datasette, name),
        "downloads": [
            (table_name, f"{table(name, table_name)}.csv?_stream=on&_dl=1")
            for table_name in DOWNLOADS
        ],
    }


def health_counts(datasette: Datasette, name: str) -> list[tuple[Words, str, str]]:
    """What is counted of the archive's health: words, key, and where it is listed."""
    table = datasette.urls.table
    return [
        (words(HEALTH, key), key, f"{table(name, key)}?{urlencode(_LISTED.get(key, {}))}")
        for key in HEALTH
    ]


def warm(datasette: Datasette, name: str) -> None:
    """Begin to count before the first reader comes."""
    _FRONT.begin(datasette, name)


async def counted(datasette: Datasette, name: str) -> None:
    """Wait until the front page has its counts, or they took too long."""
    for _ in range(int(LIMIT_MS / 1000 / GRACE)):
        if await _FRONT.get(datasette, name) is not None:
            return


def _coverage_of(address: str) -> Callable[[str | None, int], str]:
    def coverage_of(tier: str | None, year: int) -> str:
        asked = {"year": year, "tier": tier or "unknown", "rows": LISTED}
        return f"{address}?{urlencode(asked)}"

    return coverage_of
