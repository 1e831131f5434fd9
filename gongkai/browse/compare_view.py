"""``/compare/?a=…&b=…``: two reports side by side, of one agency or of two.

``c`` and ``d`` put the numbers of one or two more beside them.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from json import loads
from typing import Any
from urllib.parse import urlencode

from gongkai.browse.compare_several import SeveralTable, line_up
from gongkai.browse.compare_tables import TablePair, compare_tables
from gongkai.browse.compare_text import TextDifference, Work, compare_texts
from gongkai.browse.datasette_types import Datasette, Request
from gongkai.browse.instance import archives, read
from gongkai.browse.layout import load_table
from gongkai.browse.report_data import Record, ReportData, load_report, narrative, records
from gongkai.browse.report_page import Layouts
from gongkai.browse.shell import COMPARE_PATH, absent, render

ROUTE = re.escape(COMPARE_PATH) + "$"

REPEATED = """
select report_id, other_id, relation, share, longest from text_repeats
where report_id in (?, ?) and other_id in (?, ?)
"""
OTHERS = """
select report_id, year, scope from reports where agency_id =
  (select agency_id from reports where report_id = ?) order by year desc, scope limit 60
"""


@dataclass(frozen=True, slots=True)
class PartPair:
    """A part of both, or of one only."""

    heading: str
    difference: TextDifference


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is found; ``others`` are the reports of the first one's agency."""

    first: ReportData | None
    second: ReportData | None
    tables: list[TablePair]
    parts: list[PartPair]
    repeated: list[Record]
    others: list[Record]
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


async def compare_view(datasette: Datasette, request: Request) -> object:
    """The page; without two reports that exist it asks for them, 404 when one was named."""
    name = next(iter(archives(datasette)), None)
    if name is None:
        return absent()
    a, b, c, d = ((request.args.get(key) or "").strip()[:300] for key in "abcd")
    more = [one for one in (c, d) if one]
    found = await read(datasette, name, lambda connection: load_comparison(connection, a, b, more))
    pairs = ((a, found.first), (b, found.second), *zip(more, found.further, strict=True))
    unknown = [asked for asked, at in pairs if asked and not at]
    path = datasette.urls.path(COMPARE_PATH)
    context: dict[str, Any] = {
        "a": a,
        "b": b,
        "c": c,
        "d": d,
        "found": found,
        "unknown": unknown,
        "compare_of": lambda a, b: f"{path}?{urlencode({'a': a, 'b': b})}",
    }
    return await render(datasette, request, (name, "compare"), context, 404 if unknown else 200)


def load_comparison(
    connection: sqlite3.Connection, a: str, b: str, more: Sequence[str] = ()
) -> Comparison:
    """Both reports held against each other, as far as they exist, and ``more`` beside them."""
    first, second = load_report(connection, a), load_report(connection, b)
    further = tuple(load_report(connection, one) for one in more)
    others = records(connection, OTHERS, a if first else b)
    if first is None or second is None:
        return Comparison(first, second, [], [], [], others, further)
    layouts = (_layouts(connection, first), _layouts(connection, second))
    return Comparison(
        first,
        second,
        compare_tables(first, second, layouts),
        list(_parts(first, second)),
        records(connection, REPEATED, a, b, a, b) if a != b else [],
        others,
        further,
        _several(connection, first, second, further),
    )


def _several(
    connection: sqlite3.Connection,
    first: ReportData,
    second: ReportData,
    further: Sequence[ReportData | None],
) -> tuple[SeveralTable, ...]:
    present = [one for one in further if one is not None]
    if not present:
        return ()
    every = [first, second, *present]
    return tuple(line_up(every, [_layouts(connection, one) for one in every]))


def _layouts(connection: sqlite3.Connection, report: ReportData) -> Layouts:
    forms = {key: report.form_of(key) for key in report.tables}
    return {key: load_table(connection, form, key) if form else None for key, form in forms.items()}


def _parts(first: ReportData, second: ReportData) -> Iterator[PartPair]:
    """Parts by their key, those without one by their heading; in the second's order."""
    work = Work()
    before = {_key(section): section for section in first.sections}
    after = {_key(section): section for section in second.sections}
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key), after.get(key)
        heading = str((new or old or {})["heading"])
        yield PartPair(heading, compare_texts(_text(old), _text(new), work))


def _key(section: Record) -> str:
    return str(section["key"] or section["heading"])


def _text(section: Record | None) -> str:
    if section is None:
        return ""
    text = narrative(section["text"], loads(section["table_spans"]))
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())
