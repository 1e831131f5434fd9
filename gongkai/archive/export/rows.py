"""The rows of a table, one after the other, each value of the type that its column has."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import quote_identifier

from gongkai.archive.errors import ArchiveError
from gongkai.archive.export.tables import Kind, Table

Value = int | float | str | None
_TYPES: dict[Kind, tuple[type, ...]] = {
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
    "object": (str,),
    "array": (str,),
    "any": (int, float, str),
}


def rows(db: Database, table: Table, where: str) -> Iterator[tuple[Value, ...]]:
    """All rows that meet ``where`` (over ``t``; empty: all), ordered, never all in memory.

    Raises ``ArchiveError`` for a value that is not of its column's type: it is not made fit.
    """
    types = [_TYPES[field.kind] for field in table.fields]
    for values in db.execute(_sql(table, where)):
        for value, fitting in zip(values, types, strict=True):
            if value is not None and (type(value) not in fitting or _endless(value)):
                raise _unfit(table, values)
        yield values


def _sql(table: Table, where: str) -> str:
    columns = ", ".join(f"t.{quote_identifier(name)}" for name in table.columns)
    order = ", ".join(f"t.{quote_identifier(name)}" for name in table.order)
    condition = f" WHERE {where}" if where else ""
    return f"SELECT {columns} FROM {quote_identifier(table.name)} t{condition} ORDER BY {order}"


def _endless(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _unfit(table: Table, values: tuple[Any, ...]) -> ArchiveError:
    named = zip(table.fields, values, strict=True)
    field, value = next(
        (field, value)
        for field, value in named
        if value is not None and (type(value) not in _TYPES[field.kind] or _endless(value))
    )
    return ArchiveError(
        f"{table.name}.{field.name}: {value!r} is no {field.kind}, in the row {values[:4]}; "
        "nothing was exported, gongkai verify says what else is wrong"
    )
