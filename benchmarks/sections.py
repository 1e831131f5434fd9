"""What the public benchmark measures, a section each, with the command that makes it alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.table import Table

from benchmarks import accuracy, checking, copies, kills, querying, storing
from benchmarks.accuracy import annex, flatten, metadata_gate, pdf_gate, shapes
from benchmarks.accuracy.file_gate import GATES
from benchmarks.accuracy.gate import Result, matrix
from benchmarks.checking import telling
from benchmarks.crawl import crawls
from benchmarks.scaling import shown as scaling
from benchmarks.speed import speed

Shown = Table | str


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: reports a pair of layout and flattener, and all or the small sizes."""

    per_pair: int
    quick: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """``made`` measures when it is iterated; ``command`` repeats just this section."""

    name: str
    title: str
    made: Callable[[Size], Iterator[Shown]]
    #: Whether ``--quick`` measures it too.
    quick: bool = True

    def command(self, size: Size) -> str:
        more = " --quick" if size.quick else f" --per-pair {size.per_pair}"
        return f"python -m benchmarks --only {self.name}{more}"


def _parse(size: Size) -> Iterator[Shown]:
    yield speed()
    yield "ratio: to the first row of the same document; readers take turns; processor time"


def _memory(size: Size) -> Iterator[Shown]:
    # A process of its own: what it held at most would count what was measured before.
    documents = "1000" if size.quick else "10000"
    command = [sys.executable, "-m", "benchmarks.memory", "--documents", documents]
    yield subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _storing(size: Size) -> Iterator[Shown]:
    yield storing.table((300,) if size.quick else (1_000, 10_000, 100_000))
    yield "KB and ms per report or archive"


def _scaling(size: Size) -> Iterator[Shown]:
    yield from (one for _, one in scaling.shown(64 if size.quick else 1_000))


def _querying(size: Size) -> Iterator[Shown]:
    yield querying.table((1_000,) if size.quick else (1_000, 10_000, 100_000))
    yield "milliseconds, warm medians; what is above 1,000 reports repeats their rows"


def _crawl(size: Size) -> Iterator[Shown]:
    yield crawls.table(size.quick)


def _kills(size: Size) -> Iterator[Shown]:
    yield str(kills.run(50))


def _copies(size: Size) -> Iterator[Shown]:
    yield copies.run(20 if size.quick else 200).table()


def _accuracy(size: Size) -> Iterator[Shown]:
    for era in accuracy.ERAS:
        yield from _gate(accuracy.run(size.per_pair, era=era))


def _shapes(size: Size) -> Iterator[Shown]:
    yield from _gate(shapes.run(size.per_pair))


def _gate(result: Result) -> Iterator[Shown]:
    yield matrix(result)
    yield "\n".join(result.summary())


def _annex(size: Size) -> Iterator[Shown]:
    result = annex.run(max(1, size.per_pair // 4))
    yield result.table()
    yield "\n".join(result.summary())


def _pdf(size: Size) -> Iterator[Shown]:
    if not flatten.presence()["chromium"]:
        yield "not measured: Chromium, which prints the pages, is not installed"
        return
    result = pdf_gate.run(max(1, size.per_pair // 40))
    yield matrix(result)
    yield "\n".join(pdf_gate.summary(result))


def _files(size: Size) -> Iterator[Shown]:
    for gate in GATES.values():
        yield from _gate(gate.run(max(1, size.per_pair // 20)))


def _metadata(size: Size) -> Iterator[Shown]:
    result = metadata_gate.run(max(1, size.per_pair // 4))
    yield result.table()
    yield "\n".join(result.summary())


def _checking(size: Size) -> Iterator[Shown]:
    result = checking.run(size.per_pair * 5)
    yield telling.table(result)
    yield "\n".join(telling.summary(result))


SECTIONS = (
    Section("parse", "Reading one document, against other readers", _parse),
    Section("memory", "Memory of a process that reads on and on", _memory),
    Section("store", "Storing reports, end to end, and the size of the archive", _storing),
    Section("scale", "An import by one process and by a cluster, step by step", _scaling),
    Section("query", "Views, search and pages", _querying),
    Section("crawl", "Crawling, against politeness alone and against Scrapy", _crawl),
    Section("kills", "Crawls killed at random moments", _kills, quick=False),
    Section("copies", "Copies told from originals", _copies),
    Section("accuracy", "Numbers read right, by layout and flattener", _accuracy, quick=False),
    Section("shapes", "Numbers read right, by shape of table", _shapes, quick=False),
    Section("annex", "Numbers of local annexes read right", _annex, quick=False),
    Section("pdf", "Numbers read right from printed PDF", _pdf, quick=False),
    Section("files", "Numbers read right from Word, workbooks and OFD", _files, quick=False),
    Section("check", "Errors planted in reports, and alarms on clean ones", _checking, quick=False),
    Section("metadata", "Title, agency, year and date", _metadata, quick=False),
)
