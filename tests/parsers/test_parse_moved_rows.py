"""Rows pasted in another order are read where they stand, and told."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

import parsers
from benchmarks.accuracy import corpus, statistics
from benchmarks.accuracy.gate import ERAS
from benchmarks.accuracy.layouts import LAYOUTS
from benchmarks.accuracy.model import Cell, Grid, Printed
from benchmarks.accuracy.word_writer import word_file
from parsers.tables.moved import out_of_place
from tests.parsers import flat_reports

PAIRS = [(era, layout) for era, layouts in ERAS.items() for layout in layouts]


def moved(report: parsers.Report) -> set[str]:
    return {str(p.where) for p in report.problems if p.code == "rows_moved"}


def generate(era: str, layout: str, seed: int) -> Printed:
    return (statistics if era == "v2014" else corpus).generate(seed, layout, 0)


def swapped(printed: Printed, rng: random.Random) -> set[str]:
    """Two rows, labels and all, change places; returns them as ``table.row``."""
    found = [
        (at, line)
        for at, block in enumerate(printed.blocks)
        if isinstance(block, Grid)
        for line, two in enumerate(zip(block.rows, block.rows[1:], strict=False))
        if all(any(cell.kind == "value" for cell in row) for row in two)
        and not any(cell.kind == "group" for cell in two[1])
        and len(set(map(width, two))) == 1
    ]
    at, line = rng.choice(found)
    grid = printed.blocks[at]
    assert isinstance(grid, Grid)
    rows = list(grid.rows)
    one, other = rows[line : line + 2]
    rows[line : line + 2] = [(*groups(one), *own(other)), own(one)]
    printed.blocks[at] = replace(grid, rows=tuple(rows))
    places = [cell.place for row in (one, other) for cell in row if cell.place]
    return {f"{place.table}.{place.row}" for place in places}


def width(row: tuple[Cell, ...]) -> int:
    return sum(cell.cols for cell in own(row))


def groups(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(cell for cell in row if cell.kind == "group")


def own(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(cell for cell in row if cell.kind != "group")


def wrong(printed: Printed, report: parsers.Report) -> list[str]:
    """Cells that hold another number than was printed in them; none may."""
    found = []
    for place in printed.places():
        cells = report.tables.get(place.table, {}).get(place.row)
        value = cells.get(place.column) if isinstance(cells, dict) else cells
        if value is not None and value != printed.truth(place):
            found.append(".".join(place))
    return found


@pytest.mark.parametrize(("era", "layout"), PAIRS)
def test_two_rows_in_the_wrong_order_are_told(era: str, layout: str) -> None:
    for seed in range(4):
        printed = generate(era, layout, seed)
        before = parsers.parse(printed.html.encode(), source="f")
        assert moved(before) == set()
        pair = swapped(printed, random.Random(seed))
        page = LAYOUTS[layout].page(printed, random.Random(seed))
        report = parsers.parse(page.encode(), source="f")
        assert moved(report) & pair
        assert wrong(printed, report) == []


def test_they_are_told_in_word_too() -> None:
    printed = generate("v2019", "trs", 1)
    assert moved(parsers.parse(word_file(printed, "plain"), source="f.docx")) == set()
    pair = swapped(printed, random.Random(1))
    report = parsers.parse(word_file(printed, "plain"), source="f.docx")
    assert moved(report) & pair
    assert wrong(printed, report) == []


def test_a_moved_row_in_other_words_is_told_and_not_read() -> None:
    printed = generate("v2019", "trs", 1)
    at = next(
        n for n, b in enumerate(printed.blocks) if isinstance(b, Grid) and b.key == "requests"
    )
    grid = printed.blocks[at]
    assert isinstance(grid, Grid)
    two = [n for n, row in enumerate(grid.rows) if row[-1].place and "denied" in row[-1].place.row]
    one, other = (list(grid.rows[n]) for n in two[1:3])
    worded = [
        replace(c, text="2.其它法律行政法规规定禁止公开") if c.kind == "label" else c for c in one
    ]
    rows = list(grid.rows)
    rows[two[1]], rows[two[2]] = tuple(other), tuple(worded)
    printed.blocks[at] = replace(grid, rows=tuple(rows))
    page = LAYOUTS["trs"].page(printed, random.Random(1))
    report = parsers.parse(page.encode(), source="f")
    assert moved(report) == {"requests.denied_by_law"}
    assert wrong(printed, report) == []


@pytest.mark.parametrize("mark", ["\t", " "])
def test_totals_before_the_outcomes_are_not_those_of_table_4(mark: str) -> None:
    """The header of table 4 names 总计 where the form has the row."""
    figures = flat_reports.figures()
    labels = dict(flat_reports.ROWS)
    last = ["total_processed", "carried_forward"]
    keys = [*list(labels)[:2], *last, *list(labels)[2:-2]]
    rows = [mark.join((labels[key], *map(str, figures[key]))) for key in keys]
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    heads = ["行政复议", "行政诉讼", *results, "未经复议直接起诉", "复议后起诉", *results, *results]
    cases = "\n".join((flat_reports.END.split("\n")[0], mark.join(heads), mark.join("0" * 15)))
    report = flat_reports.read(flat_reports.PART_3, "\n".join(rows), "\n", cases)
    assert flat_reports.differing(report, figures) == {"wrong": 0, "null": 0}
    assert moved(report) == {f"requests.{key}" for key in last}
    assert "header_damaged" not in {p.code for p in report.problems}


@pytest.mark.parametrize("seed", [1, 22, 23, 25, 30])
def test_rows_in_another_order_below_a_narrative_that_names_the_first(seed: int) -> None:
    """二、上年结转…, where it stands before 一、本年新收…, is no column of last year."""
    figures, labels = flat_reports.figures(), dict(flat_reports.ROWS)
    rng = random.Random(seed)
    some = rng.sample(list(labels), rng.choice((2, 3, 5)))
    keys = [key for key in labels if key not in some]
    at = rng.randrange(len(keys) + 1)
    keys[at:at] = some
    lines = "\n".join("\n".join((labels[key], *map(str, figures[key]))) for key in keys)
    told = "本年新收政府信息公开申请9件，上年结转1件。\n"
    report = flat_reports.read(told, flat_reports.PART_3, lines, "\n", flat_reports.END)
    assert flat_reports.differing(report, figures) == {"wrong": 0, "null": 0}


@pytest.mark.parametrize(
    ("printed", "moved"),
    [("abcd", ""), ("abdc", "c"), ("dabc", "d"), ("bcda", "a"), ("aabb", "")],
)
def test_the_fewest_rows_are_out_of_place(printed: str, moved: str) -> None:
    places = {key: printed.index(key) for key in printed}
    found = out_of_place(sorted(places), places)
    assert len(found) == len(moved)
    rest = [key for key in sorted(places) if key not in found]
    assert rest == sorted(rest, key=lambda key: places[key])


def test_a_group_beside_its_first_row_has_no_figures_of_its_own() -> None:
    """Where empty cells stand for spans, the row behind the group's label is a row's."""
    for seed in range(8):
        printed = generate("v2019", "hollow", seed)
        report = parsers.parse(printed.html.encode(), source="f")
        assert not [check for check in report.checks if check.id == "T3-GRP"]
