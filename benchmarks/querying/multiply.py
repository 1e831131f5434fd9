"""The rows of an archive again under other bodies, by SQL: storing them would take hours."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from gongkai.archive import Archive, search
from gongkai.archive.moves import REPORT_TABLES

_TABLES = (
    *("snapshots", "fetches", "parses", "agencies", "agency_names", "report_versions", "reports"),
    *REPORT_TABLES,
)
_SNAPSHOT = "printf('%08x', {k}) || substr({column}, 9)"


def multiply(path: Path, times: int) -> None:
    """Repeat every report, so that there are ``times`` as many, and hold them against others."""
    with Archive.open(path) as opened:
        db = opened.db
        bounds = _bounds(db)
        _set_aside(db)
        # Bulk rows in the order that they need one another: checked at the end instead.
        db.execute("PRAGMA foreign_keys = OFF")
        for k in range(1, times):
            with db.atomic():
                _again(db, k, bounds)
        db.execute("PRAGMA foreign_keys = ON")
        _disturb(db)
        with search.indexing(db):
            for version_id in range(bounds["version_id"] + 1, bounds["version_id"] * times + 1):
                search.enter(db, version_id)
        opened.refresh()
        db.execute("ANALYZE")


def _bounds(db: Database) -> dict[str, int]:
    return {
        name: int(db.execute(f"SELECT max({name}) FROM {table}").fetchone()[0])
        for name, table in (("version_id", "report_versions"), ("fetch_id", "fetches"))
    }


def _again(db: Database, k: int, bounds: dict[str, int]) -> None:
    report_id = f"substr({{column}}, 1, instr({{column}}, '/') - 1) || '·{k}' ||"
    report_id += " substr({column}, instr({column}, '/'))"
    changes = {
        "report_id": report_id,
        "agency_id": f"{{column}} || '·{k}'",
        "url": f"{{column}} || '&{k}'",
        "final_url": f"{{column}} || '&{k}'",
        "snapshot_id": _SNAPSHOT.replace("{k}", str(k)),
        "version_id": f"{{column}} + {k * bounds['version_id']}",
        "fetch_id": f"{{column}} + {k * bounds['fetch_id']}",
        "record_id": f"{{column}} || '{k}'",
    }
    for table in _TABLES:
        more = {**changes, "compared": "0"} if table == "reports" else changes
        _copy(db, table, more)


def _set_aside(db: Database) -> None:
    """The rows to repeat, so that nobody has to look for them among the repeated ones."""
    for table in _TABLES:
        db.execute(f'CREATE TEMP TABLE "once_{table}" AS SELECT * FROM main."{table}"')


def _copy(db: Database, table: str, changes: dict[str, str]) -> None:
    columns = [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]
    quoted = [f'"{column}"' for column in columns]
    values = [
        changes[column].format(column=f'"{column}"') if column in changes else f'"{column}"'
        for column in columns
    ]
    db.execute(
        f'INSERT INTO main."{table}" ({", ".join(quoted)})'
        f' SELECT {", ".join(values)} FROM temp."once_{table}"'
    )


def _disturb(db: Database) -> None:
    """Every thirtieth report is wrong somewhere, every twentieth late."""
    of = "SELECT report_id FROM reports WHERE version_id % {} = 0"
    with db.atomic():
        db.execute(
            """UPDATE requests SET total = total + 1 WHERE "row" = 'carried_over'"""
            f" AND report_id IN ({of.format(30)})"
        )
        db.execute(
            'INSERT INTO checks (report_id, id, "table", "where", outcome, left, right, suspect,'
            " severity) SELECT report_id, 'T3-BAL', 'requests', 'total', 'fail', 1, 2, 'source',"
            f" 'ERROR' FROM reports WHERE report_id IN ({of.format(30)})"
        )
        db.execute(
            "UPDATE reports SET checks_failed = checks_failed + 1"
            f" WHERE report_id IN ({of.format(30)})"
        )
        db.execute(
            "UPDATE reports SET published_on = (year + 1) || '-05-06'"
            f" WHERE report_id IN ({of.format(20)})"
        )
