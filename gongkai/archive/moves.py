"""Giving an agency another id, with everything that hangs on it."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.db import quote_identifier

#: Tables whose rows belong to one report.
REPORT_TABLES = (
    "sections",
    "disclosure",
    "requests",
    "review_litigation",
    "statistics",
    "annex_rows",
    "cell_notes",
    "checks",
    "problems",
)


def below(report_id_prefix: str) -> tuple[str, str]:
    """Bounds ``(first, end)`` of the ids that begin with a prefix ending in a slash.

    A range uses the index, and needs no escaping as LIKE and GLOB would.
    """
    return report_id_prefix, report_id_prefix[:-1] + chr(ord("/") + 1)


def rename_agency(db: Database, old: str, new: str) -> None:
    """Rename ``old``, which must exist, to ``new``, which must not; inside a transaction."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    db.execute("UPDATE agencies SET agency_id = ? WHERE agency_id = ?", [new, old])
    for table, column in (
        ("agencies", "parent_id"),
        ("agency_names", "agency_id"),
        ("reports", "agency_id"),
        ("removed_reports", "agency_id"),
    ):
        db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", [new, old])
    for table in ("report_versions", "reports", "audits", "removed_reports", *REPORT_TABLES):
        _rename_column(db, table, "report_id", old, new)
    _rename_column(db, "report_versions", "mirror_of", old, new)


def _rename_column(db: Database, table: str, column: str, old: str, new: str) -> None:
    name = quote_identifier(column)
    db.execute(
        f"UPDATE {quote_identifier(table)} SET {name} = ? || substr({name}, ?)"
        f" WHERE {name} >= ? AND {name} < ?",
        [new, len(old) + 1, *below(f"{old}/")],
    )
