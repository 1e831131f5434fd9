"""Writing plain rows, and the time as the archive writes it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import quote_identifier


def insert(db: Database, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows that all have the keys of the first; never replaces one.

    Raises ``sqlite3.IntegrityError`` when a row breaks a constraint.
    """
    listed = list(rows)
    if not listed:
        return
    names = tuple(listed[0])
    rows_of = [tuple(row[name] for name in names) for row in listed]
    db.conn.executemany(_insertion(table, names), rows_of)


@lru_cache(maxsize=100)
def _insertion(table: str, names: tuple[str, ...]) -> str:
    columns = ", ".join(quote_identifier(name) for name in names)
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {quote_identifier(table)} ({columns}) VALUES ({marks})"


def insert_one(db: Database, table: str, row: Mapping[str, Any]) -> int:
    """Insert a row; returns its rowid."""
    insert(db, table, [row])
    return int(db.execute("SELECT last_insert_rowid()").fetchone()[0])


def dumps(value: object) -> str:
    """JSON as it is stored in a column: readable Chinese, stable order of keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def utc_text(moment: datetime) -> str:
    """An aware time as ISO 8601 in UTC with a Z, to the microsecond (it sorts as text)."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def utc_now() -> str:
    """The time now, as it is stored."""
    return utc_text(datetime.now(UTC))
