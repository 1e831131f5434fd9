"""Text with delimiters between cells and quotes around them: CSV, TSV, lists with commas.

Commas and semicolons stand in sentences too, so only runs of lines that are cut into the
same number of fields, many of them numbers or empty, are taken for rows of a table.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache

from parsers.document import Block, Document
from parsers.normalise import matchable, visible
from parsers.separators import CellRow, settle

_DELIMITERS = (",", "\t", ";", "，", "；")
_FIGURE = re.compile(r"[+\-]?[0-9][0-9,.]*[件宗项个条份次起]?(?:万元|元)?|[-/\\无]{0,2}")
#: Fewer lines than this with delimited figures are a sentence or two.
_FEWEST_LINES = 8
#: A quoted cell goes over no more lines than this.
_MOST_JOINED = 8
_LONGEST_LINE = 2_000
#: The longest label with its guidance; what is longer is a sentence.
_LONGEST_FIELD = 120
#: One row in as many has figures.
_SHARE = 5

#: A record: the number of its first line, the line as printed, its fields.
_Record = tuple[int, str, list[str]]


def read_delimited(text: str) -> Document | None:
    """The text as rows of cells; None when no delimiter keeps its figures apart."""
    lines = visible(text).splitlines()
    counts = {mark: _tabular(lines, mark) for mark in _DELIMITERS}
    delimiter = max(counts, key=counts.__getitem__)
    if counts[delimiter] < _FEWEST_LINES:
        return None
    runs = list(_runs(list(_records(lines, delimiter))))
    tables = {at: _cell_rows(run) for at, run in enumerate(runs) if _is_table(run)}
    if delimiter == "\t":  # a tool that prints tabs may drop empty cells; one that quotes does not
        settle(list(tables.values()))
    document = Document([])
    for at, run in enumerate(runs):
        if at not in tables:
            document.blocks += [Block(line, line=n) for n, line, _ in run if line.strip()]
        for (number, _, _), row in zip(run, tables.get(at, ()), strict=False):
            document.blocks += [
                Block(field, line=number, table=at, row=number, column=column)
                for column, (_, field) in enumerate(row.cells)
            ]
    return document


def _cell_rows(run: list[_Record]) -> list[CellRow]:
    return [CellRow([(number, field.strip()) for field in fields]) for number, _, fields in run]


def _tabular(lines: list[str], delimiter: str) -> int:
    """Lines in which figures stand between two delimiters, or behind two at their end."""
    search = _between(delimiter).search
    marked = (line[:_LONGEST_LINE] for line in lines if delimiter in line)
    return sum(search(line) is not None for line in marked)


@cache
def _between(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    return re.compile(
        rf'(?:{mark}|^)\s*"?[0-9.]*"?\s*(?={mark})[^。]*{mark}'
        rf'|{mark}[^。0-9{mark}]{{0,4}}{mark}\s*"?[0-9][0-9.]*"?\s*$'
    )


def _records(lines: list[str], delimiter: str) -> Iterator[_Record]:
    """Lines cut into fields; one with an open quote goes on in the next lines."""
    at = 0
    while at < len(lines):
        line, joined = lines[at], 1
        while line.count('"') % 2 and joined < _MOST_JOINED and at + joined < len(lines):
            line, joined = f"{line} {lines[at + joined]}", joined + 1
        if line.count('"') % 2:
            line, joined = lines[at], 1
        fields = next(csv.reader([line], delimiter=delimiter), []) if _is_short(line) else [line]
        yield at + 1, line, fields
        at += joined


def _is_short(line: str) -> bool:
    return len(line) <= _LONGEST_LINE and "\0" not in line


def _runs(records: list[_Record]) -> Iterator[list[_Record]]:
    """Single records of running text, and runs of neighbouring ones that are cut into cells."""
    run: list[_Record] = []
    for record in records:
        if _is_row(record[2]):
            run.append(record)
            continue
        if run:
            yield run
        run = []
        yield [record]
    if run:
        yield run


def _is_row(fields: list[str]) -> bool:
    return len(fields) > 1 and not any("。" in f or len(f) > _LONGEST_FIELD for f in fields)


def _is_table(run: list[_Record]) -> bool:
    """Whether figures stand in some of its lines (the head of table 4 has three without)."""
    figures = sum(
        any(field.strip() and _FIGURE.fullmatch(matchable(field.strip())) for field in fields)
        for _, _, fields in run
    )
    return len(run[0][2]) > 1 and figures * _SHARE >= len(run)
