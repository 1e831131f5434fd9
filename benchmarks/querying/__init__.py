"""Views, search and pages in archives of different sizes: what a first page costs, warm.

A thousand reports are stored as pages of a WARC file; larger archives repeat their rows
under other bodies, with a few numbers changed, so that there are breaks to be found.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from httpx import Response
from rich.table import Table

from benchmarks.querying.multiply import multiply
from benchmarks.storing import write_warc
from gongkai.archive import VIEWS, Archive
from gongkai.browse.datasette_types import Datasette
from gongkai.browse.server import make_datasette
from gongkai.pipeline import import_paths

_STORED = 1_000
_RUNS = 7
#: What Datasette asks for: a page and one row more.
PAGE = 101
LIMIT_MS = 200
PAGES = (
    "",
    "-/gongkai/search?q=政府信息公开",
    "archive/denial_mix_where",
    "archive/coverage_where",
    "charts/",
)
#: What a page says while the archive is being counted.
COUNTING = "being counted"
WORDS = ("复议", "政", "政府信息公开", "行政诉讼 教育", '"依申请公开"', "霁川", "无此词语")


@contextmanager
def archive(count: int) -> Iterator[Path]:
    """An archive of so many reports, compared and analysed as after a run."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        warc = Path(folder) / "pages.warc"
        write_warc(warc, min(count, _STORED))
        import_paths(path, [warc])
        warc.unlink()
        multiply(path, count // _STORED)
        yield path


def measure(path: Path) -> dict[str, float]:
    """Milliseconds by question: the first page of every view, and searches; warm medians."""
    with Archive.open(path, read_only=True) as opened:
        questions: dict[str, Callable[[], object]] = {
            view.name: lambda name=view.name: opened.db.execute(  # type: ignore[misc]
                f"SELECT * FROM {name} LIMIT {PAGE}"
            ).fetchall()
            for view in VIEWS
        }
        for words in WORDS:
            questions[f"search {words}"] = lambda words=words: opened.search(words)  # type: ignore[misc]
        with pages(path) as ask_for_page:
            for address in PAGES:
                questions[f"page {address}"] = lambda address=address: ask_for_page(address)  # type: ignore[misc]
            return {name: _median(ask) for name, ask in questions.items()}


@contextmanager
def pages(path: Path) -> Iterator[Callable[[str], None]]:
    """A function that asks the browse pages of an archive for an address, until the end."""
    datasette = make_datasette(path)
    with asyncio.Runner() as runner:
        runner.run(datasette.invoke_startup())

        def ask(address: str) -> None:
            response = runner.run(_get(datasette, f"/{address}"))
            if response.status_code != 200:
                raise ValueError(f"{address}: {response.status_code}")

        # The charts are counted when they are first asked for; measured is what comes after.
        while COUNTING in runner.run(_get(datasette, "/charts/")).text:
            pass
        yield ask
    datasette.executor.shutdown()
    for database in datasette.databases.values():
        database.close()


async def _get(datasette: Datasette, address: str) -> Response:
    return cast(Response, await datasette.client.get(address))


def table(counts: tuple[int, ...]) -> Table:
    """One row a question, one column a size of archive."""
    found = []
    for count in counts:
        with archive(count) as path:
            found.append(measure(path))
    heads = [f"{count:,} reports, ms" for count in counts]
    shown = Table("question", *heads, "target", box=None, title="first page, warm")
    for name in found[0]:
        figures = [f"{times[name]:.1f}" for times in found]
        target = "" if name in ("panel", "division_totals") else f"< {LIMIT_MS}"
        shown.add_row(name, *figures, target)
    return shown


def _median(ask: Callable[[], object]) -> float:
    ask()
    times = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
        if times[-1] > 5 * LIMIT_MS:
            break
    return statistics.median(times)
