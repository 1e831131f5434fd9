"""``python -m benchmarks.scaling``: an import by one process and by a cluster, step by step."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from benchmarks.scaling import Costs, Spent, measure

KINDS = {"WARC": False, "WET": True}


@click.command()
@click.option("--pages", default=1000, show_default=True, help="Of either kind.")
def main(pages: int) -> None:
    """Print what a page costs at each step; exit status 1 when two archives differ."""
    console = Console(width=120)
    console.print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    is_same = True
    for kind, wet in KINDS.items():
        with tempfile.TemporaryDirectory() as folder:
            costs = measure(Path(folder), pages, wet=wet)
        console.print(table(kind, costs))
        console.print("\n".join(ratios(costs)))
        is_same &= costs.is_same
    sys.exit(not is_same)


def table(kind: str, costs: Costs) -> Table:
    """Milliseconds of processor time a page, and wall seconds of all."""
    heads = ("step", "ms a page", "of it writer", "of it others", "wall s")
    shown = Table(*heads, box=None, title=f"{costs.pages:,} pages as {kind}")
    steps: dict[str, Spent] = {
        "take the file in": costs.take,
        "one process, all": costs.single,
        **{f"map, {many} workers": found for many, found in costs.mapped.items()},
        "take in, store partitions": costs.merge,
        "cluster of 2, all": costs.whole,
    }
    shown.add_row("parsers alone", _ms(costs.parse, costs))
    for name, found in steps.items():
        parts = (found.processor, found.own, found.below)
        shown.add_row(name, *(_ms(one, costs) for one in parts), f"{found.wall:.1f}")
    return shown


def ratios(costs: Costs) -> list[str]:
    """What the steps say of each other, and bytes a page."""
    one, two = costs.mapped[1], costs.mapped[2]
    writer = costs.merge.own + two.own
    return [
        f"2 workers to 1: map in {one.wall / two.wall:.2f} of the wall speed, "
        f"{two.processor / one.processor:.2f} of the processor time",
        f"cluster of 2 to one process, all: {costs.whole.processor / costs.single.processor:.2f} "
        f"of the processor time, {costs.whole.wall / costs.single.wall:.2f} of the wall time",
        f"writer: {writer / costs.pages * 1000:.2f} ms a page, so at most "
        f"{costs.pages / writer:,.0f} pages a second whatever the workers; "
        f"it keeps {two.below / writer:.1f} workers busy",
        "bytes a page: "
        + ", ".join(
            f"{name} {size / costs.pages:,.0f}"
            for name, size in (
                ("raw", costs.raw),
                ("partition", costs.partitions),
                ("archive.db", costs.archive),
                ("archive.snapshots.db", costs.snapshots),
            )
        ),
        f"the archives hold the same: {'yes' if costs.is_same else 'NO'}",
    ]


def _ms(seconds: float, costs: Costs) -> str:
    return f"{seconds / costs.pages * 1000:.2f}"


if __name__ == "__main__":
    main()
