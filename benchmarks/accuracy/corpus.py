"""From a seed and a layout to one report: figures, sentences, tables, HTML, truth.

Imports nothing from ``parsers``, so that what the parsers believe cannot leak in here.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from benchmarks.accuracy import figures, narrative, style
from benchmarks.accuracy.grids import Writer
from benchmarks.accuracy.labels import labels
from benchmarks.accuracy.layouts import LAYOUTS
from benchmarks.accuracy.model import Block, Grid, Heading, Paragraph, Place, Printed, Tables

PLANTED = 0.1
MOST_VARIANTS = 6


def generate(seed: int, layout: str, variety: int | None = None) -> Printed:
    """The report of that seed in that layout.

    ``variety``: how many kinds of deviation from the official wording and number format
    it shows; drawn (0 to 6, often 0) when None.
    """
    rng = random.Random(f"{layout}:{seed}")
    if variety is None:
        variety = rng.choice((0, 0, 1, 2, 3, MOST_VARIANTS))
    form = rng.choice(("v2019", "v2021"))
    drawn = figures.draw(rng, figures.Office(form, rng.choice(figures.SIZES)))
    planted = figures.plant(rng, drawn) if rng.random() < PLANTED else None
    shape = LAYOUTS[layout]
    habits = style.draw(rng, variety)
    habits.blank_zeros = shape.blank_zeros
    writer = Writer(form, drawn, habits, planted)
    report = _front(rng, writer, seed, layout)
    report.blocks = shape.arrange(_blocks(rng, writer, report), rng)
    report.sections = [block.key for block in report.blocks if isinstance(block, Heading)]
    report.marks = writer.marks
    report.tables = _tables(writer)
    report.html = shape.page(report, rng)
    return report


def _front(rng: random.Random, writer: Writer, seed: int, layout: str) -> Printed:
    year = rng.choice((2019, 2020) if writer.form == "v2019" else (2021, 2022, 2023))
    agency = rng.choice(narrative.TOWNS) + rng.choice(narrative.BODIES)
    return Printed(
        seed=seed,
        layout=layout,
        form=writer.form,
        title=rng.choice(narrative.TITLES).format(agency=agency, year=year),
        agency=agency,
        year=year,
        published=f"{year + 1}-01-{rng.randint(5, 31):02}",
        tables={},
        marks={},
        sections=[],
        planted=writer.planted,
        variants=sorted(writer.style.kinds),
    )


def _facts(writer: Writer, report: Printed) -> narrative.Facts:
    def total(row: str) -> int:
        return int(writer.figures[Place("requests", row, "total")])

    return narrative.Facts(
        report.agency,
        report.year,
        *(total(row) for row in ("received", "granted", "partly_granted", "total_processed")),
    )


def _blocks(rng: random.Random, writer: Writer, report: Printed) -> list[Block]:
    facts = _facts(writer, report)
    headings = {
        section["key"]: writer.style.heading(section["key"], section["number"], section["title"])
        for section in labels()["sections"]
    }
    words: dict[str, Callable[[], list[str]]] = {
        "overview": lambda: narrative.overview(rng, facts),
        "problems": lambda: narrative.problems(rng, facts),
        "other_matters": lambda: narrative.other_matters(rng, facts),
    }
    tables: dict[str, Callable[[], list[Grid]]] = {
        "proactive": writer.disclosure,
        "requests": lambda: [writer.requests()],
        "review_litigation": lambda: [writer.review()],
    }
    blocks: list[Block] = [Paragraph(text) for text in narrative.intro(rng, facts)]
    if rng.random() < 0.25:
        blocks += [Paragraph(text) for text in narrative.contents(list(headings.values()))]
    for key, heading in headings.items():
        blocks.append(Heading(key, heading))
        said = words[key]() if key in words else narrative.lead_in(rng)
        blocks += [Paragraph(text) for text in said]
        blocks += tables[key]() if key in tables else []
    return blocks


def _tables(writer: Writer) -> Tables:
    """The truth: what is printed, so None where a blank or dash stands."""
    tables: Tables = {}
    for place, figure in writer.figures.items():
        cells = tables.setdefault(place.table, {}).setdefault(place.row, {})
        cells[place.column] = None if place in writer.marks else style.as_number(figure)
    return tables
