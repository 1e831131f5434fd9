"""Which cells and which clauses of the text a finding is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Protocol

from gongkai.browse.desk.bounds import bounded
from gongkai.browse.identities import Check, Number, equation
from gongkai.browse.report_data import ReportData
from gongkai.browse.report_page import Layouts

_SEVERITIES = {"ERROR": "error", "WARN": "warning", "INFO": "hint"}


class Told(Protocol):
    """A finding: ``place`` is ``table.row.column``, ``table.row``, ``table.part`` or a part;
    ``fitting`` the number with which the sums would hold."""

    @property
    def severity(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...
    @property
    def fitting(self) -> int | float | None: ...


@dataclass(slots=True)
class Marks:
    """``cells``: the numbers, from 1, of the findings that a cell takes part in (both sides);
    ``likely``: what would fit in a cell; ``quotes``: the clause that a finding contradicts."""

    cells: dict[str, list[int]] = field(default_factory=dict)
    likely: dict[str, Number] = field(default_factory=dict)
    quotes: dict[int, str] = field(default_factory=dict)


def marks_of(data: ReportData, layouts: Layouts, found: Sequence[Told]) -> Marks:
    """The marks of all findings; those that are about no cell and no clause leave none."""
    marks = Marks()
    printed = [
        f"{table}.{row}.{column}" for table in data.tables for row, column in data.tables[table]
    ]
    failed = [check for check in data.checks if check.outcome == "fail"]
    for number, one in enumerate(found, 1):
        check = _taken(failed, one)
        # What was read of a row, and not checked, is the row's.
        named = (
            set(_cells(check, layouts))
            if check
            else {f"{one.place}.*"}
            if "." in one.place
            else set()
        )
        for cell in _matching({one.place, *named}, printed):
            marks.cells.setdefault(cell, []).append(number)
        if one.fitting is not None and one.place in printed:
            marks.likely[one.place] = one.fitting
        if check and check.quote:
            marks.quotes[number] = check.quote
    return marks


def _taken(failed: list[Check], one: Told) -> Check | None:
    """The check that the finding tells; checks of one name and place are told in their order."""
    alike = [check for check in failed if (check.id, _place(check)) == (one.id, one.place)]
    alike.sort(key=lambda check: _SEVERITIES.get(check.severity) != one.severity)
    if not alike:
        return None
    # By identity: two checks may be equal.
    failed[:] = [check for check in failed if check is not alike[0]]
    return alike[0]


def _place(check: Check) -> str:
    where, table = check.where, check.table
    return where if where.startswith(f"{table}.") else f"{table}.{where}"


def _cells(check: Check, layouts: Layouts) -> Iterator[str]:
    """The addresses of the cells on both sides of a check; a star stands for a group's rows."""
    layout = layouts.get(check.table)
    found = equation(check, layout) if layout else None
    for side in (found.left, found.right) if found else ():
        yield from (f"{check.table}.{row}.{column}" for row, column in side.places)
    yield from bounded(check)
    for cell in re.split(r" [+-] ", check.against or ""):
        # The table of 2014 has one column, which addresses leave out.
        yield cell if cell.count(".") > 1 else f"{cell}.value"


def _matching(addresses: AbstractSet[str], printed: Sequence[str]) -> Iterator[str]:
    groups = [address for address in addresses if "*" in address]
    for cell in printed:
        if cell in addresses or any(fnmatchcase(cell, group) for group in groups):
            yield cell
