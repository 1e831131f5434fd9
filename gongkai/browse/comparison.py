"""Two reports held against each other, wherever they were read: tables, text, what is repeated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from json import loads

from gongkai.archive.passages import Overlap, overlap, sentences_of
from gongkai.browse.compare_several import SeveralTable, line_up
from gongkai.browse.compare_tables import TablePair, compare_tables
from gongkai.browse.compare_text import TextDifference, Work, compare_texts
from gongkai.browse.report_data import Record, ReportData, narrative
from gongkai.browse.report_page import Layouts


@dataclass(frozen=True, slots=True)
class PartPair:
    """A part of both, or of one only."""

    heading: str
    difference: TextDifference
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is found; ``others`` are the reports of the first one's agency, ``repeated`` what
    an archive keeps of text that the two share."""

    first: ReportData | None
    second: ReportData | None
    tables: list[TablePair] = field(default_factory=list)
    parts: list[PartPair] = field(default_factory=list)
    repeated: list[Record] = field(default_factory=list)
    others: list[Record] = field(default_factory=list)
    #: Further reports that were asked for, and the numbers of all in columns.
    further: tuple[ReportData | None, ...] = ()
    several: tuple[SeveralTable, ...] = ()

    @property
    def all(self) -> list[ReportData]:
        """Every report that was asked for and exists, in order."""
        return [one for one in (self.first, self.second, *self.further) if one]

    @property
    def share(self) -> float | None:
        """How much of the second's text outside tables the first has too, from 0 to 1."""
        length = sum(part.difference.second for part in self.parts)
        return sum(part.difference.same for part in self.parts) / length if length else None

    @property
    def differs(self) -> bool:
        """Whether any number or any text of the two is another, or stands in one alone."""
        cells = any(
            pair.only_one or not all(line.is_same for line in pair.lines) for pair in self.tables
        )
        texts = any(kind != "same" for part in self.parts for kind, _ in part.difference.changes)
        return cells or texts or any(self.alone())

    def alone(self) -> tuple[list[str], list[str]]:
        """The tables that only the first has, and those that only the second has."""
        first, second = (one.tables if one else {} for one in (self.first, self.second))
        return [key for key in first if key not in second], [
            key for key in second if key not in first
        ]


def compare_reports(reports: Sequence[ReportData], layouts: Sequence[Layouts]) -> Comparison:
    """The first two in full, and the numbers of all where there are more."""
    first, second, *more = reports
    return Comparison(
        first,
        second,
        compare_tables(first, second, (layouts[0], layouts[1])),
        list(_parts(first, second)),
        further=tuple(more),
        several=tuple(line_up(reports, layouts)) if more else (),
    )


def by_sentence(first: ReportData, second: ReportData) -> Overlap:
    """What of the second's sentences outside tables stands in the first, numbers left out."""
    texts = [[_text(section) for section in one.sections] for one in (second, first)]
    return overlap(*map(sentences_of, texts))


def _parts(first: ReportData, second: ReportData) -> Iterator[PartPair]:
    """Parts by their key, those without one by their heading; in the second's order."""
    work = Work()
    before = {_key(section): section for section in first.sections}
    after = {_key(section): section for section in second.sections}
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key), after.get(key)
        section = new or old or {}
        difference = compare_texts(_text(old), _text(new), work)
        yield PartPair(str(section["heading"]), difference, section["key"])


def _key(section: Record) -> str:
    return str(section["key"] or section["heading"])


def _text(section: Record | None) -> str:
    if section is None:
        return ""
    text = narrative(section["text"], loads(section["table_spans"]))
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())
