"""Reads generated reports with the parsers and counts what became of every cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import parsers
from benchmarks.accuracy import determined, indicators
from benchmarks.accuracy.flatten import KEEPS_FIELDS, Flatteners
from benchmarks.accuracy.model import Number, Place, Printed
from parsers.report import Report

HTML = "html"
RIGHT, WRONG, NOTED, FLAGGED, MISSING = "right", "wrong", "noted", "flagged", "missing"
OUTCOMES = (RIGHT, WRONG, NOTED, FLAGGED, MISSING)
ABSENT = "absent"
EMPTY = ("blank", "dash")
#: Statuses of numbers that were read plainly; the others say that there is some doubt.
PLAIN = ("unit_converted", "cn_numeral", "merged", "annotated")


@dataclass(frozen=True, slots=True)
class Failure:
    """A cell that should have been right and was not."""

    layout: str
    flattener: str
    seed: int
    place: Place
    truth: Number | None
    got: Number | str | None
    status: str | None
    outcome: str
    variants: tuple[str, ...]

    @property
    def era(self) -> str:
        """The option that names the era of the report, where it is not the usual one."""
        return " --era v2014" if self.place.table == "statistics" else ""

    def __str__(self) -> str:
        return (
            f"{self.outcome:8} {'.'.join(self.place)}: printed {self.truth}, got {self.got} "
            f"({self.status or 'no status'})  --layout {self.layout} "
            f"--flattener {self.flattener} --seed {self.seed} --show{self.era}"
        )


@dataclass(slots=True)
class Tally:
    """Counts of one layout and flattener."""

    reports: int = 0
    cells: int = 0
    #: cells that the text determines, and how many of those are right
    sure: int = 0
    sure_right: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    #: outcomes of the cells that the text does not determine
    unsure: Counter[str] = field(default_factory=Counter)
    #: facts outside the tables that were read otherwise, by name
    facts: Counter[str] = field(default_factory=Counter)
    #: reports by the variants that they show, and those of them with a failure
    drawn: Counter[str] = field(default_factory=Counter)
    failing: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        for name in ("reports", "cells", "sure", "sure_right"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("outcomes", "unsure", "facts", "drawn", "failing"):
            getattr(self, name).update(getattr(other, name))

    @property
    def share(self) -> float:
        """Of the determined cells, how many are right; 1 where there are none."""
        return self.sure_right / self.sure if self.sure else 1.0

    @property
    def unflagged(self) -> int:
        """Wrong or missing without a word."""
        return self.outcomes[WRONG] + self.outcomes[MISSING]


def texts(printed: Printed, flattener: str, tools: Flatteners) -> str:
    return printed.html if flattener == HTML else tools.flatten(printed.html, flattener)


def read(text: str, flattener: str) -> Report:
    kind = "text/html" if flattener == HTML else "text/plain"
    return parsers.parse(text.encode(), source=f"generated.{kind[5:]}", media_type=kind)


def sight(printed: Printed, flattener: str, text: str) -> tuple[set[Place], set[Place]]:
    """``(determined, lost)``: the cells that the text determines, and those it has dropped.

    Where a planted error, or a flattener that drops lines, makes another reading the only
    consistent one, nobody could know better: such a cell counts as not determined.
    """
    if flattener == HTML:
        return set(printed.places()), set()
    layout = determined.Layout(
        form=printed.form,
        blanks="blank" in printed.marks.values(),
        fields=KEEPS_FIELDS.get(flattener),
        broken=printed.layout == "breaks",
    )
    if "statistics" in printed.tables:
        cells, gone = indicators.sight(printed, layout, text)
    else:
        cells = determined.determined(text, printed.items, layout)
        gone = determined.lost(text, printed.items, layout)
    sure = {place for place, value in cells.items() if same(value, printed.truth(place))}
    return sure - gone, gone


def score(printed: Printed, flattener: str, text: str) -> tuple[Tally, list[Failure]]:
    """One report in one shape."""
    return compare(printed, flattener, read(text, flattener), sight(printed, flattener, text))


def compare(
    printed: Printed, flattener: str, report: Report, seen: tuple[set[Place], set[Place]]
) -> tuple[Tally, list[Failure]]:
    """What was read against what was printed; ``seen`` as by ``sight``."""
    sure, lost = seen
    notes = {Place(note.table, note.row, note.column): note.status for note in report.cells}
    named = {problem.where for problem in report.problems if problem.where}
    tally, failures = Tally(reports=1, sure=len(sure)), []
    for place in printed.places():
        got = value_of(report, place)
        outcome = judge(printed, place, got, notes.get(place), named, place in lost)
        tally.cells += 1
        tally.outcomes[outcome] += 1
        tally.sure_right += place in sure and outcome == RIGHT
        if place not in sure:
            tally.unsure[outcome] += 1
        if outcome in (WRONG, NOTED, MISSING) or (place in sure and outcome != RIGHT):
            failures.append(_failure(printed, flattener, place, got, notes.get(place), outcome))
    tally.facts.update(misread(printed, report))
    tally.drawn.update(shown(printed))
    tally.failing.update(shown(printed) if failures else ())
    return tally, failures


def value_of(report: Report, place: Place) -> Number | str | None:
    """What the parser says; ``absent`` where it has no such cell."""
    found = report.tables.get(place.table, {}).get(place.row, ABSENT)
    value: Number | str | None = found
    if isinstance(found, dict):  # the table of 2014 has one column, and its values no key for it
        value = found.get(place.column, ABSENT)
    return value


def judge(
    printed: Printed,
    place: Place,
    got: Number | str | None,
    status: str | None,
    named: set[str],
    lost: bool,
) -> str:
    """The outcome of one cell.

    A cell called blank or dash that shows a number is wrong: it says something false,
    unless the flattener has ``lost`` the number.
    """
    truth = printed.truth(place)
    if same(got, truth):
        return RIGHT
    if got is None or isinstance(got, str):
        if got is None and status in EMPTY and not lost:
            return WRONG
        said = {place.table, place.row, f"{place.table}.{place.row}", ".".join(place)}
        return FLAGGED if (got is None and status) or said & named else MISSING
    return WRONG if status in (None, *PLAIN, *EMPTY) else NOTED


def same(got: Number | str | None, truth: Number | None) -> bool:
    if got is None or truth is None or isinstance(got, str):
        return got is None and truth is None
    return abs(got - truth) < 1e-7


def misread(printed: Printed, report: Report) -> list[str]:
    """The facts outside the tables that were read otherwise."""
    facts = {
        "title": (printed.title, report.title),
        "agency": (printed.agency, report.agency),
        "year": (printed.year, report.year),
        "published_on": (printed.published, report.published_on),
        "form": (printed.form, report.form),
        "sections": (printed.sections, [section.key for section in report.sections]),
    }
    if not printed.sections:
        del facts["sections"]
    return [name for name, (told, got) in facts.items() if told != got]


def shown(printed: Printed) -> tuple[str, ...]:
    """The kinds of deviation in a report; ``planted`` for an error of the source."""
    planted = ("planted",) if printed.planted else ()
    return (*printed.variants, *planted) or ("official wording",)


def _failure(
    printed: Printed,
    flattener: str,
    place: Place,
    got: Number | str | None,
    status: str | None,
    outcome: str,
) -> Failure:
    return Failure(
        printed.layout,
        flattener,
        printed.seed,
        place,
        printed.truth(place),
        got,
        status,
        outcome,
        shown(printed),
    )
