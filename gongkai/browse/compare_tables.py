"""The tables of two reports side by side, one line a cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongkai.browse.identities import Number, Place, show
from gongkai.browse.layout import FormTable
from gongkai.browse.report_data import ReportData
from gongkai.browse.wording import STATUS, TABLES, Words, words

Layouts = Mapping[str, FormTable | None]


@dataclass(frozen=True, slots=True)
class Side:
    """What one report prints in a cell: ``text`` to show, ``value`` None where it is no number."""

    text: str
    value: Number | None
    unit: str = ""
    hint: Words | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One cell in both; ``change`` is there only where both are numbers of one unit."""

    label: Words
    row: str
    column: str
    first: Side
    second: Side
    change: str | None

    @property
    def is_same(self) -> bool:
        """Whether both print the same."""
        return (self.first.text, self.first.value) == (self.second.text, self.second.value)


@dataclass(frozen=True, slots=True)
class TablePair:
    """A table of both; ``only_one`` counts cells that only one of the two forms has."""

    key: str
    words: Words
    forms: tuple[str | None, str | None]
    lines: tuple[Line, ...]
    only_one: int

    @property
    def differing(self) -> list[Line]:
        """Every line that differs."""
        return [line for line in self.lines if not line.is_same]

    @property
    def changed(self) -> list[Line]:
        """The lines that differ; of table 3 the total column alone."""
        return [line for line in self.differing if self.key != "requests" or line.column == "total"]


def compare_tables(
    first: ReportData, second: ReportData, layouts: tuple[Layouts, Layouts]
) -> list[TablePair]:
    """Every table that both reports have; keys of one name compare across forms."""
    shared = [table for table in first.tables if table in second.tables]
    return [_pair(table, (first, second), layouts) for table in shared]


def _pair(
    table: str, reports: tuple[ReportData, ReportData], layouts: tuple[Layouts, Layouts]
) -> TablePair:
    first, second = (list(places_of(report, table)) for report in reports)
    labels = labels_of(layouts[1].get(table)) | labels_of(layouts[0].get(table))
    shared = set(first) & set(second)
    # In the order of the form; what no form knows comes last.
    both = [place for place in dict.fromkeys([*labels, *second]) if place in shared]
    lines = tuple(
        _line(
            labels.get(place, Words(".".join(place), "")),
            place,
            *(side_of(report, table, place) for report in reports),
        )
        for place in both
    )
    forms = (reports[0].form_of(table), reports[1].form_of(table))
    return TablePair(table, words(TABLES, table), forms, lines, len({*first} ^ {*second}))


def places_of(report: ReportData, table: str) -> Iterator[Place]:
    """The cells that it prints: with a number, or with a note on why there is none."""
    noted = {(note["row"], note["column"]) for note in report.notes if note["table"] == table}
    for place, value in report.tables[table].items():
        if value is not None or place in noted:
            yield place


def _line(label: Words, place: Place, first: Side, second: Side) -> Line:
    change = None
    unknown = STATUS["unit_unknown"]
    comparable = first.unit == second.unit and unknown not in (first.hint, second.hint)
    if comparable and first.value is not None and second.value is not None:
        difference = round(second.value - first.value, 6)
        change = f"{'+' if difference > 0 else ''}{show(difference)}"
    return Line(label, *place, first, second, change)


def side_of(report: ReportData, table: str, place: Place) -> Side:
    """What a report prints in a cell."""
    value = report.tables[table].get(place)
    status = next(
        (
            note["status"]
            for note in report.notes
            if (note["table"], note["row"], note["column"]) == (table, *place)
        ),
        None,
    )
    hint = words(STATUS, status) if status else None
    if value is None:
        return Side("—", None, hint=hint)
    unit = report.units.get(place, "") if table == "disclosure" else ""
    shown = show(value) if unit in ("", "件", "项", "个") else f"{show(value)} {unit}"
    return Side(shown, value, unit, hint)


def labels_of(layout: FormTable | None) -> dict[Place, Words]:
    """What each cell of a form is called, in its order."""
    if layout is None:
        return {}
    return {
        (row.key, column.key): Words(
            " ".join((*row.path, column.label)), f"{row.label_en}: {column.label_en}"
        )
        for row in layout.rows
        for column in layout.columns_of(row)
    }
