"""A report that is not in the archive, held against last year's that is.

The rules are those of ``year_checks``, run on a copy of the two reports in memory, so that
nothing is written and no rule is spelled out twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlite_utils import Database

from gongkai.archive.content import children, rows_of
from gongkai.archive.rows import insert, insert_values
from gongkai.archive.year_checks import RULES, differing
from parsers.report import Report

_TABLES = ("disclosure", "requests", "review_litigation", "cell_notes")
_NOW, _BEFORE = "now", "before"


def differences(db: Database, report: Report, before_id: str) -> list[dict[str, Any]]:
    """What does not fit, as rows of ``year_differences``: ``check_id``, ``table``, ``where``,
    ``left``, ``right`` and ``severity``."""
    with _beside() as beside:
        for table, rows in rows_of(report).items():
            if table in _TABLES:
                columns = _columns(db, table)
                beside.execute(f"CREATE TABLE {table} ({_listed(columns)})")
                insert(beside, table, [{"report_id": _NOW, **row} for row in rows])
                insert_values(beside, table, columns, _stored(db, table, columns, before_id))
        _pair(beside, report, *_form_of(db, before_id))
        return list(_held(beside))


def differences_between(report: Report, before: Report) -> list[dict[str, Any]]:
    """The same for a report of the year before that is in no archive either."""
    with _beside() as beside:
        for report_id, one in ((_NOW, report), (_BEFORE, before)):
            for table, names, rows in children(one):
                if table in _TABLES:
                    columns = ("report_id", *names)
                    beside.execute(f"CREATE TABLE IF NOT EXISTS {table} ({_listed(columns)})")
                    insert_values(beside, table, columns, [(report_id, *row) for row in rows])
        _pair(beside, report, _BEFORE, before.table_forms.get("disclosure"))
        return list(_held(beside))


@contextmanager
def _beside() -> Iterator[Database]:
    beside = Database(memory=True, execute_plugins=False)
    try:
        yield beside
    finally:
        beside.close()


def _columns(db: Database, table: str) -> tuple[str, ...]:
    found = db.execute("SELECT name FROM pragma_table_info(?)", [table]).fetchall()
    return tuple(name for (name,) in found)


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _stored(
    db: Database, table: str, columns: tuple[str, ...], report_id: str
) -> list[tuple[Any, ...]]:
    sql = f"SELECT {_listed(columns)} FROM {table} WHERE report_id = ?"
    return db.execute(sql, [report_id]).fetchall()


def _form_of(db: Database, report_id: str) -> tuple[str, str | None]:
    """The report's id again, and the form of its table 2."""
    sql = "SELECT report_id, table_forms ->> '$.disclosure' FROM reports WHERE report_id = ?"
    found: tuple[str, str | None] = db.execute(sql, [report_id]).fetchone()
    return found


def _pair(beside: Database, report: Report, before_id: str, form_before: str | None) -> None:
    names = ("report_id", "version_id", "before_id", "before_version_id", "form", "form_before")
    beside.execute(f"CREATE TEMP TABLE year_pairs ({', '.join(names)}, basis)")
    form = report.table_forms.get("disclosure")
    row = [_NOW, 2, before_id, 1, form, form_before, "same"]
    beside.execute("INSERT INTO temp.year_pairs VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def _held(beside: Database) -> Iterator[dict[str, Any]]:
    for rule in RULES:
        yield from beside.query(differing(rule))
