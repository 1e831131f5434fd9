"""What people decided: corrections of single cells, and audits of random ones."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from gongkai.archive import contents, takedowns
from gongkai.archive.changes import cells_of
from gongkai.archive.connect import writing
from gongkai.archive.errors import ArchiveError
from gongkai.archive.rows import insert, utc_now

#: The standard normal deviate of a two-sided interval of 95 %.
_Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Correction:
    """A cell as a person reads it in its source; ``value`` None where it shows no number."""

    snapshot_id: str
    table: str
    row: str
    column: str
    value: float | int | None
    who: str
    why: str
    decided_on: str


@dataclass(frozen=True, slots=True)
class Rate:
    """Share of wrong cells among those audited, with its interval of 95 % (Wilson 1927)."""

    audited: int
    wrong: int

    @property
    def share(self) -> float:
        """0 when nothing was audited."""
        return self.wrong / self.audited if self.audited else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """``(0, 1)`` when nothing was audited: nothing is known."""
        n, p, z = self.audited, self.share, _Z95
        if not n:
            return 0.0, 1.0
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


def set_corrections(db: Database, corrections: Sequence[Correction]) -> int:
    """Replace all corrections by these; returns how many there were before.

    Raises ``ArchiveError`` for a snapshot that is not here, or a cell named twice; then
    nothing changes.
    """
    with writing(db):
        seen: set[tuple[str, ...]] = set()
        for one in corrections:
            place = (one.snapshot_id, one.table, one.row, one.column)
            sql = "SELECT 1 FROM snapshots WHERE snapshot_id = ?"
            if db.execute(sql, [one.snapshot_id]).fetchone() is None:
                raise ArchiveError(f"no snapshot {one.snapshot_id} in the archive")
            if takedowns.is_removed(db, one.snapshot_id):
                raise ArchiveError(f"snapshot {one.snapshot_id} was taken down")
            if place in seen:
                raise ArchiveError(f"two corrections of {'.'.join(place[1:])} in {place[0]}")
            seen.add(place)
        before = int(db.execute("SELECT count(*) FROM corrections").fetchone()[0])
        db.execute("DELETE FROM corrections")
        names = Correction.__slots__
        insert(db, "corrections", [{n: getattr(one, n) for n in names} for one in corrections])
    return before


def correction(db: Database, snapshot_id: str, cell: str) -> Correction | None:
    """The correction of a cell of a snapshot, if there is one."""
    columns = ", ".join(f'"{name}"' for name in Correction.__slots__)
    sql = (
        f"SELECT {columns} FROM corrections WHERE snapshot_id = ?"
        ' AND "table" || \'.\' || "row" || \'.\' || "column" = ?'
    )
    row = db.execute(sql, [snapshot_id, cell]).fetchone()
    return Correction(*row) if row else None


def sample(db: Database, count: int, seed: int | None) -> Iterator[tuple[str, str]]:
    """``(report id, cell)`` of random numbers of official reports, each number as likely.

    The same seed gives the same cells of the same archive; a cell may come twice.
    """
    sql = (
        "SELECT r.report_id, r.cells_read, v.content_digest FROM reports r"
        " JOIN report_versions v USING (version_id) WHERE r.cells_read > 0"
        " AND r.provenance IN ('official', 'official_injected') ORDER BY r.report_id"
    )
    rows = db.execute(sql).fetchall()
    dice = random.Random(seed)
    for report_id, _, digest in dice.choices(
        rows, [row[1] for row in rows], k=count if rows else 0
    ):
        content = contents.load(db, digest)
        names = [] if content is None else list(_numbers(content))
        if names:
            yield report_id, dice.choice(names)


def note_audit(db: Database, audited: dict[str, Any]) -> None:
    """Keep what somebody said of a cell; ``audited`` holds the columns but id and time."""
    with writing(db):
        insert(db, "audits", [{**audited, "audited_at": utc_now()}])


def rate(db: Database, parser_version: str | None = None) -> Rate:
    """The error rate over all audits, or those of one parser version's readings."""
    sql = (
        "SELECT count(*), coalesce(sum(1 - is_right), 0) FROM audits"
        " WHERE :version IS NULL OR parser_version = :version"
    )
    row = db.execute(sql, {"version": parser_version}).fetchone()
    return Rate(int(row[0]), int(row[1]))


def _numbers(content: dict[str, Any]) -> Iterator[str]:
    for place, value in cells_of(content):
        if isinstance(value, int | float):
            yield ".".join(place)
