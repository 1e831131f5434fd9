"""A report made ready for its template: parts, tables in place, doubts spelled out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from gongkai.browse.annex import ANNEX_VALUES, annex_grid
from gongkai.browse.identities import (
    Check,
    Equation,
    Number,
    Place,
    asked_for,
    equation,
    show,
    spell_out,
)
from gongkai.browse.layout import Cell, FormTable, Grid, load_table, make_grid
from gongkai.browse.report_data import Record, ReportData
from gongkai.browse.wording import SECTION_TABLES, SECTIONS, STATUS, SUSPECT, TABLES, Words, words

Layouts = Mapping[str, FormTable | None]
#: Numbers of the year before by table, row and column.
Before = Mapping[tuple[str, str, str], Number]


def layouts_of(connection: sqlite3.Connection, data: ReportData) -> Layouts:
    """The form of each table that the report has; None where the archive has none."""
    forms = {key: data.form_of(key) for key in data.tables}
    return {key: load_table(connection, form, key) if form else None for key, form in forms.items()}


@dataclass(frozen=True, slots=True)
class Remark:
    """A numbered sentence below a table."""

    number: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Unassessed:
    """An identity of which a number was not read, and what it asks for."""

    id: str
    zh: str
    en: str


@dataclass(slots=True)
class TableView:
    """One table: the grid, then the sums that fail and the cells that need a word."""

    key: str
    words: Words
    form: str | None
    grid: Grid | None
    failed: list[Remark] = field(default_factory=list)
    doubts: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    outside: list[tuple[str, str]] = field(default_factory=list)
    blanks: int = 0
    dashes: int = 0
    has_before: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A run of paragraphs, or a table standing between them."""

    paragraphs: tuple[str, ...] = ()
    table: TableView | None = None


