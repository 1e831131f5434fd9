"""Pages that only announce a report: the file beside them, or the page they link to, is it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlite_utils import Database

#: The files and pages that pages name and that were read as a report, as ``a``.
READ_FILES = (
    "frontier a CROSS JOIN report_versions v ON v.url = a.url AND v.superseded = 0"
    " WHERE a.kind IN ('attachment', 'report')"
)


def announcing(db: Database, urls: Iterable[str]) -> set[str]:
    """Those of these pages that name a file or a page which was read as a report."""
    sql = (
        f"SELECT DISTINCT a.found_on FROM {READ_FILES}"
        " AND a.found_on IN (SELECT value FROM json_each(?))"
    )
    return {url for (url,) in db.execute(sql, [json.dumps(sorted(urls))]).fetchall()}
