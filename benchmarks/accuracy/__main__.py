"""``python -m benchmarks.accuracy``: the whole table, or one report with its differences."""

from __future__ import annotations

import argparse
from collections import Counter

from rich.console import Console

from benchmarks.accuracy import annex, metadata_gate, shapes
from benchmarks.accuracy.flatten import Flatteners
from benchmarks.accuracy.gate import ERAS, Result, generate, run
from benchmarks.accuracy.layouts import LAYOUTS
from benchmarks.accuracy.model import Printed
from benchmarks.accuracy.score import HTML, score, sight, texts


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy")
    parser.add_argument("--per-pair", type=int, default=200, help="reports a layout and flattener")
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--layout", choices=[*LAYOUTS, *shapes.NAMES_OF_ALL])
    parser.add_argument("--flattener", default=HTML)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--show", action="store_true", help="print the text")
    parser.add_argument("--metadata", action="store_true", help="title, agency, year and date")
    parser.add_argument("--era", choices=list(ERAS), help="only this one; v2019 for a seed")
    options = parser.parse_args()
    if options.metadata:
        seed = None if options.seed is None else (options.layout or "trs", options.seed)
        metadata_gate.main(options.per_pair, not options.no_browser, seed, options.flattener)
        return
    if options.layout and options.seed is not None:
        if options.layout in shapes.NAMES_OF_ALL:
            printed = shapes.draw(options.seed, options.layout)
        else:
            printed = generate(options.era or "v2019", options.seed, options.layout)
        one(printed, options.flattener, options.show)
        return
    for era in [options.era] if options.era else ERAS:
        report(run(options.per_pair, not options.no_browser, options.processes, era))
    if not options.era:
        report(shapes.run(options.per_pair))
        early(annex.run(max(1, options.per_pair // 4)))


def early(result: annex.AnnexResult) -> None:
    """Local annexes of the first years."""
    console = Console(width=160)
    console.print(result.table())
    for line in (*result.summary(), *result.failures[:15]):
        console.print(line, soft_wrap=True, highlight=False)


def one(printed: Printed, flattener: str, show: bool) -> None:
    """The text of one report, and every cell that was not read as it was printed."""
    with Flatteners() as tools:
        text = texts(printed, flattener, tools)
    if show:
        print(text)
    tally, failures = score(printed, flattener, text)
    print(f"form {printed.form}, variants {printed.variants}, planted {printed.planted}")
    print(f"outcomes {dict(tally.outcomes)}, determined {tally.sure}, facts {dict(tally.facts)}")
    sure, _ = sight(printed, flattener, text)
    for failure in failures:
        print("determined" if failure.place in sure else "          ", failure)


def report(result: Result) -> None:
    console = Console(width=160)
    console.print(result.table())
    for line in result.summary():
        console.print(line, highlight=False)
    console.print("\nmost frequent failures by outcome, status, table and row (of those kept)")
    kinds = Counter((f.outcome, f.status, f.place.table, f.place.row) for f in result.failures)
    for (outcome, status, table, row), count in kinds.most_common(25):
        console.print(f"{count:6} {outcome:8} {status or 'no status':12} {table}.{row}")
    console.print("\nfirst failures, worst first")
    order = ["wrong", "noted", "missing", "flagged"]
    for outcome in order:
        for failure in [f for f in result.failures if f.outcome == outcome][:15]:
            console.print(str(failure), soft_wrap=True, highlight=False)


if __name__ == "__main__":
    main()
