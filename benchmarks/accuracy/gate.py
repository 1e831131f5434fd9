"""The whole run: every layout with every flattener, as a table and a list of failures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

from rich.table import Table

from benchmarks.accuracy import corpus, flatten, statistics
from benchmarks.accuracy.layouts import LAYOUTS
from benchmarks.accuracy.model import Printed
from benchmarks.accuracy.score import HTML, OUTCOMES, Failure, Tally, score, texts

PROCESSES = 2
CHUNK = 25
#: Failures that a result keeps, by outcome, layout and flattener.
KEPT = 12
#: The floors of the accuracy gate.
HTML_FLOOR = 1.0
TEXT_FLOOR = 0.995

#: Reports since 2019 with tables 2 to 4, and those of 2014 to 2018 with theirs: the layouts.
ERAS: dict[str, tuple[str, ...]] = {"v2019": tuple(LAYOUTS), "v2014": statistics.LAYOUT_NAMES}

Pair = tuple[str, str]
Job = tuple[str, str, tuple[str, ...], range]


@dataclass(slots=True)
class Result:
    """Tallies by layout and flattener; ``html`` is the page itself."""

    era: str = "v2019"
    tallies: dict[Pair, Tally] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    def add(self, pair: Pair, tally: Tally, failures: list[Failure]) -> None:
        self.tallies.setdefault(pair, Tally()).add(tally)
        seen = Counter((f.outcome, f.layout, f.flattener) for f in self.failures)
        for failure in failures:
            key = (failure.outcome, failure.layout, failure.flattener)
            seen[key] += 1
            if seen[key] <= KEPT:
                self.failures.append(failure)

    def table(self) -> Table:
        """Cells by layout and flattener: outcomes, and the share of determined cells right."""
        title = "cells by layout and flattener"
        if self.era != "v2019":
            title += f", {self.era}"
        if self.absent:
            title += f" (not installed: {', '.join(self.absent)})"
        table = Table("layout", "flattener", "reports", "cells", title=title, box=None)
        for name in (*OUTCOMES, "determined", "right among those"):
            table.add_column(name, justify="right")
        for (layout, flattener), tally in self.tallies.items():
            outcomes = [str(tally.outcomes[name]) for name in OUTCOMES]
            table.add_row(
                layout,
                flattener,
                str(tally.reports),
                str(tally.cells),
                *outcomes,
                str(tally.sure),
                f"{tally.share:.3%}",
            )
        return table

    def total(self, *, html: bool) -> Tally:
        """The tallies of all pages, or of all flattened texts, together."""
        whole = Tally()
        for (_, flattener), tally in self.tallies.items():
            if (flattener == HTML) == html:
                whole.add(tally)
        return whole

    def summary(self) -> list[str]:
        lines = []
        totals = [(n, self.total(html=n == "HTML")) for n in ("HTML", "flattened")]
        # Documents that are neither (Word) have one total only.
        for name, tally in [one for one in totals if one[1].cells]:
            lines.append(
                f"{name}: {tally.share:.3%} of {tally.sure} determined cells right; "
                f"{tally.unflagged} of {tally.cells} wrong or missing without a word"
            )
            shares = {kind: tally.failing[kind] / count for kind, count in tally.drawn.items()}
            worst = sorted((kind for kind in shares if shares[kind]), key=lambda k: -shares[k])
            said = ", ".join(f"{kind} {shares[kind]:.0%}" for kind in worst) or "none"
            lines.append(f"{name}, reports with a failure, by variant shown: {said}")
        facts = ", ".join(f"{k} {v}" for k, v in self.total(html=True).facts.most_common())
        return [*lines, f"HTML, facts read otherwise (reports): {facts or 'none'}"]


def matrix(result: Result) -> Table:
    """Of the determined cells the share that is right: a row a layout, a column a flattener.

    Cells that are wrong or missing without a word are told behind it.
    """
    columns = list(dict.fromkeys(flattener for _, flattener in result.tallies))
    title = f"share of determined cells read right, {result.era}"
    if result.absent:
        title += f" (not installed: {', '.join(result.absent)})"
    table = Table("layout", *columns, title=title, box=None)
    for layout in dict.fromkeys(layout for layout, _ in result.tallies):
        table.add_row(layout, *(_share(result.tallies.get((layout, one))) for one in columns))
    return table


def _share(tally: Tally | None) -> str:
    if tally is None:
        return ""
    silent = f" ({tally.unflagged} silent)" if tally.unflagged else ""
    return f"{tally.share:.2%}{silent}"


def generate(era: str, seed: int, layout: str) -> Printed:
    """The report of that era, seed and layout."""
    return statistics.generate(seed, layout) if era == "v2014" else corpus.generate(seed, layout)


def run(
    per_pair: int, browser: bool = True, processes: int = PROCESSES, era: str = "v2019"
) -> Result:
    """Scores ``per_pair`` reports of an era for every layout and flattener that is installed."""
    names = (HTML, *flatten.names(browser))
    seeds = [range(n, min(n + CHUNK, per_pair)) for n in range(0, per_pair, CHUNK)]
    jobs: list[Job] = [(era, layout, names, chunk) for layout in ERAS[era] for chunk in seeds]
    result = Result(era, absent=flatten.absent())
    if processes == 1:
        _gather(result, map(work, jobs))
        return result
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        _gather(result, pool.map(work, jobs))
    return result


def _gather(result: Result, done: Iterable[list[tuple[Pair, Tally, list[Failure]]]]) -> None:
    for scored in done:
        for pair, tally, failures in scored:
            result.add(pair, tally, failures)


def work(job: Job) -> list[tuple[Pair, Tally, list[Failure]]]:
    """One layout's chunk of seeds through all flatteners, with one browser session."""
    era, layout, names, seeds = job
    scored: dict[Pair, tuple[Tally, list[Failure]]] = {
        (layout, name): (Tally(), []) for name in names
    }
    with flatten.Flatteners() as tools:
        for seed in seeds:
            printed = generate(era, seed, layout)
            for name in names:
                tally, failures = score(printed, name, texts(printed, name, tools))
                scored[layout, name][0].add(tally)
                scored[layout, name][1].extend(failures[:KEPT])
    return [(pair, tally, failures) for pair, (tally, failures) in scored.items()]
