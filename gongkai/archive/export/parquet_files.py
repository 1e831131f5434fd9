"""Parquet: one file a table, in row groups; the types come from the schema, not from the rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gongkai.archive.errors import ArchiveError
from gongkai.archive.export.rows import Value
from gongkai.archive.export.sink import Rows
from gongkai.archive.export.tables import Field, Table

#: A row group ends after so many rows, or so many characters of text.
GROUP_ROWS = 50_000
GROUP_TEXT = 16_000_000


#: What pyarrow's own types are here: it carries none that mypy reads.
Arrow = Any


class ParquetFiles:
    """Needs the extra ``parquet`` (pyarrow); raises ``ArchiveError`` without it."""

    def __init__(self, folder: Path) -> None:
        self.notes: list[str] = []
        self._folder = folder
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError as error:
            raise ArchiveError(
                "Parquet needs pyarrow, which is not installed: pip install 'gongkai[parquet]'"
            ) from error
        self._arrow: Arrow = pyarrow

    def add(self, table: Table, rows: Rows) -> dict[str, Any]:
        """Write a table as ``<name>.parquet``."""
        path = self._folder / f"{table.name}.parquet"
        schema = self._arrow.schema([self._field(field) for field in table.fields])
        writer = self._arrow.parquet.ParquetWriter(str(path), schema, compression="zstd")
        with writer:
            group: list[tuple[Value, ...]] = []
            text = 0
            for row in rows:
                group.append(row)
                text += sum(len(value) for value in row if isinstance(value, str))
                if len(group) == GROUP_ROWS or text > GROUP_TEXT:
                    writer.write_table(self._group(table, schema, group))
                    group, text = [], 0
            if group:
                writer.write_table(self._group(table, schema, group))
        return {
            "path": path.name,
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
        }

    def close(self) -> None:
        """Nothing is left to do."""

    def abandon(self) -> None:
        """Nothing is left open."""

    def _field(self, field: Field) -> Arrow:
        types = {"integer": self._arrow.int64(), "number": self._arrow.float64()}
        required = bool(field.limits.get("required"))
        kind = types.get(field.kind, self._arrow.string())
        return self._arrow.field(field.name, kind, nullable=not required)

    def _group(self, table: Table, schema: Arrow, group: list[tuple[Value, ...]]) -> Arrow:
        columns = [
            [_fitted(table, field, value) for value in values]
            for field, values in zip(table.fields, zip(*group, strict=True), strict=True)
        ]
        arrays = [
            self._arrow.array(values, type=field.type)
            for field, values in zip(schema, columns, strict=True)
        ]
        return self._arrow.Table.from_arrays(arrays, schema=schema)


def _fitted(table: Table, field: Field, value: Value) -> Value:
    if value is None or field.kind in ("integer", "string", "object", "array"):
        return value
    if field.kind == "any":
        return value if isinstance(value, str) else repr(value)
    number = float(value)
    if number != value:
        raise ArchiveError(f"{table.name}.{field.name}: {value} is too large for a Parquet double")
    return number
