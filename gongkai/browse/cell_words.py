"""What a cell is called: its table, its row, its column, in the words of its form."""

from __future__ import annotations

from gongkai.browse.annex import ANNEX_NAMES
from gongkai.browse.report_data import Record, ReportData
from gongkai.browse.report_page import Layouts
from gongkai.browse.wording import FIELDS, SECTIONS, TABLES, Words, words


def cell_words(data: ReportData, layouts: Layouts, cell: str) -> list[Words]:
    """The words for ``table.row.column``, as far as the form knows them."""
    table, _, rest = cell.partition(".")
    row, _, column = rest.partition(".")
    found = [words(TABLES, table)]
    if table == "annex":
        labels = [one["label"] for one in data.annex if str(one["position"]) == row]
        names = [ANNEX_NAMES[column]] if column in ANNEX_NAMES else []
        return [*found, *(Words(one, "") for one in labels), *(Words(*one) for one in names)]
    layout = layouts.get(table)
    if layout is None:
        return [*found, Words(rest, "")]
    found += [Words(one.path[-1], one.label_en) for one in layout.rows if one.key == row][:1]
    if table != "statistics":
        found += [Words(one.label, one.label_en) for one in layout.columns if one.key == column][:1]
    return found


def change_words(data: ReportData, layouts: Layouts, change: Record) -> list[Words]:
    """The words for a row of ``version_changes``: a cell, a field of the metadata, or a part."""
    table, row, column = (str(change[name]) for name in ("table", "row", "column"))
    if table == "report":
        return [words(FIELDS, row)]
    if table == "sections":
        return [Words("正文", "Text"), words(SECTIONS, row)]
    return cell_words(data, layouts, f"{table}.{row}.{column}")
