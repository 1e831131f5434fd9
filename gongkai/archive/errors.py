"""What can be wrong with an archive file, in words for the person at the terminal."""

from __future__ import annotations


class ArchiveError(Exception):
    """The archive cannot be used; the message says why and what to do."""


class MissingArchiveError(ArchiveError):
    """There is no file at that path."""


class NotAnArchiveError(ArchiveError):
    """The file is not an archive of this project."""


class ArchiveVersionError(ArchiveError):
    """The schema is older (and may only be read) or newer than this program."""
