"""``python -m benchmarks``: each figure made in this very run, and written down on request."""

from __future__ import annotations

import time
from pathlib import Path

import click
from rich.console import Console

<<<<<<< HEAD
from benchmarks import accuracy, copies, querying, storing
from benchmarks.accuracy import flatten, metadata_gate, pdf_gate, shapes, sheet_gate, word_gate
from benchmarks.crawl import crawls
from benchmarks.speed import speed

SPEED_NOTE = "ratio: against the first row of the same document; readers take turns; processor time"
=======
from benchmarks.results import Outcome, markdown, show
from benchmarks.sections import SECTIONS, Section, Shown, Size
>>>>>>> b5bce5a (Write what make bench measures to a page, each figure with its command: a ratio nobody can repeat is a claim)


@click.command()
@click.option("--quick", is_flag=True, help="Small sizes, and none of what takes long.")
@click.option("--only", type=click.Choice([one.name for one in SECTIONS]), multiple=True)
@click.option("--per-pair", default=200, show_default=True, help="Reports a layout × flattener.")
<<<<<<< HEAD
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
=======
@click.option("--write", type=click.Path(path_type=Path), help="Write the results as Markdown.")
def main(quick: bool, only: tuple[str, ...], per_pair: int, write: Path | None) -> None:
    """Measure speed, memory, storing, queries, crawls and accuracy; all of it takes hours.

    The file is written anew after each section, so that an interrupted run leaves what it
    has measured. Exits with 1 when a section could not be measured to its end.
    """
    size = Size(per_pair, quick)
    console = Console(width=160)
    wanted = [one for one in SECTIONS if (one.name in only if only else one.quick or not quick)]
    outcomes: list[Outcome] = []
    for section in wanted:
        console.rule(section.title)
        outcomes.append(_measure(section, size, console))
        if write is not None:
            write.write_text(markdown(outcomes), encoding="utf-8")
    if any(one.failed for one in outcomes):
        raise SystemExit(1)


def _measure(section: Section, size: Size, console: Console) -> Outcome:
    began = time.perf_counter()
    shown: list[Shown] = []
    failed = ""
    try:
        for one in section.made(size):
            shown.append(one)
            show(console, one)
    except Exception as error:  # the other sections are measured all the same
        failed = f"{type(error).__name__}: {error}"
        console.print(failed, style="red", highlight=False)
    seconds = time.perf_counter() - began
    return Outcome(section, section.command(size), tuple(shown), seconds, failed)
>>>>>>> b5bce5a (Write what make bench measures to a page, each figure with its command: a ratio nobody can repeat is a claim)


if __name__ == "__main__":
    main()
