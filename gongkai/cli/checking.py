"""Files held against their own sums, their text, and the report of the year before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from gongkai.archive import Archive, rows_of
from gongkai.browse.desk import Checked
from gongkai.browse.report_data import ReportData, data_of
from gongkai.cli.findings import Desk, Finding
from gongkai.cli.year_before import year_before
from gongkai.pipeline.one import DocumentReader
from parsers.report import Report


class Checking(AbstractContextManager["Checking"]):
    """Checks documents one by one; use as a context manager.

    ``archive`` is one with last year's reports. ``apart``: every document is parsed in a
    process that can be killed, pages too; ``timeout`` is in seconds for each.
    """

    def __init__(
        self, archive: Path | None = None, *, apart: bool = False, timeout: float = 60.0
    ) -> None:
        self._archive = archive
        self._reader = DocumentReader(timeout, apart=apart)
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

    def check(self, data: bytes, name: str) -> Iterator[Checked]:
        """Every report of a document, or what the document is instead."""
        if self._is_over:
            return
        report = self._reader.read(data, source=name)
        yield from map(self._checked, (report, *report.others))

    def _checked(self, report: Report) -> Checked:
        return Checked(
            report.source,
            as_data(report),
            self._desk.layouts(report),
            self._findings(report),
            sum(check.outcome == "pass" for check in report.checks),
            report.is_report,
        )

    def _findings(self, report: Report) -> list[Finding]:
        found = self._desk.findings(report)
        if self._archive is not None and report.is_report:
            with Archive.open(self._archive, read_only=True) as opened:
                found = sorted(
                    [*year_before(self._desk, report, opened), *found], key=lambda one: one.rank
                )
        return found


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
