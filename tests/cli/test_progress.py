"""The bars of a crawl: a line for the whole, a line for the sources at work, no more."""

import io

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn

from gongkai.cli.progress import _Bars
from scraper.events import ReportsWaiting, SourceFinished, SourceStarted


def shown(progress: Progress) -> list[str]:
    return [task.description for task in progress.tasks if task.visible]


def bars() -> _Bars:
    console = Console(file=io.StringIO(), force_terminal=True, width=80)
    columns = (TextColumn("{task.description}"), MofNCompleteColumn())
    return _Bars(Progress(*columns, console=console))


def test_hundreds_of_sources_leave_the_terminal_readable():
    seen = bars()
    for number in range(300):
        seen.see(SourceStarted(f"s{number}", f"机关{number}"))
    assert len(shown(seen.progress)) == _Bars.SHOWN + 1
    whole = seen.progress.tasks[0]
    assert (whole.completed, whole.total) == (0, 300)


def test_ended_sources_make_room():
    seen = bars()
    for number in range(20):
        seen.see(SourceStarted(f"s{number}", f"机关{number}"))
    seen.see(ReportsWaiting("s0", 5))
    seen.see(SourceFinished("s0", "done", None))
    seen.see(SourceFinished("s1", "failed", "no"))
    names = shown(seen.progress)
    assert "机关0" not in names
    assert "机关13" in names
    assert len(names) == _Bars.SHOWN + 1
    whole = seen.progress.tasks[0]
    assert (whole.completed, whole.total) == (2, 20)
    assert "1 did not end well" in whole.fields["note"]
    seen.see(SourceFinished("never-started", "done", None))
