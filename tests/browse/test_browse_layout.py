"""The printed tables: every cell of the form once, and no hole or overlap."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai.browse.layout import Cell, FormTable, Lines, load_table, make_grid
from parsers import forms

TABLES = [(form.id, key) for form in forms.all_forms() for key in form.tables]


@pytest.fixture
def archive(archive_path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"{archive_path.as_uri()}?mode=ro", uri=True)
    yield connection
    connection.close()


def layout(archive: sqlite3.Connection, form: str, key: str) -> FormTable:
    table = load_table(archive, form, key)
    assert table is not None
    return table


def occupied(lines: Lines) -> dict[tuple[int, int], Cell]:
    """Which cell covers each place, as a browser lays a table out."""
    places: dict[tuple[int, int], Cell] = {}
    for y, line in enumerate(lines):
        x = 0
        for cell in line:
            while (y, x) in places:
                x += 1
            for dy in range(cell.rowspan):
                for dx in range(cell.colspan):
                    assert (y + dy, x + dx) not in places, "two cells overlap"
                    places[y + dy, x + dx] = cell
    return places


@pytest.mark.parametrize(("form", "key"), TABLES)
def test_cells_tile_a_rectangle(archive: sqlite3.Connection, form: str, key: str) -> None:
    grid = make_grid(layout(archive, form, key), lambda row, column: Cell("0"))
    widths = set()
    for lines in filter(None, (grid.head, grid.body)):
        places = occupied(lines)
        width = max(x for _, x in places) + 1
        widths.add(width)
        assert set(places) == {(y, x) for y in range(len(lines)) for x in range(width)}
    assert len(widths) == 1


@pytest.mark.parametrize(("form", "key"), TABLES)
def test_every_cell_of_the_form_is_asked_for_once(
    archive: sqlite3.Connection, form: str, key: str
) -> None:
    asked: list[tuple[str, str]] = []

    def value(row: str, column: str) -> Cell:
        asked.append((row, column))
        return Cell("0")

    make_grid(layout(archive, form, key), value)
    blocks = forms.load(form).tables[key].blocks
    assert asked == [
        (row.key, column.key) for block in blocks for row in block.rows for column in block.columns
    ]


def test_table_three_has_its_official_head_and_groups(archive: sqlite3.Connection) -> None:
    grid = make_grid(layout(archive, "v2021", "requests"), lambda row, column: Cell("0"))
    first, second, third = grid.head
    assert [(cell.text, cell.colspan, cell.rowspan) for cell in second] == [
        ("自然人", 1, 2),
        ("法人或其他组织", 5, 1),
        ("总计", 1, 2),
    ]
    assert (first[0].rowspan, first[0].colspan, first[1].text) == (3, 3, "申请人情况")
    assert third[0].text == "商业企业"
    groups = {cell.text: cell.rowspan for line in grid.body for cell in line if cell.css == "group"}
    assert groups == {
        "三、本年度办理结果": 22,
        "（三）不予公开": 8,
        "（四）无法提供": 3,
        "（五）不予处理": 5,
        "（六）其他处理": 3,
    }


def test_table_four_puts_both_kinds_of_lawsuit_under_one_heading(
    archive: sqlite3.Connection,
) -> None:
    grid = make_grid(layout(archive, "v2019", "review_litigation"), lambda row, column: Cell(row))
    assert [(cell.text, cell.colspan) for cell in grid.head[0]] == [
        ("行政复议", 5),
        ("行政诉讼", 10),
    ]
    line = [cell.text for cell in grid.body[0]]
    assert line == ["review"] * 5 + ["litigation_direct"] * 5 + ["litigation_after_review"] * 5


def test_table_two_stretches_short_blocks(archive: sqlite3.Connection) -> None:
    grid = make_grid(layout(archive, "v2021", "disclosure"), lambda row, column: Cell(column))
    fees = next(line for line in grid.body if line[0].text == "行政事业性收费")
    assert [(cell.text, cell.colspan) for cell in fees[1:]] == [("amount", 3)]


def test_an_unknown_form_has_no_layout(archive: sqlite3.Connection) -> None:
    assert load_table(archive, "v1900", "requests") is None
