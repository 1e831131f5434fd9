"""What holds of every report, whatever bytes it was read from (the contract)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import parsers
from parsers.cell_places import places
from parsers.forms import load
from parsers.report import CellNote, Check, Report

#: Contract, rule 5. A value may stand under the first set only, none under the second.
WITH_VALUE = frozenset(
    (
        *("unit_converted", "unit_unknown", "approximate", "cn_numeral"),
        *("annotated", "merged", "solved", "ocr_fixed"),
    )
)
WITHOUT_VALUE = frozenset(("blank", "dash", "ambiguous", "unreadable"))
OUTCOMES = frozenset(("pass", "fail", "not_assessable"))
#: Identities that may decide a reading within one row (the solver's), by their table.
_ROW_SUMS = {"T3-ROW": "requests", "T4-SUM": "review_litigation"}
_NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?")
_SEVERITIES = frozenset(("error", "warning", "info"))
Cells = dict[tuple[str, str, str], Any]


def parse(data: bytes, url: str | None = None) -> Report:
    """Read bytes and hold the report against the contract; raises AssertionError."""
    report = parsers.parse(data, source="fuzz", url=url)
    for one in (report, *report.others):
        _whole(one)
        _cells(one)
        _solved(one)
    _stands_there(report, data)
    return report


def _whole(report: Report) -> None:
    said = report.to_dict()
    written = json.dumps(said, ensure_ascii=False, allow_nan=False).encode("utf-8")
    assert json.loads(written) == said, "not the same after JSON"
    for problem in report.problems:
        # parse() takes every exception for this: to the fuzzer each is a find.
        assert problem.code != "parser_error", problem.detail
        assert problem.severity in _SEVERITIES, problem
    for section in report.sections:
        spans = [at for span in section.table_spans for at in span]
        assert spans == sorted(spans), section
        assert not spans or (spans[0] >= 0 and spans[-1] <= len(section.text)), section
    for check in report.checks:
        _check(check)


def _check(check: Check) -> None:
    assert check.outcome in OUTCOMES, check
    if check.id in _ROW_SUMS and check.outcome != "not_assessable":
        assert (check.left == check.right) == (check.outcome == "pass"), check


def cells(report: Report) -> Cells:
    """Every cell of the tables that have rows and columns, and of the list of 2014."""
    found: Cells = {}
    for table, rows in report.tables.items():
        for row, values in rows.items():
            by_column = values if isinstance(values, dict) else {"value": values}
            found |= {(table, row, column): value for column, value in by_column.items()}
    return found


def _cells(report: Report) -> None:
    values = cells(report)
    notes = {(note.table, note.row, note.column): note for note in report.cells}
    for table, form in report.table_forms.items():
        _every_key(report, table, form)
    told = {problem.where for problem in report.problems if problem.severity != "info"}
    told_empty = {p.where for p in report.problems if p.code == "table_empty"}
    for place, value in values.items():
        note = notes.get(place)
        row_is_told = f"{place[0]}.{place[1]}" in told or place[0] in told_empty
        assert value is not None or note or row_is_told, f"{place}: no number, and no reason"
        _cell(place, value, note)
    for place, note in notes.items():
        assert place in values or note.table == "annex", f"a note on no cell: {note}"


def _every_key(report: Report, table: str, form: str) -> None:
    """Contract, rule 1: every cell of the form has a key, and no other cell is there."""
    blocks = load(form).tables[table].blocks
    wanted = {(row.key, column.key) for b in blocks for row in b.rows for column in b.columns}
    held = {(row, column) for name, row, column in cells(report) if name == table}
    if table == "statistics":
        wanted, held = ({(row, "value") for row, _ in keys} for keys in (wanted, held))
    assert held == wanted, f"{table} of {form}: {sorted(held ^ wanted)[:3]}"


def _cell(place: tuple[str, str, str], value: object, note: CellNote | None) -> None:
    """Contract, rules 2 to 5: a number is one, and what is none says why."""
    if note is not None:
        assert note.status in (WITH_VALUE | WITHOUT_VALUE), note
        assert note.value == value, f"{place}: {value!r} against {note}"
        assert (note.value is None) or note.status in WITH_VALUE, note
    assert value is None or type(value) in (int, float), f"{place}: {value!r}"


def _solved(report: Report) -> None:
    """Contract, rule 4: a solved number satisfies the sum of its row."""
    solved = {(note.table, note.row) for note in report.cells if note.status == "solved"}
    for check in report.checks:
        if check.id in _ROW_SUMS and (check.table, check.where) in solved:
            assert check.outcome != "fail", check


def _stands_there(report: Report, data: bytes) -> None:
    """A plain number stands in the source where its origin says."""
    for one in (report, *report.others):
        noted = {f"{note.table}.{note.row}.{note.column}" for note in one.cells}
        plain = dict(_plain(one, noted))
        if not plain:
            continue
        origins = {name: one.origins[name] for name in plain}
        for name, place in places(data, origins, media_type=None, charset=None).items():
            printed = _NUMBER.findall(unicodedata.normalize("NFKC", place.raw.replace("−", "-")))
            assert place.confirmed, f"{name}: {plain[name]} is not where {place} says"
            assert len(printed) == 1, f"{name}: {plain[name]} of {place.raw!r}"
            # A count of 17 digits is no float.
            number = Decimal(printed[0].replace(",", ""))
            assert number == Decimal(str(plain[name])), f"{name}: {place.raw!r}"


def _plain(report: Report, noted: set[str]) -> Iterator[tuple[str, Any]]:
    for (table, row, column), value in cells(report).items():
        name = f"{table}.{row}.{column}"
        if value is not None and name not in noted:
            yield name, value
