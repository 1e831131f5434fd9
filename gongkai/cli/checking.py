"""Files held against their own sums, their text, and the report of the year before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from gongkai.archive import Archive, rows_of
from gongkai.browse.desk import Checked
from gongkai.browse.report_data import ReportData, data_of
from gongkai.cli.findings import Desk, Finding
from gongkai.cli.year_before import beside_it, precedes, year_before
from gongkai.pipeline.one import DocumentReader
from gongkai.pipeline.saved_pages import frames_beside
from parsers.report import Report


class Checking(AbstractContextManager["Checking"]):
    """Checks documents one by one; use as a context manager.

    ``archive`` is one with last year's reports. ``apart``: every document is parsed in a
    process that can be killed, pages too; ``timeout`` is in seconds for each. ``on_disk``:
    names are paths, and the frames that a browser saved beside a page are read with it.
    """

    def __init__(
        self,
        archive: Path | None = None,
        *,
        apart: bool = False,
        timeout: float = 60.0,
        on_disk: bool = False,
    ) -> None:
        self._archive = archive
        self._reader = DocumentReader(timeout, apart=apart)
        self._on_disk = on_disk
        self._desk = Desk()
        self._is_over = False

    def __enter__(self) -> Self:
        self._reader.__enter__()
        return self

    def __exit__(self, *how: object) -> None:
        self._reader.__exit__(*how)

    def interrupt(self) -> None:
        """From another thread: end the document in hand, and check no further one."""
        self._is_over = True
        self._reader.interrupt()

    def check(self, files: Iterable[tuple[str, bytes | None]]) -> Iterator[Checked]:
        """Every report of the files, by name and content, or what a file is instead.

        None stands for the content of a file that cannot be opened. A report whose body's
        report on the year before is among them is held against that one, not the archive's.
        """
        read = [one for name, data in files for one in self._read(name, data)]
        reports = [one for one in read if isinstance(one, Report)]
        for one in read:
            yield one if isinstance(one, Checked) else self._checked(one, reports)

    def _read(self, name: str, data: bytes | None) -> Iterator[Report | Checked]:
        if data is None:
            yield Checked(name)
        elif not self._is_over:
            frames = frames_beside(Path(name), data) if self._on_disk else {}
            report = self._reader.read(data, source=name, frames=frames)
            yield from (report, *report.others)

    def _checked(self, report: Report, beside: Sequence[Report] = ()) -> Checked:
        return Checked(
            report.source,
            as_data(report),
            self._desk.layouts(report),
            self._findings(report, beside),
            sum(check.outcome == "pass" for check in report.checks),
            report.is_report,
        )

    def _findings(self, report: Report, beside: Sequence[Report]) -> list[Finding]:
        found = [*self._across_years(report, beside), *self._desk.findings(report)]
        return sorted(found, key=lambda one: one.rank)

    def _across_years(self, report: Report, beside: Sequence[Report]) -> list[Finding]:
        before = [one for one in beside if precedes(one, report)] if report.is_report else []
        if len(before) == 1:
            return list(beside_it(self._desk, report, before[0]))
        if self._archive is None or not report.is_report:
            return []
        with Archive.open(self._archive, read_only=True) as opened:
            return list(year_before(self._desk, report, opened))


def as_data(report: Report) -> ReportData:
    """A parsed report as the pages of an archive know it; its id is its source."""
    rows = rows_of(report)
    head = {
        **rows["reports"][0],
        "report_id": report.source,
        "agency": report.agency,
        "year": report.year,
        "scope": report.scope or "unknown",
        "url": report.source,
    }
    return data_of(head, rows)
