"""The archive: one SQLite file of reports, and the raw bytes beside it.

Implements what the scraper must remember, stores what the parsers read, and answers
from views and a full-text index. Nothing here fetches or parses.
"""

from gongkai.archive import _frugal  # noqa: F401  first: it imports sqlite-utils
from gongkai.archive.ambiguous import Ambiguity
from gongkai.archive.archive import Archive
from gongkai.archive.backup import backup
from gongkai.archive.content import rows_of
from gongkai.archive.errors import (
    DAMAGED,
    ArchiveBusyError,
    ArchiveError,
    ArchiveVersionError,
    BodyDamagedError,
    DatabaseError,
    MissingArchiveError,
    NotAnArchiveError,
    explained,
)
from gongkai.archive.faceted import Hit
from gongkai.archive.fetches import Work
from gongkai.archive.lookup import NotFoundError
from gongkai.archive.publishing import publish
from gongkai.archive.reports import Stored
from gongkai.archive.summary import Summary
from gongkai.archive.unstored import differences_between
from gongkai.archive.verify import Verdict
from gongkai.archive.view import View
from gongkai.archive.views import VIEWS

__all__ = [
    "DAMAGED",
    "VIEWS",
    "Ambiguity",
    "Archive",
    "ArchiveBusyError",
    "ArchiveError",
    "ArchiveVersionError",
    "BodyDamagedError",
    "DatabaseError",
    "Hit",
    "MissingArchiveError",
    "NotAnArchiveError",
    "NotFoundError",
    "Stored",
    "Summary",
    "Verdict",
    "View",
    "Work",
    "backup",
    "differences_between",
    "explained",
    "publish",
    "rows_of",
]
