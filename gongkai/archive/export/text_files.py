"""CSV (RFC 4180) and JSON lines: one file a table, written row by row."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gongkai.archive.export.defusing import defused
from gongkai.archive.export.rows import Value
from gongkai.archive.export.sink import Rows
from gongkai.archive.export.tables import Table

DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
}
#: Lawful in JSON, but taken for line ends by programs that split text by lines.
_BREAKS = {sign: f"\\u{ord(sign):04x}" for sign in "\x85\u2028\u2029"}


class CsvFiles:
    """UTF-8, CRLF, quotes where needed; no text is a formula to a spreadsheet."""

    def __init__(self, folder: Path, *, bom: bool = False) -> None:
        self.notes: list[str] = []
        self._folder = folder
        self._bom = bom

    def add(self, table: Table, rows: Rows) -> dict[str, Any]:
        """Write a table as ``<name>.csv``."""
        path = self._folder / f"{table.name}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            if self._bom:
                out.write("\ufeff")
            writer = csv.writer(out, lineterminator="\r\n")
            writer.writerow(table.columns)
            writer.writerows(tuple(map(_cell, row)) for row in rows)
        return {
            "path": path.name,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": DIALECT,
        }

    def close(self) -> None:
        """Nothing is left to do."""

    def abandon(self) -> None:
        """Nothing is left open."""


def _cell(value: Value) -> Value:
    return defused(value) if isinstance(value, str) else value


class JsonLines:
    """One object a line, UTF-8; columns that hold JSON are objects and lists, not text."""

    def __init__(self, folder: Path) -> None:
        self.notes: list[str] = []
        self._folder = folder

    def add(self, table: Table, rows: Rows) -> dict[str, Any]:
        """Write a table as ``<name>.jsonl``."""
        path = self._folder / f"{table.name}.jsonl"
        readers = [_reader(field.kind) for field in table.fields]
        with path.open("w", encoding="utf-8", newline="") as out:
            for row in rows:
                values = (read(value) for read, value in zip(readers, row, strict=True))
                record = dict(zip(table.columns, values, strict=True))
                text = json.dumps(record, ensure_ascii=False)
                for sign, escaped in _BREAKS.items():
                    text = text.replace(sign, escaped)
                out.write(text + "\n")
        return {
            "path": path.name,
            "format": "jsonl",
            "mediatype": "application/jsonl",
            "encoding": "utf-8",
        }

    def close(self) -> None:
        """Nothing is left to do."""

    def abandon(self) -> None:
        """Nothing is left open."""


def _reader(kind: str) -> Callable[[Value], object]:
    return _parsed if kind in ("object", "array") else _same


def _parsed(value: Value) -> object:
    return None if value is None else json.loads(str(value))


def _same(value: Value) -> object:
    return value
