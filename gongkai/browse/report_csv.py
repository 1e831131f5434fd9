"""A report's numbers as CSV: one line a cell, with the words of its form."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from gongkai.archive.export.defusing import defused
from gongkai.browse.annex import ANNEX_NAMES
from gongkai.browse.layout import FormColumn, FormRow
from gongkai.browse.report_data import ReportData
from gongkai.browse.report_page import Layouts

HEAD = (
    *("report_id", "agency", "year", "scope", "table", "form", "row", "column", "row_label"),
    *("row_label_en", "column_label", "column_label_en", "unit", "value", "status", "printed"),
)
Line = tuple[object, ...]


def report_csv(data: ReportData, layouts: Layouts) -> str:
    """UTF-8 text with a header; a cell without a number is empty, ``status`` says why.

    ``status`` and ``printed`` are empty for a plain number. Texts that a spreadsheet would run
    are defused as in ``gongkai export``.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    notes = {(n["table"], n["row"], n["column"]): n for n in data.notes}
    report = data.report
    begin = tuple(report[name] for name in ("report_id", "agency", "year", "scope"))
    for table, row, column, words, value in _cells(data, layouts):
        note = notes.get((table, row, column), {"status": "", "raw": ""})
        told = (value, note["status"], note["raw"])
        line = (*begin, table, data.form_of(table), row, column, *words, *told)
        writer.writerow([defused(one) if isinstance(one, str) else one for one in line])
    return out.getvalue()


def _cells(data: ReportData, layouts: Layouts) -> Iterator[tuple[str, str, str, Line, object]]:
    """Table, row and column of each cell, its labels with its unit, and its number."""
    for table, grid in data.tables.items():
        layout = layouts.get(table)
        rows = {row.key: row for row in layout.rows} if layout else {}
        for (row, column), value in grid.items():
            columns = layout.columns_of(rows[row]) if layout and row in rows else ()
            known = next((one for one in columns if one.key == column), None)
            unit = data.unit_of(table, (row, column)) or _unit(table, known)
            yield table, row, column, (*_words(rows.get(row), known), unit), value
    for line in data.annex:
        for column, names in ANNEX_NAMES.items():
            words = (line["label"], "", *names, line["unit"])
            yield "annex", str(line["position"]), column, words, line[column]


def _unit(table: str, column: FormColumn | None) -> str | None:
    """Tables 3 and 4 count; what is not known of the others stays empty."""
    return column.unit if column and table in ("requests", "review_litigation") else None


def _words(row: FormRow | None, column: FormColumn | None) -> Line:
    labels = (" / ".join(row.path), row.label_en) if row else ("", "")
    return (*labels, *((column.label, column.label_en) if column else ("", "")))
