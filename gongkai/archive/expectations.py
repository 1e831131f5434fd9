"""Which bodies must report on which year, as a person knows it: a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from sqlite_utils import Database

from gongkai.archive.connect import writing
from gongkai.archive.errors import ArchiveError
from gongkai.archive.identity import Claim, resolve

_COLUMNS = {"agency_id", "division_code", "name", "kind", "tier", "year", "expected", "why"}


def load(db: Database, path: Path) -> int:
    """Take a file in, all of it or nothing; returns its rows.

    Columns: ``year``, and ``agency_id`` or ``name`` with ``division_code`` (``kind`` and
    ``tier`` for a body that was never seen); ``expected`` is 1 where it is left out, 0 for a
    body that need not report; ``why``. Raises ``ArchiveError``, naming the line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if unknown := set(reader.fieldnames or ()) - _COLUMNS:
                raise ArchiveError(f"{path}: unknown column {sorted(unknown)[0]!r}")
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ArchiveError(f"{path}: cannot be read ({error})") from error
    with writing(db):
        for line, row in rows:
            try:
                _enter(db, row)
            except ValueError as error:
                raise ArchiveError(f"{path}, line {line}: {error}") from error
    return len(rows)


def _enter(db: Database, row: Mapping[str, str | None]) -> None:
    year, expected = row.get("year") or "", row.get("expected") or "1"
    if not (year.isdecimal() and 1990 <= int(year) <= 2100):
        raise ValueError(f"{year!r} is no year")
    if expected not in ("0", "1"):
        raise ValueError("expected is 0 or 1")
    agency_id = row.get("agency_id") or _by_name(db, row, int(year))
    sql = "SELECT 1 FROM agencies WHERE agency_id = ?"
    if db.execute(sql, [agency_id]).fetchone() is None:
        raise ValueError(f"no agency {agency_id!r}")
    db.execute(
        "INSERT INTO expectations (agency_id, year, expected, why) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (agency_id, year) DO UPDATE SET expected = excluded.expected,"
        " why = excluded.why",
        [agency_id, int(year), int(expected), row.get("why")],
    )


def _by_name(db: Database, row: Mapping[str, str | None], year: int) -> str:
    if not (row.get("name") and row.get("division_code")):
        raise ValueError("wants an agency_id, or a name and its division_code")
    kind, tier = row.get("kind") or None, row.get("tier") or None
    return resolve(db, Claim(row["name"] or "", year, row["division_code"], kind, tier))
