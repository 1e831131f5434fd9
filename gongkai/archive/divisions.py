"""The divisions of the country over time, filled from ``data/divisions.csv``.

Codes and names are those of GB/T 2260; ``tools/build_divisions.py`` says where each comes from.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from sqlite_utils import Database

from gongkai.archive.connect import writing
from gongkai.archive.rows import insert

_INFO_KEY = "divisions_digest"
_TIMES = ("valid_from", "valid_to", "absent_until", "absent_from")
#: Raised when short names are made differently.
_VERSION = b"1"
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|"
    "景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|保安|裕固|独龙|鄂伦春|各"
)
_AUTONOMOUS = re.compile(
    rf"(?<=..)(?:(?:{_PEOPLES})族)+自治(?=[州县旗]$)|(?<=..)(?:{_PEOPLES})自治(?=[州县旗]$)"
)


def ensure(db: Database) -> bool:
    """Bring the two tables up to date with the file; returns whether it had changed."""
    text = files(__package__).joinpath("data", "divisions.csv").read_bytes()
    digest = hashlib.sha256(_VERSION + text).hexdigest()
    row = db.execute("SELECT value FROM archive_info WHERE key = ?", [_INFO_KEY]).fetchone()
    if row and row[0] == digest:
        return False
    listed = list(csv.DictReader(text.decode("utf-8").splitlines()))
    with writing(db):
        db.execute("PRAGMA defer_foreign_keys = ON")
        load(db, listed)
        db.execute(
            "INSERT INTO archive_info (key, value) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [_INFO_KEY, digest],
        )
    return True


def load(db: Database, listed: list[dict[str, str]]) -> None:
    """Enter divisions, a row for each name of each code; what was known of these codes goes."""
    spans: dict[str, list[Mapping[str, str]]] = {}
    for row in listed:
        spans.setdefault(row["division_code"], []).append(row)
    columns = ("division_code", "name", "parent_code", "tier", *_TIMES)
    marks = ", ".join("?" for _ in columns)
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
    db.conn.executemany(
        f"INSERT INTO divisions ({', '.join(columns)}) VALUES ({marks})"
        f" ON CONFLICT (division_code) DO UPDATE SET {changes}",
        [tuple(_whole(rows).values()) for rows in spans.values()],
    )
    sql = "DELETE FROM division_names WHERE division_code = ?"
    db.conn.executemany(sql, [(code,) for code in spans])
    insert(db, "division_names", (one for row in listed for one in _names(row)))


def _whole(rows: list[Mapping[str, str]]) -> dict[str, str | None]:
    """A division under its last name, from the first to the last of its names."""
    first, last = rows[0], rows[-1]
    whole = {name: last[name] or None for name in ("division_code", "name", "parent_code", "tier")}
    return {
        **whole,
        "valid_from": first["valid_from"],
        "valid_to": last["valid_to"] or None,
        "absent_until": first["absent_until"] or None,
        "absent_from": last["absent_from"] or None,
    }


def short_name(name: str) -> str | None:
    """An autonomous division without its peoples (黔东南州, 玉屏县), as its offices write it."""
    short = _AUTONOMOUS.sub("", name)
    return short if short != name else None


def _names(row: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    entry = {"division_code": row["division_code"], **_times(row)}
    yield {**entry, "name": row["name"], "is_short": 0}
    if short := short_name(row["name"]):
        yield {**entry, "name": short, "is_short": 1}


def _times(row: Mapping[str, str]) -> dict[str, str | None]:
    times: dict[str, str | None] = {name: row[name] or None for name in _TIMES}
    return {**times, "valid_from": row["valid_from"]}
