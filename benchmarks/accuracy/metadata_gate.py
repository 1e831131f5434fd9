"""Title, agency, year and date of furnished pages: right, wrong without a word, or told.

A fact that a flattened text no longer shows is counted only when it is read wrongly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

from rich.console import Console
from rich.table import Table

import parsers
from benchmarks.accuracy import flatten
from benchmarks.accuracy.furniture import KIND, Page, furnish
from benchmarks.accuracy.layouts import LAYOUTS
from benchmarks.accuracy.score import HTML
from parsers.report import Report

FACTS = ("title", "agency", "year", "published_on")
#: wrong: another value and no warning about that fact; told: null, or a warning names it
OUTCOMES = ("right", "wrong", "told")
FLOOR = 0.98
KEPT = 6
Pair = tuple[str, str]


@dataclass(slots=True)
class Facts:
    """Counts of one layout and flattener: ``(fact, outcome)``."""

    pages: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def add(self, other: Facts) -> None:
        self.pages += other.pages
        self.counts.update(other.counts)
        self.failures += other.failures

    def share(self, fact: str) -> float:
        """Of the facts shown, how many were read right."""
        shown = sum(self.counts[fact, outcome] for outcome in OUTCOMES)
        return self.counts[fact, "right"] / shown if shown else 1.0

    @property
    def wrong(self) -> int:
        return sum(self.counts[fact, "wrong"] for fact in FACTS)


def truths(page: Page) -> dict[str, str | int | None]:
    values = (page.title, page.agency, page.year, page.published)
    return dict(zip(FACTS, values, strict=True))


def shows(text: str, page: Page, fact: str) -> bool:
    """Whether the text still shows a fact in some printed form."""
    plain = re.sub(r"[\s|*#\\]+", "", text)
    # Reports of other years in side bars are no evidence of this one.
    plain = re.sub(rf"{page.agency}(?!{page.year})20\d\d年{KIND}", "", plain)
    if fact == "title":
        return page.shown_title in plain
    if fact == "agency":
        return page.agency in plain
    if fact == "year":
        return str(page.year) in plain
    return page.published is None or any(re.sub(r"\s+", "", day) in plain for day in page.dates)


def judge(report: Report, page: Page, fact: str) -> str:
    truth, got = truths(page)[fact], getattr(report, fact)
    if same(got, truth):
        return "right"
    told = any(p.where == fact and p.severity != "info" for p in report.problems)
    return "told" if got is None or told else "wrong"


def same(got: object, truth: object) -> bool:
    """Equal but for the width of brackets and white space."""
    if isinstance(got, str) and isinstance(truth, str):
        return got.translate(_WIDTHS) == truth.translate(_WIDTHS)
    return got == truth


_WIDTHS = str.maketrans("（）", "()")


def score(page: Page, flattener: str, text: str) -> Facts:
    kind = "text/html" if flattener == HTML else "text/plain"
    report = parsers.parse(text.encode(), source="generated", media_type=kind)
    found = Facts(pages=1)
    for fact in FACTS:
        outcome = judge(report, page, fact)
        if flattener != HTML and not shows(text, page, fact):
            got = getattr(report, fact)
            # What a flattener left of a title is no wrong title.
            if outcome != "wrong" or (fact == "title" and got in page.shown_title):
                continue
        found.counts[fact, outcome] += 1
        if outcome != "right":
            told, got = truths(page)[fact], getattr(report, fact)
            codes = sorted({p.code for p in report.problems if p.where == fact})
            found.failures.append(
                f"{outcome:6} {fact}: {told} -> {got} {codes} {page.traits} "
                f"--layout {page.layout} --flattener {flattener} --seed {page.seed}"
            )
    return found


@dataclass(slots=True)
class MetadataResult:
    tallies: dict[Pair, Facts] = field(default_factory=dict)

    def total(self, *, html: bool) -> Facts:
        whole = Facts()
        for (_, flattener), facts in self.tallies.items():
            if (flattener == HTML) == html:
                whole.add(facts)
        return whole

    def table(self) -> Table:
        table = Table("layout", "flattener", "pages", title="who and when, shares right", box=None)
        for name in (*FACTS, "wrong", "told"):
            table.add_column(name, justify="right")
        for (layout, flattener), facts in self.tallies.items():
            told = sum(facts.counts[fact, "told"] for fact in FACTS)
            shares = (f"{facts.share(fact):.1%}" for fact in FACTS)
            table.add_row(layout, flattener, str(facts.pages), *shares, str(facts.wrong), str(told))
        return table

    def summary(self) -> list[str]:
        lines = []
        for name, html in (("HTML", True), ("flattened", False)):
            facts = self.total(html=html)
            shares = ", ".join(f"{fact} {facts.share(fact):.2%}" for fact in FACTS)
            lines.append(
                f"{name}: {shares} right; {facts.wrong} wrong without a warning "
                f"({facts.pages} pages)"
            )
        return lines

    def failures(self, *, html: bool) -> list[str]:
        return sorted(self.total(html=html).failures, reverse=True)


def run(per_pair: int, browser: bool = False, processes: int = 2) -> MetadataResult:
    """Scores ``per_pair`` furnished pages for every layout and installed flattener."""
    names = (HTML, *flatten.names(browser))
    jobs = [(layout, names, per_pair) for layout in LAYOUTS]
    result = MetadataResult()
    if processes == 1:
        _gather(result, map(work, jobs))
    else:
        with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
            _gather(result, pool.map(work, jobs))
    return result


def _gather(result: MetadataResult, done: Iterable[dict[Pair, Facts]]) -> None:
    for scored in done:
        result.tallies.update(scored)


def work(job: tuple[str, tuple[str, ...], int]) -> dict[Pair, Facts]:
    layout, names, count = job
    scored = {(layout, name): Facts() for name in names}
    with flatten.Flatteners() as tools:
        for seed in range(count):
            page = furnish(seed, layout)
            for name in names:
                text = page.html if name == HTML else tools.flatten(page.html, name)
                scored[layout, name].add(score(page, name, text))
    return scored


def main(
    per_pair: int,
    browser: bool = False,
    seed: tuple[str, int] | None = None,
    flattener: str = HTML,
) -> None:
    """Print the table, or the text of one page (layout and seed) and how it was read."""
    console = Console(width=200)
    if seed is not None:
        page = furnish(seed[1], seed[0])
        with flatten.Flatteners() as tools:
            text = page.html if flattener == HTML else tools.flatten(page.html, flattener)
        console.print(text, markup=False, highlight=False)
        console.print(truths(page), *score(page, flattener, text).failures, sep="\n")
        return
    result = run(per_pair, browser)
    console.print(result.table())
    for line in (*result.summary(), *result.failures(html=True)[:KEPT]):
        console.print(line, markup=False, highlight=False)
    for line in result.failures(html=False)[: 4 * KEPT]:
        console.print(line, markup=False, highlight=False)
