"""The tables as they are printed: which cell stands where and spans what.

Made of ``form_rows`` and ``form_columns`` of the archive alone. What the official
templates print around the numbers and those tables do not hold (the lines above the
columns of table 3) is kept here; source: 国办公开办函〔2019〕60号 and 〔2021〕30号.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gongkai.browse.form_headings import heading_en, unit_en

LEGAL_PERSONS = ("business", "research", "public_interest", "legal_service", "other_org")
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
CORNER_EN = "(In each column: received + carried over = processed + carried forward)"


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the form; ``path`` are its labels from the outermost group inwards.

    ``unit`` is set where it differs from row to row (the table of 2014).
    """

    key: str
    path: tuple[str, ...]
    label_en: str
    caption: str | None
    in_group: bool
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of the form; ``caption`` names its block in table 2."""

    key: str
    label: str
    label_en: str
    unit: str | None
    caption: str | None


@dataclass(frozen=True, slots=True)
class FormTable:
    """One table of one form."""

    key: str
    rows: tuple[FormRow, ...]
    columns: tuple[FormColumn, ...]

    def columns_of(self, row: FormRow) -> tuple[FormColumn, ...]:
        """The columns of the block that the row is in."""
        return tuple(column for column in self.columns if column.caption in (None, row.caption))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a printed table: a heading, or a value with what is to be said of it.

    ``hint`` of a heading is its English. ``place`` is a value's ``table.row.column``,
    ``before`` what stood there the year before, ``fitting`` with what its sums would hold.
    """

    text: str
    scope: str = ""
    colspan: int = 1
    rowspan: int = 1
    css: str = ""
    hint: str = ""
    note: int | None = None
    checks: tuple[int, ...] = ()
    place: str = ""
    before: str = ""
    fitting: str = ""


