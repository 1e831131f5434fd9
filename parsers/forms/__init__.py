"""The official forms, as data: one JSON file a form version.

Source of the labels: the format notices of the State Council's disclosure office,
国办公开办函〔2019〕60号 (``v2019``) and 国办公开办函〔2021〕30号 (``v2021``), and the table
appended to 国办发〔2014〕32号 (``v2014``: one column of 58 indicators, each with a unit of
its own). A new form is a new file; ``docs/parsing.md`` says what its keys mean.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Kind = Literal["count", "signed", "amount"]


@dataclass(frozen=True, slots=True)
class Column:
    """A form column. ``cores`` are the label texts it is recognised by."""

    key: str
    label: str
    label_en: str
    unit: str | None
    kind: Kind
    cores: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A form row. ``ordinal`` is its printed number without brackets or dots.

    ``group`` is the key of its parent: a group, or in v2014 another row. ``unit`` and
    ``kind`` are set where they differ from row to row (v2014), else they are the column's.
    """

    key: str
    label: str
    label_en: str
    cores: tuple[str, ...]
    ordinal: str | None = None
    group: str | None = None
    meaning: str | None = None
    unit: str | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A label that spans rows, such as （三）不予公开."""

    key: str
    label: str
    label_en: str
    cores: tuple[str, ...]
    ordinal: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a table with columns of its own (the articles of table 2)."""

    caption: str | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One numeric table; all but table 2 have a single block.

    ``section`` is the part that it stands in; None: it is an annex of the whole report.
    """

    key: str
    label: str
    label_en: str
    section: str | None
    signals: tuple[str, ...]
    blocks: tuple[Block, ...]
    groups: tuple[Group, ...] = ()
    corner_note: str | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows in the official order."""
        return tuple(row for block in self.blocks for row in block.rows)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the first block (all there are for tables 3 and 4)."""
        return self.blocks[0].columns


@dataclass(frozen=True, slots=True)
class Form:
    """One version of the official form. ``fiscal_years`` is ``(first, last or None)``."""

    id: str
    fiscal_years: tuple[int, int | None]
    basis: str
    deadline: str
    tables: dict[str, Table] = field(hash=False)

    @property
    def cell_count(self) -> int:
        """How many cells the form has (198 for v2019)."""
        return sum(
            len(block.rows) * len(block.columns)
            for table in self.tables.values()
            for block in table.blocks
        )


@cache
def load(form_id: str) -> Form:
    """The form of that id; ``FileNotFoundError`` when there is none."""
    data = json.loads(files(__package__).joinpath(f"{form_id}.json").read_text(encoding="utf-8"))
    first, last = data["fiscal_years"]
    tables = {key: _table(key, table) for key, table in data["tables"].items()}
    return Form(data["id"], (first, last), data["basis"], data["deadline"], tables)


@cache
def all_forms() -> tuple[Form, ...]:
    """Every form there is a file for, oldest first."""
    names = sorted(entry.name for entry in files(__package__).iterdir())
    return tuple(load(name.removesuffix(".json")) for name in names if name.startswith("v20"))


@cache
def forms_with(table: str) -> tuple[Form, ...]:
    """The forms that have that table, oldest first."""
    return tuple(form for form in all_forms() if table in form.tables)


def _table(key: str, data: dict[str, Any]) -> Table:
    blocks = data.get("blocks") or [data]
    groups = tuple(
        Group(**{**group, "cores": tuple(group["cores"])}) for group in data.get("groups", ())
    )
    return Table(
        key=key,
        label=data["label"],
        label_en=data["label_en"],
        section=data["section"],
        signals=tuple(data["signals"]),
        blocks=tuple(_block(block) for block in blocks),
        groups=groups,
        corner_note=data.get("corner_note"),
    )


def _block(data: dict[str, Any]) -> Block:
    columns = tuple(
        Column(**{**column, "cores": tuple(column.get("cores") or (column["label"],))})
        for column in data["columns"]
    )
    rows = tuple(Row(**{**row, "cores": tuple(row["cores"])}) for row in data["rows"])
    return Block(data.get("caption"), columns, rows)
