"""``python -m benchmarks.scaling``: an import by one process and by a cluster, step by step."""

from __future__ import annotations

import os
import platform
import sys

import click
from rich.console import Console

from benchmarks.scaling.shown import shown


@click.command()
@click.option("--pages", default=1000, show_default=True, help="Of either kind.")
def main(pages: int) -> None:
    """Print what a page costs at each step; exit status 1 when two archives differ."""
    console = Console(width=120)
    console.print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    alike = []
    for is_same, one in shown(pages):
        console.print(one)
        alike.append(is_same)
    sys.exit(not all(alike))


if __name__ == "__main__":
    main()
