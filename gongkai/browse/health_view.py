"""``/health/``: how each source is doing, what is late and what could not be read."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from sqlite_utils import Database

from gongkai.archive.health import SourceHealth, health
from gongkai.browse.datasette_types import Datasette, Request
from gongkai.browse.front_page import health_counts
from gongkai.browse.heat import load_health
from gongkai.browse.instance import archives, read
from gongkai.browse.report_data import Record, records
from gongkai.browse.shell import HEALTH_PATH, absent, render
from gongkai.browse.wording import SOURCE_STATES, words

ROUTE = HEALTH_PATH + "$"
_CHINA = timezone(timedelta(hours=8))
#: More sources than this are told by their number; the table of sources has them all.
_MOST = 500
_NAMES = "select source_id, name from sources"
_RESTING = "select host, kind, detail, until from resting_hosts order by host limit 200"
#: The pressing ones first.
_ORDER = {state: at for at, state in enumerate(SOURCE_STATES)}


@dataclass(frozen=True, slots=True)
class Line:
    """A source with its name, and what can be said of it."""

    name: str
    states: tuple[str, ...]
    health: SourceHealth


@dataclass(frozen=True, slots=True)
class Health:
    """All that the page shows; ``states`` counts the sources in each."""

    lines: tuple[Line, ...]
    states: Mapping[str, int]
    left_out: int
    resting: list[Record]
    counts: Mapping[str, int]


async def health_page(datasette: Datasette, request: Request) -> object:
    """The page, from one state of the archive."""
    name = next(iter(archives(datasette)), None)
    if name is None:
        return absent()
    found = await read(datasette, name, load)
    return await render(datasette, request, (name, "health"), _context(datasette, name, found))


def load(connection: sqlite3.Connection) -> Health:
    """The sources with trouble first; an archive of before its tables shows what it has."""
    tables = {row[0] for row in connection.execute("select name from sqlite_master")}
    sources: list[Line] = []
    if {"visits", "listings", "proposals", "withdrawals", "frontier"} <= tables:
        year = datetime.now(UTC).astimezone(_CHINA).year - 1
        names = {row["source_id"]: row["name"] for row in records(connection, _NAMES)}
        known = health(Database(connection, execute_plugins=False), year)
        sources = [Line(names.get(key, key), one.states, one) for key, one in known.items()]
    sources.sort(key=lambda line: (min(_ORDER[s] for s in line.states), line.health.source_id))
    resting = records(connection, _RESTING) if "resting_hosts" in tables else []
    counts = Counter(state for line in sources for state in line.states)
    left_out = max(0, len(sources) - _MOST)
    return Health(tuple(sources[:_MOST]), counts, left_out, resting, load_health(connection))


def _context(datasette: Datasette, name: str, found: Health) -> dict[str, Any]:
    return {
        "found": found,
        "state_of": lambda code: words(SOURCE_STATES, code),
        "counts": health_counts(datasette, name),
        "sources_url": datasette.urls.table(name, "sources"),
    }
