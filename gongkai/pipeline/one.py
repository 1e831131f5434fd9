"""One document read on its own, without an archive."""

from __future__ import annotations

from contextlib import AbstractContextManager

import parsers
from gongkai.pipeline.worker import Job, ParseFailed, ParseWorker
from parsers.reader import is_packed
from parsers.report import Problem, Report


class DocumentReader(AbstractContextManager["DocumentReader"]):
    """Reads documents one by one; PDF and Word in a process of its own, which can be killed.

    What reads PDFs is a large library in C, and files are made to break it. Use as a context
    manager; ``timeout`` is in seconds and counts for each such file. ``apart``: pages and
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

    def read(self, data: bytes, *, source: str, url: str | None = None) -> Report:
        """Read one document. Never raises; what went wrong is in ``problems``."""
        if not (self._apart or is_packed(data)):
            return parsers.parse(data, source=source, url=url)
        try:
            return self._worker.parse(Job(data, source, url, None, None))
        except ParseFailed as failure:
            problems = [
                Problem(code, "error", None, str(failure))
                for code in ("parser_error", "not_a_report")
            ]
            return Report(source, problems=problems)
