"""``benchmarks/RESULTS.md``: every figure of one run, with the command that made it."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from benchmarks.sections import SECTIONS, Section, Shown, Size

RESULTS = Path(__file__).parent / "RESULTS.md"
#: What the figures depend on, or are compared with.
_PACKAGES = ("lxml", "beautifulsoup4", "pandas", "trafilatura", "Scrapy", "httpx", "datasette")
_ROOT = Path(__file__).parents[1]
_HEAD = """# Results

Written by `make bench`: no line is edited by hand. All figures of a section come from one run on
the machine that it names; a run of some sections alone (`--only`) leaves the others as they were.
Seconds are that machine's; ratios say more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a section printed; ``failed`` says why there is no more of it; ``seconds`` by clock.

    ``made`` says when and on what machine, as ``facts`` does.
    """

    section: Section
    command: str
    shown: tuple[Shown, ...]
    seconds: float
    made: str
    failed: str = ""


def markdown(outcomes: Iterable[Outcome], before: str = "") -> str:
    """The whole page; sections of the page ``before`` that were not measured now stay."""
    blocks = _blocks(before)
    blocks.update((one.section.title, "\n".join(_lines(one)).strip()) for one in outcomes)
    titles = [section.title for section in SECTIONS]
    kept = [blocks[title] for title in titles if title in blocks]
    others = [block for title, block in blocks.items() if title not in titles]
    return "\n\n".join((_HEAD, *kept, *others)) + "\n"


def _blocks(page: str) -> dict[str, str]:
    """The sections of a page by their titles."""
    found = (f"\n{page}").split("\n## ")[1:]
    return {block.partition("\n")[0]: f"## {block.strip()}" for block in found}


def _lines(outcome: Outcome) -> Iterator[str]:
    yield from (f"## {outcome.section.title}", "")
    yield f"`{outcome.command}` ({outcome.seconds:.0f} s): {outcome.made}"
    for one in outcome.shown:
        yield ""
        yield from table_lines(one) if isinstance(one, Table) else _words(one)
    if outcome.failed:
        yield from ("", f"**Not measured to its end**: {outcome.failed}")


def facts() -> str:
    """When, the machine, and the versions of what is run on it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return "; ".join(
        (
            f"{datetime.now(UTC):%Y-%m-%d}, commit {_commit()}",
            f"{_processor()}, {os.cpu_count()} logical processors, {memory:.0f} GiB",
            f"{platform.platform()}, Python {platform.python_version()}",
            ", ".join(f"{name} {_version(name)}" for name in _PACKAGES),
        )
    )


def table_lines(table: Table) -> Iterator[str]:
    """A table as Markdown; the cells are what the terminal shows."""
    if table.title:
        yield from (f"**{_plain(table.title)}**", "")
    heads = [_plain(column.header) for column in table.columns]
    yield _row(heads)
    yield _row(["---"] * len(heads))
    for cells in zip(*(column.cells for column in table.columns), strict=True):
        yield _row([_plain(cell) for cell in cells])


def _words(text: str) -> Iterator[str]:
    """Lines stay lines: one item each, where there are several."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    yield from lines if len(lines) == 1 else (f"- {line}" for line in lines)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '¦') for cell in cells)} |"


def _plain(shown: object) -> str:
    return shown.plain if isinstance(shown, Text) else str(shown)


def _processor() -> str:
    """The model that the system names; what Python knows where it names none."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _commit() -> str:
    command = ["git", "-C", str(_ROOT), "describe", "--always", "--dirty"]
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def show(console: Console, shown: Shown) -> None:
    """The same for a terminal."""
    console.print(shown, highlight=False)


__all__ = ["RESULTS", "Outcome", "Size", "facts", "markdown", "show", "table_lines"]
