"""``python -m benchmarks.storing 1000 10000 100000``."""

from __future__ import annotations

import argparse

from rich.console import Console

from benchmarks.storing import table


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.storing")
    parser.add_argument("reports", type=int, nargs="*", default=[1_000, 10_000])
    options = parser.parse_args()
    Console(width=140).print(table(tuple(options.reports)))


if __name__ == "__main__":
    main()
