"""A report before it is printed: its figures, those of last year, and what it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from benchmarks.accuracy.figures import Figures
from benchmarks.accuracy.model import Place
from benchmarks.checking.bodies import Body

Era = Literal["v2014", "v2019", "v2021"]
Kind = Literal["cell", "rows", "year", "unit", "carry"]
KINDS: tuple[Kind, ...] = ("cell", "rows", "year", "unit", "carry")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and the figures that it repeats: ``(what, how many)``."""

    text: str
    claims: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Planted:
    """An error: its kind, the way in which it was made, and the places that it touches."""

    kind: Kind
    way: str
    places: tuple[Place, ...] = ()


@dataclass(slots=True)
class Draft:
    """All that one report says. ``before`` are last year's figures, in the form of that year.

    ``title_year``, ``period`` and ``named`` are what title, first sentence and introduction
    say; ``overview_year`` opens part one, ``sentence_year`` stands in the sentence on requests;
    ``swapped`` are two rows of a table that are printed in the wrong order.
    """

    seed: int
    era: Era
    layout: str
    body: Body
    year: int
    figures: Figures
    before: Figures
    form_before: Era
    overview: list[Said]
    remedies: list[Said]
    title_year: int
    period: tuple[int, int]
    named: str
    overview_year: int | None
    sentence_year: int
    fee: str
    swapped: tuple[Place, Place] | None = None
    planted: Planted | None = None
    #: How a cell is printed instead of what its figure says.
    printed: dict[Place, str] = field(default_factory=dict)

    def total(self, row: str) -> int:
        """A cell of table 3's last column."""
        return int(self.figures[Place("requests", row, "total")])
