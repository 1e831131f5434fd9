"""The three tables of a report as grids of cells with their spans."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from benchmarks.accuracy.figures import Figures
from benchmarks.accuracy.labels import labels, variants
from benchmarks.accuracy.model import Cell, Grid, Place
from benchmarks.accuracy.style import Style

Row = tuple[Cell, ...]


@dataclass(slots=True)
class Writer:
    """Prints figures in a style, and keeps what became of each cell."""

    form: str
    figures: Figures
    style: Style
    planted: Place | None
    marks: dict[Place, str] = field(default_factory=dict)
    #: the procurement amount is headed 元, so its cell prints ten thousand times the 万元
    yuan: bool = False

    def value(self, place: Place, nature: str = "count", cols: int = 1) -> Cell:
        figure = self.figures[place]
        empty = self.style.zero(place.column == "total") if not figure else None
        if empty is not None and place != self.planted:
            self.marks[place] = "dash" if empty else "blank"
            return Cell(empty, "value", cols, place=place, nature=nature)
        if nature == "amount" and self.yuan:
            figure = Decimal(figure) * 10_000
            nature = "yuan"
        text = self.style.number(figure, "amount" if nature == "yuan" else nature)
        return Cell(text, "value", cols, place=place, nature=nature)

    def disclosure(self) -> list[Grid]:
        """One grid a block, each four columns wide."""
        return [
            Grid(f"disclosure:{number}", tuple(self.block(block)))
            for number, block in enumerate(labels()["forms"][self.form]["disclosure"])
        ]

    def block(self, block: dict[str, Any]) -> list[Row]:
        style, columns = self.style, block["columns"]
        widths = {1: (3,), 2: (1, 2), 3: (1, 1, 1)}[len(columns)]
        heads = [self.column_label(block, column) for column in columns]
        rows: list[Row] = [
            (Cell(style.caption(block["caption"]), "caption", 4),),
            (
                Cell(labels()["subject"], "head"),
                *(Cell(text, "head", width) for text, width in zip(heads, widths, strict=True)),
            ),
        ]
        for row in block["rows"]:
            rows.append(
                (
                    Cell(style.label(row["key"], row["label"]), "label"),
                    *(
                        self.value(
                            Place("disclosure", row["key"], column["key"]), column["kind"], width
                        )
                        for column, width in zip(columns, widths, strict=True)
                    ),
                )
            )
        if "extra_rows" in style.kinds and block["rows"][0]["key"] in ("rules", "licences"):
            rows.append(self.extra_row(block["rows"][0]["key"], widths))
        return rows

    def column_label(self, block: dict[str, Any], column: dict[str, str]) -> str:
        """A column's label; 采购总金额 may or may not name a unit."""
        style = self.style
        if block["rows"][0]["key"] == "procurement" and column["kind"] == "amount":
            text = column["label"]
            if "procurement_amount" in style.kinds and "amount_units" not in style.kinds:
                text = style.one("procurement_amount", variants()["procurement_amount"])
            self.yuan = "（元）" in text
            return style.words(text)
        self.yuan = False
        return style.label(column["key"], column["label"], "columns")

    def extra_row(self, key: str, widths: tuple[int, ...]) -> Row:
        """A row that the form does not have; its numbers belong to no cell."""
        rules, licences = variants()["extra_rows"]
        label = rules if key == "rules" else licences
        rng = self.style.rng
        return (
            Cell(self.style.words(label), "label"),
            *(
                Cell(self.style.number(rng.randint(0, 30), "count"), "stray", width)
                for width in widths
            ),
        )

    def requests(self) -> Grid:
        """Table 3: three columns of labels, seven of numbers."""
        rows = self.requests_head()
        printed: set[str] = set()
        spec = labels()["forms"][self.form]["requests"]
        for row in spec:
            cells: list[Cell] = []
            for group in row["within"]:
                if group not in printed:
                    printed.add(group)
                    height = sum(group in other["within"] for other in spec)
                    cells.append(Cell(self.style.words(group), "group", rows=height))
            label = self.style.label(row["key"], row["label"])
            cells.append(Cell(label, "label", 3 - len(row["within"])))
            cells += [
                self.value(Place("requests", row["key"], column["key"]))
                for column in labels()["request_columns"]
            ]
            rows.append(tuple(cells))
        return Grid("requests", tuple(rows))

    def requests_head(self) -> list[Row]:
        style = self.style
        heads = [
            style.label(column["key"], column["label"], "columns")
            for column in labels()["request_columns"]
        ]
        corner = Cell(style.words(labels()["corner"]), "head", 3, 3)
        return [
            (corner, Cell(labels()["applicants"], "head", 7)),
            (
                Cell(heads[0], "head", rows=2),
                Cell(labels()["organisations"], "head", 5),
                Cell(heads[-1], "head", rows=2),
            ),
            tuple(Cell(text, "head") for text in heads[1:-1]),
        ]

    def review(self) -> Grid:
        """Table 4: one row of fifteen numbers under three rows of heads."""
        spec, style = labels()["review"], self.style
        first, *others = [style.words(group["label"]) for group in spec["groups"]]
        columns = [
            style.label(column["key"], column["label"], "columns") for column in spec["columns"]
        ]
        return Grid(
            "review_litigation",
            (
                (Cell(first, "head", 5), Cell(spec["litigation"], "head", 10)),
                (
                    *(Cell(text, "head", rows=2) for text in columns),
                    *(Cell(text, "head", 5) for text in others),
                ),
                tuple(Cell(text, "head") for text in columns * 2),
                tuple(
                    self.value(Place("review_litigation", group["key"], column["key"]))
                    for group in spec["groups"]
                    for column in spec["columns"]
                ),
            ),
        )
