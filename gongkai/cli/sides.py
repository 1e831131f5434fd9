"""A report that a person names: a file, or one in the archive."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import click

from gongkai.archive import Archive
from gongkai.browse.report_data import ReportData, load_report
from gongkai.browse.report_page import Layouts, layouts_of
from gongkai.cli.checking import as_data
from gongkai.cli.common import PARTLY, read_file, stop
from gongkai.cli.findings import Desk
from gongkai.pipeline.one import DocumentReader
from gongkai.pipeline.parsing import summary_of
from gongkai.pipeline.saved_pages import frames_beside
from parsers.report import Report

#: ``two.html#2``: the second report of a file.
_FURTHER = re.compile(r"(.+)#([1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class Named:
    """``name`` is the file's, or the report's id."""

    name: str
    data: ReportData
    layouts: Layouts


class Sides(AbstractContextManager["Sides"]):
    """Finds reports one by one; use as a context manager. A file comes before the archive."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        self._reader = DocumentReader()
        self._desk: Desk | None = None

    def __enter__(self) -> Self:
        self._reader.__enter__()
        return self

    def __exit__(self, *how: object) -> None:
        self._reader.__exit__(*how)

    def find(self, words: str) -> Named:
        """The report that is meant; ends the command, with one line, where there is none."""
        if Path(words).exists():
            return self._read(Path(words), None)
        further = _FURTHER.fullmatch(words)
        if further and Path(further[1]).exists():
            return self._read(Path(further[1]), int(further[2]))
        if not self._archive.exists():
            stop(f"{words}: no such file, and there is no archive {self._archive} to find it in")
        return self._stored(words)

    def _read(self, file: Path, number: int | None) -> Named:
        data = read_file(file)
        if data is None:
            raise SystemExit(PARTLY)
        report = self._reader.read(data, source=str(file), frames=frames_beside(file, data))
        reports = [one for one in (report, *report.others) if one.is_report]
        if not reports:
            stop(f"{file}: {summary_of(report) or 'not read as a report'}")
        if len(reports) > 1 and number is None:
            said = (
                f"holds {len(reports)} reports, of which the first is taken; {file}#2 is the next"
            )
            click.echo(f"gongkai: {file}: {said}", err=True)
        if number is not None and number > len(reports):
            stop(f"{file}: holds no report {number}")
        return self._named(reports[(number or 1) - 1])

    def _named(self, report: Report) -> Named:
        self._desk = self._desk or Desk()
        return Named(report.source, as_data(report), self._desk.layouts(report))

    def _stored(self, words: str) -> Named:
        with Archive.open(self._archive, read_only=True) as opened:
            report_id = opened.find_report(words)
            connection = opened.db.conn
            data = load_report(connection, report_id)
            assert data is not None
            return Named(report_id, data, layouts_of(connection, data))
