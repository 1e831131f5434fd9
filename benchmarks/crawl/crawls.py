"""The rows about crawling that ``make bench`` prints."""

from __future__ import annotations

from rich.table import Table

from benchmarks.crawl import polite, throughput
from benchmarks.crawl.contestants import CONNECTIONS

#: What the project promises itself: at most, at most in bytes, at least.
MOST_OVER_POLITENESS = 1.10
MOST_MEMORY = 300_000_000
LEAST_AGAINST_SCRAPY = 1.0


def table(quick: bool) -> Table:
    """Ratios of one run; with ``quick`` 20 hosts instead of 200."""
    made = Table("crawl", "figure", "measured", "target", box=None)
    _polite(made, polite.run(20 if quick else 200))
    _paces(made, throughput.run(1 if quick else 3))
    return made


def _polite(made: Table, one: polite.Polite) -> None:
    name = f"{one.hosts} hosts, delay 2.0 s"
    made.add_row(
        name,
        f"seconds over the {one.least:g} s of the delays",
        f"{one.ratio:.2f}",
        f"≤ {MOST_OVER_POLITENESS:.2f}",
    )
    made.add_row(name, "peak of all its processes, MB", f"{one.peak / 1e6:.0f}", "< 300")
    made.add_row(name, "processor seconds", f"{one.busy:.1f}", "")
    made.add_row(name, "reports parsed and stored", f"{one.stored}", f"{one.hosts * 10}")


def _paces(made: Table, paces: list[throughput.Pace]) -> None:
    name = f"no delay, {CONNECTIONS} connections, one core"
    for pace in paces:
        made.add_row(name, f"{pace.name}: pages a second", f"{pace.by_wall:.0f}", "")
    if len(paces) < 2:
        made.add_row(name, "against Scrapy", "not installed: make bench", "")
        return
    ours, theirs = paces
    by_wall, by_processor = ours.by_wall / theirs.by_wall, ours.by_processor / theirs.by_processor
    target = f"≥ {LEAST_AGAINST_SCRAPY:.1f}"
    made.add_row(name, "ours to Scrapy's, by the clock", f"{by_wall:.2f}", target)
    made.add_row(name, "ours to Scrapy's, by processor time", f"{by_processor:.2f}", target)
