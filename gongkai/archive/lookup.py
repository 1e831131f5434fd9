"""Finding a report by what a person types: its id, its address, or agency and year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from gongkai.archive import takedowns
from gongkai.archive.content import APPLICANTS
from gongkai.archive.errors import ArchiveError
from gongkai.archive.identity import normalised
from gongkai.archive.view import OFFICIAL

_SHOWN = 10


class NotFoundError(ArchiveError):
    """No report, or more than one, answers to what was typed."""


class TakenDownError(NotFoundError):
    """What was typed was taken down; the message says when, by whom and why."""


def find_report(db: Database, words: str) -> str:
    """The id of the one report that is meant. Raises ``NotFoundError``, naming candidates."""
    found: list[str] = []
    for candidates in _ways(db, words.strip()):
        found = sorted(set(candidates))
        if found:
            break
    if len(found) == 1:
        return found[0]
    if not found and (removed := takedowns.told(db, words.strip())):
        raise TakenDownError(f"“{words}” was {removed}")
    if not found:
        raise NotFoundError(f"no report “{words}”; give its id, its address, or AGENCY YEAR")
    listed = ", ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
    raise NotFoundError(f"“{words}” may be {len(found)} reports: {listed}")


def _ways(db: Database, words: str) -> Iterator[list[str]]:
    yield _ids(db, "SELECT report_id FROM reports WHERE report_id = ?", words)
    yield _ids(db, "SELECT report_id FROM reports WHERE url = ?", words)
    yield _ids(
        db,
        "SELECT report_id FROM reports WHERE report_id IN"
        " (SELECT report_id FROM report_versions WHERE url = ?)",
        words,
    )
    name, _, year = words.rpartition(" ")
    if not (name and year.isdecimal()):
        return
    name = normalised(name)
    sql = (
        "SELECT DISTINCT r.report_id FROM reports r JOIN agencies a USING (agency_id)"
        " LEFT JOIN agency_names n USING (agency_id) WHERE r.year = ? AND "
    )
    exact = "? IN (a.agency_id, a.name, n.name, r.agency_name)"
    yield _ids(db, sql + exact, int(year), name)
    yield _ids(db, f"{sql} instr(a.name, ?)", int(year), name)


def _ids(db: Database, sql: str, *parameters: object) -> list[str]:
    return [row[0] for row in db.execute(sql, list(parameters)).fetchall()]


def official_on(db: Database, agency: str, year: int, scope: str | None) -> list[str]:
    """The official reports of a body on a year.

    The body is named as the archive or a report names it; of any scope where it is None.
    """
    sql = (
        f"SELECT r.report_id FROM reports r JOIN agencies a USING (agency_id) WHERE {OFFICIAL}"
        " AND r.year = ? AND ? IN (a.name, r.agency_name) AND (? IS NULL OR r.scope = ?)"
    )
    return [row[0] for row in db.execute(sql, [year, agency, scope, scope]).fetchall()]


def request_table(db: Database, report_id: str) -> dict[str, dict[str, int | None]]:
    """Table 3 of a report, by row and column."""
    rows = db.query("SELECT * FROM requests WHERE report_id = ?", [report_id])
    return {row["row"]: {name: row[name] for name in APPLICANTS} for row in rows}


def report_row(db: Database, report_id: str) -> dict[str, Any]:
    """The report with its agency's name, its version, and when its page was fetched (UTC)."""
    sql = (
        "SELECT r.*, a.name AS agency, v.parser_version, v.parsed_at, v.content_digest,"
        " (SELECT max(f.fetched_at) FROM fetches f WHERE f.url = r.url"
        "  AND f.snapshot_id = r.snapshot_id) AS fetched_at,"
        " (SELECT count(*) FROM report_versions o WHERE o.report_id = r.report_id) AS versions,"
        " (SELECT gone_at FROM withdrawn_reports w WHERE w.report_id = r.report_id) AS gone_at"
        " FROM reports r JOIN agencies a USING (agency_id)"
        " JOIN report_versions v ON v.version_id = r.version_id WHERE r.report_id = ?"
    )
    row = next(iter(db.query(sql, [report_id])))
    # Another version of a report that speaks now, or the same one from elsewhere.
    return {**row, "taken_down": takedowns.told(db, report_id)}
