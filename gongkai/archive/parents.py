"""Under whom a body stands: the people's government of its division, or of the one above.

By the Organic Law of Local People's Governments departments and offices are the government's
own, and a government answers to the one above. NULL wherever that is not certain: where the
division is in doubt, or has no government here or two; for development zones, which a
government of any tier may have set up; for bodies of the whole country and their branches.
"""

from __future__ import annotations

import re

from sqlite_utils import Database

from gongkai.archive.connect import writing

#: Raised whenever the rule changes; the archive then works all parents out again.
PARENTS_VERSION = "1"
_INFO_KEY = "parents_version"
#: Departments of a government are called so; branches, stations and schools are not.
_DEPARTMENT = re.compile(r"(?:局|厅|委|委员会|办|办公室)$")
#: Branches stand under their bureau, and these systems under the whole country's.
_ELSEWHERE = re.compile(r"分局$|税务局|气象局|海关|海事|邮政管理局|烟草专卖|国家安全|管委")
_COLUMNS = "agency_id, name, kind, division_code"
_Row = tuple[str, str, str | None, str | None]


def settle(db: Database, agency_id: str) -> None:
    """Work out the parent of an agency that came or changed, and of those it may stand above."""
    sql = f"SELECT {_COLUMNS} FROM agencies WHERE agency_id = ?"
    row = db.execute(sql, [agency_id]).fetchone()
    _set(db, [row])
    if row[2] == "government" and row[3] is not None:
        sql = (
            f"SELECT {_COLUMNS} FROM agencies WHERE agency_id <> :own AND (division_code = :code"
            " OR division_code IN (SELECT division_code FROM divisions WHERE parent_code = :code))"
        )
        _set(db, db.execute(sql, {"own": agency_id, "code": row[3]}).fetchall())


def ensure(db: Database) -> None:
    """Work out all parents, once after the rule changed."""
    row = db.execute("SELECT value FROM archive_info WHERE key = ?", [_INFO_KEY]).fetchone()
    if row and row[0] == PARENTS_VERSION:
        return
    with writing(db):
        _set(db, db.execute(f"SELECT {_COLUMNS} FROM agencies").fetchall())
        db.execute(
            "INSERT INTO archive_info (key, value) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [_INFO_KEY, PARENTS_VERSION],
        )


def _set(db: Database, rows: list[_Row]) -> None:
    found = [(_parent_of(db, *row), row[0]) for row in rows]
    db.conn.executemany("UPDATE agencies SET parent_id = ? WHERE agency_id = ?", found)


def _parent_of(
    db: Database, agency_id: str, name: str, kind: str | None, code: str | None
) -> str | None:
    if code is None or _is_in_doubt(db, agency_id):
        return None
    if kind == "government":
        return _government(db, _above(db, code))
    if kind == "office":
        return _government(db, code)
    if kind == "department" and _DEPARTMENT.search(name) and not _ELSEWHERE.search(name):
        return _government(db, code)
    if kind == "township" and _has_no_divisions(db, code):
        return _government(db, code)
    return None


def _is_in_doubt(db: Database, agency_id: str) -> bool:
    sql = "SELECT 1 FROM agency_doubts WHERE agency_id = ? LIMIT 1"
    return db.execute(sql, [agency_id]).fetchone() is not None


def _government(db: Database, code: str | None) -> str | None:
    """The one people's government of a division; None where there is none, or more."""
    sql = (
        "SELECT agency_id FROM agencies WHERE division_code = ? AND kind = 'government'"
        " AND folded_name = '政府' LIMIT 2"
    )
    rows = db.execute(sql, [code]).fetchall()
    return rows[0][0] if len(rows) == 1 else None


def _above(db: Database, code: str) -> str | None:
    sql = "SELECT parent_code FROM divisions WHERE division_code = ?"
    row = db.execute(sql, [code]).fetchone()
    return row[0] if row else None


def _has_no_divisions(db: Database, code: str) -> bool:
    """Whether townships stand right under it: a county, or one of the cities without any.

    A town that is known by its prefecture's site alone may be of any of its counties.
    """
    sql = "SELECT 1 FROM divisions WHERE parent_code = ? LIMIT 1"
    known = db.execute("SELECT 1 FROM division_names WHERE division_code = ?", [code]).fetchone()
    return known is not None and db.execute(sql, [code]).fetchone() is None
