"""``python -m benchmarks``: speed, copies, accuracy; each figure made in this very run."""

from __future__ import annotations

import subprocess
import sys

import click
from rich.console import Console

from benchmarks import accuracy, copies, querying, storing
from benchmarks.accuracy import flatten, metadata_gate, pdf_gate, shapes, sheet_gate, word_gate
from benchmarks.crawl import crawls
from benchmarks.speed import speed

SPEED_NOTE = "ratio: against the first row of the same document; readers take turns; processor time"


@click.command()
@click.option("--quick", is_flag=True, help="Speed, size and copies only.")
@click.option("--memory", is_flag=True, help="Memory over 10,000 documents only (minutes).")
@click.option("--per-pair", default=200, show_default=True, help="Reports a layout × flattener.")
def main(quick: bool, memory: bool, per_pair: int) -> None:
    """Print speed, storing, views, crawls, then accuracy on generated reports (an hour or more)."""
    if memory:
        subprocess.run([sys.executable, "-m", "benchmarks.memory"], check=True)
        return
    console = Console(width=140)
    console.print(speed())
    console.print(f"{SPEED_NOTE}; made by: make bench")
    console.print(storing.table((300,) if quick else (1_000, 10_000)))
    console.print("per report; python -m benchmarks.storing 100000 prints what 100,000 take")
    console.print(querying.table((1_000,) if quick else (1_000, 10_000, 100_000)))
    console.print(copies.run(20 if quick else 200).table())
    console.print(crawls.table(quick))
    if not quick:
        for era in accuracy.ERAS:
            result = accuracy.run(per_pair, era=era)
            console.print(result.table())
            console.print("\n".join(result.summary()))
        result = shapes.run(per_pair)
        console.print(result.table())
        console.print("\n".join(result.summary()))
        if flatten.presence()["chromium"]:
            pdf_gate.show(pdf_gate.run(max(1, per_pair // 40)), console)
        word_gate.show(word_gate.run(max(1, per_pair // 20)), console)
        sheet_gate.show(sheet_gate.run(max(1, per_pair // 20)), console)
        metadata_gate.main(per_pair // 4)


if __name__ == "__main__":
    main()
