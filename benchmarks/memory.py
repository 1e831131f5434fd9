"""``python -m benchmarks.memory``: does a process that parses on and on need more memory?

Run in a process of its own. The documents are generated one by one, in every layout and
era, as pages and as texts, none twice; what generating them needs is counted as well.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from itertools import islice

import click
from bs4 import BeautifulSoup

import parsers
from benchmarks.accuracy.gate import ERAS, generate

#: ``ru_maxrss`` counts kilobytes, but bytes on macOS.
_UNIT = 1 if sys.platform == "darwin" else 1024
WARM, ALL = 500, 10_000


@click.command()
@click.option("--warm", default=WARM, show_default=True, help="Documents before the first look.")
@click.option("--documents", default=ALL, show_default=True, help="Documents in all.")
def main(warm: int, documents: int) -> None:
    """Print the largest resident set after the first documents, and after all."""
    supply = made()
    before = read(islice(supply, warm))
    click.echo(f"largest resident set after {warm:>6} documents: {before / 1e6:7.1f} MB")
    after = read(islice(supply, documents - warm))
    click.echo(f"largest resident set after {documents:>6} documents: {after / 1e6:7.1f} MB")
    click.echo(f"growth: {(after - before) / 1e6:.1f} MB (target: none)")


def made() -> Iterator[bytes]:
    """Generated reports without end: each layout of each era in turn, page and text."""
    layouts = [(era, layout) for era, names in ERAS.items() for layout in names]
    seed = 0
    while True:
        for era, layout in layouts:
            page = generate(era, seed, layout).html
            as_text = (seed + len(layout)) % 2
            yield (BeautifulSoup(page, "lxml").get_text("\n") if as_text else page).encode()
        seed += 1


def read(documents: Iterator[bytes]) -> int:
    """Parse all of them and forget them; the most bytes that the process ever held."""
    for data in documents:
        parsers.parse(data, source="memory")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT


if __name__ == "__main__":
    main()
