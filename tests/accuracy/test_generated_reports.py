"""The generator's own promises: its figures add up, its truth is what it prints."""

from __future__ import annotations

import ast
import random
import re
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from benchmarks.accuracy import figures, labels
from benchmarks.accuracy.corpus import generate
from benchmarks.accuracy.layouts import LAYOUTS
from benchmarks.accuracy.model import Grid, Heading, Printed

FOLDER = Path(figures.__file__).parent
GENERATOR = (
    "corpus",
    "figures",
    "grids",
    "labels",
    "model",
    "narrative",
    "style",
    "determined",
    "readings",
    "joint",
    "wrappings",
)
PEOPLE = ("natural_person", "business", "research", "public_interest", "legal_service", "other_org")
OUTSIDE = ("received", "carried_over", "total_processed", "carried_forward")


def broken_identities(tables) -> list[str]:
    """Written out once more, apart from the generator's own arithmetic."""
    asked = {
        row: {column: value or 0 for column, value in cells.items()}
        for row, cells in tables["requests"].items()
    }
    broken = [
        f"T3-ROW {row}" for row, c in asked.items() if sum(c[p] for p in PEOPLE) != c["total"]
    ]
    for column in (*PEOPLE, "total"):
        items = sum(cells[column] for row, cells in asked.items() if row not in OUTSIDE)
        new, before, done, left = (asked[row][column] for row in OUTSIDE)
        broken += [f"T3-TOT {column}"] if items != done else []
        broken += [f"T3-BAL {column}"] if new + before != done + left else []
    for group, cells in tables["review_litigation"].items():
        parts = [value or 0 for column, value in cells.items() if column != "total"]
        broken += [f"T4-SUM {group}"] if sum(parts) != (cells["total"] or 0) else []
    return broken


@pytest.mark.parametrize("size", figures.SIZES)
@pytest.mark.parametrize("form", ["v2019", "v2021"])
def test_the_figures_satisfy_the_official_identities(form: str, size: str) -> None:
    for seed in range(30):
        drawn = figures.draw(random.Random(seed), figures.Office(form, size))
        tables: dict[str, dict[str, dict[str, object]]] = {}
        for place, value in drawn.items():
            tables.setdefault(place.table, {}).setdefault(place.row, {})[place.column] = value
        assert not broken_identities(tables)
        assert all(value >= 0 for place, value in drawn.items() if place.column != "items_change")


def test_offices_are_small_and_big() -> None:
    small, big = (
        [figures.draw(random.Random(seed), figures.Office("v2021", size)) for seed in range(20)]
        for size in ("small", "big")
    )
    zeros = [sum(value == 0 for value in drawn.values()) / len(drawn) for drawn in small]
    assert sum(zeros) / len(zeros) > 0.7
    assert all(max(drawn.values()) > 1000 for drawn in big)


def test_one_wrong_cell_is_planted_in_a_tenth_and_nowhere_else() -> None:
    printed = [generate(seed, "trs") for seed in range(200)]
    assert 8 <= sum(report.planted is not None for report in printed) <= 35
    for report in printed:
        assert bool(broken_identities(report.tables)) == (report.planted is not None)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_seed_always_gives_the_same_report(layout: str) -> None:
    first, second, other = generate(7, layout), generate(7, layout), generate(8, layout)
    assert (first.html, first.tables, first.marks) == (second.html, second.tables, second.marks)
    assert first.html != other.html


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_truth_is_the_whole_form_and_what_is_printed(layout: str) -> None:
    for seed in range(12):
        report = generate(seed, layout)
        assert len(report.places()) == {"v2019": 22 + 161 + 15, "v2021": 10 + 175 + 15}[report.form]
        printed = {item.place: item.text for item in report.items if item.place}
        assert set(printed) == set(report.places())
        for place, text in printed.items():
            empty = re.fullmatch(r"[-—/无]*", text) is not None
            assert (report.truth(place) is None) == empty == (place in report.marks)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_page_shows_every_item_in_order(layout: str) -> None:
    report = generate(5, layout)
    text = re.sub(r"\s", "", BeautifulSoup(report.html, "lxml").get_text())
    at = 0
    for item in report.items:
        words = re.sub(r"\s", "", item.text)
        at = text.find(words, at)
        assert at >= 0, item
        at += len(words)


def test_there_are_at_least_eight_layouts_and_they_differ() -> None:
    assert len(LAYOUTS) >= 8
    shapes = {layout: shape_of(generate(3, layout)) for layout in LAYOUTS}
    assert len(set(shapes.values())) == len(LAYOUTS), shapes


def shape_of(report: Printed) -> tuple[object, ...]:
    """What makes a page's markup its own, apart from its words."""
    soup = BeautifulSoup(report.html, "lxml")
    tags = Counter(tag.name for tag in soup.find_all(True))
    cells = soup.find_all("td")
    return (
        tags["table"],
        any(table.find("table") for table in soup.find_all("table")),
        any(cell.get("rowspan") for cell in cells),
        any(cell.find("br") for cell in cells),
        bool(soup.select(".MsoNormal")),
        any(len(cell.find_all("span")) > 1 for cell in cells),
        any(isinstance(block, Heading) for block in report.blocks),
        sum(not cell.get_text(strip=True) for cell in cells) > 20,
        max((int(cell.get("colspan", 1)) for cell in cells), default=0),
    )


def test_without_variety_the_labels_are_official() -> None:
    report = generate(11, "trs", variety=0)
    said = {item.text for item in report.items if item.kind == "label"}
    spec = labels.labels()["forms"][report.form]
    official = {row["label"] for row in spec["requests"]}
    official |= {row["label"] for block in spec["disclosure"] for row in block["rows"]}
    assert said == official
    assert report.variants == []


def test_variety_says_how_many_kinds_of_variant_a_report_draws() -> None:
    assert all(len(generate(seed, "word", variety=4).variants) == 4 for seed in range(5))
    seen = {kind for seed in range(80) for kind in generate(seed, "word").variants}
    assert len(seen) == 18


def test_table_two_is_one_table_or_several() -> None:
    def grids(layout: str) -> list[str]:
        return [block.key for block in generate(2, layout).blocks if isinstance(block, Grid)]

    assert len(grids("trs")) == 3
    assert len(grids("several_tables")) > 6


def test_the_generator_and_the_search_import_nothing_from_what_they_judge() -> None:
    paths = [FOLDER / f"{name}.py" for name in GENERATOR] + sorted((FOLDER / "layouts").iterdir())
    for path in (path for path in paths if path.suffix == ".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [n for n in names if n.split(".")[0] in ("parsers", "fixtures", "gongkai")]
