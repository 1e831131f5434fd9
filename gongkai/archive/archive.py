"""The archive as one object, for the pipeline, the command line and the browser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlite_utils import Database

from gongkai.archive import (
    fetches,
    frontier,
    health,
    reports,
    resting,
    runs,
    search,
    summary,
    visits,
)
from gongkai.archive.bodies import Bodies, snapshots_path
from gongkai.archive.fetches import Work
from gongkai.archive.health import SourceHealth
from gongkai.archive.opening import open_archive
from gongkai.archive.reports import Stored
from gongkai.archive.search import Hit
from gongkai.archive.summary import Summary
from gongkai.archive.visits import Listing, Proposal, Visit
from parsers.report import Report
from scraper.protocols import Fetched, Known, Link, Rest, Saved, Validators


class Archive:
    """``archive.db`` and the raw bodies beside it.

    Not to be used by two threads at once; one thread of an executor will do.
    """

    def __init__(self, path: Path, db: Database, bodies: Bodies) -> None:
        self.path = path
        self.db = db
        self._bodies = bodies

    @classmethod
    def open(cls, path: str | Path, *, read_only: bool = False) -> Self:
        """Open; for writing, make or upgrade the file first. See ``opening`` for errors."""
        path = Path(path)
        db = open_archive(path, read_only=read_only)
        return cls(path, db, Bodies(snapshots_path(path), read_only=read_only))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close both files."""
        self._bodies.close()
        self.db.close()

    def start_run(self, kind: runs.RunKind) -> int:
        """Enter a run; returns its id."""
        return runs.start(self.db, kind)

    def finish_run(self, run_id: int, outcome: str, counts: Mapping[str, int]) -> None:
        """Close a run with its outcome and what it counted."""
        runs.finish(self.db, run_id, outcome, counts)

    def part(self, url: str) -> bytes | None:
        """The newest body of a further page of a report (a flip-book's page 2 and on)."""
        snapshot_id = fetches.newest_part(self.db, url)
        return None if snapshot_id is None else self._bodies.get(snapshot_id)

    def put_source(
        self,
        source_id: str,
        name: str,
        *,
        cms: str | None = None,
        division_code: str | None = None,
        level: str | None = None,
        listings: Sequence[str] = (),
        notes: str | None = None,
    ) -> None:
        """Enter a source, or bring what is known of it up to date."""
        known = {"cms": cms, "division_code": division_code, "level": level, "notes": notes}
        runs.put_source(self.db, source_id, {"name": name, **known}, listings)

    def save_fetch(
        self, run_id: int, link: Link, fetched: Fetched, closes: str | None = None
    ) -> Saved:
        """Record a finished request; see ``fetches.save_fetch``."""
        return fetches.save_fetch(self.db, self._bodies, run_id, link, fetched, closes)

    def recall(self, url: str, since: datetime) -> Fetched | None:
        """The last answer for a robots.txt since that time."""
        return fetches.recall(self.db, self._bodies, url, since)

    def put_file(self, run_id: int, name: str, body: bytes, media_type: str | None = None) -> Saved:
        """Take a local file in under the address ``file:name``."""
        return fetches.put_file(self.db, self._bodies, run_id, name, body, media_type=media_type)

    def validators(self, url: str) -> Validators:
        """ETag and Last-Modified of the newest kept body of an address."""
        return fetches.validators(self.db, url)

    def offer(self, links: Iterable[Link]) -> int:
        """Remember addresses; returns how many are new."""
        return frontier.offer(self.db, links)

    def pending(self, source_id: str) -> list[Link]:
        """Reports and attachments of a source that still wait."""
        return frontier.pending(self.db, source_id)

    def known(self, source_id: str) -> list[Known]:
        """The settled reports of a source, those looked at longest ago first."""
        return frontier.known(self.db, source_id)

    def done(self, link: Link, outcome: str) -> None:
        """Close an address."""
        frontier.done(self.db, link, outcome)

    def rest(self, host: str) -> Rest | None:
        """The rest that a host was laid to."""
        return resting.rest(self.db, host)

    def lay_to_rest(self, host: str, rest: Rest) -> None:
        """Leave a host alone for a while."""
        resting.lay_to_rest(self.db, host, rest)

    def answered(self, host: str) -> None:
        """A host gave a page."""
        resting.answered(self.db, host)

    def queue(self, parser_version: str, *, again: bool = False, after: int = 0) -> list[Work]:
        """Snapshots that this parser version has not read, in order of fetch; or all."""
        return list(fetches.queue(self.db, parser_version, again=again, after=after))

    def body(self, snapshot_id: str) -> bytes:
        """The raw bytes of a snapshot; ``KeyError`` when they are not kept."""
        return self._bodies.get(snapshot_id)

    def store_report(self, work: Work, report: Report, parser_version: str) -> Stored:
        """Store a parse, all of it or nothing; see ``reports.store_report``."""
        return reports.store_report(self.db, work, report, parser_version)

    def store_failure(self, work: Work, parser_version: str, detail: str) -> None:
        """Note a parse that broke off."""
        reports.store_failure(self.db, work, parser_version, detail)

    def put_visit(self, run_id: int, visit: Visit, listings: Sequence[Listing]) -> None:
        """Enter what came of a visit to a source."""
        visits.put_visit(self.db, run_id, visit, listings)

    def put_proposal(self, run_id: int, proposal: Proposal) -> None:
        """Enter what rediscovery found."""
        visits.put_proposal(self.db, run_id, proposal)

    def health(self, fiscal_year: int) -> dict[str, SourceHealth]:
        """How each source is doing; see ``health.SourceHealth``."""
        return health.health(self.db, fiscal_year)

    def kept_sources(self) -> list[dict[str, Any]]:
        """The sources that were ever crawled: id, name, cms and listings."""
        return runs.kept_sources(self.db)

    def search(self, words: str, limit: int = 20) -> list[Hit]:
        """Reports in which every word occurs, best first."""
        return search.search(self.db, words, limit)

    def summary(self) -> Summary:
        """What the archive holds, in figures."""
        return summary.summary(self.db)
