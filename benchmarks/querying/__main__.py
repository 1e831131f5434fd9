"""``python -m benchmarks.querying 1000 10000 100000``."""

from __future__ import annotations

import click
from rich.console import Console

from benchmarks.querying import table


@click.command()
@click.argument("counts", type=int, nargs=-1)
def main(counts: tuple[int, ...]) -> None:
    """Print what a first page costs in archives of these sizes."""
    Console(width=120).print(table(counts or (1_000, 10_000, 100_000)))


if __name__ == "__main__":
    main()
