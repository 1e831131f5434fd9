"""The costs of an import as tables and sentences."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table

from benchmarks.scaling import Costs, Spent, measured


def shown(pages: int) -> Iterator[tuple[bool, Table | str]]:
    """What was measured, kind by kind, and whether the archives held the same."""
    for kind, costs in measured(pages):
        yield costs.is_same, table(kind, costs)
        yield costs.is_same, "\n".join(ratios(costs))


def table(kind: str, costs: Costs) -> Table:
    """Milliseconds of processor time a page, and wall seconds of all."""
    heads = ("step", "ms a page", "of it writer", "of it others", "wall s")
    shown = Table(*heads, box=None, title=f"{costs.pages:,} pages: {kind}")
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
