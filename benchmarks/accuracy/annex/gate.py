"""Reads generated annex pages and their flattened texts, and counts what became of cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from rich.table import Table

import parsers
from benchmarks.accuracy import flatten
from benchmarks.accuracy.annex.corpus import AnnexPage
from benchmarks.accuracy.annex.determined import determined, lost
from benchmarks.accuracy.annex.pages import LAYOUTS, generate
from benchmarks.accuracy.score import EMPTY, FLAGGED, HTML, MISSING, NOTED, OUTCOMES, RIGHT, WRONG
from parsers.report import Report

HTML_FLOOR, TEXT_FLOOR = 1.0, 0.995
KEPT = 200


@dataclass(slots=True)
class AnnexTally:
    """Counts of one layout and flattener; ``words``: labels or units read otherwise."""

    pages: int = 0
    cells: int = 0
    sure: int = 0
    sure_right: int = 0
    words: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)

    def add(self, other: AnnexTally) -> None:
        for name in ("pages", "cells", "sure", "sure_right", "words"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.outcomes.update(other.outcomes)

    @property
    def share(self) -> float:
        """Of the determined cells, how many are right; 1 where there are none."""
        return self.sure_right / self.sure if self.sure else 1.0

    @property
    def silent(self) -> int:
        """Wrong or missing without a word."""
        return self.outcomes[WRONG] + self.outcomes[MISSING]


@dataclass(slots=True)
class AnnexResult:
    """Tallies by layout and flattener, and the first failures in words."""

    tallies: dict[tuple[str, str], AnnexTally] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def total(self, *, html: bool) -> AnnexTally:
        """All pages, or all flattened texts, together."""
        whole = AnnexTally()
        for (_, flattener), tally in self.tallies.items():
            if (flattener == HTML) == html:
                whole.add(tally)
        return whole

    def table(self) -> Table:
        """Cells by layout and flattener."""
        table = Table("layout", "flattener", "pages", "cells", title="local annexes", box=None)
        for name in (*OUTCOMES, "labels", "determined", "right among those"):
            table.add_column(name, justify="right")
        for (layout, flattener), tally in self.tallies.items():
            counts = [*(tally.outcomes[name] for name in OUTCOMES), tally.words, tally.sure]
            shown = [str(count) for count in (tally.pages, tally.cells, *counts)]
            table.add_row(layout, flattener, *shown, f"{tally.share:.3%}")
        return table

    def summary(self) -> list[str]:
        """One line for pages, one for flattened texts."""
        return [
            f"annex {name}: {tally.share:.3%} of {tally.sure} determined cells right; "
            f"{tally.silent} of {tally.cells} wrong or missing without a word; "
            f"{tally.words} labels or units read otherwise"
            for name, tally in (
                ("HTML", self.total(html=True)),
                ("flattened", self.total(html=False)),
            )
        ]


def run(per_pair: int, browser: bool = False) -> AnnexResult:
    """Score ``per_pair`` pages of every layout with every flattener that is installed."""
    result = AnnexResult()
    with flatten.Flatteners() as tools:
        for layout in LAYOUTS:
            for seed in range(per_pair):
                page = generate(seed, layout)
                for name in (HTML, *flatten.names(browser)):
                    text = page.html if name == HTML else tools.flatten(page.html, name)
                    tally = score(page, name, text, result.failures)
                    result.tallies.setdefault((layout, name), AnnexTally()).add(tally)
    return result


def read(text: str, flattener: str) -> Report:
    kind = "text/html" if flattener == HTML else "text/plain"
    return parsers.parse(text.encode(), source=f"annex.{kind[5:]}", media_type=kind)


def score(page: AnnexPage, flattener: str, text: str, failures: list[str]) -> AnnexTally:
    """One page in one shape; what went wrong is added to ``failures``."""
    report = read(text, flattener)
    sure, gone = determined(page, flattener, text), lost(page, text)
    rows = _paired(page, report)
    notes = {(note.row, note.column): note.status for note in report.cells if note.table == "annex"}
    tally = AnnexTally(pages=1, sure=len(sure))
    for at, line in enumerate(page.lines):
        found = rows.get(at)
        for name in line.truth:
            got = getattr(report.annex[found], name) if found is not None else None
            status = notes.get((str(found), name))
            outcome = judge(line.truth[name], got, status, found is not None, (at, name) in gone)
            tally.cells += 1
            tally.outcomes[outcome] += 1
            right = outcome == RIGHT and (found is not None or (at, name) not in sure)
            tally.sure_right += (at, name) in sure and right
            if outcome in (WRONG, NOTED, MISSING) or ((at, name) in sure and not right):
                _tell(
                    failures,
                    page,
                    flattener,
                    f"{outcome} {line.label} {name} {line.truth[name]} got {got} {status}",
                )
        if found is not None and (at, page.columns[0][0]) in sure:
            unit = line.unit if page.unit_head else None
            row = report.annex[found]
            if (row.label, row.unit) != (line.label, unit):
                tally.words += 1
                _tell(
                    failures,
                    page,
                    flattener,
                    f"label {row.label} {row.unit} for {line.label} {unit}",
                )
    extra = len(report.annex) - len(rows)
    if extra > 0:
        tally.outcomes[WRONG] += extra
        tally.cells += extra
        names = [r.label for i, r in enumerate(report.annex) if i not in rows.values()]
        _tell(failures, page, flattener, f"rows that are none: {names}")
    return tally


def _paired(page: AnnexPage, report: Report) -> dict[int, int]:
    """Printed rows by number with the rows read for them, in order, by label."""
    found: dict[int, int] = {}
    at = 0
    for number, row in enumerate(report.annex):
        places = [i for i in range(at, len(page.lines)) if _same(page.lines[i].label, row.label)]
        if places:
            found[places[0]] = number
            at = places[0] + 1
    return found


def _same(printed: str, read_: str) -> bool:
    """Whether a label was read for that row, whole or in part."""
    bare = printed.rpartition("：")[2].lstrip("0123456789.")
    return bool(read_) and (read_.endswith(printed) or bare == read_.lstrip("0123456789."))


def judge(truth: int | None, got: object, status: str | None, found: bool, dropped: bool) -> str:
    """The outcome of one cell, as ``score.judge`` sees it."""
    if got == truth and found:
        return RIGHT
    if got is not None:
        return WRONG if status is None or status in EMPTY else NOTED
    if truth is None:
        return RIGHT
    if status in EMPTY and not dropped:
        return WRONG
    return FLAGGED if status or dropped else MISSING


def _tell(failures: list[str], page: AnnexPage, flattener: str, words: str) -> None:
    if len(failures) < KEPT:
        failures.append(f"{page.layout} {flattener} seed {page.seed} {page.family}: {words}")
