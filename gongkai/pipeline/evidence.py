"""The snapshot behind a report, taken apart for a reader, with one number marked.

Each call opens the archive anew, so that a copy that is swapped in is seen at once; the
hostile part, reading the bytes, is done by a worker process that can be killed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from gongkai.archive import Archive, ArchiveBusyError, ArchiveError, MissingArchiveError
from gongkai.archive.bodies import snapshots_path
from gongkai.archive.lookup import report_row
from gongkai.pipeline.origin import job_of, named, read_again, value_of
from gongkai.pipeline.pieces import Shown
from gongkai.pipeline.worker import ParseFailed, ParseWorker, ShowJob
from parsers.report import Number, Origin

#: Longest for one snapshot, and for those that were asked for before it, in seconds.
LONGEST, PATIENCE = 20.0, 30.0
#: So many are remembered for the next number of the same page, each of at most so many pieces.
_KEPT, _MOST_KEPT = 8, 30_000


class Evidence(NamedTuple):
    """A snapshot for a reader; ``raw`` is what was printed in the cell that was asked for.

    ``raw`` is None without a cell, or where the source does not show the cell; ``value`` is
    what today's parser reads there. ``is_whole`` is false where further pages of the report
    are kept as snapshots of their own. ``page`` is that of a PDF, counted from 1.
    """

    shown: Shown
    raw: str | None
    value: Number | str | None
    is_whole: bool = True
    page: int | None = None


class SnapshotViewer(AbstractContextManager["SnapshotViewer"]):
    """Shows snapshots of one archive, one at a time; use as a context manager."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._worker = ParseWorker(timeout=LONGEST)
        self._kept: OrderedDict[tuple[str, str, str | None], Evidence] = OrderedDict()

    def __exit__(self, *how: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker process, if there is one."""
        self._worker.close()

    @property
    def is_possible(self) -> bool:
        """Whether snapshots lie beside the archive."""
        return snapshots_path(self._path).is_file()

    def body(self, report_id: str) -> bytes:
        """The raw bytes of a report's snapshot. Raises ``ArchiveError``."""
        with self._reading(report_id) as (archive, row):
            return _body(archive, row)

    def view(self, report_id: str, cell: str | None = None) -> Evidence:
        """What the snapshot of a report shows, with ``table.row.column`` marked.

        Raises ``ArchiveError``: there is no such report or cell, the snapshot is not kept
        beside this archive, or it cannot be read.
        """
        with self._reading(report_id) as (archive, row):
            key = (report_id, row["content_digest"], cell)
            found = self._kept.get(key)
            if found is None:
                found = self._view(archive, row, cell)
            if len(found.shown.pieces) <= _MOST_KEPT:
                self._kept[key] = found
                self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return found

    def _view(self, archive: Archive, row: dict[str, Any], cell: str | None) -> Evidence:
        _body(archive, row)
        origin: Origin | None = None
        value: Number | str | None = None
        if cell is None:
            job = job_of(archive, row)
        else:
            job, report = read_again(archive, row, self._worker)
            name = named(report, cell)
            origin, value = report.origins.get(name), value_of(report.to_dict(), name)
        # Of several pages only the first is shown, and elements are counted through all.
        marked = None if job.further else origin
        try:
            shown = self._worker.show(ShowJob(job.body, job.media_type, job.charset, marked))
        except ParseFailed as failure:
            raise ArchiveError(f"{row['report_id']}: {failure}") from failure
        raw, page = (origin.raw, origin.page) if origin else (None, None)
        return Evidence(shown, raw, value, not job.further, page)

    @contextmanager
    def _reading(self, report_id: str) -> Iterator[tuple[Archive, dict[str, Any]]]:
        if not self._lock.acquire(timeout=PATIENCE):
            raise ArchiveBusyError("others are looking at snapshots; try again in a minute")
        try:
            with Archive.open(self._path, read_only=True) as archive:
                found = archive.find_report(report_id)
                yield archive, report_row(archive.db, found)
        finally:
            self._lock.release()


def _body(archive: Archive, row: dict[str, Any]) -> bytes:
    try:
        return archive.body(row["snapshot_id"])
    except (KeyError, MissingArchiveError) as missing:
        raise ArchiveError("the snapshot is not kept beside this archive") from missing
