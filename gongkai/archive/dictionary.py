"""The data dictionary and the official layout as rows, filled from ``parsers.forms``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from gongkai.archive.connect import writing
from gongkai.archive.rows import insert
from parsers import forms
from parsers.forms import Block, Column, Form, Table

Row = dict[str, Any]
_INFO_KEY = "forms_digest"


def ensure(db: Database) -> bool:
    """Refill the three tables when the forms changed; returns whether they did."""
    digest = hashlib.sha256(repr(forms.all_forms()).encode()).hexdigest()
    row = db.execute("SELECT value FROM archive_info WHERE key = ?", [_INFO_KEY]).fetchone()
    if row and row[0] == digest:
        return False
    with writing(db):
        _fill(db)
        db.execute(
            "INSERT INTO archive_info (key, value) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [_INFO_KEY, digest],
        )
    return True


def _fill(db: Database) -> None:
    for name in ("indicators", "form_rows", "form_columns"):
        db.execute(f"DELETE FROM {name}")
    tables = [(form, table) for form in forms.all_forms() for table in form.tables.values()]
    for form, table in tables:
        insert(db, "form_rows", _rows(form, table))
        insert(db, "form_columns", _columns(form, table))
    insert(db, "indicators", _indicators(tables))


def _rows(form: Form, table: Table) -> list[Row]:
    groups = {group.key: group for group in table.groups}
    listed = []
    pairs = ((block, row) for block in table.blocks for row in block.rows)
    for position, (block, row) in enumerate(pairs):
        group = groups.get(row.group or "")
        parent = groups.get(group.parent or "") if group else None
        listed.append(
            {
                "form": form.id,
                "table": table.key,
                "row": row.key,
                "position": position,
                "label": row.label,
                "label_en": row.label_en,
                "group_key": row.group,
                "group_label": group.label if group else None,
                "parent_group_label": parent.label if parent else None,
                "caption": block.caption,
                "unit": row.unit,
            }
        )
    return listed


def _columns(form: Form, table: Table) -> list[Row]:
    return [
        {
            "form": form.id,
            "table": table.key,
            "caption": block.caption,
            "column": column.key,
            "position": position,
            "label": column.label,
            "label_en": column.label_en,
            "unit": _unit(column),
        }
        for block in table.blocks
        for position, column in enumerate(block.columns)
    ]


def _unit(column: Column) -> str | None:
    """The unit of the stored value: amounts are converted to 万元 whatever was printed."""
    return "万元" if column.kind == "amount" else column.unit


def _indicators(tables: list[tuple[Form, Table]]) -> list[Row]:
    """One row a key; the newest form has the last word on labels, all forms are listed."""
    merged: dict[str, Row] = {}
    for form, table in tables:
        for row in _keys(table):
            older = merged.get(row["key"])
            seen = older["forms"].split(",") if older else []
            meaning = row["meaning"] or (older["meaning"] if older else None)
            names = ",".join(dict.fromkeys([*seen, form.id]))
            merged[row["key"]] = {**row, "forms": names, "meaning": meaning}
    return list(merged.values())


def _keys(table: Table) -> Iterator[Row]:
    for block in table.blocks:
        yield from _disclosed(table, block) if table.key == "disclosure" else _plain(table, block)


def _disclosed(table: Table, block: Block) -> Iterator[Row]:
    """Table 2: every cell is an indicator, for the columns differ from article to article."""
    for row in block.rows:
        for column in block.columns:
            label = f"{row.label}：{column.label}"
            label_en = f"{row.label_en}: {column.label_en}"
            key = f"{table.key}.{row.key}.{column.key}"
            yield _indicator(key, label, label_en, _unit(column), row.meaning)


def _plain(table: Table, block: Block) -> Iterator[Row]:
    """Tables 3, 4 and that of v2014: rows and columns are indicators of their own."""
    for row in block.rows:
        unit = row.unit or _unit(block.columns[0])
        yield _indicator(f"{table.key}.{row.key}", row.label, row.label_en, unit, row.meaning)
    for column in block.columns:
        key = f"columns.{column.key}"
        yield _indicator(key, column.label, column.label_en, _unit(column), None)


def _indicator(key: str, label: str, label_en: str, unit: str | None, meaning: str | None) -> Row:
    return {"key": key, "label": label, "label_en": label_en, "unit": unit, "meaning": meaning}
