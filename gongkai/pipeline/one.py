"""One document read on its own, without an archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager

import parsers
from gongkai.pipeline.worker import Job, ParseFailed, ParseWorker
from parsers.reader import is_packed
from parsers.report import Problem, Report

#: A page of a report is smaller; starting the other process takes longer than reading it.
_LARGE = 512 * 1024


class DocumentReader(AbstractContextManager["DocumentReader"]):
    """Reads documents one by one; PDF, office and other packed files in a process of its own,
    which can be killed, and so are large pages and those with frames or in several parts.

    What reads PDFs is a large library in C, and files are made to break it. Use as a context
    manager; ``timeout`` is in seconds and counts for each such file. ``apart``: all pages and
    text go to that process too.
    """

    def __init__(self, timeout: float = 60.0, *, apart: bool = False) -> None:
        self._worker = ParseWorker(timeout)
        self._apart = apart

    def __exit__(self, *how: object) -> None:
        self._worker.close()

    def interrupt(self) -> None:
        """From another thread: have the document in hand end now, as one that failed."""
        self._worker.interrupt()

    def read(
        self,
        data: bytes,
        *,
        source: str,
        url: str | None = None,
        frames: Mapping[str, bytes] | None = None,
    ) -> Report:
        """Read one document. Never raises; what went wrong is in ``problems``.

        ``frames`` are those that a browser saved beside a page.
        """
        if not (self._apart or frames or len(data) > _LARGE or is_packed(data)):
            return parsers.parse(data, source=source, url=url)
        return self._read(Job(data, source, url, None, None, frames=frames or {}))

    def read_pages(self, pages: Sequence[bytes], *, source: str, url: str | None = None) -> Report:
        """Read one report that was cut into these pages, in their order. Never raises."""
        first, *further = pages
        if not further:
            return self.read(first, source=source, url=url)
        return self._read(Job(first, source, url, None, None, further=tuple(further)))

    def _read(self, job: Job) -> Report:
        try:
            return self._worker.parse(job)
        except ParseFailed as failure:
            problems = [
                Problem(code, "error", None, str(failure))
                for code in ("parser_error", "not_a_report")
            ]
            return Report(job.source, problems=problems)
