"""What can be exported: the public tables and all views, with the types of their columns.

Everything is read from the database's own schema, so that no list here can fall behind
it: keys, what must be there, what a ``CHECK`` permits. Only columns that a view computes
have no declared type; ``KINDS`` names those.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from sqlite_utils import Database
from sqlite_utils.db import quote_identifier

from gongkai.archive.titles import TABLES
from gongkai.archive.views import VIEWS

Kind = Literal["integer", "number", "string", "object", "array", "any"]

#: How the archive came about, request by request: exported when named. For these the WARC
#: export is the better form.
JOURNALS = ("runs", "fetches", "visits", "listings", "proposals", "resting_hosts", "parses")

_DECLARED: dict[str, Kind] = {
    "INTEGER": "integer",
    "NUMERIC": "number",
    "REAL": "number",
    "TEXT": "string",
}
#: A column of JSON says by its default what it holds.
_DEFAULTS: dict[str, Kind] = {"'{}'": "object", "'[]'": "array"}
_NAMES: dict[Kind, str] = {
    "integer": "year last_year cells_differing sections reports reports_read received carried_over"
    " total_processed carried_forward next_carried_over granted partly_granted denied unavailable"
    " not_processed other days_late date_doubted flagged was_taken_down",
    "number": "any_disclosure backlog similarity share difference parsed reviewed change ratio"
    " review_correction_strict year_over_year.before year_over_year.value",
    "string": "tier kind form basis role cause status row column label likely_cell reason rule"
    " indicator comparable link form_change next_form due_on",
    # Numbers in some rows and texts in others: metadata, parts, labels of annexes.
    "any": "version_changes.before version_changes.after source_conflicts.value"
    " source_conflicts.other_value",
}
#: Columns that views compute, by name, or by view and name where the name means two things.
#: A column that nothing here knows is ``any`` too: exported as it is, whatever it holds.
KINDS: dict[str, Kind] = {name: kind for kind, names in _NAMES.items() for name in names.split()}
_ENDINGS: dict[str, Kind] = {
    **dict.fromkeys(("_rate", "_share", "_correction", "_per_100"), "number"),
    **dict.fromkeys(("_upheld", "_corrected", "_other", "_pending", "_total"), "integer"),
    "_at": "string",
}
_BEGINNINGS: dict[str, Kind] = {"has_": "integer", "denied_": "integer", "form_": "string"}
_IN = re.compile(r'"?(\w+)"?\s+IN\s*\(([^()]*)\)')
_BETWEEN = re.compile(r"CHECK\s*\((\w+) BETWEEN (\d+) AND (\d+)\)")
_LENGTH = re.compile(r"CHECK\s*\(length\((\w+)\) = (\d+)\)")
_FILLED = re.compile(r"(\w+) <> ''")


@dataclass(frozen=True, slots=True)
class Field:
    """A column; ``limits`` are the constraints of Frictionless that the schema holds it to."""

    name: str
    kind: Kind
    limits: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key."""

    fields: tuple[str, ...]
    table: str
    their_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table or a view as it is exported."""

    name: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    references: tuple[Reference, ...]
    is_view: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(field.name for field in self.fields)

    @property
    def order(self) -> tuple[str, ...]:
        """What sorts its rows; without a key all columns, so that only equal rows can tie."""
        return self.primary_key or self.columns


def exportable(db: Database) -> dict[str, Table]:
    """Every table and view that can be exported, by name; views come last."""
    sql = "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'view')"
    present = dict(db.execute(sql).fetchall())
    views = [view.name for view in VIEWS if view.name in present]
    found = [_table(db, name, present[name]) for name in TABLES if name in present]
    return {table.name: table for table in [*found, *(_view(db, name) for name in views)]}


def _view(db: Database, name: str) -> Table:
    fields = tuple(Field(row[1], kind_of(name, row[1], row[2]), {}) for row in _columns(db, name))
    return Table(name, fields, (), (), is_view=True)


def kind_of(view: str, column: str, declared: str) -> Kind:
    """The type of a column of a view: declared by the table it comes from, else by its name."""
    known = KINDS.get(f"{view}.{column}") or _DECLARED.get(declared) or KINDS.get(column)
    if known:
        return known
    told = [kind for end, kind in _ENDINGS.items() if column.endswith(end)]
    told += [kind for begin, kind in _BEGINNINGS.items() if column.startswith(begin)]
    return told[0] if told else "any"


def _columns(db: Database, name: str) -> list[Any]:
    return db.execute(f"PRAGMA table_info({quote_identifier(name)})").fetchall()


def _table(db: Database, name: str, sql: str) -> Table:
    rows = _columns(db, name)
    limits = _limits(sql)
    key = tuple(row[1] for row in sorted((row for row in rows if row[5]), key=lambda row: row[5]))
    references = _references(db, name)
    tied = {field for reference in references for field in reference.fields}
    fields = []
    for _, column, declared, not_null, default, _place in rows:
        kind = _DEFAULTS.get(default or "") or _DECLARED.get(declared, "any")
        own = dict(limits.get(column, {}))
        must_be = (not_null or column in key) and default != "''"
        # An empty text and no text look alike in a CSV file: only what cannot be empty is required.
        if must_be and (kind != "string" or column in key or column in tied or own):
            own["required"] = True
        own.pop("filled", None)
        fields.append(Field(column, kind, own))
    return Table(name, tuple(fields), key, references, is_view=False)


def _limits(sql: str) -> dict[str, dict[str, Any]]:
    """What the CHECKs of a CREATE TABLE allow, as constraints of Frictionless."""
    found: dict[str, dict[str, Any]] = {}
    for column, listed in _IN.findall(sql):
        found.setdefault(column, {})["enum"] = [_literal(one) for one in listed.split(",")]
    for column, low, high in _BETWEEN.findall(sql):
        found.setdefault(column, {}).update(minimum=int(low), maximum=int(high))
    for column, length in _LENGTH.findall(sql):
        found.setdefault(column, {}).update(minLength=int(length), maxLength=int(length))
    for column in _FILLED.findall(sql):
        found.setdefault(column, {})["filled"] = True
    return found


def _literal(text: str) -> int | str:
    text = text.strip()
    return text[1:-1] if text.startswith("'") else int(text)


def _references(db: Database, name: str) -> tuple[Reference, ...]:
    keys: dict[int, list[Any]] = {}
    for row in db.execute(f"PRAGMA foreign_key_list({quote_identifier(name)})"):
        keys.setdefault(row[0], []).append(row)
    return tuple(
        Reference(tuple(r[3] for r in rows), rows[0][2], tuple(r[4] for r in rows))
        for _, rows in sorted(keys.items())
    )
