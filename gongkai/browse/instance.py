"""Which of Datasette's databases are gongkai archives.

The plugin is loaded in every Datasette of the environment, so everything it does is
asked of here first: a database that is no archive must look as if it were absent.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar
from weakref import WeakKeyDictionary

from gongkai.archive.migrations import APPLICATION_ID
from gongkai.browse.datasette_types import Database, Datasette, limited

T = TypeVar("T")

MARKS = frozenset(
    {"agencies", "checks", "form_rows", "report_search", "report_versions", "reports"}
)

#: Column names by table or view.
Schema = dict[str, list[str]]

COLUMNS = """
select m.name, c.name from sqlite_master m, pragma_table_xinfo(m.name) c
where m.type in ('table', 'view') order by m.name, c.cid
"""

_found: WeakKeyDictionary[Datasette, dict[str, Schema]] = WeakKeyDictionary()


def is_archive(connection: sqlite3.Connection) -> bool:
    """Whether the file is marked as an archive and its schema is complete."""
    if connection.execute("pragma application_id").fetchone()[0] != APPLICATION_ID:
        return False
    rows = connection.execute("select name from sqlite_master where type = 'table'")
    return {row[0] for row in rows} >= MARKS


async def find_archives(datasette: Datasette) -> None:
    """Look at every database once, at the start, and remember the archives among them."""
    found = {}
    for name, database in datasette.databases.items():
        schema = None if database.is_memory else await _schema(database)
        if schema:
            found[name] = schema
    _found[datasette] = found


async def _schema(database: Database) -> Schema | None:
    try:
        return await database.execute_fn(read_schema)
    except sqlite3.Error:
        return None


def read_schema(connection: sqlite3.Connection) -> Schema | None:
    """The columns of every table and view of an archive; None for another database."""
    if not is_archive(connection):
        return None
    schema: Schema = {}
    try:
        for table, column in connection.execute(COLUMNS).fetchall():
            schema.setdefault(table, []).append(column)
    except sqlite3.DatabaseError:  # a damaged index of words must not hide all the rest
        return _readable(connection)
    return schema


def _readable(connection: sqlite3.Connection) -> Schema:
    """The columns of those tables and views whose own pages can be read."""
    schema: Schema = {}
    names = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    for (name,) in names.fetchall():
        with suppress(sqlite3.DatabaseError):
            sql = "SELECT name FROM pragma_table_xinfo(?) ORDER BY cid"
            schema[name] = [row[0] for row in connection.execute(sql, [name])]
    return schema


def schemas(datasette: Datasette) -> dict[str, Schema]:
    """The archives found at the start, with their columns; empty before it."""
    return _found.get(datasette, {})


def archives(datasette: Datasette) -> tuple[str, ...]:
    """Their names."""
    return tuple(schemas(datasette))


def sole_archive(datasette: Datasette) -> str | None:
    """The archive when nothing else is served: only then is the front page ours."""
    served = [name for name in datasette.databases if name != "_internal"]
    found = archives(datasette)
    return found[0] if len(found) == 1 and served == list(found) else None


async def read(
    datasette: Datasette,
    name: str,
    fn: Callable[[sqlite3.Connection], T],
    milliseconds: int | None = None,
) -> T:
    """``fn(connection)`` inside one read transaction, so that a page shows one state.

    Raises ``sqlite3.OperationalError`` ("interrupted") after ``milliseconds``, else after
    ``sql_time_limit_ms``.
    """
    limit = milliseconds or int(datasette.setting("sql_time_limit_ms"))

    def inside(connection: sqlite3.Connection) -> T:
        with limited(connection, limit):
            connection.execute("begin")
            try:
                return fn(connection)
            finally:
                connection.rollback()

    return await datasette.databases[name].execute_fn(inside)
