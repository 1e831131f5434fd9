"""Generated reports printed to PDF and read back: every layout in every way of printing."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

import parsers
from benchmarks.accuracy.gate import ERAS, Result, generate
from benchmarks.accuracy.model import Printed
from benchmarks.accuracy.printing import UNRULED, WAYS, Printer
from benchmarks.accuracy.score import OUTCOMES, Failure, Tally, compare

#: Of the cells of ruled tables so many are read; none is wrong without a word.
RULED_FLOOR = 0.995
_WORST = ("wrong", "missing", "noted", "flagged")
#: On paper the heads of this layout stand over other columns than their figures: whoever reads
#: by place must read it otherwise than its markup does.
MISPRINTED = ("mismatched",)
#: On paper this layout has no columns: one figure stands below the other.
STACKED = ("div_grid",)


def run(
    per_pair: int, eras: Sequence[str] = tuple(ERAS), ways: Sequence[str] = tuple(WAYS)
) -> Result:
    """Scores ``per_pair`` reports for every layout and way of printing."""
    result = Result("PDF")
    with Printer() as printer:
        for era in eras:
            for layout in [name for name in ERAS[era] if name not in MISPRINTED]:
                for seed in range(per_pair):
                    printed = generate(era, seed, layout)
                    for way in ways:
                        tally, failures = score(printed, way, printer)
                        result.add((layout, way), tally, failures)
    return result


def sample(seed: int) -> Result:
    """One report of each layout, the ways of printing taken in turn: a run for the tests."""
    result = Result("PDF")
    pairs = [(era, name) for era in ERAS for name in ERAS[era] if name not in MISPRINTED]
    with Printer() as printer:
        for turn, (era, layout) in enumerate(pairs, seed):
            way = list(WAYS)[turn % len(WAYS)]
            tally, failures = score(generate(era, seed, layout), way, printer)
            result.add((layout, way), tally, failures)
    return result


def score(printed: Printed, way: str, printer: Printer) -> tuple[Tally, list[Failure]]:
    """One report printed in one way."""
    data = printer.pdf(printed.html, WAYS[way])
    report = parsers.parse(data, source="generated.pdf", media_type="application/pdf")
    return compare(printed, f"pdf:{way}", report, (set(printed.places()), set()))


def total(result: Result, *, ruled: bool) -> Tally:
    """All tallies of the ways of printing with rules, or of those without."""
    whole = Tally()
    for (layout, way), tally in result.tallies.items():
        if (way not in UNRULED and layout not in STACKED) == ruled:
            whole.add(tally)
    return whole


def summary(result: Result) -> Iterator[str]:
    """The figures of the gate, a line each."""
    for name, ruled in (("with rules", True), ("without rules", False)):
        tally = total(result, ruled=ruled)
        outcomes = ", ".join(f"{tally.outcomes[name]} {name}" for name in OUTCOMES)
        yield (
            f"PDF {name}: {tally.share:.3%} of {tally.sure} cells right in {tally.reports} "
            f"files ({outcomes}); {tally.unflagged} wrong or missing without a word"
        )
    facts = ", ".join(f"{k} {v}" for k, v in total(result, ruled=True).facts.most_common())
    yield f"PDF with rules, facts read otherwise (files): {facts or 'none'}"


def show(result: Result, console: Console) -> None:
    """The table and the figures of a run."""
    console.print(result.table())
    for line in summary(result):
        console.print(line, highlight=False)


def by_weight(result: Result) -> Iterator[str]:
    """The first failures, the worst first."""
    for failure in sorted(result.failures, key=lambda one: _WORST.index(one.outcome))[:60]:
        yield str(failure)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy.pdf_gate")
    parser.add_argument("--per-pair", type=int, default=5)
    parser.add_argument("--era", choices=list(ERAS))
    parser.add_argument("--way", choices=list(WAYS))
    parser.add_argument("--layout")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--save", type=Path, help="where to write the PDF of --layout and --seed")
    options = parser.parse_args()
    console = Console(width=160)
    if options.layout and options.seed is not None:
        printed = generate(options.era or "v2019", options.seed, options.layout)
        with Printer() as printer:
            if options.save:
                options.save.write_bytes(printer.pdf(printed.html, WAYS[options.way or "plain"]))
            tally, failures = score(printed, options.way or "plain", printer)
        print(printed.form, printed.variants, dict(tally.outcomes), dict(tally.facts))
        print(*failures, sep="\n")
        return
    eras = [options.era] if options.era else list(ERAS)
    result = run(options.per_pair, eras, [options.way] if options.way else list(WAYS))
    show(result, console)
    for line in by_weight(result):
        console.print(line, soft_wrap=True, highlight=False)


if __name__ == "__main__":
    main()
