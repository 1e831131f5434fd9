"""What happened to reports, newest first: entered, changed, withdrawn."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlite_utils import Database

from gongkai.archive.columns import both
from gongkai.archive.export.selection import Selection
from gongkai.archive.version_views import CAUSE
from gongkai.archive.view import OFFICIAL

What = Literal["new", "changed", "withdrawn"]
#: So many cells of a changed report are told one by one.
MOST_CELLS = 50
_REPORT = "r.report_id, a.name AS agency, r.year, r.scope, r.title, r.url, r.table_forms, r.form"
_AGENCY = "JOIN agencies a ON a.agency_id = r.agency_id"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell (or a field of the metadata, or a part's text) before and after; None: nothing."""

    place: str
    label: str
    before: int | float | str | None
    after: int | float | str | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a report; ``happened_at`` and ``updated_at`` are UTC.

    ``id`` is a URN that stays the same. ``cause`` is that of ``version_changes``;
    ``cells`` are the first of ``cell_count``. A withdrawn report that is back keeps its
    event, with ``restored`` and a later ``updated_at``.
    """

    id: str
    what: What
    report_id: str
    agency: str
    year: int
    scope: str
    title: str | None
    url: str
    happened_at: str
    updated_at: str
    cause: str | None = None
    cells: tuple[CellChange, ...] = ()
    cell_count: int = 0
    restored: bool = False


def events(
    db: Database, selection: Selection, limit: int, *, rereadings: bool = False
) -> list[Event]:
    """The newest ``limit`` events; with ``rereadings`` also what only a parser changed."""
    found = [*_new(db, selection, limit), *_withdrawn(db, selection, limit)]
    found += _changed(db, selection, limit, rereadings=rereadings)
    found.sort(key=lambda event: event.id)
    found.sort(key=lambda event: event.updated_at, reverse=True)
    return found[:limit]


def urn(*parts: object) -> str:
    """A name that depends on ``parts`` alone (RFC 4122, version 5)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "gongkai:" + "\n".join(map(str, parts))).urn


def _query(db: Database, sql: str, limit: int) -> Iterator[dict[str, Any]]:
    cursor = db.execute(f"{sql} LIMIT ?", [limit])
    names = [column[0] for column in cursor.description]
    for values in cursor.fetchall():
        yield dict(zip(names, values, strict=True))


def _event(what: What, row: dict[str, Any], *key: object) -> Event:
    names = ("report_id", "agency", "year", "scope", "title", "url")
    shared = {name: row[name] for name in names}
    at = row["at"]
    event_id = urn(what, row["report_id"], *key)
    return Event(id=event_id, what=what, happened_at=at, updated_at=at, **shared)


def _official(selection: Selection, version: str) -> str:
    return "1" if selection.everything else OFFICIAL.replace("r.", f"{version}.")


def _new(db: Database, selection: Selection, limit: int) -> Iterator[Event]:
    sql = (
        f"SELECT {_REPORT}, (SELECT min(v.parsed_at) FROM report_versions v"
        f" WHERE v.report_id = r.report_id AND ({_official(selection, 'v')}"
        " OR v.version_id = r.version_id)) AS at"
        f" FROM reports r {_AGENCY} WHERE {selection.on_report()}"
        " ORDER BY at DESC, r.report_id"
    )
    for row in _query(db, sql, limit):
        yield _event("new", row)


def _withdrawn(db: Database, selection: Selection, limit: int) -> Iterator[Event]:
    sql = (
        f"SELECT {_REPORT}, w.withdrawn_at AS at, w.restored_at FROM withdrawals w"
        f" JOIN reports r ON r.url = w.url {_AGENCY} WHERE {selection.on_report()}"
        " ORDER BY coalesce(w.restored_at, w.withdrawn_at) DESC, r.report_id"
    )
    for row in _query(db, sql, limit):
        event = _event("withdrawn", row, row["url"], row["at"])
        back = row["restored_at"]
        yield replace(event, updated_at=back, restored=True) if back else event


def _changed(
    db: Database, selection: Selection, limit: int, *, rereadings: bool
) -> Iterator[Event]:
    pages = "1" if rereadings else f"{CAUSE} <> 'parser'"
    sql = (
        f"SELECT {_REPORT}, v.parsed_at AS at, {CAUSE} AS cause, v.version_id,"
        " p.version_id AS previous_id, v.content_digest, p.content_digest AS previous_digest"
        " FROM (SELECT DISTINCT version_id, previous_id FROM cell_changes) c"
        " JOIN report_versions v ON v.version_id = c.version_id"
        " JOIN report_versions p ON p.version_id = c.previous_id"
        f" JOIN reports r ON r.report_id = v.report_id {_AGENCY}"
        f" WHERE {selection.on_report()} AND {pages}"
        f" AND {_official(selection, 'v')} AND {_official(selection, 'p')}"
        " ORDER BY v.parsed_at DESC, v.version_id DESC, p.version_id DESC"
    )
    for row in _query(db, sql, limit):
        pair = (row["version_id"], row["previous_id"])
        event = _event("changed", row, *pair, row["previous_digest"], row["content_digest"])
        count = "SELECT count(*) FROM cell_changes WHERE version_id = ? AND previous_id = ?"
        cells = tuple(_cells(db, row, pair))
        total = int(db.execute(count, list(pair)).fetchone()[0])
        yield replace(event, cause=row["cause"], cells=cells, cell_count=total)


def _cells(db: Database, row: dict[str, Any], pair: tuple[int, int]) -> Iterator[CellChange]:
    sql = (
        'SELECT c."table", c."row", c."column", c.before, c.after, l.label, k.label'
        " FROM cell_changes c LEFT JOIN form_rows l"
        " ON l.form = coalesce(json_extract(:forms, '$.' || c.\"table\"), :form)"
        ' AND l."table" = c."table" AND l."row" = c."row"'
        ' LEFT JOIN form_columns k ON k.form = l.form AND k."table" = c."table"'
        ' AND k."column" = c."column" AND k.caption IS l.caption'
        " WHERE c.version_id = :version AND c.previous_id = :previous"
        ' ORDER BY c."table" <> \'report\', c."table", c."row", c."column" LIMIT :most'
    )
    bound = {"version": pair[0], "previous": pair[1], "most": MOST_CELLS}
    bound |= {"forms": row["table_forms"], "form": row["form"]}
    for table, line, column, before, after, label, head in db.execute(sql, bound).fetchall():
        place = f"{table}.{line}" if table in ("report", "sections") else f"{table}.{line}.{column}"
        words = " · ".join(part for part in (label, head) if part) or _field(table, line)
        yield CellChange(place, words, before, after)


def _field(table: str, name: str) -> str:
    """The label of a field of the metadata, or of a part."""
    words = both("reports", name) if table == "report" else None
    return words[0] if words else name
