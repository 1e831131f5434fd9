"""What an official should be told of a report before it is published, finding by finding."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gongkai.archive import Archive
from gongkai.browse.identities import Check, Read, row_words, show, spell_out
from gongkai.browse.layout import FormTable, load_table
from gongkai.browse.problem_words import in_chinese
from parsers.forms import load
from parsers.identities.crossing import Crossing, crossings
from parsers.identities.stale import stale_years
from parsers.report import Check as Assessed
from parsers.report import Report

Severity = Literal["error", "warning", "hint"]
_SEVERITIES: dict[str, Severity] = {"ERROR": "error", "WARN": "warning", "INFO": "hint"}
#: What keeps a part of the report from being checked, in Chinese; the detail is ours.
_UNREAD = {
    "not_a_report": "没有读成年度报告",
    "table_missing": "没有找到这张表",
    "row_missing": "没有找到这一行",
    "row_unknown": "表式里没有的一行",
    "ambiguous_cells": "有数字无法确定，未作核对",
    "column_missing": "表头缺少栏目，这张表未作核对",
    "section_missing": "没有找到这一部分的标题",
    "year_conflict": "各处年度不一致",
    "title_missing": "没有找到标题",
    "several_reports": "这一文件里不止一份报告",
    "draft_title": "标题称为征求意见稿、草案等，数字可能不是最终的",
    "instructions": "像是填表说明或样例",
    "rows_moved": "这一行的位置与表式顺序不同",
}
#: A count with decimals, in full width too, is in another unit or of another row.
_DECIMAL = re.compile(r"\d+[.．]\d+")
#: The others may be the reading's own.
_GRAVE: dict[str, Severity] = {"not_a_report": "error", "rows_moved": "warning"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. ``id`` is the identity's or the problem's, ``place`` the cell, row,
    column or part; ``fitting`` the number with which row and column would hold."""

    severity: Severity
    id: str
    place: str
    zh: str
    en: str
    fitting: int | float | None = None

    @property
    def rank(self) -> int:
        """The certain errors first."""
        return ("error", "warning", "hint").index(self.severity)


class Desk:
    """Spells out findings in the words of the official forms."""

    def __init__(self) -> None:
        self._tables: dict[tuple[str, str], FormTable | None] = {}
        # The forms' words as every archive has them.
        with (
            tempfile.TemporaryDirectory() as folder,
            closing(Archive.open(Path(folder) / "forms.db")) as archive,
        ):
            connection = archive.db.conn
            sql = 'SELECT DISTINCT form, "table" FROM form_rows'
            for form, table in connection.execute(sql).fetchall():
                self._tables[form, table] = load_table(connection, form, table)

    def findings(self, report: Report) -> list[Finding]:
        """Everything that deserves a look, the certain errors first."""
        found = [*self._failures(report), *self._crossings(report), *self._unread(report)]
        found += _without_unit(report)
        named = {one.place for one in found}
        found += [one for one in _odd_cells(report) if one.place not in named]
        return sorted(found, key=lambda one: one.rank)

    def layouts(self, report: Report) -> dict[str, FormTable | None]:
        """The form of each table that the report has."""
        forms = {table: report.table_forms.get(table, "") for table in report.tables}
        return {table: self._tables.get((form, table)) for table, form in forms.items()}

    def _failures(self, report: Report) -> Iterator[Finding]:
        for one in (*report.checks, *stale_years(report)):
            if one.outcome == "fail":
                yield self.spelled(report, one)

    def spelled(self, report: Report, one: Assessed) -> Finding:
        """A failing identity in words."""
        table = self._tables.get((report.table_forms.get(one.table, ""), one.table))
        zh, en = spell_out(_as_row(one), table, _reader(report, one.table))
        severity = "hint" if _is_ours(report, one) else _SEVERITIES[one.severity]
        return Finding(severity, one.id, _place(one), zh, en)

    def _unread(self, report: Report) -> Iterator[Finding]:
        """Problems of the reading: what they touch was not, or not surely, checked."""
        layouts = self.layouts(report)
        for one in report.problems:
            if one.code in _UNREAD or one.severity != "info":
                severity = _GRAVE.get(one.code, "hint")
                table, _, row = (one.where or "").partition(".")
                zh, en = row_words(row, layouts.get(table))
                told = f"{en}: {one.detail}" if en else one.detail
                words = in_chinese(one.code, one.where, one.detail, zh)
                yield Finding(severity, one.code, one.where or "", words, told)

    def _crossings(self, report: Report) -> Iterator[Finding]:
        for one in crossings(report):
            table = self._tables.get((report.table_forms[one.table], one.table))
            zh, en = _named(one, table)
            place = f"{one.table}.{one.row}.{one.column}"
            yield Finding("hint", "crossing", place, zh, en, one.fitting)


