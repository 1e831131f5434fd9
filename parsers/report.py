"""The result of reading one document: plain, typed, picklable, free of I/O.

``Report.to_dict()`` is the JSON object of the project's contract. Shapes:

* ``tables``: ``{table: {row key: {column key: number or None}}}``; tables are
  ``disclosure``, ``requests``, ``review_litigation``; ``statistics`` (v2014) is
  ``{key: number or None}``. A table that the source does not have is absent.
* Counts are ``int``; amounts of money are ``float`` in 万元.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Literal, NamedTuple, TypeVar

Number = int | float
Grid = dict[str, dict[str, Number | None]]
TableKey = Literal["disclosure", "requests", "review_litigation", "statistics"]
Outcome = Literal["pass", "fail", "not_assessable"]
Suspect = Literal["parse", "source", "unknown"]
Severity = Literal["error", "warning", "info"]
CheckSeverity = Literal["ERROR", "WARN", "INFO"]
#: Left, bottom, right, top: points from the lower left corner of a PDF's page.
Box = tuple[float, float, float, float]


class Origin(NamedTuple):
    """Where something was read; ``parsers.cell_places`` finds it in the source again.

    ``element`` is an element's number in document order, counted from 1 (HTML); ``line`` a
    line number counted from 1 (text), with ``cell`` the number of the cell in its row where
    the line shows cells. ``offset`` counts characters, white space left out, from where that
    element or cell begins, or with ``after`` from where the element ends. ``raw`` is what
    was printed there. ``page``, counted from 1, and ``box`` say where the text of the cell or
    paragraph stands in a PDF; ``name`` is the cell of a workbook (``表3!C7``). ``within`` names
    what lies between the document and the bytes that were kept, from the outside inwards: the
    member of an archive, the program that converted it, the content of a page that it does not
    show by itself.
    """

    element: int | None
    line: int | None
    offset: int
    cell: int | None = None
    after: bool = False
    raw: str = ""
    page: int | None = None
    box: Box | None = None
    name: str | None = None
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report; ``key`` is None where it is none of the form's six (before 2019).

    ``text`` is the part as printed, one block a line, tables included;
    ``table_spans`` are the ``[start, end)`` character ranges of ``text`` that the
    numeric tables occupy, so that the narrative alone can be taken from it.
    """

    key: str | None
    number: str | None
    heading: str
    text: str
    table_spans: tuple[tuple[int, int], ...] = ()

    @property
    def narrative(self) -> str:
        """The text outside the tables."""
        kept, at = [], 0
        for start, end in self.table_spans:
            kept.append(self.text[at:start].strip("\n"))
            at = end
        kept.append(self.text[at:].strip("\n"))
        return "\n".join(part for part in kept if part)


# Not frozen: a report has hundreds of these, and setting a frozen field costs a call each.
@dataclass(slots=True, unsafe_hash=True)
class CellNote:
    """A cell that was not a plain number: what was printed, and what became of it."""

    table: str
    row: str
    column: str
    raw: str
    status: str
    value: Number | None


@dataclass(slots=True, unsafe_hash=True)
class Check:
    """One identity of ``identities.tsv`` assessed at one place."""

    id: str
    table: str
    where: str
    outcome: Outcome
    left: Number | None
    right: Number | None
    suspect: Suspect | None = None
    severity: CheckSeverity = "ERROR"
    #: For the checks of the text: the clause as printed, and what it was held against.
    quote: str | None = None
    against: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a clause of the running text says about the body's own figures of the year.

    ``kind`` is one of those in ``docs/parsing.md``; ``value`` a count, for ``fee`` 元.
    ``approximate``: printed with 约, 余, 万 and the like. ``quote`` is the clause as printed,
    and ``start`` its offset in the section's ``text``.
    """

    kind: str
    value: Number
    approximate: bool
    section: str | None
    quote: str
    start: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a careful reader would want to be told."""

    code: str
    severity: Severity
    where: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A row of a local statistical annex (before 2014)."""

    label: str
    unit: str | None
    this_year: Number | None
    cumulative: Number | None


@dataclass(slots=True)
class Report:
    """Everything that was read from one document."""

    source: str
    title: str | None = None
    agency: str | None = None
    year: int | None = None
    kind: str | None = None
    tier: str | None = None
    period: tuple[str, str] | None = None
    published_on: str | None = None
    scope: str | None = None
    provenance: str = "unknown"
    #: The address on the government's host that a copy was made of, as far as it shows.
    original_url: str | None = None
    #: ``credit_code`` and ``site_code``, as far as the page shows them (``identifiers.py``).
    identifiers: dict[str, str] = field(default_factory=dict)
    form: str | None = None
    table_forms: dict[str, str] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    tables: dict[str, Any] = field(default_factory=dict)
    annex: list[AnnexRow] = field(default_factory=list)
    cells: list[CellNote] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    #: ``"table.row.column"`` → where that cell stands in the document.
    origins: Mapping[str, Origin] = field(default_factory=dict)
    #: Further reports on the same page, each whole; their sources end in ``#2``, ``#3`` …
    others: list[Report] = field(default_factory=list)

    @property
    def is_report(self) -> bool:
        """Whether the document was read as a report at all."""
        return not any(problem.code == "not_a_report" for problem in self.problems)

    def to_dict(self) -> dict[str, Any]:
        """The contract's JSON object; origins are left out (they can be recomputed)."""
        period = {"start": self.period[0], "end": self.period[1]} if self.period else None
        found = {
            "source": self.source,
            "title": self.title,
            "agency": self.agency,
            "year": self.year,
            "kind": self.kind,
            "tier": self.tier,
            "period": period,
            "published_on": self.published_on,
            "scope": self.scope,
            "provenance": self.provenance,
            "original_url": self.original_url,
            "identifiers": dict(self.identifiers),
            "form": self.form,
            "table_forms": dict(self.table_forms),
            "sections": [_section(section) for section in self.sections],
            "tables": self.tables,
            "annex": _plain(AnnexRow, self.annex),
            "cells": _plain(CellNote, self.cells),
            "claims": _plain(Claim, self.claims),
            "checks": _plain(Check, self.checks),
            "problems": _plain(Problem, self.problems),
        }
        if self.others:
            found["others"] = [other.to_dict() for other in self.others]
        return found


_Record = TypeVar("_Record", AnnexRow, CellNote, Check, Claim, Problem)


def _plain(kind: type[_Record], records: Sequence[_Record]) -> list[dict[str, Any]]:
    """Records of a kind by the names of their fields; a report has some hundred."""
    names = kind.__slots__
    return [dict(zip(names, values, strict=True)) for values in map(attrgetter(*names), records)]


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "number": section.number,
        "heading": section.heading,
        "text": section.text,
        "table_spans": [list(span) for span in section.table_spans],
    }
