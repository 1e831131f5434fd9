"""``python -m benchmarks``: each figure made in this very run, and written down on request."""

from __future__ import annotations

import time
from pathlib import Path

import click
from rich.console import Console

from benchmarks.results import Outcome, facts, markdown, show
from benchmarks.sections import SECTIONS, Section, Shown, Size


@click.command()
@click.option("--quick", is_flag=True, help="Small sizes, and none of what takes long.")
@click.option("--only", type=click.Choice([one.name for one in SECTIONS]), multiple=True)
@click.option("--per-pair", default=200, show_default=True, help="Reports a layout × flattener.")
@click.option("--write", type=click.Path(path_type=Path), help="Write the results as Markdown.")
def main(quick: bool, only: tuple[str, ...], per_pair: int, write: Path | None) -> None:
    """Measure speed, memory, storing, queries, crawls and accuracy; all of it takes hours.

    The file is written after each section, so that an interrupted run leaves what it has
    measured; sections that are not measured stay as they were. Exits with 1 when a section
    could not be measured to its end.
    """
    size = Size(per_pair, quick)
    console = Console(width=160)
    wanted = [one for one in SECTIONS if (one.name in only if only else one.quick or not quick)]
    before = write.read_text(encoding="utf-8") if write is not None and write.is_file() else ""
    made = facts()  # before the page itself makes the checkout another one
    outcomes: list[Outcome] = []
    for section in wanted:
        console.rule(section.title)
        outcomes.append(_measure(section, size, console, made))
        if write is not None:
            write.write_text(markdown(outcomes, before), encoding="utf-8")
    if any(one.failed for one in outcomes):
        raise SystemExit(1)


def _measure(section: Section, size: Size, console: Console, made: str) -> Outcome:
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
    return Outcome(section, section.command(size), tuple(shown), seconds, made, failed)


if __name__ == "__main__":
    main()
