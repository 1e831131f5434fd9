"""What the generator hands on: a report as blocks, its truth, and its HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Number = int | float
Tables = dict[str, dict[str, dict[str, Number | None]]]
#: ``stray`` is a number in a row that the form does not have
CellKind = Literal["head", "label", "group", "value", "caption", "stray"]


class Place(NamedTuple):
    """A cell of the form."""

    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed table cell. ``place`` is set for values; ``nature`` says how they read."""

    text: str
    kind: CellKind
    cols: int = 1
    rows: int = 1
    place: Place | None = None
    nature: str = "count"


@dataclass(frozen=True, slots=True)
class Grid:
    """A printed table. ``part`` marks a piece of a table that goes on elsewhere."""

    key: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


Block = Heading | Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Item:
    """One printed thing in reading order: words, or a value cell."""

    text: str
    kind: str
    place: Place | None = None
    nature: str = "count"


@dataclass(slots=True)
class Printed:
    """One generated report: what it says (``tables``), and how it is printed."""

    seed: int
    layout: str
    form: str
    title: str
    agency: str
    year: int
    published: str
    tables: Tables
    #: ``blank`` or ``dash`` for every cell whose truth is None
    marks: dict[Place, str]
    sections: list[str]
    planted: Place | None
    blocks: list[Block] = field(default_factory=list)
    variants: list[str] = field(default_factory=list)
    html: str = ""

    def truth(self, place: Place) -> Number | None:
        return self.tables[place.table][place.row][place.column]

    def places(self) -> list[Place]:
        return [
            Place(table, row, column)
            for table, rows in self.tables.items()
            for row, cells in rows.items()
            for column in cells
        ]

    @property
    def items(self) -> list[Item]:
        """Everything printed, in reading order."""
        items: list[Item] = []
        for block in self.blocks:
            if isinstance(block, Grid):
                items += [
                    Item(cell.text, cell.kind, cell.place, cell.nature)
                    for row in block.rows
                    for cell in row
                    if cell.text or cell.place
                ]
            else:
                items.append(Item(block.text, type(block).__name__.lower()))
        return items