Values = Callable[[str, str], Cell]
Lines = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to print: heading lines, then body lines."""

    head: Lines
    body: Lines


def load_table(connection: sqlite3.Connection, form: str, table: str) -> FormTable | None:
    """The layout of that table in that form, or None when the archive has no such form."""
    rows = connection.execute(
        "select row, label, label_en, group_label, parent_group_label, caption, unit "
        "from form_rows "
        'where form = ? and "table" = ? order by position',
        (form, table),
    ).fetchall()
    columns = connection.execute(
        'select "column", label, label_en, unit, caption from form_columns '
        'where form = ? and "table" = ? order by position',
        (form, table),
    ).fetchall()
    if not rows or not columns:
        return None
    return FormTable(
        table, tuple(map(_row, rows)), tuple(FormColumn(*column) for column in columns)
    )


def _row(record: Sequence[str | None]) -> FormRow:
    key, label, label_en, group, parent, caption, unit = record
    path = tuple(part for part in (parent, group) if part) + tuple(str(label).split(" / "))
    return FormRow(str(key), path, label_en or "", caption, group is not None, unit)


def make_grid(table: FormTable, values: Values) -> Grid:
    """The printed table, its values asked of ``values(row key, column key)``."""
    if table.key == "disclosure":
        return Grid([], _article_blocks(table, values))
    if table.key == "review_litigation":
        return _sideways(table, values)
    if table.key == "statistics":
        return _indicators(table, values)
    return _grouped(table, values)


def _article_blocks(table: FormTable, values: Values) -> Lines:
    """Table 2: one block an article, each with a caption line and columns of its own."""
    width = max(len(table.columns_of(row)) for row in table.rows)
    lines: Lines = []
    caption: str | None = None
    for row in table.rows:
        columns = table.columns_of(row)
        if row.caption != caption:
            caption = row.caption
            lines.append([_heading(caption or "", "colgroup", colspan=width + 1, css="caption")])
            heads = [Cell(column.label, "col", hint=column.label_en) for column in columns]
            lines.append([Cell("信息内容", "col", hint="Content"), *_stretched(heads, width)])
        cells = [values(row.key, column.key) for column in columns]
        label = Cell(row.path[-1], "row", css="label", hint=row.label_en)
        lines.append([label, *_stretched(cells, width)])
    return lines


def _stretched(cells: list[Cell], width: int) -> list[Cell]:
    """A block with fewer columns than the widest fills the line with its last one."""
    return [*cells[:-1], replace(cells[-1], colspan=width - len(cells) + 1)]


def _indicators(table: FormTable, values: Values) -> Grid:
    """The table of 2014: indicator, unit, figure; headings have a line without a number."""
    (column,) = table.columns
    lines: Lines = []
    seen: set[str] = set()
    for row in table.rows:
        for heading in row.path[:-1]:
            if heading not in seen:
                seen.add(heading)
                lines.append([_heading(heading, "rowgroup", css="group"), Cell("——"), Cell("")])
        label = Cell(row.path[-1], "row", css="label", hint=row.label_en)
        unit = Cell(row.unit or "", css="unit", hint=unit_en(row.unit))
        lines.append([label, unit, values(row.key, column.key)])
    head = [Cell("统计指标", "col", hint="Indicator"), Cell("单位", "col", hint="Unit")]
    return Grid([[*head, Cell(column.label, "col", hint=column.label_en)]], lines)


def _grouped(table: FormTable, values: Values) -> Grid:
    """Table 3: group labels span their rows, applicants stand over three lines."""
    depth = max(len(row.path) for row in table.rows)
    body = [
        [*labels, *(values(row.key, column.key) for column in table.columns)]
        for row, labels in zip(table.rows, _label_cells(table.rows, depth), strict=True)
    ]
    return Grid(_applicant_head(table.columns, depth), body)


def _label_cells(rows: Sequence[FormRow], depth: int) -> Lines:
    lines: Lines = []
    for index, row in enumerate(rows):
        line = []
        for level in range(len(row.path) - 1):
            prefix = row.path[: level + 1]
            if index == 0 or rows[index - 1].path[: level + 1] != prefix:
                span = _run(rows, index, prefix)
                line.append(_heading(prefix[-1], "rowgroup", rowspan=span, css="group"))
        span = depth - len(row.path) + 1
        line.append(Cell(row.path[-1], "row", colspan=span, css="label", hint=row.label_en))
        lines.append(line)
    return lines


def _run(rows: Sequence[FormRow], start: int, prefix: tuple[str, ...]) -> int:
    end = start
    while end < len(rows) and rows[end].path[: len(prefix)] == prefix:
        end += 1
    return end - start


def _applicant_head(columns: Sequence[FormColumn], depth: int) -> Lines:
    first: list[Cell] = []
    second: list[Cell] = []
    legal = [column for column in columns if column.key in LEGAL_PERSONS]
    for column in columns:
        cell = Cell(column.label, "col", hint=column.label_en)
        if column.key not in LEGAL_PERSONS:
            first.append(replace(cell, rowspan=2))
            continue
        if not second:
            first.append(_heading("法人或其他组织", "colgroup", colspan=len(legal)))
        second.append(cell)
    corner = Cell(CORNER, "", depth, 3, "corner", hint=CORNER_EN)
    top = Cell("申请人情况", "colgroup", len(columns), hint="Applicants")
    return [[corner, top], first, second]


def _sideways(table: FormTable, values: Values) -> Grid:
    """Table 4: what the data call rows are groups of columns, with one line of numbers."""
    width = len(table.columns)
    head: Lines = [[], [], []]
    for index, row in enumerate(table.rows):
        columns = [Cell(column.label, "col", hint=column.label_en) for column in table.columns]
        if len(row.path) == 1:
            head[0].append(Cell(row.path[0], "colgroup", width, hint=row.label_en))
            head[1].extend(replace(column, rowspan=2) for column in columns)
            continue
        if index == 0 or table.rows[index - 1].path[:1] != row.path[:1]:
            span = width * _run(table.rows, index, row.path[:1])
            head[0].append(_heading(row.path[0], "colgroup", colspan=span))
        head[1].append(Cell(row.path[-1], "colgroup", width, hint=row.label_en))
        head[2].extend(columns)
    line = [values(row.key, column.key) for row in table.rows for column in table.columns]
    return Grid(head, [line])


def _heading(text: str, scope: str, *, colspan: int = 1, rowspan: int = 1, css: str = "") -> Cell:
    """A heading that groups rows or columns."""
    return Cell(text, scope, colspan, rowspan, css, heading_en(text))
