"""The tables of three reports and more side by side: one line a cell, one column a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.browse.compare_tables import Layouts, Side, labels_of, places_of, side_of
from gongkai.browse.report_data import ReportData
from gongkai.browse.wording import TABLES, Words, words


@dataclass(frozen=True, slots=True)
class SeveralLine:
    """One cell in all of them."""

    label: Words
    column: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class SeveralTable:
    """A table that all have; ``forms`` are theirs, in the order of the reports."""

    key: str
    words: Words
    forms: tuple[str | None, ...]
    lines: tuple[SeveralLine, ...]

    @property
    def leading(self) -> list[SeveralLine]:
        """The lines to begin with: of table 3 the total column alone."""
        return [line for line in self.lines if self.key != "requests" or line.column == "total"]


def line_up(reports: Sequence[ReportData], layouts: Sequence[Layouts]) -> list[SeveralTable]:
    """Every table that all reports have, with the cells that every one of them prints."""
    shared = [key for key in reports[0].tables if all(key in one.tables for one in reports)]
    return [_table(key, reports, layouts) for key in shared]


def _table(key: str, reports: Sequence[ReportData], layouts: Sequence[Layouts]) -> SeveralTable:
    labels: dict[tuple[str, str], Words] = {}
    for layout in reversed(layouts):
        labels |= labels_of(layout.get(key))
    printed = [set(places_of(one, key)) for one in reports]
    both = set.intersection(*printed)
    last = places_of(reports[-1], key)
    order = [place for place in dict.fromkeys([*labels, *last]) if place in both]
    lines = tuple(
        SeveralLine(
            labels.get(place, Words(".".join(place), "")),
            place[1],
            tuple(side_of(one, key, place) for one in reports),
        )
        for place in order
    )
    return SeveralTable(key, words(TABLES, key), tuple(one.form_of(key) for one in reports), lines)
