"""The division of what stands on a site: by its source, its site code, or its host."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from gongkai.archive.addresses import host_of
from gongkai.archive.places import is_known, is_within


def division_of(
    db: Database, of_source: str | None, site_code: str | None, host: str | None
) -> str | None:
    """The division of a site; what page and host show counts within that of the source.

    The first six digits of a site code are the division's code (国办发〔2017〕47号).
    """
    shown = _of_site_code(db, site_code) or _of_host(db, host)
    if of_source and (shown is None or not is_within(shown, of_source)):
        return of_source
    return shown


def enter_source(db: Database, listings: Sequence[str], division_code: str | None) -> None:
    """Note the division of the hosts of a source."""
    for host in dict.fromkeys(filter(None, map(host_of, listings))):
        if division_code:
            _enter(db, host, division_code, "source")


def learn(db: Database, host: str | None, site_code: str | None) -> None:
    """Note what an official page says of its site, unless a source says it."""
    division = _of_site_code(db, site_code)
    if host and division:
        _enter(db, host, division, "site_code")


def _of_site_code(db: Database, site_code: str | None) -> str | None:
    code = (site_code or "")[:6]
    return code if code.isdecimal() and is_known(db, code) else None


def _of_host(db: Database, host: str | None) -> str | None:
    row = db.execute("SELECT division_code FROM hosts WHERE host = ?", [host]).fetchone()
    return row[0] if row else None


def _enter(db: Database, host: str, division_code: str, basis: str) -> None:
    """Two divisions on one host tell nothing, but a source outweighs a page."""
    db.execute(
        "INSERT INTO hosts (host, division_code, basis) VALUES (?, ?, ?)"
        " ON CONFLICT (host) DO UPDATE SET basis = excluded.basis, division_code = CASE"
        "  WHEN hosts.basis <> excluded.basis OR hosts.division_code = excluded.division_code"
        "  THEN excluded.division_code END"
        " WHERE hosts.basis = excluded.basis OR excluded.basis = 'source'",
        [host, division_code, basis],
    )
