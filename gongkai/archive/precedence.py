"""Which of the standing versions of a report is current, and why.

Of one address the newest body counts: a page that silently changes, or reverts, says what it
says now. A page and the files beside it are one publication with several sources. Among
publications the order is that of an archivist who holds several papers on one year: whose
they are, whether they call themselves something else, whether they correct another, which
stand no longer, which show figures, which was published last; only then which adds up, which
was read most fully, and which was fetched last. When pages were fetched, and in which order
they were read, decides nothing before that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlite_utils import Database

from gongkai.archive import contents
from gongkai.archive.addresses import address_of

OFFICIAL = ("official", "official_injected")
COPIES = ("copy_linked", "copy_unverified")
RANK = {name: rank for rank, name in enumerate((*OFFICIAL, "unknown", *COPIES))}
#: What makes a page doubtful as the report of its year, where another page is not.
DOUBTS = frozenset({"year_conflict", "derivative_title", "draft_title"})

#: When a version's body came: its fetches at its address.
_BODIES = (
    "SELECT f.fetched_at || printf(' %020d', f.fetch_id) FROM fetches f"
    " WHERE f.url = v.url AND f.snapshot_id = v.snapshot_id AND f.revisit = 0"
)
_STANDING = (
    "SELECT version_id, report_id, snapshot_id, url, provenance, coalesce(address, url),"
    " content_digest, tables_digest, edition, checks_failed,"
    f" NOT EXISTS ({_BODIES} AND f.kind <> 'attachment'),"
    f" NOT EXISTS ({_BODIES} AND f.record_type IS NOT 'conversion'),"
    " EXISTS (SELECT 1 FROM withdrawals w WHERE w.url = v.url AND w.restored_at IS NULL),"
    f" ifnull(({_BODIES} ORDER BY f.fetched_at DESC, f.fetch_id DESC LIMIT 1), '')"
    " FROM report_versions v"
    " WHERE report_id = ? AND superseded = 0 AND mirror_of IS NULL"
)
#: The page that names a file, and what a listing says of the day of either.
_LISTED = (
    "SELECT a.found_on, coalesce(a.listed_on, p.listed_on) FROM frontier a"
    " LEFT JOIN frontier p ON p.url = a.found_on AND a.kind = 'attachment' WHERE a.url = ?"
)


class Version(NamedTuple):
    """The part of a ``report_versions`` row that decides its fate."""

    version_id: int
    report_id: str
    snapshot_id: str
    url: str
    provenance: str
    address: str
    content_digest: str
    tables_digest: str | None
    edition: str | None
    checks_failed: int
    is_file: bool
    is_conversion: bool
    is_withdrawn: bool
    body_came: str


@dataclass(slots=True)
class _Publication:
    """A page, or a file without one, and the files that stand beside it."""

    lead: Version
    files: list[Version] = field(default_factory=list)

    @property
    def speaker(self) -> Version:
        """The page; where it only announces its report, the file that holds the figures."""
        lead = self.lead
        if lead.tables_digest is not None:
            return lead
        like = (lead.provenance, lead.edition)
        files = (f for f in self.files if f.tables_digest and (f.provenance, f.edition) == like)
        return next(files, lead)


def best(db: Database, report_id: str) -> Version | None:
    """The version that should be current, if any stands."""
    found = list(_publications(db, heads(db, report_id)))
    if len(found) > 1:
        found.sort(key=lambda one: _order(db, one))
    return found[0].speaker if found else None


def heads(db: Database, report_id: str) -> list[Version]:
    """Of each address the version that counts, those whose body came last first.

    Of one address too a page counts before what became of it when it was injected, and before
    a text that was made of it (WET).
    """
    rows = [Version(*row) for row in db.execute(_STANDING, [report_id]).fetchall()]
    rows.sort(key=lambda v: (v.body_came, v.version_id), reverse=True)
    rows.sort(key=lambda v: (RANK[v.provenance], v.is_conversion))
    newest: dict[str, Version] = {}
    for version in rows:
        newest.setdefault(version.address, version)
    return sorted(newest.values(), key=lambda v: (v.body_came, v.version_id), reverse=True)


def _publications(db: Database, versions: Sequence[Version]) -> Iterator[_Publication]:
    """Pages with their files. A file that another page names, which is no version, is its own."""
    pages = {v.address: _Publication(v) for v in versions if not v.is_file}
    alone: list[_Publication] = []
    for file in (v for v in versions if v.is_file):
        named_by = _listed(db, file.url)[0]
        named_by = named_by and (address_of(named_by) or named_by)
        if named_by in pages:
            pages[named_by].files.append(file)
        elif pages and named_by is None:
            for page in pages.values():
                page.files.append(file)
        else:
            alone.append(_Publication(file))
    yield from pages.values()
    yield from alone


def _order(db: Database, one: _Publication) -> tuple[Any, ...]:
    """Smaller is better; publications come sorted by when their bodies came."""
    lead, speaker = one.lead, one.speaker
    content = contents.load(db, speaker.content_digest) or {}
    own = content if speaker is lead else contents.load(db, lead.content_digest) or {}
    return (
        RANK[lead.provenance],
        is_doubtful(own) or is_doubtful(content),
        lead.edition is None,
        lead.is_conversion,
        lead.is_withdrawn,
        speaker.tables_digest is None,
        *_latest_first(own.get("published_on") or _listed(db, lead.url)[1]),
        speaker.checks_failed,
        -_cells(content.get("tables", {})),
    )


def is_doubtful(content: Mapping[str, Any]) -> bool:
    """Whether a parse (the contract's JSON) doubts that it is the report of its year."""
    return any(problem["code"] in DOUBTS for problem in content.get("problems", ()))


def _latest_first(day: str | None) -> tuple[bool, int]:
    try:
        return False, -date.fromisoformat(day or "").toordinal()
    except ValueError:  # no day, or none of the calendar
        return True, 0


def _listed(db: Database, url: str) -> tuple[str | None, str | None]:
    row = db.execute(_LISTED, [url]).fetchone()
    return (row[0], row[1]) if row else (None, None)


def _cells(tables: Mapping[str, Any]) -> int:
    """How many numbers were read."""
    values = (_cells(v) if isinstance(v, Mapping) else v is not None for v in tables.values())
    return sum(values)