@dataclass(frozen=True, slots=True)
class SectionView:
    """One of the parts."""

    anchor: str
    heading: str
    blocks: tuple[Block, ...]
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What the template shows."""

    report: Record
    source_url: str | None
    sections: list[SectionView]
    loose: list[TableView]
    other_checks: list[Remark]
    not_assessable: list[Unassessed]
    errors: int
    hints: int
    problems: list[Record]
    versions: list[Record]
    annex: TableView | None = None
    #: Keys of the six parts that a report of 2019 or later does not have.
    absent: tuple[str, ...] = ()


def make_page(data: ReportData, layouts: Layouts, before: Before | None = None) -> ReportPage:
    """Put the stored parts together; ``layouts`` holds the form of each table the report has."""
    views = {key: _table_view(data, key, layouts.get(key), before or {}) for key in data.tables}
    sections = [_section(record, views) for record in data.sections]
    annex = _annex_view(data) if data.annex else None
    placed = {block.table.key for section in sections for block in section.blocks if block.table}
    failed = [check for check in data.checks if check.outcome == "fail"]
    shown = {*views, *(["annex"] if annex else [])}
    elsewhere = [check for check in failed if check.table not in shown]
    return ReportPage(
        report=data.report,
        source_url=web_address(data.report["url"]),
        sections=sections,
        loose=[view for key, view in views.items() if key not in placed],
        other_checks=[
            _remark(number, check, None, {}) for number, check in enumerate(elsewhere, 1)
        ],
        not_assessable=[
            Unassessed(check.id, *asked_for(check, layouts.get(check.table)))
            for check in data.checks
            if check.outcome == "not_assessable"
        ],
        errors=sum(not check.is_hint for check in failed),
        hints=sum(check.is_hint for check in failed),
        problems=data.problems,
        versions=data.versions,
        annex=annex,
        absent=_absent(data),
    )


def _absent(data: ReportData) -> tuple[str, ...]:
    """The parts are prescribed since the reports on 2019."""
    if (data.report["year"] or 0) < 2019:
        return ()
    present = {record["key"] for record in data.sections}
    return tuple(key for key in SECTIONS if key not in present)


def web_address(url: str | None) -> str | None:
    """The address when a browser may follow it; anything but http and https is only text."""
    return url if url and urlsplit(url).scheme in {"http", "https"} else None


def moment(stored: str) -> str:
    """A stored time to the minute: ``2023-03-01 08:00 UTC``."""
    return f"{stored[:16].replace('T', ' ')} UTC"


def _section(record: Record, views: Mapping[str, TableView]) -> SectionView:
    number, heading = record["number"] or "", record["heading"]
    title = heading if heading.startswith(number) else f"{number}、{heading}"
    known = SECTIONS.get(record["key"] or "")
    return SectionView(f"part-{record['position']}", title, tuple(_blocks(record, views)), known)


def _blocks(record: Record, views: Mapping[str, TableView]) -> Iterator[Block]:
    """The text outside the tables; the table stands where its first span was."""
    spans = json.loads(record["table_spans"])
    view = views.get(SECTION_TABLES.get(record["key"], ""))
    if view is None and spans:
        view = views.get("statistics")  # the table of 2014 belongs to no part
    text, at = record["text"], 0
    for start, end in spans:
        yield _paragraphs(text[at:start])
        at = max(at, end)
        if view:
            yield Block(table=view)
            view = None
    yield _paragraphs(text[at:])
    if view:
        yield Block(table=view)


def _paragraphs(text: str) -> Block:
    return Block(tuple(line.strip() for line in text.split("\n") if line.strip()))


def _table_view(data: ReportData, key: str, layout: FormTable | None, before: Before) -> TableView:
    grid = data.tables[key]
    view = TableView(key, words(TABLES, key), data.form_of(key), None)
    notes = {(n["row"], n["column"]): n for n in data.notes if n["table"] == key}
    failing = [check for check in data.checks if check.table == key and check.outcome == "fail"]
    failed = [check for check in failing if not check.is_hint]
    mild = [check for check in failing if check.is_hint]
    sums = [equation(check, layout) if layout else None for check in failed]
    view.doubts = [_remark(number, check, layout, grid) for number, check in enumerate(mild, 1)]
    view.failed = [_remark(number, check, layout, grid) for number, check in enumerate(failed, 1)]
    results, parts = _marks(failed, sums)
    shown: set[Place] = set()

    def value(row: str, column: str) -> Cell:
        shown.add((row, column))
        place = (row, column)
        view.has_before = view.has_before or (key, row, column) in before
        cell = _value_cell(view, grid, notes.get(place), place, data.units)
        css = f"{cell.css} fails" if place in parts else cell.css
        return replace(
            cell,
            css=css,
            checks=results.get(place, ()),
            place=f"{key}.{row}.{column}",
            before=_before(before.get((key, row, column)), grid.get(place)),
        )

    view.grid = make_grid(layout, value) if layout else None
    view.outside = [
        (f"{row}.{column}", show(number))
        for (row, column), number in grid.items()
        if (row, column) not in shown and number is not None
    ]
    return view


def _before(number: Number | None, now: Number | None) -> str:
    """Nothing where both years have a zero: most cells do, and would be twice as full."""
    return "" if number is None or (number == 0 and now == 0) else show(number)


def _annex_view(data: ReportData) -> TableView:
    """The rows of a local annex; its checks are hints, so no cell is marked as failing."""
    view = TableView("annex", words(TABLES, "annex"), data.form_of("annex"), None)
    notes = {(n["row"], n["column"]): n for n in data.notes if n["table"] == "annex"}
    grid = {
        (str(row["position"]), column): row[column] for row in data.annex for column in ANNEX_VALUES
    }
    failing = [c for c in data.checks if c.table == "annex" and c.outcome == "fail"]
    view.doubts = [_remark(number, check, None, grid) for number, check in enumerate(failing, 1)]
    columns = [c for c in ANNEX_VALUES if any(at[1] == c and grid[at] is not None for at in grid)]
    columns = [c for c in ANNEX_VALUES if c in columns or any(at[1] == c for at in notes)]

    def value(row: str, column: str) -> Cell:
        place = (row, column)
        cell = _value_cell(view, grid, notes.get(place), place, {})
        return replace(cell, place=f"annex.{row}.{column}")

    view.grid = annex_grid(data.annex, columns, value)
    return view


def _marks(
    checks: list[Check], sums: list[Equation | None]
) -> tuple[dict[Place, tuple[int, ...]], set[Place]]:
    """The numbers of the failed sums that each result cell bears; every cell that takes part."""
    results: dict[Place, tuple[int, ...]] = {}
    parts: set[Place] = set()
    for number, (check, found) in enumerate(zip(checks, sums, strict=True), 1):
        right = found.right.places if found else _single(check)
        parts.update((*found.left.places, *right) if found else right)
        for place in right:
            results[place] = (*results.get(place, ()), number)
    return results, parts


def _single(check: Check) -> tuple[Place, ...]:
    row, dot, column = check.where.partition(".")
    return ((row, column),) if dot else ()


def _value_cell(
    view: TableView,
    grid: Mapping[Place, Number | None],
    note: Record | None,
    place: Place,
    units: Mapping[Place, str],
) -> Cell:
    number = grid.get(place)
    if note is None:
        if number is None:
            return _hinted(Cell("…", css="value missing"), "missing")
        unit = units.get(place)
        shown = show(number) if unit in (None, "件", "项", "个") else f"{show(number)} {unit}"
        return Cell(shown, css="value")
    if note["status"] == "blank":
        view.blanks += 1
        return _hinted(Cell("", css="value blank"), "blank")
    if note["status"] == "dash":
        view.dashes += 1
        return _hinted(Cell(note["raw"].strip() or "—", css="value dash"), "dash")
    return _noted(view, note, number, units.get(place))


def _noted(view: TableView, note: Record, number: Number | None, unit: str | None) -> Cell:
    status = words(STATUS, note["status"])
    remark = len(view.notes) + 1
    read = "？" if number is None else f"{show(number)} {unit or ''}".strip()
    view.notes.append(
        Remark(
            remark,
            f"原文“{note['raw']}”，读作 {read}（{status.zh}）",
            f"printed “{note['raw']}”, read as {read} ({status.en})",
        )
    )
    css = "value unread" if number is None else "value noted"
    return _hinted(Cell(read, css=css, note=remark), note["status"])


def _hinted(cell: Cell, status: str) -> Cell:
    found = words(STATUS, status)
    return Cell(cell.text, css=cell.css, hint=f"{found.zh} {found.en}".strip(), note=cell.note)


def _remark(
    number: int,
    check: Check,
    layout: FormTable | None,
    grid: Mapping[Place, Number | None],
) -> Remark:
    zh, en = spell_out(check, layout, lambda row, column: grid.get((row, column)))
    suspect = words(SUSPECT, check.suspect)
    return Remark(number, f"{zh}（{check.id}，{suspect.zh}）", f"{en} ({check.id}, {suspect.en})")
