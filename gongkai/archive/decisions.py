"""What people decided about who reports: a reviewed YAML file, copied into the archive.

The file is the original: applying it replaces what an earlier one said. Decisions count
before everything else whenever a page is parsed, so they outlast every reparse.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from sqlite_utils import Database

from gongkai.archive.codes import reread_agency
from gongkai.archive.connect import writing
from gongkai.archive.errors import ArchiveError
from gongkai.archive.names import normalised
from gongkai.archive.rows import insert

_SIGNED = {"decided_by", "decided_on", "why"}
_NAME_KEYS = {"agency", "names", "division", *_SIGNED}
_EVENT_KEYS = {"predecessor", "successor", "year", "type", *_SIGNED}
_TYPES = ("rename", "merge", "split", "abolish")
Row = dict[str, Any]


def read(path: Path) -> tuple[list[Row], list[Row]]:
    """Rows of ``agency_decisions`` and ``agency_events``.

    Raises ``ArchiveError``, naming the entry, for a file that is none or says it unsigned.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ArchiveError(f"{path}: cannot be read ({' '.join(str(error).split())})") from error
    if not isinstance(data, dict) or set(data) - {"agencies", "events"}:
        raise ArchiveError(f"{path}: wants the lists agencies and events, nothing else")
    names = [
        row
        for at, entry in enumerate(data.get("agencies") or [], 1)
        for row in _names(_checked(entry, _NAME_KEYS, f"{path}: agencies, entry {at}"))
    ]
    events = []
    for at, entry in enumerate(data.get("events") or [], 1):
        place = f"{path}: events, entry {at}"
        events.append(_event(_checked(entry, _EVENT_KEYS, place), place))
    return names, events


def apply(db: Database, path: Path) -> int:
    """Take the file's decisions in; returns how many pages must be read again for them."""
    names, events = read(path)
    with writing(db):
        before = _mapped(db)
        db.execute("DELETE FROM agency_decisions")
        db.execute("DELETE FROM agency_events")
        insert(db, "agency_decisions", names)
        insert(db, "agency_events", events)
        # Who took over from whom decides which years are held against one another.
        db.execute(
            "UPDATE reports SET compared = 0 WHERE agency_id IN"
            " (SELECT successor_id FROM agency_events)"
        )
        after = _mapped(db)
        concerned = {key[0] for key in before.keys() ^ after.keys()}
        concerned |= {key[0] for key in before.keys() & after.keys() if before[key] != after[key]}
        agencies = {one for name in concerned for one in _carrying(db, name)}
        # Who carries these names now is told anew by the pages themselves.
        sql = "DELETE FROM agency_names WHERE name = ?"
        db.conn.executemany(sql, [(name,) for name in concerned])
        return sum(reread_agency(db, one) for one in sorted(agencies))


def prune(db: Database) -> int:
    """Remove agencies that nothing is said of any more; returns how many."""
    sql = (
        "SELECT agency_id FROM agencies a WHERE NOT EXISTS"
        " (SELECT 1 FROM reports r WHERE r.agency_id = a.agency_id) AND NOT EXISTS"
        " (SELECT 1 FROM report_versions v WHERE v.superseded = 0"
        "  AND v.report_id >= a.agency_id || '/' AND v.report_id < a.agency_id || '0')"
        " AND NOT EXISTS (SELECT 1 FROM expectations e WHERE e.agency_id = a.agency_id)"
    )
    with writing(db):
        gone = [(one,) for (one,) in db.execute(sql).fetchall()]
        db.conn.executemany("UPDATE agencies SET parent_id = NULL WHERE parent_id = ?", gone)
        db.conn.executemany("DELETE FROM agency_names WHERE agency_id = ?", gone)
        db.conn.executemany("DELETE FROM agencies WHERE agency_id = ?", gone)
    return len(gone)


def _checked(entry: object, keys: set[str], place: str) -> Mapping[str, Any]:
    if not isinstance(entry, dict):
        raise ArchiveError(f"{place}: not a mapping of keys to values")
    if unknown := set(entry) - keys:
        raise ArchiveError(f"{place}: unknown key {sorted(map(str, unknown))[0]!r}")
    for key in sorted(keys - {"division", "successor"}):
        if not entry.get(key):
            raise ArchiveError(f"{place}: {key} is missing")
    for key in ("agency", "predecessor", "successor"):
        if key in entry and (not isinstance(entry[key], str) or "/" in entry[key]):
            raise ArchiveError(f"{place}: {key} is not the id of an agency")
    return entry


def _signed(entry: Mapping[str, Any]) -> Row:
    day = entry["decided_on"]
    return {
        "decided_by": str(entry["decided_by"]),
        "decided_on": day.isoformat() if isinstance(day, date) else str(day),
        "why": str(entry["why"]),
    }


def _names(entry: Mapping[str, Any]) -> list[Row]:
    names = entry["names"] if isinstance(entry["names"], list) else [entry["names"]]
    place = {"division_code": str(entry.get("division") or ""), "agency_id": entry["agency"]}
    return [{"name": normalised(str(name)), **place, **_signed(entry)} for name in names]


def _event(entry: Mapping[str, Any], place: str) -> Row:
    if entry["type"] not in _TYPES:
        raise ArchiveError(f"{place}: type is one of {', '.join(_TYPES)}")
    if not isinstance(entry["year"], int):
        raise ArchiveError(f"{place}: year is not a year")
    return {
        "predecessor_id": entry["predecessor"],
        "successor_id": entry.get("successor") or "",
        "year": entry["year"],
        "type": entry["type"],
        **_signed(entry),
    }


def _mapped(db: Database) -> dict[tuple[str, str], str]:
    sql = "SELECT name, division_code, agency_id FROM agency_decisions"
    return {(name, code): agency for name, code, agency in db.execute(sql).fetchall()}


def _carrying(db: Database, name: str) -> list[str]:
    sql = "SELECT agency_id FROM agency_names WHERE name = ?"
    return [agency_id for (agency_id,) in db.execute(sql, [name]).fetchall()]
