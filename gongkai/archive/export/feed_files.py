"""Both feeds, of one state of the archive, as files in a folder."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from gongkai.archive.connect import reading
from gongkai.archive.errors import ArchiveError
from gongkai.archive.export.events import events, urn
from gongkai.archive.export.feeds import ATOM_FILE, JSON_FILE, Feed, atom, http_address, json_feed
from gongkai.archive.export.selection import Selection
from gongkai.archive.export.tabular import last_change
from gongkai.archive.files import whole_file


def export_feeds(
    db: Database,
    folder: Path,
    selection: Selection,
    *,
    limit: int,
    rereadings: bool = False,
    base: str | None = None,
) -> dict[str, int]:
    """Write ``feed.xml`` and ``feed.json``; returns how many events of each kind they tell.

    Raises ``ArchiveError`` when ``base`` is no http address or ``folder`` cannot be written.
    """
    if base is not None and http_address(base) is None:
        raise ArchiveError(f"{base}: not an address of the web (https://…)")
    with reading(db):
        found = events(db, selection, limit, rereadings=rereadings)
        feed = Feed(_identity(db, selection), found, last_change(db), base)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"{folder}: cannot be written ({error.strerror or error})") from error
    for name, body in ((ATOM_FILE, atom(feed)), (JSON_FILE, json_feed(feed))):
        with whole_file(folder / name) as out:
            out.write(body)
    counts: dict[str, int] = {}
    for event in found:
        counts[event.what] = counts.get(event.what, 0) + 1
    return counts


def _identity(db: Database, selection: Selection) -> str:
    """The feed's own name: that of the archive's first request, and of what is selected."""
    sql = "SELECT record_id FROM fetches ORDER BY fetch_id LIMIT 1"
    first = db.execute(sql).fetchone()
    return urn("feed", first[0] if first else "", *selection.filters())
