"""Writing plain rows, and the time as the archive writes it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import quote_identifier

#: Made once: ``json.dumps`` makes an encoder for each call that is not a plain one.
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


def insert(db: Database, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows that all have the keys of the first; never replaces one.

    Raises ``sqlite3.IntegrityError`` when a row breaks a constraint.
    """
    listed = list(rows)
    if listed:
        names = tuple(listed[0])
        insert_values(db, table, names, [tuple(row[name] for name in names) for row in listed])


def insert_values(
    db: Database, table: str, names: tuple[str, ...], rows: Sequence[Sequence[Any]]
) -> None:
    """The same for rows that are given as the values of these columns."""
    if rows:
        db.conn.executemany(_insertion(table, names), rows)


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
    return _JSON.encode(value)


def utc_text(moment: datetime) -> str:
    """An aware time as ISO 8601 in UTC with a Z, to the microsecond (it sorts as text)."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def utc_now() -> str:
    """The time now, as it is stored."""
    return utc_text(datetime.now(UTC))
