"""Reports on 2014 to 2018: one table of 58 indicators under the parts of the 2007 regulation."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from benchmarks.accuracy import narrative
from benchmarks.accuracy.layouts import LAYOUTS
from benchmarks.accuracy.model import Block, Cell, Grid, Heading, Paragraph, Place, Printed
from benchmarks.accuracy.style import Style, as_number

TABLE, COLUMN, FORM = "statistics", "value", "v2014"
#: Layouts that make sense for a table without spans.
LAYOUT_NAMES = ("trs", "word", "split_spans", "nested", "blanks", "div_grid", "breaks")
#: Deviations that this table can show, beside those of its own.
SHARED_KINDS = (
    "labels",
    "ordinals",
    "half_brackets",
    "other_character",
    "dashes",
    "thousands",
    "full_width",
    "amount_units",
)
OWN_KINDS = ("extra_rows", "no_units", "yuan_column", "units_behind", "rows_left_out", "footer")
TOPS = {"small": 3, "middle": 90, "big": 40_000}
MOST_VARIANTS = 6

Figures = dict[str, int | Decimal]
Row = tuple[Cell, ...]


@cache
def data() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(
        files(__package__).joinpath("statistics.json").read_text("utf-8")
    )
    return read


def figures(rng: random.Random) -> Figures:
    """Every indicator, with the sums and bounds of the form holding."""
    top = TOPS[rng.choice(tuple(TOPS))]
    drawn: Figures = {}
    for row in data()["rows"]:
        if row["key"] is not None:
            drawn[row["key"]] = _figure(rng, top, row.get("nature", "count"))
    for total, parts in data()["sums"].items():
        drawn[total] = sum(drawn[part] for part in parts)
    for part, whole in data()["parts"].items():
        drawn[part] = min(drawn[part], drawn[whole])
    return drawn


def _figure(rng: random.Random, top: int, nature: str) -> int | Decimal:
    value = 0 if rng.random() < 0.45 else rng.randint(0, rng.choice((5, top, top)))
    if nature == "amount" and value:
        return Decimal(value % 900) + Decimal(rng.randint(0, 9999)).scaleb(-rng.choice((2, 4)))
    return value


@dataclass(slots=True)
class Writer:
    """Prints the figures in a style, and keeps what became of each cell."""

    figures: Figures
    style: Style
    marks: dict[Place, str] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)

    def grid(self) -> Grid:
        head, kinds = data()["head"], self.style.kinds
        left_out = set()
        if "rows_left_out" in kinds:
            keys = [row["key"] for row in data()["rows"] if row["key"]]
            left_out = set(self.style.rng.sample(keys, 3))
        rows: list[Row] = [self.line(head[0], head[1], Cell(head[2], "head"), "head")]
        for row in data()["rows"]:
            if row["key"] not in left_out or row["key"] is None:
                rows.append(self.row(row))
            extra = data()["extra"]
            if "extra_rows" in kinds and row["key"] == extra["after"]:
                number = str(self.style.rng.randint(0, 30))
                rows.append(self.line(extra["label"], extra["unit"], Cell(number, "stray")))
        return Grid(TABLE, tuple(rows))

    def row(self, row: dict[str, Any]) -> Row:
        key, unit = row["key"], row["unit"]
        if key is None:
            return self.line(self.style.words(row["label"]), unit, Cell("", "head"), "group")
        if "yuan_column" in self.style.kinds and unit == "万元":
            unit = "元"
        label = row["label"]
        options = data()["variants"].get(key)
        if "labels" in self.style.kinds and options and self.style.one("use", [True, False], key):
            label = self.style.one("labels", options, key)
        self.printed.append(key)
        return self.line(self.style.words(label), unit, self.value(row, unit))

    def line(self, label: str, unit: str, value: Cell, kind: str = "label") -> Row:
        name = Cell(label, kind)  # type: ignore[arg-type]
        if "no_units" in self.style.kinds:
            return name, value
        cell = Cell(unit, "head")
        return (name, value, cell) if "units_behind" in self.style.kinds else (name, cell, value)

    def value(self, row: dict[str, Any], unit: str) -> Cell:
        place = Place(TABLE, row["key"], COLUMN)
        figure, nature = self.figures[row["key"]], row.get("nature", "count")
        empty = self.style.zero(False) if not figure else None
        if empty is not None:
            self.marks[place] = "dash" if empty else "blank"
            return Cell(empty, "value", place=place, nature=nature)
        if unit == "元" and "amount_units" not in self.style.kinds:
            figure, nature = Decimal(figure) * 10_000, "yuan"
        text = self.style.number(figure, "amount" if nature == "yuan" else nature)
        return Cell(text, "value", place=place, nature=nature)


def generate(seed: int, layout: str, variety: int | None = None) -> Printed:
    """The report of that seed in that layout; ``variety`` as in ``corpus.generate``."""
    rng = random.Random(f"{FORM}:{layout}:{seed}")
    if variety is None:
        variety = rng.choice((0, 0, 1, 2, 3, MOST_VARIANTS))
    kinds = rng.sample((*SHARED_KINDS, *OWN_KINDS), variety)
    if "no_units" in kinds:
        # Without a unit anywhere, an amount's unit is not known.
        kinds = sorted({*kinds, "amount_units"})
    habits = Style(frozenset(kinds), rng, emptied=rng.choice((1.0, 0.5)))
    shape = LAYOUTS[layout]
    habits.blank_zeros = shape.blank_zeros
    writer = Writer(figures(rng), habits)
    report = _front(rng, seed, layout, sorted(kinds))
    report.blocks = _blocks(rng, writer, report)
    report.sections = [block.key for block in report.blocks if isinstance(block, Heading)]
    report.marks = writer.marks
    report.tables = {TABLE: {key: {COLUMN: _truth(writer, key)} for key in writer.printed}}
    report.html = shape.page(report, rng)
    return report


def _truth(writer: Writer, key: str) -> int | float | None:
    place = Place(TABLE, key, COLUMN)
    return None if place in writer.marks else as_number(writer.figures[key])


def _front(rng: random.Random, seed: int, layout: str, kinds: list[str]) -> Printed:
    year = rng.choice((2014, 2015, 2016, 2017, 2018))
    agency = rng.choice(narrative.TOWNS) + rng.choice(narrative.BODIES)
    title = rng.choice(narrative.TITLES).format(agency=agency, year=year)
    published = f"{year + 1}-03-{rng.randint(5, 31):02}"
    return Printed(
        seed, layout, FORM, title, agency, year, published, {}, {}, [], None, variants=kinds
    )


def _blocks(rng: random.Random, writer: Writer, report: Printed) -> list[Block]:
    """The narrative repeats the form's words with numbers of its own."""
    numbers = [rng.randint(1, 400) for _ in range(4)]
    said = {
        "proactive": f"主动公开政府信息数为{numbers[0]}条，其中政府网站公开{numbers[1]}条。",
        "requests": f"全年收到申请{numbers[2]}件，申请办结率为百分之百。",
        "review_litigation": "未发生行政复议和行政诉讼。",
    }
    blocks: list[Block] = [Paragraph(f"现公布{report.agency}{report.year}年度报告。")]
    for number, (key, title) in zip("一二三四五六七八", data()["headings"], strict=True):
        blocks.append(Heading(key, f"{number}、{title}"))
        blocks.append(Paragraph(said.get(key, f"本部分共涉及{numbers[3]}项工作，均已完成。")))
    blocks.append(Paragraph(data()["title"]))
    blocks.append(writer.grid())
    if "footer" in writer.style.kinds:
        fills = {
            "name": "某某",
            "phone": f"0{numbers[0]}-33{numbers[1]}08",
            "day": report.published,
        }
        lines = [line.format(**fills) for line in data()["footer"]]
        joined = rng.choice((["　".join(lines)], lines))
        blocks += [Paragraph(line) for line in joined]
    return blocks
