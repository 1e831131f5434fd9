"""The archive as one object, for the pipeline, the command line and the browser."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlite_utils import Database

from gongkai.archive import (
    ambiguous,
    announcing,
    captures,
    decisions,
    expectations,
    faceted,
    fetches,
    frontier,
    gaps,
    health,
    lookup,
    people,
    refresh,
    removal,
    reports,
    resting,
    runs,
    search,
    summary,
    takedowns,
    unstored,
    visits,
    warc,
    withdrawals,
)
from gongkai.archive.ambiguous import Ambiguity
from gongkai.archive.bodies import Bodies, Packed, snapshots_path
from gongkai.archive.captures import Capture
from gongkai.archive.connect import reading
from gongkai.archive.errors import ArchiveError
from gongkai.archive.faceted import Found, Hit
from gongkai.archive.fetches import Work
from gongkai.archive.files import whole_file
from gongkai.archive.health import SourceHealth
from gongkai.archive.opening import open_archive
from gongkai.archive.reports import Stored
from gongkai.archive.summary import Summary
from gongkai.archive.verify import Verdict, verify
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

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Commit what is written meanwhile together; all of it or nothing.

        The bodies are committed, and on disk, before the rows that cite them.
        """
        with search.indexing(self.db), self._bodies.batch():
            yield

    @property
    def in_batch(self) -> bool:
        """Whether both transactions of a batch stand: a full disk ends one on its own."""
        return self.db.conn.in_transaction and self._bodies.db.conn.in_transaction

    def start_run(self, kind: runs.RunKind) -> int:
        """Enter a run; returns its id."""
        return runs.start(self.db, kind)

    def withdrawn_in(self, run_id: int) -> tuple[int, int]:
        """How many reports a run found withdrawn, and how many back."""
        return withdrawals.of_run(self.db, run_id)

    def finish_run(self, run_id: int, outcome: str, counts: Mapping[str, int]) -> None:
        """Close a run with its outcome and what it counted."""
        runs.finish(self.db, run_id, outcome, counts)

    def part(self, url: str) -> bytes | None:
        """The newest body of a further page of a report (a flip-book's page 2 and on)."""
        snapshot_id = self.part_id(url)
        return None if snapshot_id is None else self._bodies.get(snapshot_id)

    def part_id(self, url: str) -> str | None:
        """The snapshot of that body."""
        return fetches.newest_part(self.db, url)

    def parts_of(self, work: Work, kind: str) -> dict[str, str]:
        """Snapshots of a page's parts that its fetch noted, by address, up to a missing one."""
        found: dict[str, str] = {}
        for url in fetches.parts_noted(self.db, work.snapshot_id, work.url, kind):
            part = self.part_id(url)
            if part is None:
                break
            found[url] = part
        return found

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

    def put_file(
        self,
        run_id: int,
        name: str,
        body: bytes,
        media_type: str | None = None,
        *,
        is_part: bool = False,
    ) -> Saved:
        """Take a local file in under the address ``file:name``; see ``fetches.put_file``."""
        return fetches.put_file(
            self.db, self._bodies, run_id, name, body, media_type=media_type, is_part=is_part
        )

    def take(self, run_id: int, capture: Capture) -> Saved | None:
        """Enter a record of a WARC file; None for one that is here already."""
        try:
            return captures.take(self.db, self._bodies, run_id, capture)
        except sqlite3.IntegrityError as error:
            raise ArchiveError(f"{capture.record_id}: no record of a fetch ({error})") from error

    def export_warc(self, path: Path) -> dict[str, int]:
        """Write the raw layer to ``path`` (``.gz``: compressed), whole or not at all.

        Returns how many records of each type were written. Works while a crawl writes.
        """
        with whole_file(path) as out, reading(self.db):
            return warc.write(self.db, self._bodies, out, compress=path.suffix == ".gz")

    def verify(self, progress: Callable[[], None] = lambda: None) -> Verdict:
        """Hash everything again and check every invariant; see ``verify``."""
        with reading(self.db):
            return verify(self.db, self._bodies, progress)

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

    def queue(
        self,
        parser_version: str,
        *,
        again: bool = False,
        snapshot_id: str | None = None,
        after: int = 0,
    ) -> list[Work]:
        """Snapshots that this parser version has not read, in order of fetch; see ``fetches``."""
        return list(
            fetches.queue(
                self.db, parser_version, again=again, snapshot_id=snapshot_id, after=after
            )
        )

    def last_fetch(self) -> int:
        """The number of the newest fetch; 0 when there is none."""
        return int(self.db.execute("SELECT coalesce(max(fetch_id), 0) FROM fetches").fetchone()[0])

    def body(self, snapshot_id: str) -> bytes:
        """The raw bytes of a snapshot; ``KeyError`` when they are not kept."""
        return self._bodies.get(snapshot_id)

    def packed_body(self, snapshot_id: str) -> Packed:
        """The same as it is kept, for another process to unpack; ``KeyError`` as above."""
        return self._bodies.packed(snapshot_id)

    def store_report(self, work: Work, report: Report, parser_version: str) -> Stored:
        """Store a parse, all of it or nothing; see ``reports.store_report``."""
        return reports.store_report(self.db, work, report, parser_version)

    def store_failure(self, work: Work, parser_version: str, detail: str) -> None:
        """Note a parse that broke off."""
        reports.store_failure(self.db, work, parser_version, detail)

    def refresh(self) -> int:
        """Hold reports against other years and bodies; see ``refresh``. Returns how many."""
        return refresh.refresh(self.db)

    def put_gaps(self, reasons: Iterable[tuple[str, int, str]]) -> None:
        """Say why expected reports are not held: ``(agency_id, year, reason)``."""
        gaps.put(self.db, reasons)

    def first_year(self) -> int | None:
        """The oldest year of a report; None in an empty archive."""
        return gaps.first_year(self.db)

    def find_report(self, words: str) -> str:
        """The id of the one report that is meant; raises ``NotFoundError``."""
        return lookup.find_report(self.db, words)

    def official_on(self, agency: str, year: int, scope: str | None) -> list[str]:
        """The ids of the official reports of a body on a year; see ``lookup``."""
        return lookup.official_on(self.db, agency, year, scope)

    def request_table(self, report_id: str) -> dict[str, dict[str, int | None]]:
        """Table 3 of a report, by row and column."""
        return lookup.request_table(self.db, report_id)

    def differences(self, report: Report, before_id: str) -> list[dict[str, Any]]:
        """What of a report that is not stored does not fit the year before; see ``unstored``."""
        return unstored.differences(self.db, report, before_id)

    def report(self, report_id: str) -> dict[str, Any]:
        """A report's own row, with its version and when its page was fetched."""
        return lookup.report_row(self.db, report_id)

    def ambiguous(self) -> list[Ambiguity]:
        """What a person must decide about who reports."""
        return ambiguous.ambiguous(self.db)

    def decide(self, path: Path) -> int:
        """Take reviewed decisions in; returns how many pages wait to be read again."""
        return decisions.apply(self.db, path)

    def prune_agencies(self) -> int:
        """Remove agencies that nothing is said of any more."""
        return decisions.prune(self.db)

    def expect(self, path: Path) -> int:
        """Take in which bodies must report on which year; returns the rows of the file."""
        return expectations.load(self.db, path)

    def set_corrections(self, corrections: Sequence[people.Correction]) -> int:
        """Replace all corrections; see ``people.set_corrections``."""
        return people.set_corrections(self.db, corrections)

    def concerned(
        self, takedowns_: Sequence[takedowns.Takedown], parts: takedowns.Parts
    ) -> list[takedowns.Concern]:
        """What each takedown concerns here; writes nothing."""
        return [takedowns.concern(self.db, one, parts) for one in takedowns_]

    def take_down(self, concerned: Sequence[takedowns.Concern]) -> None:
        """Enter takedowns and remove the rows; see ``removal.remove``."""
        removal.remove(self.db, concerned)

    def purge(self) -> None:
        """Remove what is left of what was taken down; see ``removal.purge``."""
        removal.purge(self.db, self._bodies)

    def correction(self, snapshot_id: str, cell: str) -> people.Correction | None:
        """What a person sees in a cell of a snapshot, if somebody reviewed it."""
        return people.correction(self.db, snapshot_id, cell)

    def audit_sample(self, count: int, seed: int | None) -> list[tuple[str, str]]:
        """Random ``(report id, cell)``; see ``people.sample``."""
        return list(people.sample(self.db, count, seed))

    def note_audit(self, audited: Mapping[str, Any]) -> None:
        """Keep what somebody said of a cell."""
        people.note_audit(self.db, dict(audited))

    def audit_rate(self) -> people.Rate:
        """The error rate over all audits."""
        return people.rate(self.db)

    def listed_title(self, url: str) -> str | None:
        """What the list that led to an address called it."""
        return frontier.title_of(self.db, url)

    def announcing(self, urls: Iterable[str]) -> set[str]:
        """The pages of these that only announce a report which was read; see ``announcing``."""
        return announcing.announcing(self.db, urls)

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

    def search(
        self, words: str, limit: int = 20, chosen: Mapping[str, str] | None = None
    ) -> list[Hit]:
        """Reports in which every word occurs, best first; see ``find``."""
        return self.find(words, limit, chosen).hits

    def find(self, words: str, limit: int = 20, chosen: Mapping[str, str] | None = None) -> Found:
        """The same with counts by year, tier, province and part; see ``faceted``."""
        return faceted.search(self.db, words, limit, chosen)

    def summary(self) -> Summary:
        """What the archive holds, in figures."""
        return summary.summary(self.db)