def _as_row(one: Assessed) -> Check:
    left, right = one.left, one.right
    return Check(
        one.id, one.table, one.where, one.outcome, left, right, one.suspect, one.severity,
        one.quote, one.against,
    )  # fmt: skip


def _is_ours(report: Report, one: Assessed) -> bool:
    """A row of flattened text that could not be cut: the text lost its cells, not the office."""
    origin = report.origins.get(f"{one.table}.{one.where}.total")
    return one.id == "T3-SHAPE" and origin is not None and origin.line is not None


def _place(one: Assessed) -> str:
    return one.where if one.where.startswith(f"{one.table}.") else f"{one.table}.{one.where}"


def _reader(report: Report, table: str) -> Read:
    rows: Mapping[str, object] = report.tables.get(table, {})

    def read(row: str, column: str) -> int | float | None:
        cells = rows.get(row)
        if isinstance(cells, Mapping):
            found: int | float | None = cells.get(column)
            return found
        return cells if isinstance(cells, int | float) else None

    return read


def _named(one: Crossing, table: FormTable | None) -> tuple[str, str]:
    row = next((r for r in table.rows if r.key == one.row), None) if table else None
    column = next((c for c in table.columns if c.key == one.column), None) if table else None
    zh = "·".join([row.path[-1] if row else one.row, column.label if column else one.column])
    en = " / ".join([row.label_en if row else one.row, column.label_en if column else one.column])
    printed, fitting = show(one.printed), show(one.fitting)
    return (
        f"最可能有误的一格：“{zh}”现为 {printed}；若为 {fitting}，所在行与列的勾稽关系即都成立",
        f"the likely cell: “{en}” is {printed}; with {fitting} the sums of its row and column hold",
    )


def _without_unit(report: Report) -> Iterator[Finding]:
    """Amounts of money whose unit is printed nowhere, where the official form prints one."""
    for note in report.cells:
        if note.status != "unit_unknown" or note.table not in report.table_forms:
            continue
        blocks = load(report.table_forms[note.table]).tables[note.table].blocks
        held = (block for block in blocks if note.row in [row.key for row in block.rows])
        unit = next((c.unit for block in held for c in block.columns if c.key == note.column), None)
        if unit:
            zh = f"“{note.raw}”未注明单位，表式为{unit}"
            en = f"“{note.raw}” has no unit; the form's is {unit}"
            yield Finding("hint", "unit_unknown", f"{note.table}.{note.row}.{note.column}", zh, en)


def _odd_cells(report: Report) -> Iterator[Finding]:
    """Cells in which no number of their kind is printed; what text lost is no office's error."""
    for note in report.cells:
        if note.status != "unreadable" or not any(char.isdecimal() for char in note.raw):
            continue
        place = f"{note.table}.{note.row}"
        place += "" if note.table == "statistics" else f".{note.column}"
        origin = report.origins.get(f"{note.table}.{note.row}.{note.column}")
        if origin is not None and origin.line is None:
            severity: Severity = "warning" if _DECIMAL.fullmatch(note.raw.strip()) else "hint"
            zh, en = f"“{note.raw}”不是该格应填的数", f"“{note.raw}” is no number of this cell"
            yield Finding(severity, "unreadable_cell", place, zh, en)
