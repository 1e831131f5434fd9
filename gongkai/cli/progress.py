"""Progress bars on a terminal, on standard error; silence everywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
)

from gongkai.archive import Stored, Work
from gongkai.cli.common import errors
from scraper.events import Event, PageFetched, ReportsWaiting, SourceFinished, SourceStarted

#: How many more there are.
Advance = Callable[[int], None]
ParseWatcher = Callable[[Work, Stored | None], None]
CrawlWatcher = Callable[[Event], None]


@contextmanager
def count_bar(doing: str, things: str) -> Iterator[Callable[[], None]]:
    """Counts things of which nobody knows how many there will be, one by one."""
    with count_bars([doing], things) as (advance,):
        yield lambda: advance(1)


@contextmanager
def count_bars(doings: Sequence[str], things: str) -> Iterator[list[Advance]]:
    """The same for several steps, a line each; a function a line, told how many more."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn(f"{{task.completed:.0f}} {things}"),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,
    ) as progress:
        tasks = [progress.add_task(doing, total=None) for doing in doings]
        yield [partial(progress.advance, task) for task in tasks]


@contextmanager
def parse_bar() -> Iterator[ParseWatcher]:
    """Counts documents as they are parsed."""
    with count_bar("reading", "documents") as step:
        yield lambda work, stored: step()


@contextmanager
def crawl_bars() -> Iterator[CrawlWatcher]:
    """A bar for each source while its turn lasts."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}"),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,
    ) as progress:
        yield _Bars(progress).see


class _Bars:
    """One line for the whole crawl, and one for each of the first sources at work.

    Hundreds of sources are crawled at a time; a terminal holds a few of them.
    """

    SHOWN = 12

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.tasks: dict[str, TaskID] = {}
        self.ended = 0
        self.not_well = 0
        self.whole = progress.add_task("sources", total=0, note="")

    def see(self, event: Event) -> None:
        if isinstance(event, SourceStarted):
            shown = len(self.tasks) < self.SHOWN
            task = self.progress.add_task(event.name, total=None, note="", visible=shown)
            self.tasks[event.source_id] = task
            self._count()
        elif isinstance(event, ReportsWaiting):
            self._update(event.source_id, total=event.count)
        elif isinstance(event, PageFetched) and event.kind == "report":
            self._update(event.source_id, advance=1)
        elif isinstance(event, SourceFinished):
            self._end(event)

    def _end(self, event: SourceFinished) -> None:
        task = self.tasks.pop(event.source_id, None)
        if task is not None:
            self.progress.remove_task(task)
        self.ended += 1
        self.not_well += event.outcome != "done"
        for waiting in list(self.tasks.values())[: self.SHOWN]:
            self.progress.update(waiting, visible=True)
        self._count()

    def _count(self) -> None:
        note = f"{self.not_well} did not end well" if self.not_well else ""
        total = self.ended + len(self.tasks)
        self.progress.update(self.whole, total=total, completed=self.ended, note=note)

    def _update(self, source_id: str, **change: object) -> None:
        if source_id in self.tasks:
            self.progress.update(self.tasks[source_id], **change)  # type: ignore[arg-type]
