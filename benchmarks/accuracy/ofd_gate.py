"""Generated reports laid out as OFD and read back."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from rich.console import Console

import parsers
from benchmarks.accuracy.gate import ERAS, Result, generate
from benchmarks.accuracy.model import Printed
from benchmarks.accuracy.ofd_writer import HABITS, ofd_file
from benchmarks.accuracy.pdf_gate import by_weight
from benchmarks.accuracy.score import Failure, Tally, compare


def run(per_pair: int, eras: Sequence[str] = tuple(ERAS)) -> Result:
    """Scores ``per_pair`` reports for every layout and habit."""
    result = Result("OFD")
    for era in eras:
        for layout in ERAS[era]:
            for seed in range(per_pair):
                printed = generate(era, seed, layout)
                for habit in HABITS:
                    result.add((layout, habit), *score(printed, habit))
    return result


def score(printed: Printed, habit: str) -> tuple[Tally, list[Failure]]:
    """One report written in one habit; rules say what each figure is."""
    report = parsers.parse(ofd_file(printed, habit), source="generated.ofd")
    return compare(printed, f"ofd:{habit}", report, (set(printed.places()), set()))


def show(result: Result, console: Console) -> None:
    """The table and the figures of a run."""
    console.print(result.table())
    tally = result.total(html=False)
    facts = ", ".join(f"{k} {v}" for k, v in tally.facts.most_common())
    console.print(
        f"OFD: {tally.share:.3%} of {tally.sure} cells right in {tally.reports} files; "
        f"{tally.unflagged} wrong or missing without a word; "
        f"facts read otherwise: {facts or 'none'}",
        highlight=False,
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy.ofd_gate")
    parser.add_argument("--per-pair", type=int, default=20)
    result, console = run(parser.parse_args().per_pair), Console(width=160)
    show(result, console)
    for line in by_weight(result):
        console.print(line, soft_wrap=True, highlight=False)


if __name__ == "__main__":
    main()
