"""An export of tables and views: one state of the archive, one folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from sqlite_utils import Database

from gongkai.archive.connect import reading
from gongkai.archive.errors import ArchiveError
from gongkai.archive.export.folder import DESCRIPTION, staged
from gongkai.archive.export.package import package, resource
from gongkai.archive.export.parquet_files import ParquetFiles
from gongkai.archive.export.rows import rows
from gongkai.archive.export.selection import Selection
from gongkai.archive.export.sink import Counted, Sink
from gongkai.archive.export.tables import JOURNALS, Table, exportable
from gongkai.archive.export.text_files import CsvFiles, JsonLines
from gongkai.archive.export.workbook import Workbook
from gongkai.archive.rows import utc_text

Format = Literal["csv", "jsonl", "xlsx", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)
#: A table, what its resource says of its file, and how many rows it has.
Written = tuple[Table, dict[str, Any], int]
_EPOCH = utc_text(datetime(1970, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Exported:
    """``rows`` written by table; ``notes``: what a reader of the files must be told."""

    rows: dict[str, int]
    notes: list[str]


def export_tables(
    db: Database,
    folder: Path,
    kind: Format,
    selection: Selection,
    *,
    bom: bool = False,
    progress: Callable[[str], None] = lambda name: None,
) -> Exported:
    """Write the chosen tables and views into ``folder``, with ``datapackage.json``.

    All of it is one state of the archive, whatever others write meanwhile, and the same
    archive gives the same bytes. Raises ``ArchiveError`` for an unknown table and for
    what ``rows``, ``staged`` and the formats tell of.
    """
    with reading(db), staged(folder) as stage:
        created = last_change(db)
        chosen, notes = _chosen(db, selection)
        sink = _sink(kind, stage, created, bom=bom)
        written = _write(db, sink, chosen, progress)
        notes += sink.notes
        if any(table.name == "reports" and not count for table, _, count in written):
            notes.append("no report meets the filters")
        present = {table.name for table, _ in chosen}
        described = [resource(table, file, stage, count, present) for table, file, count in written]
        text = json.dumps(package(described, created, notes), ensure_ascii=False, indent=2)
        (stage / DESCRIPTION).write_text(text + "\n", encoding="utf-8", newline="\n")
    return Exported({table.name: count for table, _, count in written}, notes)


def _write(
    db: Database,
    sink: Sink,
    chosen: list[tuple[Table, str]],
    progress: Callable[[str], None],
) -> list[Written]:
    written: list[Written] = []
    try:
        for table, where in chosen:
            progress(table.name)
            counted = Counted(rows(db, table, where))
            written.append((table, sink.add(table, counted), counted.count))
        sink.close()
    except BaseException:
        sink.abandon()
        raise
    return written


def last_change(db: Database) -> str:
    """When the archive last fetched or parsed something (UTC)."""
    sql = (
        "SELECT max(at) FROM (SELECT max(fetched_at) AS at FROM fetches"
        " UNION ALL SELECT max(parsed_at) FROM parses)"
    )
    return str(db.execute(sql).fetchone()[0] or _EPOCH)


def _sink(kind: Format, stage: Path, created: str, *, bom: bool) -> Sink:
    match kind:
        case "csv":
            return CsvFiles(stage, bom=bom)
        case "jsonl":
            return JsonLines(stage)
        case "xlsx":
            return Workbook(stage, datetime.fromisoformat(created))
        case "parquet":
            return ParquetFiles(stage)


def _chosen(db: Database, selection: Selection) -> tuple[list[tuple[Table, str]], list[str]]:
    """The tables with their conditions, and which were left out and why."""
    offered = exportable(db)
    unknown = [name for name in selection.tables if name not in offered]
    if unknown:
        raise ArchiveError(f"no table {', '.join(unknown)}; there are {', '.join(offered)}")
    chosen, notes = [], []
    for table in offered.values():
        if selection.chosen(table):
            where = selection.where(table)
            if where is None:
                notes.append(f"{table.name} is left out: it cannot be narrowed in this way")
            else:
                chosen.append((table, where))
    narrow = {table.name for table, where in chosen if where}
    return [(_safe(table, narrow), where) for table, where in chosen], notes


def _safe(table: Table, narrow: set[str]) -> Table:
    """Journals are exported whole: their keys would point at rows that were left out."""
    if table.name not in JOURNALS:
        return table
    kept = tuple(one for one in table.references if one.table not in narrow)
    return replace(table, references=kept)
