"""``python -m benchmarks.copies``: the figures, and what went wrong."""

from __future__ import annotations

import argparse

from rich.console import Console

from benchmarks.copies import run


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.copies")
    parser.add_argument("--count", type=int, default=200, help="pages a trap")
    parser.add_argument("--failures", type=int, default=10, help="failures shown a trap")
    options = parser.parse_args()
    result = run(options.count)
    console = Console(width=160)
    console.print(result.table())
    for tally in result.tallies.values():
        for failure in tally.failures[: options.failures]:
            console.print(failure, soft_wrap=True, highlight=False, markup=False)


if __name__ == "__main__":
    main()
