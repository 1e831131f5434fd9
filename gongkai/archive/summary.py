"""What the archive holds, in the figures that a person asks first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over the whole archive.

    ``pages_fetched`` counts answers of listings and reports (files taken in are not
    fetched); ``cells`` numbers read in current reports; ``copies_set_aside`` copies for
    which an official report speaks; ``not_reports`` documents that are no report, or
    whose agency or year is not known; ``parse_failures`` documents whose parse broke off.
    """

    sites: int
    pages_fetched: int
    snapshots: int
    reports: int
    cells: int
    failed_identities: int
    copies_set_aside: int
    not_reports: int
    parse_failures: int


_LAST_PARSE = """
SELECT outcome FROM parses p WHERE parsed_at = (SELECT max(parsed_at) FROM parses q
    WHERE q.snapshot_id = p.snapshot_id AND q.url = p.url)
"""
_COUNTS = {
    "sites": "SELECT count(DISTINCT source_id) FROM fetches WHERE source_id IS NOT NULL",
    "pages_fetched": "SELECT count(*) FROM fetches"
    " WHERE status IS NOT NULL AND kind IN ('listing', 'report', 'part')",
    "snapshots": "SELECT count(*) FROM snapshots"
    " WHERE snapshot_id NOT IN (SELECT snapshot_id FROM removed_snapshots)",
    "reports": "SELECT count(*) FROM reports",
    "cells": "SELECT coalesce(sum(cells_read), 0) FROM reports",
    "failed_identities": "SELECT coalesce(sum(checks_failed), 0) FROM reports",
    "copies_set_aside": "SELECT count(*) FROM report_versions WHERE superseded = 0"
    " AND is_current = 0 AND provenance IN ('copy_linked', 'copy_unverified')",
    "not_reports": f"SELECT count(*) FROM ({_LAST_PARSE})"
    " WHERE outcome IN ('not_a_report', 'no_agency', 'no_year')",
    "parse_failures": f"SELECT count(*) FROM ({_LAST_PARSE}) WHERE outcome = 'failed'",
}


def summary(db: Database) -> Summary:
    """Count everything now."""
    return Summary(**{name: db.execute(sql).fetchone()[0] for name, sql in _COUNTS.items()})
